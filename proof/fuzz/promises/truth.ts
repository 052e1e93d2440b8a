import { shown } from "../../../model/event/printable";
import { duration } from "../../../model/notices/notices";
import { goneAt, subjectOf, type Aftermath, type SeenCall, type SeenSession } from "./aftermath";
import { mailsOf, type Mail } from "./mails";
import type { Broken } from "./broken";

const endedByAnother = "that it was stopped, and somebody else ended it";

/** Promise 4: every notice is true. What it says is compared with the world, by an own calculation. */
export function everyNoticeIsTrue(aftermath: Aftermath): Broken[] {
    return mailsOf(aftermath).flatMap((mail): Broken[] => {
        const { watch, kind } = mail;
        const place = kind === "warning" ? aftermath.watches[watch]?.session : subjectOf(aftermath, watch);
        const session = place === undefined ? undefined : aftermath.sessions[place];
        const scheduled = aftermath.watches[watch]?.scheduled;
        if (scheduled) {
            const own = { sweep: "SweepFailed", digest: "DigestFailed" }[scheduled];
            return mail.line("Error") === own || kind === scheduled
                ? []
                : [{ promise: "truth", what: `a ${scheduled} mails ${mail.notice.subject}`, watch }];
        }
        if (!session) {
            return [{ promise: "truth", what: `a notice speaks of no session: ${mail.notice.subject}`, watch }];
        }
        const looks = aftermath.calls.filter((call) => call.call === "glue:GetSession" && call.watch === watch);
        const faults = [
            ...commonFaults(mail, aftermath.watches[watch]?.swept ? asSwept(session) : session),
            ...(kind === "failed" ? [] : mailedFaults(aftermath, mail)),
            ...(kind === "stopped"
                ? stoppedFaults(aftermath, mail, session, looks)
                : kind === "warning"
                  ? foundFaults(
                        aftermath,
                        mail,
                        session,
                        looks.filter(({ at }) => at <= mail.notice.at),
                    )
                  : kind === "found"
                    ? foundFaults(aftermath, mail, session, looks)
                    : failedFaults(aftermath, mail, session, looks)),
        ];
        return faults.map((fault) => ({
            promise: "truth",
            what: `the ${kind} notice of session ${Number(place) + 1} says ${fault}`,
            ...(fault === endedByAnother && { kind: "ended-by-another" }),
            session: place,
            watch,
        }));
    });
}

/** A session that no event reported: its list shows when it was created, and not by whom. */
const asSwept = (session: SeenSession): SeenSession => ({
    ...session,
    who: {},
    named: true,
    eventTime: new Date(session.createdAt).toISOString(),
});

/** What every notice must say, and does not. */
function commonFaults(mail: Mail, { id, who, eventTime, named: hasId }: SeenSession): string[] {
    const named = [who.arn, who.principalId, who.userName, who.invokedBy, who.type].find((name) => name) ?? "unknown";
    // Root, a user's name, a role session's name; else the last part of what there is.
    const last = named.slice(named.lastIndexOf("/") + 1) || named;
    const ownName = who.type === "Root" ? "root" : (who.userName ?? last);
    const [by, owner] = [shown(named, 256), shown(who.sessionContext?.sourceIdentity ?? ownName, 100)];
    const stated = mail.notice.attributes.owner ?? "";
    return [
        ...different(mail, {
            Session: hasId ? shown(id, 255) : undefined,
            Owner: owner === by ? owner : `${owner} (${by})`,
            Created: eventTime,
        }),
        ...(stated === owner ? [] : [`attribute owner "${stated}", and it is "${owner}"`]),
    ];
}

/** Whether its owner was mailed: nobody knows what became of a mail that a fault has hit. */
function mailedFaults({ calls }: Aftermath, mail: Mail): string[] {
    const sent = calls.filter(
        ({ call, watch, at }) => call === "ses:SendEmail" && watch === mail.watch && at <= mail.notice.at,
    );
    const last = sent.at(-1);
    return last?.troubled ? [] : different(mail, { Mailed: last?.message?.to[0] });
}

function different({ line }: Mail, truth: Readonly<Record<string, string | undefined>>): string[] {
    return Object.entries(truth)
        .filter(([label, value]) => line(label) !== value)
        .map(([label, value]) => `${label} "${line(label) ?? ""}", and it is "${value ?? ""}"`);
}

function stoppedFaults(
    { successTopicArn, sessions }: Aftermath,
    mail: Mail,
    session: SeenSession,
    looks: readonly SeenCall[],
): string[] {
    const { notice, line } = mail;
    // What the watch has seen last: later the session may be deleted, and its id taken by another.
    const last = looks
        .filter((look) => look.status !== undefined && look.session !== undefined && sessions[look.session] === session)
        .at(-1);
    const end = goneAt(session);
    const seconds = Math.round((Math.min(end, last?.at ?? end) - session.createdAt) / 1000);
    const dpuHours = (seconds * session.dpu) / 3600;
    const used = line("Used");
    const byGuard = session.changes.some(({ status, by }) => status === "STOPPED" && by === "guard");
    return [
        ...(notice.topicArn === successTopicArn ? [] : ["it to another topic"]),
        ...(byGuard ? [] : [endedByAnother]),
        ...(end <= notice.at ? [] : ["that it is over, and it is not"]),
        ...(line("Ran for") === undefined ? [] : different(mail, { "Ran for": duration(seconds) })),
        ...(used === undefined || isRounded(used, dpuHours) ? [] : [`Used "${used}", and it is ${dpuHours} DPU-hours`]),
        ...(line("Status") === "DELETED" ? [] : different(mail, { Status: last?.status })),
    ];
}

function foundFaults(
    { successTopicArn }: Aftermath,
    mail: Mail,
    session: SeenSession,
    looks: readonly SeenCall[],
): string[] {
    const last = looks.filter((look) => look.status !== undefined).at(-1);
    return [
        ...(mail.notice.topicArn === successTopicArn ? [] : ["it to another topic"]),
        ...(last && goneAt(session) <= last.at ? ["that it still runs, and it does not"] : []),
        ...different(mail, { Status: last?.status }),
    ];
}

/** To the thousandth; JSONata rounds a half to even. */
function isRounded(used: string, dpuHours: number): boolean {
    const [, stated] = /^(\d+(?:\.\d{1,3})?) DPU-hours, as measured by Glue$/.exec(used) ?? [];
    return stated !== undefined && Math.abs(Number(stated) - dpuHours) < 0.000_500_001;
}

function failedFaults(
    { failureTopicArn, watches }: Aftermath,
    mail: Mail,
    session: SeenSession,
    looks: readonly SeenCall[],
): string[] {
    const { notice, watch } = mail;
    const status = looks.filter((look) => look.status !== undefined).at(-1)?.status;
    const over = / is over/.test(notice.subject) || notice.message.includes("The session itself is over.");
    return [
        ...(notice.topicArn === failureTopicArn ? [] : ["it to another topic"]),
        ...(over && goneAt(session) > notice.at ? ["that it is over, and it is not"] : []),
        ...different(mail, {
            Event: watches[watch]?.swept ? undefined : session.eventId,
            Error: watches[watch]?.error,
            Status: status === undefined ? undefined : `${status} when last seen`,
        }),
    ];
}
