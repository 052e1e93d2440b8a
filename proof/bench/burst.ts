import type { Assign, Definition, TaskState } from "../../model/aws/asl";
import { pollSeconds } from "../../model/workflow/step/step";
import { glueQuota, startQuota, throttle } from "./day/callRate";
import { designs, type Design } from "./designs/designs";
import { overBy, simulateDay, type Facts } from "./day/simulateDay";
import type { Day, Life } from "./day/population";
import { percentile } from "./day/tally";
import type { DeployedGuard } from "../simulator/program/deployedGuard";
import type { Deployed } from "../simulator/aws/deployed";

/** What became of sessions that were all due within a minute, in one design, at one rate of Glue's API. */
export interface Burst {
    readonly design: string;
    /** Calls that Glue takes in a second. */
    readonly callsPerSecond: number;
    readonly sessions: number;
    /** Over before their give-up time. */
    readonly inTime: number;
    /** The others: of whom somebody heard by name, of whom an alarm spoke, of whom nobody heard. */
    readonly reported: number;
    readonly alarmed: number;
    readonly missed: number;
    /** From due to over, of those that were in time. */
    readonly p50Seconds: number;
    readonly p99Seconds: number;
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

export async function simulateBurst(
    guard: DeployedGuard,
    design: Design,
    callsPerSecond: number,
    seed: number,
    sessions = burstSessions,
): Promise<Burst> {
    const intercept = throttle(glueQuota(callsPerSecond), startQuota);
    const facts = await simulateDay(guard, design, burstDay(seed, sessions), { intercept });
    return burstOf(design.name, callsPerSecond, facts);
}

export function burstOf(design: string, callsPerSecond: number, { sessions, watches }: Facts): Burst {
    const late = sessions.filter((session) => session.endedAt > overBy(session));
    const delays = sessions
        .filter((session) => session.endedAt <= overBy(session))
        .map(({ endedAt, dueAt }) => (endedAt - dueAt) / 1000);
    const reported = (how: string) => late.filter((session) => session.reported === how).length;
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
        reported: reported("by name"),
        alarmed: reported("by alarm"),
        missed: reported("nothing"),
        p50Seconds: percentile(delays, 0.5),
        p99Seconds: percentile(delays, 0.99),
        longestSeconds: percentile(delays, 1),
        transitions: watches.reduce((sum, { transitions }) => sum + transitions, 0),
        mostTransitionsPerSecond: Math.max(0, ...entered.values()),
    };
}

export interface BurstResult {
    readonly bursts: readonly Burst[];
    /** The highest rate, in whole calls a second, at which some session misses its give-up time; 0 when none does. */
    readonly lateUpTo: readonly { readonly design: string; readonly callsPerSecond: number }[];
}

/** Plays each rate in the designs that stop sessions, in alternation, then looks for the rate at which all are in time. */
export async function measureBurst(
    guard: DeployedGuard,
    seed: number,
    progress: (share: number) => void,
): Promise<BurstResult> {
    const stopping = designs(guard).filter(({ deployed }) => deployed.machines.length > 0);
    const compared = stopping.flatMap((design) =>
        design.name === "guard"
            ? [design, { name: "guard, fixed waits", deployed: withFixedWaits(design.deployed) }]
            : [design],
    );
    const bursts: Burst[] = [];
    for (const rate of burstRates) {
        for (const design of compared) {
            bursts.push(await simulateBurst(guard, design, rate, seed));
            progress(bursts.length / (burstRates.length * compared.length + compared.length));
        }
    }
    const lateUpTo = [];
    for (const [index, design] of compared.entries()) {
        lateUpTo.push({
            design: design.name,
            callsPerSecond: await lastRateThat(async (rate) => {
                return (await simulateBurst(guard, design, rate, seed)).inTime < burstSessions;
            }),
        });
        progress((bursts.length + index + 1) / (bursts.length + compared.length));
    }
    return { bursts, lateUpTo };
}

/** The highest whole rate, from the highest that is played down, at which this holds; 0 for none. */
export async function lastRateThat(holds: (rate: number) => Promise<boolean>): Promise<number> {
    let [least, most] = [0, Math.max(...burstRates)];
    while (least < most) {
        const rate = Math.ceil((least + most) / 2);
        [least, most] = (await holds(rate)) ? [rate, most] : [least, rate - 1];
    }
    return least;
}

/** The guard as it would be without spreading: it asks for no stop twice, polls as often after each, and looks up more eagerly. */
export function withFixedWaits(deployed: Deployed): Deployed {
    const change = (definition: unknown): unknown => {
        const { States, ...rest } = definition as Definition;
        const { LookUpSession, StopGlueSession } = States as Readonly<Record<string, TaskState>>;
        const polls = <T extends { readonly Assign?: Assign }>(each: T): T =>
            each.Assign?.pollSeconds === undefined ? each : { ...each, Assign: { ...each.Assign, pollSeconds } };
        const eager = { BackoffRate: 2, MaxDelaySeconds: 60, MaxAttempts: 15 };
        return {
            ...rest,
            States: {
                ...States,
                LookUpSession: {
                    ...LookUpSession,
                    Retry: LookUpSession?.Retry?.map((each) =>
                        each.ErrorEquals.includes("States.ALL") ? { ...each, ...eager } : each,
                    ),
                },
                StopGlueSession:
                    StopGlueSession &&
                    polls({ ...StopGlueSession, Retry: undefined, Catch: StopGlueSession.Catch?.map(polls) }),
            },
        };
    };
    return {
        ...deployed,
        machines: deployed.machines.map((machine) =>
            machine.express ? machine : { ...machine, definition: change(machine.definition) },
        ),
    };
}
