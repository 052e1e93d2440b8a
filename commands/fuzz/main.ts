import { availableParallelism } from "node:os";
import { duration } from "../../model/notices/notices";
import {
    answer,
    json,
    readOptions,
    refuse,
    runProgram,
    tellOnStderr,
    whole,
    type Printed,
    type Tell,
} from "../commandLine";
import { configHelp, readConfigOption } from "../configOption";
import { transcript } from "../../proof/simulator/results/transcript";
import { judge } from "../../proof/fuzz/block";
import { fuzz, type GuardWith, type FuzzResult } from "../../proof/fuzz/fuzz";
import { knownGaps, unheardAlarm } from "../../proof/fuzz/knownGaps";
import { promises } from "../../proof/fuzz/promises/promises";
import { pack, unpack } from "../../proof/fuzz/world/replay";
import { tryWorld } from "../../proof/fuzz/trial/trial";
import type { World } from "../../proof/fuzz/world/world";
import type { DeployedGuard } from "../../proof/simulator/program/deployedGuard";
import { openStack } from "../../proof/simulator/account/openGuard";

const usage = `Tries to break the guard's promises in random worlds, on the real program and a simulated AWS.

  npm run fuzz                                    1,000 worlds
  npm run fuzz -- --runs 10000 --seed 1           so many, from this seed
  npm run fuzz -- --replay WORLD                  one world, as a failing fuzz has printed it, or its JSON

  --stack NAME    the stack file to deploy (default: prod); every other 50 worlds have a random table of limits instead of its own
${configHelp}
  --workers N     processes that share the work (default: one for each core)
  --json          print JSON for programs instead of text
  --help          this text

Exit status: 0 if every promise was kept, but for known gaps, 1 if not, 2 for wrong usage.`;

const options = {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    stack: { type: "string", default: "prod" },
    config: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    replay: { type: "string" },
    json: { type: "boolean", default: false },
} as const;

/** Does what a command line asks for; `tell` shows how far it is. */
export function main(args: readonly string[], tell: Tell = () => undefined): Promise<Printed> {
    return answer(() => perform(readOptions(args, options, usage), tell));
}

async function perform(asked: ReturnType<typeof readOptions<typeof options>>, tell: Tell): Promise<Printed> {
    const problems: string[] = [];
    const runs = whole("runs", asked.runs, 1, 100_000_000, problems);
    const seed = whole("seed", asked.seed, 0, 2 ** 31 - 1, problems);
    const workers = whole("workers", asked.workers, 1, 64, problems);
    refuse(problems);
    const replayed = asked.replay === undefined ? undefined : unpack(asked.replay);
    const { stack } = asked;
    const config = await readConfigOption(asked.config);
    const guard = await openStack(stack, { config });
    const guardWith: GuardWith = (settings) =>
        settings ? openStack(stack, { config, settings }) : Promise.resolve(guard);
    if (replayed) {
        const printed = await tellWorld(await guardWith(replayed.settings), replayed);
        return { text: asked.json ? json(printed.figures) : printed.text, status: printed.kept ? 0 : 1 };
    }
    const startedAt = Date.now();
    const seconds = () => (Date.now() - startedAt) / 1000;
    const result = await fuzz(guardWith, {
        stack,
        ...(config && { config }),
        runs,
        seed,
        workers,
        onProgress: (worlds, sessions) => {
            tell(
                `${count(worlds)} of ${count(runs)} worlds, ${count(sessions)} sessions, ${count(sessions / seconds())} a second`,
            );
        },
    });
    const heading = `Stack ${stack}: sessions may live ${duration(guard.limitSeconds)}. Seed ${seed}.`;
    const text = [heading, "", ...summary(result), `  ${count(seconds())} s, ${workers} processes`];
    const { failure } = result;
    if (asked.json) {
        return { text: json({ stack, runs, seed, ...result }), status: failure ? 1 : 0 };
    }
    if (!failure) {
        return {
            text: [...text, "", "Every promise was kept:", ...kept, "", ...gapsText(result)].join("\n"),
            status: 0,
        };
    }
    const { text: printed } = await tellWorld(await guardWith(failure.world.settings), failure.world);
    return {
        text: [
            ...text,
            "",
            `A PROMISE WAS BROKEN in world ${failure.run} of seed ${seed}. Its shortest form:`,
            "",
            json(failure.world),
            "",
            printed,
            "",
            `Again: npm run fuzz -- --stack ${stack} --replay ${pack(failure.world)}`,
        ].join("\n"),
        status: 1,
    };
}

const count = (number: number): string => Math.round(number).toLocaleString("en-US");
const row = (name: string, number: number, rest = ""): string =>
    `  ${name.padEnd(36)}${count(number).padStart(12)}  ${rest}`.trimEnd();
const kept = Object.entries(promises).map(([name, { title }]) => `  ${name.padEnd(9)}${title}`);

function summary({ counts, ends }: FuzzResult): string[] {
    return [
        ...Object.entries(counts).map(([name, number]) => row(name, number)),
        ...Object.entries(ends)
            .sort()
            .map(([name, number]) => row(`watches ${name}`, number)),
    ];
}

function gapsText(result: FuzzResult): string[] {
    return [
        "Known gaps, and how often a promise fell into one:",
        ...[...knownGaps, unheardAlarm].map(({ name, why }) => row(name, result.knownGaps[name] ?? 0, why)),
    ];
}

/** A world as a scenario, with the promises that it breaks. */
async function tellWorld(
    guard: DeployedGuard,
    world: World,
): Promise<{ readonly text: string; readonly figures: unknown; readonly kept: boolean }> {
    const trial = await tryWorld(guard, world).catch((error: unknown) => error as Error);
    if (trial instanceof Error) {
        const text = `IT CANNOT BE RUN: ${trial.message}`;
        return { text, figures: { error: trial.message }, kept: false };
    }
    const { broken, known } = judge(trial);
    return {
        text: [
            transcript(trial.aws),
            ...(broken.length === 0
                ? ["Every promise was kept."]
                : broken.map(({ promise, what }) => `BROKEN, ${promise}: ${what}`)),
            ...known.map((knownGap) => `Known gap: ${knownGap}`),
        ].join("\n"),
        figures: { broken, knownGaps: known },
        kept: broken.length === 0,
    };
}

/** On a terminal one line that changes; elsewhere a line every ten seconds. */
function progress(): Tell {
    let last = 0;
    return (text) => {
        if (process.stderr.isTTY) {
            process.stderr.write(`\r${text}`);
        } else if (Date.now() - last >= 10_000) {
            last = Date.now();
            tellOnStderr(text);
        }
    };
}

if (require.main === module) {
    // A terminal's cursor stands behind the progress.
    const onNewLine = process.stderr.isTTY ? "\n" : "";
    void runProgram(
        main(process.argv.slice(2), progress()).then((printed) => ({ ...printed, text: onNewLine + printed.text })),
    );
}
