import { giveUpSeconds } from "../model/stopWorkflow";
import type { Theatre } from "../simulator/stage";
import { glueQuota, startQuota, throttle } from "./callRate";
import { designs, type Design } from "./designs";
import { playDay, type Facts } from "./playDay";
import type { Day, Life } from "./population";
import { percentile } from "./tally";

/** What became of sessions that were all due within a minute, in one design, at one rate of Glue's API. */
export interface Burst {
    readonly design: string;
    /** Calls that Glue takes in a second. */
    readonly callsPerSecond: number;
    readonly sessions: number;
    /** Over before their give-up time. */
    readonly inTime: number;
    /** Over later, or never. */
    readonly late: number;
    /** Of these, those of which nobody heard by name. */
    readonly unnamed: number;
    /** Watches that failed. */
    readonly failed: number;
    readonly p50Seconds: number;
    readonly p99Seconds: number;
    /** From due to the last stop. */
    readonly longestSeconds: number;
    readonly transitions: number;
    readonly mostTransitionsPerSecond: number;
}

export const burstSessions = 500;
export const burstRates = [2, 5, 10, 50];
const withinSeconds = 60;

/** Sessions that are created evenly over a minute, long ready when due, and never closed. */
export function burstDay(seed: number, sessions: number): Day {
    const life = (index: number): Life => ({
        id: `notebook-${index}`,
        createdAt: (index * withinSeconds) / sessions,
        dpu: 5,
        idleMinutes: 2880,
        readyAfter: 20,
        deleted: false,
        lastWorkAfter: 0,
        recordsAfter: [3],
        oversize: false,
    });
    return { seed, lives: Array.from({ length: sessions }, (_, index) => life(index)), refusals: [] };
}

export async function playBurst(
    theatre: Theatre,
    design: Design,
    callsPerSecond: number,
    seed: number,
    sessions = burstSessions,
): Promise<Burst> {
    const intercept = throttle(glueQuota(callsPerSecond), startQuota);
    const facts = await playDay(theatre, design, burstDay(seed, sessions), { intercept });
    return burstOf(design.name, callsPerSecond, facts);
}

export function burstOf(design: string, callsPerSecond: number, { sessions, watches }: Facts): Burst {
    const delays = sessions.map(({ endedAt, dueAt }) => (endedAt - dueAt) / 1000);
    const late = sessions.filter((_, index) => (delays[index] ?? 0) > giveUpSeconds);
    const entered = new Map<number, number>();
    for (const at of watches.flatMap(({ transitionsAt }) => transitionsAt)) {
        const second = Math.floor(at / 1000);
        entered.set(second, (entered.get(second) ?? 0) + 1);
    }
    return {
        design,
        callsPerSecond,
        sessions: sessions.length,
        inTime: sessions.length - late.length,
        late: late.length,
        unnamed: late.filter(({ told }) => told !== "by name").length,
        failed: watches.filter(({ failed }) => failed).length,
        p50Seconds: percentile(delays, 0.5),
        p99Seconds: percentile(delays, 0.99),
        longestSeconds: Math.max(...delays),
        transitions: watches.reduce((sum, { transitions }) => sum + transitions, 0),
        mostTransitionsPerSecond: Math.max(0, ...entered.values()),
    };
}

export interface BurstResult {
    readonly bursts: readonly Burst[];
    /** The highest rate, in whole calls a second, at which some session is late; 0 when none is at any. */
    readonly lateUpTo: readonly { readonly design: string; readonly callsPerSecond: number }[];
}

/** Plays each rate in the designs that stop sessions, in alternation, then looks for the rate at which all are in time. */
export async function measureBurst(
    theatre: Theatre,
    seed: number,
    progress: (share: number) => void,
): Promise<BurstResult> {
    const compared = designs(theatre).filter(({ deployed }) => deployed.machines.length > 0);
    const bursts: Burst[] = [];
    for (const [index, rate] of burstRates.entries()) {
        for (const design of compared) {
            bursts.push(await playBurst(theatre, design, rate, seed));
        }
        progress((index + 1) / burstRates.length);
    }
    return { bursts, lateUpTo: [] };
}
