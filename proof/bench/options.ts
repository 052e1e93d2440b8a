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
    /** Notices of stops. */
    readonly stops: number;
    /** Runs of the reader. */
    readonly reads: number;
    /** Of transitions, mails and runs of the reader, without what is free. */
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
};

/**
 * A state transition, a mail, and a run of an Express machine of a second.
 *
 * Sources: https://aws.amazon.com/step-functions/pricing/, https://aws.amazon.com/sns/pricing/.
 */
const usdEach = { transition: new Big("0.000025"), mail: new Big("0.00002"), read: new Big("0.000002") };

/** Plays the same days on each guard: everybody works from READY until the last work, and keeps nothing. */
export async function measureOptions(
    guards: readonly (readonly [option: string, guard: DeployedGuard])[],
    { sessions, seed }: { readonly sessions: number; readonly seed: number },
): Promise<OptionCost[]> {
    const perDay = assumptions.sessionsPerDay.value;
    const costs: OptionCost[] = [];
    for (const [option, guard] of guards) {
        const sum = { sessions: 0, transitions: 0, warnings: 0, stops: 0, reads: 0, cutOff: 0 };
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
                aws.create(createdAt, { ...planOf(life), statements }, { afterSeconds: recordsAfter[0] ?? 3 });
            }
            await aws.run();
            const { clock, executions, notices } = aws.cloud;
            const sent = (kind: string) => notices.filter(({ attributes }) => attributes.kind === kind).length;
            const work = new Map(played.map(({ id, lastWorkAfter }) => [id, lastWorkAfter]));
            sum.sessions += aws.sessions.length;
            sum.transitions += executions.reduce((all, { transitions }) => all + transitions, 0);
            sum.warnings += sent("warning");
            sum.stops += sent("stopped");
            sum.cutOff += aws.sessions.filter((session) => {
                const ran = ((session.endedAt(clock.now) ?? Infinity) - session.createdAt) / 1000;
                return session.endedBy(clock.now) === "guard" && ran < (work.get(session.plan.id) ?? 0);
            }).length;
        }
        const per1000 = (count: number) => (count / sum.sessions) * 1000;
        const usd = usdEach.transition
            .times(sum.transitions)
            .plus(usdEach.mail.times(sum.warnings + sum.stops))
            .plus(usdEach.read.times(sum.reads));
        costs.push({
            option,
            transitions: per1000(sum.transitions),
            warnings: per1000(sum.warnings),
            stops: per1000(sum.stops),
            reads: per1000(sum.reads),
            usd: per1000(usd.toNumber()),
            cutOff: per1000(sum.cutOff),
        });
    }
    return costs;
}
