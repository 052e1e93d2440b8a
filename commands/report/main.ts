import { closest } from "fastest-levenshtein";
import Big from "big.js";
import { dpuHourPrice } from "../../model/money/pricing";
import { articleAssumption, type Month } from "../../model/money/savings";
import { answer, json, readOptions, refuse, runProgram, tellOnStderr, type Printed, type Tell } from "../commandLine";
import { readAccount, type Clients } from "./account";
import { readMonths } from "./file";
import { groupings, groupsTable, readGroups, type Group, type Grouping } from "./outcomes";
import { formats, render } from "../savings/render";
import { makeReport } from "../savings/report";
import { configHelp, readConfigOption } from "../configOption";
import { readStack } from "../../deployments/stack/stack";
import { clientOptions } from "../aws/clientOptions";
import { placedStack, type PlacedStack } from "../aws/placedStack";
import { guardName } from "../../model/aws/names";
import { InputError } from "../../deployments/input/inputError";

const usage = `Tells what stopping Glue sessions saved, month by month.

  npm run report -- --file FILE     from a CSV or JSON file of stops and bills a month, such as examples/article.csv
  npm run report -- --stack NAME    from the AWS account of a stack: CloudWatch, Step Functions and Cost Explorer, which
                                    costs 0.01 USD a request (usually one)
  npm run report -- --stack NAME --by owner|limit|kind
                                    whose sessions were stopped or reported, from the outputs of the last 90 days' watches

${configHelp}
  --from YYYY-MM, --to YYYY-MM      only these months (default with --stack: the last six)
  --format table|csv|json|html      the form of the report (default: table)
  --json                            the same as --format json
  --help                            this text

Exit status: 0, or 2 for wrong usage, or a file or account that cannot be read.`;

type Connect = (region: string, profile?: string) => Clients;

/** Loads the SDK only here, being large: a report of a file needs none of it. */
export const connectToAws: Connect = (region, profile) => {
    const options = clientOptions(region, profile);
    /* eslint-disable @typescript-eslint/no-require-imports -- a report of a file needs none of the SDK, which is large */
    const { CloudWatchClient } = require("@aws-sdk/client-cloudwatch") as typeof import("@aws-sdk/client-cloudwatch");
    const { CostExplorerClient } =
        require("@aws-sdk/client-cost-explorer") as typeof import("@aws-sdk/client-cost-explorer");
    const { SFNClient } = require("@aws-sdk/client-sfn") as typeof import("@aws-sdk/client-sfn");
    /* eslint-enable @typescript-eslint/no-require-imports */
    return {
        cloudWatch: new CloudWatchClient(options),
        // Cost Explorer is in one region of each partition.
        costExplorer: new CostExplorerClient({
            ...options,
            region: region.startsWith("cn-") ? "cn-northwest-1" : "us-east-1",
        }),
        states: new SFNClient(options),
    };
};

/** Does what a command line asks for. */
export function main(
    args: readonly string[],
    tell: Tell = tellOnStderr,
    connect: Connect = connectToAws,
): Promise<Printed> {
    return answer(() => perform(readOptions(args, options, usage), tell, connect));
}

const options = {
    file: { type: "string" },
    stack: { type: "string" },
    config: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    by: { type: "string" },
    format: { type: "string" },
    json: { type: "boolean", default: false },
} as const;

