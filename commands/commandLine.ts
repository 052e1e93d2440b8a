import { readdirSync } from "node:fs";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { closest } from "fastest-levenshtein";
import { home } from "../deployments/stack/stackFile";

/** Wrong usage: what to say before exit status 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options of a command line. @throws UsageError with what is wrong and how the command is used. */
export function readOptions<T extends Options>(args: readonly string[], options: T, usage: string) {
    try {
        return parseArgs({ args: [...args], options }).values;
    } catch (error) {
        throw new UsageError(`${(error as Error).message}\n\n${usage}`);
    }
}

/** What to say to a name that nobody has. */
export function nearest(kind: string, name: string, known: readonly string[], hint = ""): UsageError {
    return new UsageError(`There is no ${kind} "${name}"; the nearest is "${closest(name, known)}".${hint}`);
}

/** @throws UsageError if there is no such stack file. */
export function checkStack(stack: string): void {
    const stacks = readdirSync(home).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    if (!stacks.includes(stack)) {
        throw nearest("stack", stack, stacks);
    }
}
