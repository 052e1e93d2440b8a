import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { nearest } from "../input/inputError";

/** Where the program lies. */
export const home = join(__dirname, "../..");

interface Declared {
    readonly default?: unknown;
    readonly value?: unknown;
}

/** Stack settings as the CLI hands them to a program: keys with namespace, every value as text. */
export type StackConfig = Record<string, string>;

function read(file: string): { name?: string; config?: Record<string, unknown> } {
    return (parse(readFileSync(join(home, file), "utf8")) as ReturnType<typeof read> | null) ?? {};
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The project's name, of `Pulumi.yaml`. */
export function projectName(): string {
    return String(read("Pulumi.yaml").name);
}

/** What a stack file sets, over the defaults of `Pulumi.yaml`: this the CLI does, and mocks do not. */
export function readStackConfig(stack: string): StackConfig {
    const project = projectName();
    const qualified = (key: string) => (key.includes(":") ? key : `${project}:${key}`);
    const config: StackConfig = {};
    for (const [key, declared] of Object.entries(read("Pulumi.yaml").config ?? {})) {
        const { default: fallback, value } = declared as Declared;
        config[qualified(key)] = asText(value ?? fallback);
    }
    for (const [key, value] of Object.entries(read(`Pulumi.${stack}.yaml`).config ?? {})) {
        if (typeof value === "object" && value !== null && "secure" in value) {
            throw new Error(
                `Pulumi.${stack}.yaml encrypts ${key}, and the simulator has no key: set it in plain text.`,
            );
        }
        config[qualified(key)] = asText(value);
    }
    return config;
}

/** @throws InputError if there is no such stack file. */
export function checkStack(stack: string): void {
    const stacks = readdirSync(home).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    if (!stacks.includes(stack)) {
        throw nearest("stack", stack, stacks);
    }
}