async function perform(
    asked: ReturnType<typeof readOptions<typeof options>>,
    tell: Tell,
    connect: Connect,
): Promise<string> {
    const { file, stack } = asked;
    const now = Date.now();
    const [first, last] = file === undefined ? [monthsAgo(now, 5), monthsAgo(now, 0)] : ["0000-01", "9999-12"];
    const { from = first, to = last } = asked;
    const wanted = asked.format ?? (asked.json ? "json" : "table");
    const format = formats.find((known) => known === wanted) ?? "table";
    const wrongMonths = Object.entries({ from, to }).filter(([, month]) => !/^\d{4}-(0[1-9]|1[0-2])$/.test(month));
    const problems = [
        ...((file === undefined) === (stack === undefined)
            ? ["Name one source: --file with a CSV or JSON file, such as examples/article.csv, or --stack."]
            : []),
        ...wrongMonths.map(([name, month]) => `--${name} is "${month}", but must be a month such as 2024-06.`),
        ...(wrongMonths.length === 0 && from > to ? [`--from is ${from}, after --to, ${to}.`] : []),
        ...(stack !== undefined && from > monthsAgo(now, 0) ? [`--from is ${from}, which has not begun.`] : []),
        ...(wanted === format ? [] : [`--format is "${wanted}"; the nearest is "${closest(wanted, [...formats])}".`]),
        ...(asked.json && wanted !== "json" ? ["--json and --format exclude one another: take one."] : []),
    ];
    const by = groupings.find((known) => known === asked.by);
    if (asked.by !== undefined) {
        problems.push(
            ...(by ? [] : [`--by is "${asked.by}"; the nearest is "${closest(asked.by, [...groupings])}".`]),
            ...(file === undefined ? [] : ["--by asks an account: it needs --stack, not --file."]),
            ...(format === "table" || format === "json" ? [] : ["--by has no such --format: table or json."]),
        );
    }
    if (file !== undefined && asked.config !== undefined) {
        problems.push("--config belongs to --stack: a file needs no settings.");
    }
    refuse(problems);
    const asking =
        stack === undefined ? undefined : placedStack(readStack(stack, await readConfigOption(asked.config)));
    if (asking && by) {
        const groups = await groupsOfStack(asking, by, from, to, now, tell, connect);
        return format === "json" ? json(groups) : groupsTable(groups, by);
    }
    const price = asking && priceOf(asking);
    const assumption = price === undefined ? articleAssumption : { ...articleAssumption, dpuHourUsd: new Big(price) };
    const known = asking ? await ofStack(asking, from, to, now, tell, connect) : await readMonths(String(file));
    const months = known.filter(({ month }) => month >= from && month <= to);
    if (months.length === 0) {
        const [first, last] = [known[0]?.month ?? "", known.at(-1)?.month ?? ""];
        throw new InputError(`${file ?? ""} has no month from ${from} to ${to}: it has ${first} to ${last}.`);
    }
    return render(makeReport(months, assumption, known), format);
}

/** What a DPU-hour costs where the stack is. @throws InputError if nobody knows. */
function priceOf({ config, project, region, name }: PlacedStack): string {
    const price = dpuHourPrice(region, config[`${project}:dpuHourUsd`]);
    if (price === undefined) {
        throw new InputError(
            `No public source tells what a DPU-hour costs in ${region}. Fix: \`pulumi config set dpuHourUsd ... --stack ${name}\`.`,
        );
    }
    return price;
}

/** A month such as 2024-06. */
function monthsAgo(now: number, count: number): string {
    const date = new Date(now);
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - count)).toISOString().slice(0, 7);
}

/** Whose sessions they were, of the guard that `index.ts` makes in this stack. */
function groupsOfStack(
    { region, project, name, config, allowedAccountIds }: PlacedStack,
    by: Grouping,
    from: string,
    to: string,
    now: number,
    tell: Tell,
    connect: Connect,
): Promise<Group[]> {
    const guard = guardName(project, name, "sessions");
    const { states } = connect(region, config["aws:profile"]);
    return readGroups({ guard, region, from, to, now, allowedAccountIds }, by, states, tell);
}

/** Asks the account that the shell's AWS credentials belong to, for the guard that `index.ts` makes in this stack. */
async function ofStack(
    { region, project, name, config, allowedAccountIds }: PlacedStack,
    from: string,
    to: string,
    now: number,
    tell: Tell,
    connect: Connect,
): Promise<Month[]> {
    const guard = guardName(project, name, "sessions");
    return readAccount(
        { guard, region, from, to, now, allowedAccountIds },
        connect(region, config["aws:profile"]),
        tell,
    );
}

if (require.main === module) {
    void runProgram(main(process.argv.slice(2)));
}
