import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { ConfigOutput } from "../../deployments/stack/stack";
import { add, runBlock, type Block, type BlockResult, type Counts } from "./block";
import { tableOf, type WorldSettings } from "./world/tables";
import type { DeployedGuard } from "../simulator/program/deployedGuard";

export interface FuzzOptions {
    readonly stack: string;
    /** What `pulumi config --json` printed for it, instead of its files. */
    readonly config?: ConfigOutput;
    readonly runs: number;
    readonly seed: number;
    /** Processes that share the work; with 1 it is done in this one. */
    readonly workers: number;
    /** Gets how many worlds and sessions were run so far. */
    readonly onProgress?: (worlds: number, sessions: number) => void;
}

/** What a fuzz came to; the run of a failure counts from its beginning. */
export type FuzzResult = BlockResult;

/** How a process runs TypeScript. */
const typescript = require.resolve("ts-node/register/transpile-only");

/** Worlds that are handed out at once: their seeds, and so the worlds, do not depend on who runs them. */
const blockRuns = 50;

/** Every other block has a table of limits of its own. */
export function blocksOf(runs: number, seed: number, limitSeconds: number): Block[] {
    return Array.from({ length: Math.ceil(runs / blockRuns) }, (_, index) => {
        const own = (Math.imul(seed, 0x9e3779b1) + index) | 0;
        const settings = index % 2 === 1 ? { settings: tableOf(own, limitSeconds) } : {};
        return { seed: own, runs: Math.min(blockRuns, runs - index * blockRuns), ...settings };
    });
}

/** The stack's guard with these settings. */
export type GuardWith = (settings?: WorldSettings) => Promise<DeployedGuard>;

/** Runs worlds until all are run, or one breaks a promise. */
export async function fuzz(guardWith: GuardWith, options: FuzzOptions): Promise<FuzzResult> {
    const { runs, seed, workers, stack, config, onProgress } = options;
    const { limitSeconds } = await guardWith();
    const blocks = blocksOf(runs, seed, limitSeconds);
    const [counts, knownGaps, ends]: [Counts, Counts, Counts] = [{}, {}, {}];
    let next = 0;
    let failure: FuzzResult["failure"];
    const work = async (run: (block: Block) => Promise<BlockResult>): Promise<void> => {
        for (let index = next++; index < blocks.length && !failure; index = next++) {
            const result = await run(blocks[index] as Block);
            merge(counts, result.counts);
            merge(knownGaps, result.knownGaps);
            merge(ends, result.ends);
            if (result.failure) {
                failure ??= { ...result.failure, run: index * blockRuns + result.failure.run };
            }
            onProgress?.(counts.worlds ?? 0, counts.sessions ?? 0);
        }
    };
    if (workers === 1) {
        await work(async (block) => runBlock(await guardWith(block.settings), block));
    } else {
        const processes = Array.from({ length: Math.min(workers, blocks.length) }, () =>
            fork(join(__dirname, "worker.ts"), [stack], { execArgv: ["--require", typescript] }),
        );
        try {
            await Promise.all(
                processes.map((worker) => work((block) => ask(worker, { block, ...(config && { config }) }))),
            );
        } finally {
            for (const worker of processes) {
                worker.kill();
            }
        }
    }
    return { counts, knownGaps, ends, ...(failure && { failure }) };
}

/** What a process is sent. */
export interface Task {
    readonly block: Block;
    readonly config?: ConfigOutput;
}

/** @throws Error if the process ends without an answer. */
function ask(worker: ChildProcess, task: Task): Promise<BlockResult> {
    return new Promise((resolve, reject) => {
        const ended = (code: number | null) => {
            reject(new Error(`A worker process ended with status ${code ?? "unknown"}.`));
        };
        worker.once("exit", ended);
        worker.once("message", (result) => {
            worker.off("exit", ended);
            resolve(result as BlockResult);
        });
        worker.send(task);
    });
}

function merge(into: Counts, more: Counts): void {
    for (const [name, count] of Object.entries(more)) {
        add(into, name, count);
    }
}
