import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assumptions } from "./day/assumptions";
import { designs } from "./designs/designs";
import { simulateDay } from "./day/simulateDay";
import { makeDay } from "./day/population";
import type { DeployedGuard } from "../simulator/program/deployedGuard";

/** How fast the simulator is: the guard's part of the population, in worlds of this many sessions. */
export interface Speed {
    /** How many times the milliseconds that a session took in the first row. */
    readonly timesFirst: number;
    readonly sessions: number;
    readonly worldSessions: number;
    /** By the time that the process had a core, so that a busy machine does not count. */
    readonly sessionsPerSecond: number;
    /** What is still in use once all is done and swept up. */
    readonly heapMegabytes: number;
    /** The most that the process has had so far. */
    readonly peakMegabytes: number;
}

const day = assumptions.sessionsPerDay.value;

/** By days as everywhere in the bench, then in one world each: what it holds grows, and no session's cost should. */
export const speedRuns = [
    { sessions: 1000, worldSessions: day },
    { sessions: 10_000, worldSessions: day },
    { sessions: 100_000, worldSessions: day },
    { sessions: 1000, worldSessions: 1000 },
    { sessions: 10_000, worldSessions: 10_000 },
];

export async function measureSpeed(
    guard: DeployedGuard,
    seed: number,
    progress: (share: number) => void,
    runs = speedRuns,
): Promise<Speed[]> {
    setFlagsFromString("--expose-gc");
    const sweep = runInNewContext("gc") as () => void;
    const [ours] = designs(guard);
    if (ours === undefined) {
        throw new RangeError("There is no design to play.");
    }
    await simulateDay(guard, ours, makeDay(seed, 0, guard.limitSeconds, day));
    const all = runs.reduce((sum, { sessions }) => sum + sessions, 0);
    let played = 0;
    const measured: Omit<Speed, "timesFirst">[] = [];
    for (const { sessions, worldSessions } of runs) {
        const began = process.cpuUsage();
        for (let number = 0; number * worldSessions < sessions; number++) {
            await simulateDay(guard, ours, makeDay(seed, number, guard.limitSeconds, worldSessions));
            played += worldSessions;
            progress(played / all);
        }
        const { user, system } = process.cpuUsage(began);
        const seconds = (user + system) / 1e6;
        sweep();
        measured.push({
            sessions,
            worldSessions,
            sessionsPerSecond: sessions / seconds,
            heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20,
            peakMegabytes: process.resourceUsage().maxRSS / 1024,
        });
    }
    const first = measured[0]?.sessionsPerSecond ?? NaN;
    return measured.map((speed) => ({ timesFirst: first / speed.sessionsPerSecond, ...speed }));
}
