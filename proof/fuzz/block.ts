import fc from "fast-check";
import { knownGapOf, unheardAlarm } from "./knownGaps";
import { promises } from "./promises/promises";
import { shorten } from "./world/shorten";
import { tryWorld, type Trial } from "./trial/trial";
import type { WorldSettings } from "./world/tables";
import type { World } from "./world/world";
import { worlds } from "./world/worlds";
import type { DeployedGuard } from "../simulator/program/deployedGuard";
import type { Broken } from "./promises/broken";

/** Some of a fuzz's runs; the same seed gives the same worlds. */
export interface Block {
    readonly seed: number;
    readonly runs: number;
    /** Settings of the guard that differ from the stack's. Default: none. */
    readonly settings?: WorldSettings;
    /** How long a failing world is shortened at most, in seconds. Default: 60. */
    readonly shortenSeconds?: number;
}

/** What was counted, by name. */
export type Counts = Record<string, number>;

export interface BlockResult {
    readonly counts: Counts;
    /** Broken promises that a known gap explains. */
    readonly knownGaps: Counts;
    /** How watches ended. */
    readonly ends: Counts;
    readonly failure?: {
        /** The run of the block in which it was found, from 1 on. */
        readonly run: number;
        /** In its shortest form. */
        readonly world: World;
    };
}

/** The promises that a world has broken, and those whose breaking a known gap explains, with its name. */
export function judge({ aftermath }: Trial): { readonly broken: Broken[]; readonly known: string[] } {
    const all = Object.values(promises).flatMap(({ check }) => check(aftermath));
    const named = all.map((broken) => ({ broken, knownGap: knownGapOf(broken, aftermath) }));
    return {
        broken: named.flatMap(({ broken, knownGap }) => (knownGap === undefined ? [broken] : [])),
        known: named.flatMap(({ knownGap }) => knownGap ?? []),
    };
}

/** Runs worlds on this guard, which has the block's settings, until one breaks a promise; that one is shortened as long as it breaks the same one. */
export async function runBlock(
    guard: DeployedGuard,
    { seed, runs, settings, shortenSeconds = 60 }: Block,
): Promise<BlockResult> {
    const counts: Counts = {
        worlds: 0,
        sessions: 0,
        watches: 0,
        calls: 0,
        transitions: 0,
        notices: 0,
        "dead letters": 0,
    };
    const [knownGaps, ends]: [Counts, Counts] = [{}, {}];
    let found: { readonly promise: string; readonly at: number } | undefined;
    const count = (world: World, trial: Trial, known: readonly string[]): void => {
        const { aftermath, aws } = trial;
        add(counts, "worlds");
        add(counts, "sessions", aftermath.sessions.length);
        add(counts, "watches", aftermath.watches.length);
        add(counts, "calls", aftermath.calls.length);
        add(counts, "notices", aftermath.notices.length);
        add(counts, "dead letters", aftermath.deadLetters.length);
        for (const { status, error, transitions } of aftermath.watches) {
            add(counts, "transitions", transitions);
            add(ends, error === undefined ? status : `${status} ${error}`);
        }
        for (const name of known) {
            add(knownGaps, name);
        }
        add(knownGaps, unheardAlarm.name, unheardAlarm.count(world, aftermath, aws.startsAt));
    };
    const property = fc.asyncProperty(worlds(guard.limitSeconds, settings), async (world) => {
        if (found && Date.now() - found.at > shortenSeconds * 1000) {
            return true;
        }
        const trial = await tryWorld(guard, world).catch((error: unknown) => {
            found ??= { promise: "none", at: Date.now() };
            throw error;
        });
        const { broken, known } = judge(trial);
        if (found !== undefined) {
            return !broken.some(({ promise }) => promise === found?.promise);
        }
        count(world, trial, known);
        found = broken[0] && { promise: broken[0].promise, at: Date.now() };
        return found === undefined;
    });
    const { numRuns, counterexample } = await fc.check(property, {
        seed,
        numRuns: runs,
        endOnFailure: shortenSeconds === 0,
    });
    const promise = found?.promise;
    const breaks = async (world: World) =>
        judge(await tryWorld(guard, world)).broken.some((broken) => broken.promise === promise);
    const [drawn] = counterexample ?? [];
    const world = drawn && shortenSeconds > 0 && promise !== "none" ? await shorten(drawn, breaks) : drawn;
    return { counts, knownGaps, ends, ...(world && { failure: { run: numRuns, world } }) };
}

export function add(counts: Counts, name: string, more = 1): void {
    counts[name] = (counts[name] ?? 0) + more;
}
