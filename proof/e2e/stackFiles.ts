/** Forms in which people write a stack's settings: our reader of files must say what `pulumi config --json` says. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readStack } from "../../deployments/stack/stack";
import { readConfigOutput } from "../../deployments/stack/stackConfig";
import type { Result } from "./endToEnd";

interface Form {
    readonly name: string;
    readonly stack: string;
    /** Of Pulumi.yaml, below its name. */
    readonly project?: string;
    /** Where the stack's file lies. Default: beside Pulumi.yaml. */
    readonly folder?: string;
}

const declared = "config:\n  waitSeconds: {type: integer, default: 1800}\n";

export const forms: readonly Form[] = [
    { name: "nothing set", stack: "config: {}\n", project: declared },
    { name: "a key of the project without a prefix", stack: "config:\n  waitSeconds: 60\n", project: declared },
    { name: "a key with its prefix", stack: "config:\n  forms:waitSeconds: 60\n", project: declared },
    { name: "the old form of a key", stack: "config:\n  forms:config:waitSeconds: 60\n", project: declared },
    { name: "a quoted number", stack: 'config:\n  forms:waitSeconds: "060"\n' },
    { name: "an octal number of YAML 1.1", stack: "config:\n  forms:waitSeconds: 010\n" },
    { name: "a number of YAML 1.2 with 0o", stack: "config:\n  forms:waitSeconds: 0o10\n" },
    { name: "a number with underscores", stack: "config:\n  forms:waitSeconds: 1_800\n" },
    { name: "a hexadecimal number", stack: "config:\n  forms:waitSeconds: 0x10\n" },
    { name: "a sexagesimal number", stack: "config:\n  forms:waitSeconds: 1:30\n" },
    { name: "an exponent", stack: "config:\n  forms:price: 1e3\n  forms:other: 4.40\n" },
    { name: "words that YAML 1.1 takes for truth", stack: "config:\n  forms:a: yes\n  forms:b: on\n  forms:c: True\n" },
    { name: "no value", stack: "config:\n  forms:a:\n  forms:b: ~\n  forms:c: ''\n" },
    { name: "a date", stack: "config:\n  forms:a: 2026-11-27\n" },
    { name: "account ids as numbers", stack: "config:\n  aws:allowedAccountIds: [123456789012]\n" },
    { name: "account ids as text", stack: 'config:\n  aws:allowedAccountIds: ["012345678901"]\n' },
    {
        name: "a list of rows",
        stack: "config:\n  forms:limits:\n    - name: a\n      kinds: [dbt]\n      waitSeconds: 60\n      exempt: true\n",
    },
    {
        name: "an anchor and a merge key",
        stack: "config:\n  forms:a: &a {x: 1, y: <b>}\n  forms:b:\n    <<: *a\n    y: 2\n",
    },
    {
        name: "text over several lines",
        stack: "config:\n  forms:a: |\n    one\n    two\n  forms:b: >\n    one\n    two\n",
    },
    {
        name: "the project's short form, of more than one namespace",
        stack: "config: {}\n",
        project: "config:\n  short: 5\n  aws:region: {value: eu-west-3}\n  forms:flag: true\n",
    },
    {
        name: "the stack's value over the project's",
        stack: "config:\n  aws:region: eu-west-1\n",
        project: "config:\n  aws:region: {value: eu-west-3}\n",
    },
    {
        name: "a folder of stack files",
        stack: "config:\n  waitSeconds: 60\n",
        project: `stackConfigDir: stacks\n${declared}`,
        folder: "stacks",
    },
    { name: "comments, tabs after values and CRLF", stack: "config: # all\r\n  forms:a: one   # why\r\n" },
];

/** Asks the CLI and our reader for each form. */
export function compareForms(cli: string): Result[] {
    return forms.map(({ name, ...form }) => {
        const { problems } = compare(cli, form);
        return { stack: "forms", step: name, changes: {}, watch: "", problems };
    });
}

function compare(
    cli: string,
    { stack, project = "", folder = "." }: Omit<Form, "name">,
): { problems: readonly string[] } {
    const home = mkdtempSync(join(tmpdir(), "forms-"));
    try {
        mkdirSync(join(home, folder), { recursive: true });
        mkdirSync(join(home, "state"));
        writeFileSync(join(home, "Pulumi.yaml"), `name: forms\nruntime: nodejs\n${project}`);
        const file = join(home, folder, "Pulumi.dev.yaml");
        const pulumi = (...args: readonly string[]) =>
            spawnSync(cli, ["--non-interactive", "--color", "never", ...args], {
                cwd: home,
                encoding: "utf8",
                env: {
                    PATH: `${dirname(cli)}:${process.env.PATH ?? ""}`,
                    HOME: home,
                    PULUMI_HOME: join(home, "home"),
                    PULUMI_BACKEND_URL: `file://${join(home, "state")}`,
                    PULUMI_CONFIG_PASSPHRASE: "forms",
                    PULUMI_SKIP_UPDATE_CHECK: "true",
                },
            });
        pulumi("stack", "init", "dev");
        writeFileSync(file, stack);
        const printed = pulumi("config", "--json", "--stack", "dev");
        const read = attempt(() => readStack("dev", undefined, home).config);
        if (printed.status !== 0) {
            return {
                problems:
                    typeof read === "string" ? [] : [`the CLI refuses it: ${printed.stderr.trim().slice(0, 300)}`],
            };
        }
        const printedConfig = readConfigOutput(printed.stdout, "the CLI").config;
        return {
            problems: isDeepStrictEqual(read, printedConfig)
                ? []
                : [`the CLI says ${JSON.stringify(printedConfig)}, the reader ${JSON.stringify(read)}`],
        };
    } finally {
        rmSync(home, { recursive: true });
    }
}

/** What comes back, or why nothing does. */
function attempt<T>(action: () => T): T | string {
    try {
        return action();
    } catch (error) {
        return (error as Error).message;
    }
}
