import Table from "cli-table3";
import { readOptions } from "../commandLine";
import { findCli } from "../../proof/e2e/cli";
import { edits } from "../../proof/e2e/edits";
import { isRecorded, record } from "../../proof/e2e/fixture";
import { live, type StackName } from "../../proof/e2e/life";
import type { Changes } from "../../proof/e2e/project";
import type { Result } from "../../proof/e2e/endToEnd";
import { compareForms } from "../../proof/e2e/stackFiles";
import { InputError, nearest } from "../../deployments/input/inputError";

const usage = `Plays the life of each stack, from the first preview to its end, on the real Pulumi engine, and compares what the CLI
reads in stack files with what our commands read: no account, no network.

  npm run e2e                       every stack, side by side
  npm run e2e -- --stack NAME       one
  npm run e2e -- --record           also writes the states that the tests of \`npm start -- --state\` read
  npm run e2e -- --help             this text

Exit status: 0 if every step passed, or if this machine has no Pulumi CLI; 1 if not; 2 for wrong usage.`;

const options = {
    stack: { type: "string" },
    record: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
} as const;

const noCli = "Skipped: the e2e needs the Pulumi CLI, and this machine has none. `npx pulumi version` downloads it.";

/** Does what a command line asks for, and returns the exit status; `print` gets each line as it comes. */
export async function main(
    args: readonly string[],
    print: (text: string) => void,
    cli: string | undefined,
): Promise<number> {
    const asked = readOptions(args, options, usage);
    if (asked.help) {
        print(usage);
        return 0;
    }
    const known = Object.keys(edits) as StackName[];
    const stacks = asked.stack === undefined ? known : known.filter((stack) => stack === asked.stack);
    if (asked.stack !== undefined && stacks.length === 0) {
        throw nearest("stack", asked.stack, known);
    }
    if (cli === undefined) {
        print(noCli);
        return 0;
    }
    const lives = await Promise.all(stacks.map((stack) => live(stack, cli, (result) => print(line(result)))));
    const results = lives.flatMap((life, index) => {
        const stack = stacks[index] ?? "";
        if (asked.record) {
            record(stack, life.state);
        }
        return [...life.results, recorded(stack, isRecorded(stack, life.state))];
    });
    if (asked.stack === undefined) {
        print("forms: asking the CLI and the reader of stack files for each form ...");
        results.push(...compareForms(cli));
    }
    print(`\n${table(results)}`);
    return results.every(({ faults }) => faults.length === 0) ? 0 : 1;
}

function recorded(stack: string, fresh: boolean): Result {
    const faults = fresh ? [] : ["tests/fixtures is not the state of today: npm run e2e -- --record"];
    return { stack, step: "the state that the tests read", changes: {}, watch: "", faults };
}

/** "3 create, 1 update": how many resources were changed in which way. */
function counts(changes: Changes): string {
    const kinds = Object.values(changes).map((change) => change.split(" ")[0] ?? "");
    return [...new Set(kinds)]
        .sort()
        .map((kind) => `${kinds.filter((other) => other === kind).length} ${kind}`)
        .join(", ");
}

function line({ stack, step, changes, watch, faults }: Result): string {
    const outcome = [counts(changes) || "no change", ...(watch === "" ? [] : [`a waiting watch ${watch}`])].join("; ");
    return [`${stack.padEnd(5)} ${step}: ${outcome}`, ...faults.map((fault) => `      FAILED: ${fault}`)].join("\n");
}

/** Steps as a table, and their count. */
export function table(results: readonly Result[]): string {
    const rows = new Table({
        head: ["stack", "step", "changes", "waiting watch", "went"],
        style: { head: [], border: [] },
        chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
        colWidths: [7, 62, 20, 22, 13],
        wordWrap: true,
    });
    for (const { stack, step, changes, watch, faults } of results) {
        const outcome = step + faults.map((fault) => `\n- ${fault}`).join("");
        rows.push([stack, outcome, counts(changes), watch, faults.length === 0 ? "passed" : "FAILED"]);
    }
    const wrong = results.filter(({ faults }) => faults.length > 0).length;
    return `${rows.toString()}\n${results.length} steps, ${results.length - wrong} passed, ${wrong} failed.`;
}

if (require.main === module) {
    main(process.argv.slice(2), console.log, findCli()).then(
        (status) => (process.exitCode = status),
        (error: unknown) => {
            console.error(error instanceof InputError ? error.message : error);
            process.exitCode = error instanceof InputError ? 2 : 1;
        },
    );
}
