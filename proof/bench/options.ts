import Big from "big.js";
import type { DeployedGuard } from "../simulator/program/deployedGuard";
import { SimulatedAccount } from "../simulator/account/simulatedAccount";
import { assumptions } from "./day/assumptions";
import { makeDay, planOf } from "./day/population";

/** What each option for people costs, and what it spares them, per 1,000 sessions. */
export interface OptionCost {
    readonly option: string;
    readonly transitions: number;
    readonly warnings: number;
    /** Notices of stops; with a digest, an address that takes it gets none of them. */
    readonly stops: number;
    readonly digests: number;
    /** Mails to owners, by SES. */
    readonly ownerMails: number;
    readonly chatMessages: number;
    /** Runs of the reader. */
    readonly reads: number;
    /** Of transitions, mails and runs of the reader, without what is free; of stops a mail each, or the digest. */
    readonly usd: number;
    /** Sessions that were stopped while their users worked. */
    readonly cutOff: number;
}

/** Guards by option: settings that differ from the stack's. */
export const optionSettings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "no option": {},
    "warnSeconds 600": { warnSeconds: "600" },
    "maxWaitSeconds 43200": { maxWaitSeconds: "43200" },
    "and extendWhileBusy": { maxWaitSeconds: "43200", extendWhileBusy: "true" },
    "all three": { warnSeconds: "600", maxWaitSeconds: "43200", extendWhileBusy: "true" },
    "digestAt 08:00": { digestAt: "08:00" },
    chat: { chat: JSON.stringify({ slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" }) },
    ownerMail: { ownerMail: JSON.stringify({ sender: "glue@example.com", domains: ["example.com"] }) },
};

/**
 * A state transition, a mail of SNS and of SES, and a run of an Express machine of a second.
 *
 * Sources: https://aws.amazon.com/step-functions/pricing/, https://aws.amazon.com/sns/pricing/, https://aws.amazon.com/ses/pricing/.
 */
const usdEach = {
    transition: new Big("0.000025"),
    mail: new Big("0.00002"),
    ownerMail: new Big("0.0001"),
    read: new Big("0.000002"),
};
/** Everybody comes through IAM Identity Center, so that SES may mail them. */
const creatorRole = "AWSReservedSSO_DataEngineer_0123456789abcdef";
/** Seconds from a day's begin to the next morning. */
const nextMorning = 32 * 60 * 60;

/** Plays the same days on each guard: everybody works from READY until the last work, and keeps nothing. */
export async function measureOptions(
    guards: readonly (readonly [option: string, guard: DeployedGuard])[],
    { sessions, seed }: { readonly sessions: number; readonly seed: number },
): Promise<OptionCost[]> {
    const perDay = assumptions.sessionsPerDay.value;
    const costs: OptionCost[] = [];
    for (const [option, guard] of guards) {
        const sum = {
            ...{ sessions: 0, transitions: 0, warnings: 0, stops: 0, digests: 0 },
            ...{ ownerMails: 0, chatMessages: 0, reads: 0, cutOff: 0 },
        };
        for (let number = 0; number * perDay < sessions; number++) {
            const { lives } = makeDay(seed, number, guard.limitSeconds, Math.min(perDay, sessions - number * perDay));
            const ids = new Set<string>();
            const aws = new SimulatedAccount(guard, {
                seed: number,
                onCall: ({ call }) => {
                    sum.reads += call === "states:StartSyncExecution" ? 1 : 0;
                },
            });
            // Ids that are used again are another matter.
            const played = lives.filter(({ id }) => !ids.has(id) && ids.add(id));
            for (const life of played) {
                const { createdAt, recordsAfter, readyAfter, lastWorkAfter } = life;
                const statements = readyAfter === undefined ? [] : [[readyAfter, lastWorkAfter] as const];
                const plan = { ...planOf(life), statements, creatorRole };
                aws.create(createdAt, plan, { afterSeconds: recordsAfter[0] ?? 3 });
            }
            aws.digest(nextMorning);
            await aws.run();
            const { clock, executions, notices, ses, chat } = aws.cloud;
            const sent = (kind: string) => notices.filter(({ attributes }) => attributes.kind === kind).length;
            const work = new Map(played.map(({ id, lastWorkAfter }) => [id, lastWorkAfter]));
            sum.sessions += aws.sessions.length;
            sum.transitions += executions.reduce((all, { transitions }) => all + transitions, 0);
            sum.warnings += sent("warning");
            sum.stops += sent("stopped");
            sum.digests += sent("digest");
            sum.ownerMails += ses.sent.length;
            sum.chatMessages += chat.posts.length;
            sum.cutOff += aws.sessions.filter((session) => {
                const ran = ((session.endedAt(clock.now) ?? Infinity) - session.createdAt) / 1000;
                return session.endedBy(clock.now) === "guard" && ran < (work.get(session.plan.id) ?? 0);
            }).length;
        }
        const per1000 = (count: number) => (count / sum.sessions) * 1000;
        const usd = usdEach.transition
            .times(sum.transitions)
            .plus(usdEach.mail.times(sum.warnings + (sum.digests > 0 ? sum.digests : sum.stops)))
            .plus(usdEach.ownerMail.times(sum.ownerMails))
            .plus(usdEach.read.times(sum.reads));
        costs.push({
            option,
            transitions: per1000(sum.transitions),
            warnings: per1000(sum.warnings),
            stops: per1000(sum.stops),
            digests: per1000(sum.digests),
            ownerMails: per1000(sum.ownerMails),
            chatMessages: per1000(sum.chatMessages),
            reads: per1000(sum.reads),
            usd: per1000(usd.toNumber()),
            cutOff: per1000(sum.cutOff),
        });
    }
    return costs;
}
