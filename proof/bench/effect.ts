import { articleAssumption } from "../../model/money/savings";
import { assumptions } from "./day/assumptions";
import { designs } from "./designs/designs";
import { simulateDay, type Conditions } from "./day/simulateDay";
import { makeDay } from "./day/population";
import { mean, percentile, tallyOf, total, usdOf, type Tally } from "./day/tally";
import type { DeployedGuard } from "../simulator/program/deployedGuard";

/** What a design came to. Amounts are for 1,000 sessions, so that populations of any size compare. */
export interface Effect {
    readonly design: string;
    /** How many times the guard's: how long sessions past the limit are billed, how late they end, what it costs. */
    readonly timesGuard: { readonly dpuHours: number; readonly meanDelay: number; readonly usd: number };
    readonly sessions: number;
    readonly overdue: number;
    readonly missed: number;
    readonly alarmed: number;
    readonly reported: number;
    readonly wrong: number;
    readonly falseAlarms: number;
    readonly meanDelaySeconds: number;
    readonly p99DelaySeconds: number;
    readonly dpuHoursPastLimit: number;
    readonly glueUsdPastLimit: number;
    readonly notices: number;
    readonly failureNotices: number;
    readonly alarmMails: number;
    readonly transitions: number;
    readonly usd: number;
}

export interface EffectResult {
    readonly limitSeconds: number;
    readonly effects: readonly Effect[];
    /** The guard's reactions and transitions where no call failed. */
    readonly guard: {
        readonly stops: number;
        readonly p50ReactionSeconds: number;
        readonly p99ReactionSeconds: number;
        readonly mostReactionSeconds: number;
        readonly transitionsOfStop: number;
    };
    /** From due to over in seconds, by design. */
    readonly delays: readonly { readonly name: string; readonly values: readonly number[] }[];
}

export interface Scale {
    readonly sessions: number;
    readonly seed: number;
    /** Called after each day with the share that is done. */
    readonly progress: (share: number) => void;
}

/** The days of a population; the last may be short. */
export function daysOf({ sessions, seed }: Pick<Scale, "sessions" | "seed">, limitSeconds: number) {
    const perDay = assumptions.sessionsPerDay.value;
    return Array.from({ length: Math.ceil(sessions / perDay) }, (_, number) => () => {
        return makeDay(seed, number, limitSeconds, Math.min(perDay, sessions - number * perDay));
    });
}

/** Plays each day in every design, one after the other. A day is made when it is due, and forgotten when it is counted. */
export async function measureEffect(
    guard: DeployedGuard,
    scale: Scale,
    conditions: Conditions = {},
): Promise<EffectResult> {
    const compared = designs(guard).map((design) => ({ design, tallies: [] as Tally[] }));
    const days = daysOf(scale, guard.limitSeconds);
    for (const [index, makeDay] of days.entries()) {
        const day = makeDay();
        for (const { design, tallies } of compared) {
            tallies.push(tallyOf(await simulateDay(guard, design, day, conditions)));
        }
        scale.progress((index + 1) / days.length);
    }
    const totals = compared.map(({ design, tallies }) => ({ name: design.name, tally: total(tallies) }));
    return effectOf(guard.limitSeconds, totals);
}

/** The figures of the designs; the first is the guard. */
export function effectOf(
    limitSeconds: number,
    totals: readonly { readonly name: string; readonly tally: Tally }[],
): EffectResult {
    const [first] = totals;
    if (first === undefined) {
        throw new RangeError("There is no design to compare.");
    }
    const guard = figures(first.tally);
    return {
        limitSeconds,
        effects: totals.map(({ name, tally }) => {
            const own = figures(tally);
            return {
                design: name,
                timesGuard: {
                    dpuHours: own.dpuHoursPastLimit / guard.dpuHoursPastLimit,
                    meanDelay: own.meanDelaySeconds / guard.meanDelaySeconds,
                    usd: own.usd / guard.usd,
                },
                ...own,
            };
        }),
        guard: {
            stops: first.tally.reactions.length,
            p50ReactionSeconds: percentile(first.tally.reactions, 0.5),
            p99ReactionSeconds: percentile(first.tally.reactions, 0.99),
            mostReactionSeconds: percentile(first.tally.reactions, 1),
            transitionsOfStop: first.tally.transitionsOfStop,
        },
        delays: totals.map(({ name, tally }) => ({ name, values: tally.delays })),
    };
}

function figures(tally: Tally): Omit<Effect, "design" | "timesGuard"> {
    const per1000 = 1000 / tally.sessions;
    const dpuHours = tally.dpuSecondsPastLimit / 3600;
    return {
        sessions: tally.sessions,
        overdue: tally.overdue,
        missed: tally.missed,
        alarmed: tally.alarmed,
        reported: tally.reported,
        wrong: tally.wrong,
        falseAlarms: tally.falseAlarms,
        meanDelaySeconds: mean(tally.delays),
        p99DelaySeconds: percentile(tally.delays, 0.99),
        dpuHoursPastLimit: dpuHours * per1000,
        glueUsdPastLimit: dpuHours * per1000 * Number(articleAssumption.dpuHourUsd),
        notices: tally.notices * per1000,
        failureNotices: tally.failureNotices * per1000,
        alarmMails: tally.alarmMails * per1000,
        transitions: tally.transitions * per1000,
        usd: usdOf(tally) * per1000,
    };
}
