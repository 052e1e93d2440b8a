import { parseArgs, type ParseArgsConfig } from "node:util";
import { InputError } from "../deployments/input/inputError";
import { shown } from "../model/event/printable";

/** What a command prints, and how it ends. */
export interface Printed {
    readonly text: string;
    /** 0: well; 1: it ran, and found something; 2: wrong usage or input. */
    readonly status: 0 | 1 | 2;
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** What `--help` prints. */
class HelpAsked extends Error {}

/**
 * The options of a command line. Every command has `--help`, which is not among its `options`: `answer` prints the usage.
 *
 * @throws InputError with what is wrong and how the command is used.
 */
export function readOptions<T extends Options>(args: readonly string[], options: T, usage: string) {
    const all: Options = { ...options, help: { type: "boolean" } };
    let values;
    try {
        ({ values } = parseArgs({ args: [...args], options: all }));
    } catch (error) {
        throw new InputError(`${(error as Error).message}\n\n${usage}`);
    }
    if (values["help"] === true) {
        throw new HelpAsked(usage);
    }
    return values as ReturnType<typeof parseArgs<{ options: T }>>["values"];
}

/** A whole number that an option names; what is wrong with it joins `problems`. */
export function whole(name: string, text: string, least: number, most: number, problems: string[]): number {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (!(number >= least && number <= most)) {
        const [from, to] = [least, most].map((bound) => bound.toLocaleString("en-US"));
        problems.push(`--${name} is "${text}", but must be a whole number from ${String(from)} to ${String(to)}.`);
    }
    return number;
}

/** @throws InputError with all that is wrong with a command line, a line each. */
export function refuse(problems: readonly string[]): void {
    if (problems.length > 0) {
        throw new InputError(problems.join("\n"));
    }
}

/** What a command prints for programs. */
export const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** Gets a line now and then while a command runs. */
export type Tell = (line: string) => void;

export const tellOnStderr: Tell = (line) => {
    process.stderr.write(`${line}\n`);
};

/** Does what a command line asks for: help is printed, and what is wrong becomes a message and status 2. */
export async function answer(perform: () => Promise<string | Printed>): Promise<Printed> {
    try {
        const printed = await perform();
        return typeof printed === "string" ? { text: printed, status: 0 } : printed;
    } catch (error) {
        if (error instanceof HelpAsked) {
            return { text: error.message, status: 0 };
        }
        if (error instanceof InputError) {
            return { text: error.message, status: 2 };
        }
        throw error;
    }
}

/** Lines without what a terminal obeys instead of showing: files and records may hold it. A pipe gets them as they are. */
export function forTerminal(text: string): string {
    return text
        .split("\n")
        .map((line) => shown(line, Infinity))
        .join("\n");
}

/** Runs a command as a program. A reader that closes the pipe early, such as `head`, is no error. */
export async function runProgram(command: Promise<Printed>): Promise<void> {
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") {
            throw error;
        }
    });
    const { text, status } = await command;
    const stream = status === 2 ? process.stderr : process.stdout;
    stream.write(`${stream.isTTY ? forTerminal(text) : text}\n`);
    process.exitCode = status;
}
