import { answer, json, readOptions, runProgram, tellOnStderr, type Printed, type Tell } from "../commandLine";
import { table } from "../table";
import { findCli } from "../../proof/e2e/cli";
import { edits } from "../../proof/e2e/edits";
import { isRecorded, record } from "../../proof/e2e/fixture";
import { live, type StackName } from "../../proof/e2e/life";
import type { Changes } from "../../proof/e2e/project";
import type { Result } from "../../proof/e2e/endToEnd";
import { compareForms } from "../../proof/e2e/stackFiles";
import { nearest } from "../../deployments/input/inputError";

const usage = `Plays the life of each stack, from the first preview to its end, on the real Pulumi engine, and compares what the CLI
reads in stack files with what our commands read: no account, no network.

  npm run e2e                       every stack, side by side
  npm run e2e -- --stack NAME       one

  --record        also write the states that the tests of \`npm start -- --state\` read
  --json          print JSON for programs instead of a table
  --help          this text

Exit status: 0 if every step passed, or if this machine has no Pulumi CLI; 1 if not; 2 for wrong usage.`;

const options = {
    stack: { type: "string" },
    record: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
} as const;

const noCli = "Skipped: the e2e needs the Pulumi CLI, and this machine has none. `npx pulumi version` downloads it.";

/** Does what a command line asks for; `tell` gets each step as it is done. */
export function main(args: readonly string[], cli: string | undefined, tell: Tell = () => undefined): Promise<Printed> {
    return answer(() => perform(readOptions(args, options, usage), cli, tell));
}

async function perform(
    asked: ReturnType<typeof readOptions<typeof options>>,
    cli: string | undefined,
    tell: Tell,
): Promise<string | Printed> {
    const known = Object.keys(edits) as StackName[];
    const stacks = known.filter((stack) => asked.stack === undefined || stack === asked.stack);
    if (asked.stack !== undefined && stacks.length === 0) {
        throw nearest("stack", asked.stack, known);
    }
    if (cli === undefined) {
        return asked.json ? json({ skipped: noCli }) : noCli;
    }
    const lives = await Promise.all(stacks.map((stack) => live(stack, cli, (result) => tell(line(result)))));
    const results = lives.flatMap((life, index) => {
        const stack = stacks[index] ?? "";
        if (asked.record) {
            record(stack, life.state);
        }
        return [...life.results, recorded(stack, isRecorded(stack, life.state))];
    });
    if (asked.stack === undefined) {
        tell("forms: asking the CLI and the reader of stack files for each form ...");
        results.push(...compareForms(cli));
    }
    return {
        text: asked.json ? json(results) : stepTable(results),
        status: results.every(({ problems }) => problems.length === 0) ? 0 : 1,
    };
}

function recorded(stack: string, fresh: boolean): Result {
    const problems = fresh ? [] : ["tests/fixtures is not the state of today: npm run e2e -- --record"];
    return { stack, step: "the state that the tests read", changes: {}, watch: "", problems };
}

/** "3 create, 1 update": how many resources were changed in which way. */
function counts(changes: Changes): string {
    const kinds = Object.values(changes).map((change) => change.split(" ")[0] ?? "");
    return [...new Set(kinds)]
        .sort()
        .map((kind) => `${kinds.filter((other) => other === kind).length} ${kind}`)
        .join(", ");
}

function line({ stack, step, changes, watch, problems }: Result): string {
    const outcome = [counts(changes) || "no change", ...(watch === "" ? [] : [`a waiting watch ${watch}`])].join("; ");
    return [`${stack.padEnd(5)} ${step}: ${outcome}`, ...problems.map((problem) => `      FAILED: ${problem}`)].join(
        "\n",
    );
}

/** Steps as a table, and their count. */
export function stepTable(results: readonly Result[]): string {
    const rows = results.map(({ stack, step, changes, watch, problems }) => [
        stack,
        step + problems.map((problem) => `\n- ${problem}`).join(""),
        counts(changes),
        watch,
        problems.length === 0 ? "passed" : "FAILED",
    ]);
    const failed = results.filter(({ problems }) => problems.length > 0).length;
    const head = ["stack", "step", "changes", "waiting watch", "ended"];
    return `${table(head, rows, { widths: [7, 62, 20, 22, 13] })}\n${results.length} steps, ${results.length - failed} passed, ${failed} failed.`;
}

if (require.main === module) {
    void runProgram(main(process.argv.slice(2), findCli(), tellOnStderr));
}
