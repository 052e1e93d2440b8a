import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runProcess } from "../simulator/program/languageHost";
import { home, readStack } from "../../deployments/stack/stack";
import { percentile } from "./day/tally";

/** What a preview spends in a program, from the start of its process to its end. */
export interface Start {
    readonly program: string;
    /** How many times the core seconds of the empty program with the AWS sub-modules, round by round. */
    readonly timesSubModules: number;
    /** From the start of its process to the end; a busy machine makes it longer. */
    readonly seconds: number;
    /** What it had of the cores. */
    readonly coreSeconds: number;
    readonly peakMegabytes: number;
}

/** The program's source; `trail.ts` is loaded only by stacks that ask for a trail. */
const sources = () => [
    "index.ts",
    "config.ts",
    ...["components", "model"].flatMap((folder) =>
        readdirSync(join(home, folder), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
            .map((file) => join(folder, file)),
    ),
];
const isLoaded = (file: string) => basename(file) !== "trail.ts";
/** From a folder such as `sns`, or from one resource's module in it, such as `sns/topic`. */
const awsImport = /^import (type )?\{([^}]+)\} from "@pulumi\/aws\/(\w+)(?:\/\w+)?";$/gm;

/** The sub-modules of @pulumi/aws that the program loads. */
export function subModules(texts: readonly string[]): string[] {
    const names = texts.flatMap((text) =>
        [...text.matchAll(/from "(@pulumi\/aws\/[^"]+)"/g)].map(([, name = ""]) => name),
    );
    return [...new Set(names)].sort();
}

/** The same source with one import of the whole package, as most examples have it. */
export function withWholePackage(text: string): string {
    const aliases: string[] = [];
    const rest = text
        .replace(awsImport, (_, __, names: string, module: string) => {
            const isFolder = !module.startsWith("get");
            aliases.push(
                ...names
                    .split(",")
                    .map((name) => name.trim().replace(/^type /, ""))
                    .map((name) => `import ${name} = aws.${isFolder ? `${module}.` : ""}${name};`),
            );
            return "";
        })
        .replace(/^import \* as (\w+) from "@pulumi\/aws\/(\w+)";$/gm, (_, name: string, module: string) => {
            aliases.push(`import ${name} = aws.${module};`);
            return "";
        });
    return aliases.length === 0 ? text : `import * as aws from "@pulumi/aws";\n${rest}\n${aliases.join("\n")}\n`;
}

/** Writes the program into a new folder of the project, where it finds its packages, and returns the folder. */
function write(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(home, ".start-"));
    cpSync(join(home, "tsconfig.json"), join(folder, "tsconfig.json"));
    for (const name of ["components", "model"]) {
        cpSync(join(home, name), join(folder, name), { recursive: true });
    }
    for (const [file, text] of Object.entries(files)) {
        writeFileSync(join(folder, file), text);
    }
    return folder;
}

/** What the others are compared with. */
const baseProgram = "empty program, our AWS sub-modules";
const empty = 'import * as pulumi from "@pulumi/pulumi";\n\nexport const stack = pulumi.getStack();\n';

function programs(): Readonly<Record<string, Readonly<Record<string, string>> | undefined>> {
    const read = (file: string) => readFileSync(join(home, file), "utf8");
    const modules = subModules(sources().filter(isLoaded).map(read));
    const imports = modules.map((name, index) => `import * as module${index} from "${name}";\n`).join("");
    const used = modules.map((_, index) => `module${index}`).join(", ");
    return {
        "this program": undefined,
        "empty program": { "index.ts": empty },
        "empty program, types checked": { "index.ts": empty, "tsconfig.json": typesChecked(read("tsconfig.json")) },
        [baseProgram]: {
            "index.ts": `${imports}${empty}export const count = [${used}].length;\n`,
        },
        "this program, whole packages": Object.fromEntries([
            ...sources()
                .filter(isLoaded)
                .map((file) => [file, withWholePackage(read(file))]),
            ["Pulumi.README.md", read("Pulumi.README.md")],
        ]) as Record<string, string>,
    };
}

/** The tsconfig.json with which ts-node checks types when it runs a program, as it does unless it is set otherwise. */
function typesChecked(text: string): string {
    const { "ts-node": _, ...config } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return JSON.stringify(config);
}

/** Runs each program that often, in alternation: the medians of time and memory. The first round only warms the disk. */
export async function measureStart(rounds: number, progress: (share: number) => void): Promise<Start[]> {
    const measured = Object.entries(programs()).map(([name, files]) => ({
        name,
        folder: files === undefined ? home : write(files),
        runs: [] as Run[],
    }));
    try {
        for (let round = 0; round <= rounds; round++) {
            for (const [index, { folder, runs }] of measured.entries()) {
                const run = await start(folder);
                if (round > 0) {
                    runs.push(run);
                }
                progress((round * measured.length + index + 1) / ((rounds + 1) * measured.length));
            }
        }
    } finally {
        for (const { folder } of measured.filter(({ folder }) => folder !== home)) {
            rmSync(folder, { recursive: true });
        }
    }
    return startsOf(measured.map(({ name, runs }) => ({ program: name, runs })));
}

/**
 * The medians of each program's runs. The ratio is taken round by round, where both ran one right after the other: a
 * machine that gets slower or faster meanwhile does not count.
 */
export function startsOf(measured: readonly { readonly program: string; readonly runs: readonly Run[] }[]): Start[] {
    const base = measured.find(({ program }) => program === baseProgram)?.runs ?? [];
    return measured.map(({ program, runs }) => ({
        program,
        timesSubModules: middle(runs.map(({ coreSeconds }, round) => coreSeconds / (base[round]?.coreSeconds ?? NaN))),
        seconds: middle(runs.map(({ seconds }) => seconds)),
        coreSeconds: middle(runs.map(({ coreSeconds }) => coreSeconds)),
        peakMegabytes: middle(runs.map(({ peakMegabytes }) => peakMegabytes)),
    }));
}

const middle = (values: readonly number[]) => percentile(values, 0.5);

type Run = Pick<Start, "seconds" | "coreSeconds" | "peakMegabytes">;

/** @throws Error with what the program printed, if it did not end well. */
async function start(folder: string): Promise<Run> {
    const notes = mkdtempSync(join(home, ".start-"));
    try {
        const [hook, usage] = [join(notes, "hook.cjs"), join(notes, "usage.json")];
        writeFileSync(
            hook,
            `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.resourceUsage())));\n`,
        );
        const began = performance.now();
        const { exitCode, messages, stderr } = await runProcess({
            stack: "dev",
            config: { ...readStack("dev").config, "aws:region": "eu-west-1" },
            preview: true,
            folder,
            nodeArguments: ["--require", hook],
        });
        const seconds = (performance.now() - began) / 1000;
        if (exitCode !== 0) {
            throw new Error(`The program ended with ${exitCode}: ${JSON.stringify(messages)} ${stderr}`);
        }
        const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, "utf8")) as NodeJS.ResourceUsage;
        return { seconds, coreSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 };
    } finally {
        rmSync(notes, { recursive: true });
    }
}
