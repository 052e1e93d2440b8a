import type { OwnerMail } from "../../../model/channels/ownerMail";
import { shown } from "../../../model/event/printable";
import type { Who } from "../world/world";
import { decisionsUntil, isFavour, subjectOf, type Aftermath, type SeenCall } from "./aftermath";
import { mailsOf, type Mail } from "./mails";
import type { Broken } from "./broken";

/** Promise 6: what goes beside the topic (mail to an owner, chat) reaches nobody else, harms nobody and holds nothing up; no stop is missing in the digests. */
export function everyFormIsKept(aftermath: Aftermath): Broken[] {
    return [
        ...mailedToStrangers(aftermath),
        ...obeyedByChat(aftermath),
        ...toldAgain(aftermath),
        ...delayed(aftermath),
        ...undigested(aftermath),
    ];
}

/** What was mailed, and what the chat was given. */
const favours = (aftermath: Aftermath, call: SeenCall["call"]) =>
    aftermath.calls.filter((one) => one.call === call && isFavour(aftermath, one));

const broken = ({ watch, session, at }: SeenCall, what: string): Broken => ({
    promise: "forms",
    what,
    watch,
    session,
    at,
});

/** Mails to somebody else than the owner of the watch's session, or to one whose name the caller could choose. */
function mailedToStrangers(aftermath: Aftermath): Broken[] {
    const { watches, sessions, ownerMail = {} } = aftermath;
    return favours(aftermath, "ses:SendEmail").flatMap((call) => {
        const { session = -1, swept } = watches[call.watch ?? -1] ?? {};
        const own = swept ? undefined : addressOf(sessions[session]?.who, ownerMail);
        const strangers = (call.message?.to ?? []).filter((address) => address !== own);
        return call.done ? strangers.map((address) => broken(call, `${address} was mailed, and may not be`)) : [];
    });
}

/** The address that AWS or an administrator gave a person as the name of a role session, if it is in one of the domains. */
function addressOf({ arn = "", sessionContext = {} }: Who = {}, { domains = [], roles = [] }: OwnerMail) {
    const role = sessionContext.sessionIssuer?.arn ?? "";
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const [local = "", domain = "", ...more] = name.split("@");
    const given =
        roles.includes(role) ||
        /^arn:aws:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com\/.*AWSReservedSSO_/.test(role);
    const another = sessionContext.sourceIdentity !== undefined && sessionContext.sourceIdentity !== name;
    const listed = domains.some((one) => one.toLowerCase() === domain.toLowerCase());
    return given && !another && listed && more.length === 0 ? `${local}@${domain.toLowerCase()}` : undefined;
}

/** What a chat may obey, wherever it stands: a link or a mention in its own form. */
const obeyed = /[<>&]/;
/** A mention in words. */
const mention = /(?:^|[^A-Za-z0-9._-])@/m;

function obeyedByChat(aftermath: Aftermath): Broken[] {
    const { dropped = [] } = aftermath;
    return favours(aftermath, "sns:Publish").flatMap((call) => {
        const text = call.message?.text ?? "";
        const { content } = JSON.parse(text) as {
            content: Record<"title" | "description", string> & { nextSteps?: string[] };
        };
        const whole = [content.title, content.description, ...(content.nextSteps ?? [])].join("\n");
        return [
            ...(dropped.includes(text) ? [broken(call, `the chat drops ${text}`)] : []),
            ...(obeyed.test(whole) || mention.test(whole)
                ? [broken(call, `the chat could obey ${JSON.stringify(whole)}`)]
                : []),
        ];
    });
}

/** Stops that a form has reported twice, where no answer was lost. */
function toldAgain(aftermath: Aftermath): Broken[] {
    return (["ses:SendEmail", "sns:Publish"] as const).flatMap((form) => {
        const reported = favours(aftermath, form)
            .filter(
                ({ done, message }) => done && message?.text.includes("had reached its time limit and was stopped."),
            )
            .map((call) => ({ call, session: subjectOf(aftermath, call.watch ?? -1) }));
        return reported.flatMap(({ call, session }, index) => {
            const same = reported.filter((one) => one.session === session);
            const again = reported.findIndex((one) => one.session === session) < index;
            return again && !same.some((one) => one.call.troubled)
                ? [{ ...broken(call, `a stop was reported again by ${form}`), kind: "mailed-again" as const, session }]
                : [];
        });
    });
}

/** How late the look may be that a warning comes before: the calls of the topic's own warning. */
const lateMilliseconds = 2000;

/** Looks at a session that was due, and that had to wait for the favours of its warning. */
function delayed(aftermath: Aftermath): Broken[] {
    const { calls, sessions, watches } = aftermath;
    return calls
        .filter((call) => isFavour(aftermath, call))
        .flatMap((call) => {
            const place = watches[call.watch ?? -1]?.session ?? -1;
            const own = calls.filter(({ watch }) => watch === call.watch);
            const look = own.find((next) => next.call === "glue:GetSession" && next.at > call.at);
            if (!call.message?.text.includes("reaches its time limit in") || !look) {
                return [];
            }
            const until = decisionsUntil(aftermath, place, call.at, call.watch).map(({ seconds }) => seconds ?? 0);
            const late = look.at - Date.parse(sessions[place]?.eventTime ?? "") - 1000 * Math.max(...until);
            const hit = own.some((one) => one.troubled && one.at < look.at && !isFavour(aftermath, one));
            return late > lateMilliseconds && !hit
                ? [broken(call, `a session was looked at ${late / 1000} s late`)]
                : [];
        });
}

/** How a digest's row begins that tells of such a notice. */
const rowOf = ({ kind, line }: Mail) =>
    `  ${shown(line("Session") ?? "", 80)}: ${kind === "found" ? "past its limit" : "stopped"}`;

/** Notices that the topic has taken and no digest tells of, and those that stand in two without need. */
function undigested(aftermath: Aftermath): Broken[] {
    const { calls, watches, queued, successTopicArn } = aftermath;
    if (!queued) {
        return [];
    }
    const mails = mailsOf(aftermath).filter(({ notice }) => notice.topicArn === successTopicArn);
    const taken = mails.filter(({ kind }) => ["stopped", "found"].includes(kind));
    const waiting = mailsOf({ ...aftermath, notices: queued });
    const lines = mails.filter(({ kind }) => kind === "digest").flatMap(({ notice }) => notice.message.split("\n"));
    // Published, and then not deleted; or published again.
    const excused = calls.some(
        ({ call, troubled, watch = -1 }) =>
            troubled && watches[watch]?.scheduled === "digest" && ["sqs:DeleteMessage", "sns:Publish"].includes(call),
    );
    return [...new Set(taken.map(rowOf))].flatMap((row): Broken[] => {
        const of = (some: readonly Mail[]) => some.filter((mail) => rowOf(mail) === row);
        const distinct = (some: readonly Mail[]) => new Set(of(some).map(({ watch }) => watch)).size;
        const rows = lines.filter((line) => line.startsWith(row)).length;
        const wrong =
            rows + distinct(waiting) < distinct(taken)
                ? "stands in no digest, and waits for none"
                : rows + of(waiting).length > of(taken).length && !excused
                  ? "stands in two digests"
                  : undefined;
        return wrong === undefined ? [] : [{ promise: "forms", what: `"${row.trim()}" ${wrong}` }];
    });
}
