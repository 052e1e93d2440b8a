import { writeFileSync } from "node:fs";
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
import { assumptions } from "../../proof/bench/day/assumptions";
import { measureBurst } from "../../proof/bench/burst";
import { chartSvg } from "./chart";
import { measureEffect } from "../../proof/bench/effect";
import { measureSpeed } from "../../proof/bench/speed";
import { measureStart } from "../../proof/bench/start";
import { burstText, optionsText, pipelinesText, effectText, speedText, startText } from "./tables";
import type { DeployedGuard } from "../../proof/simulator/program/deployedGuard";
import { configHelp, readConfigOption } from "../configOption";
import { measureOptions, optionSettings } from "../../proof/bench/options";
import { measurePipelines, pipelineTable } from "../../proof/bench/pipelines";
import { openStack } from "../../proof/simulator/account/openGuard";
import { nearest } from "../../deployments/input/inputError";

const usage = `Measures the guard, beside what users have today.

  npm run bench                       all parts
  npm run bench -- --only PART        one of them: effect, limits, options, burst, start, simulator

  --sessions N    sessions of effect, 1 to 1000000 (default: 100000); of limits and options at most 20000
  --seed N        the population and its faults, 0 to 4294967295 (default: 1)
  --rounds N      how often start runs each program, 1 to 20 (default: 3)
  --stack NAME    the stack file to deploy (default: prod), with one limit for all sessions
${configHelp}
  --chart FILE    write the delays of effect as SVG
  --json          print JSON for programs instead of text
  --help          this text

Exit status: 0 if it was measured, 2 for wrong usage.`;

const options = {
    only: { type: "string" },
    sessions: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    rounds: { type: "string", default: "3" },
    stack: { type: "string", default: "prod" },
    config: { type: "string" },
    chart: { type: "string" },
    json: { type: "boolean", default: false },
} as const;

interface Asked {
    /** The stack's guard with one limit for all. */
    readonly guard: DeployedGuard;
    readonly withLimits: DeployedGuard;
    /** The same guard with these settings, too. */
    readonly guardWith: (settings: Readonly<Record<string, string>>) => Promise<DeployedGuard>;
    readonly sessions: number;
    readonly seed: number;
    readonly rounds: number;
    readonly chart?: string;
    readonly progress: (share: number) => void;
}
interface Measured {
    readonly text: string;
    /** What --json prints. */
    readonly figures: unknown;
}

const parts: Readonly<Record<string, (asked: Asked) => Promise<Measured>>> = {
    effect: async ({ guard, chart, ...scale }) => {
        const result = await measureEffect(guard, scale);
        if (chart !== undefined) {
            writeFileSync(chart, chartSvg("How soon sessions past their limit were over", result.delays));
        }
        const { delays: _, ...figures } = result;
        return { text: effectText(result), figures: { assumptions, ...figures } };
    },
    limits: async ({ guard, withLimits, sessions, seed }) => {
        const guards = [
            ["one limit for all", guard],
            ["guard with limits", withLimits],
        ] as const;
        const effects = await measurePipelines(guards, { sessions: Math.min(sessions, 20_000), seed });
        return { text: pipelinesText(effects), figures: effects };
    },
    options: async ({ guardWith, sessions, seed }) => {
        const guards: [string, DeployedGuard][] = [];
        for (const [option, settings] of Object.entries(optionSettings)) {
            guards.push([option, await guardWith(settings)]);
        }
        const most = Math.min(sessions, 20_000);
        const costs = await measureOptions(guards, { sessions: most, seed });
        return { text: optionsText(costs, most), figures: costs };
    },
    burst: async ({ guard, seed, progress }) => {
        const result = await measureBurst(guard, seed, progress);
        return { text: burstText(result), figures: result };
    },
    start: async ({ rounds, progress }) => {
        const starts = await measureStart(rounds, progress);
        return { text: startText(starts), figures: starts };
    },
    simulator: async ({ guard, seed, progress }) => {
        const speeds = await measureSpeed(guard, seed, progress);
        return { text: speedText(speeds), figures: speeds };
    },
};

/** Does what a command line asks for; `tell` gets a line now and then while it runs. */
export function main(args: readonly string[], tell: Tell = () => undefined): Promise<Printed> {
    return answer(() => perform(readOptions(args, options, usage), tell));
}

async function perform(asked: ReturnType<typeof readOptions<typeof options>>, tell: Tell): Promise<string> {
    const { only, chart, stack } = asked;
    const config = await readConfigOption(asked.config);
    const problems: string[] = [];
    const scale = {
        sessions: whole("sessions", asked.sessions, 1, 1_000_000, problems),
        seed: whole("seed", asked.seed, 0, 4_294_967_295, problems),
        rounds: whole("rounds", asked.rounds, 1, 20, problems),
    };
    if (only !== undefined && !Object.hasOwn(parts, only)) {
        problems.push(nearest("part", only, Object.keys(parts)).message);
    }
    if (chart !== undefined && only !== undefined && only !== "effect") {
        problems.push(`--chart draws the delays of effect, and --only ${only} leaves it out: take one of the two.`);
    }
    refuse(problems);
    const guardWith = (settings: Readonly<Record<string, string>>) =>
        openStack(stack, { config, settings: { limits: "[]", mode: "stop", ...settings } });
    const guard = await guardWith({});
    const limits = JSON.stringify(pipelineTable);
    const withLimits = await openStack(stack, { config, settings: { limits, mode: "stop" } });
    const measured: [string, Measured][] = [];
    for (const [name, measure] of Object.entries(parts)) {
        if (only === undefined || only === name) {
            const progress = tenths((tenth) => tell(`${name}: ${tenth * 10} %`));
            measured.push([
                name,
                await measure({
                    guard,
                    withLimits,
                    guardWith,
                    ...scale,
                    ...(chart !== undefined && { chart }),
                    progress,
                }),
            ]);
        }
    }
    return asked.json
        ? json({ stack, ...scale, ...Object.fromEntries(measured.map(([name, { figures }]) => [name, figures])) })
        : measured.map(([, { text }]) => text).join("\n\n");
}

/** Tells each tenth once. */
function tenths(tell: (tenth: number) => void): (share: number) => void {
    let printed = 0;
    return (share) => {
        const tenth = Math.floor(share * 10 + 1e-9);
        if (tenth > printed) {
            printed = tenth;
            tell(tenth);
        }
    };
}

if (require.main === module) {
    void runProgram(main(process.argv.slice(2), tellOnStderr));
}
