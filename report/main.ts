import { parseArgs } from "node:util";
import { closest } from "fastest-levenshtein";
import { articleAssumption } from "../model/savings";
import { FileFaults, readMonths } from "./file";
import { formats, render, type Format } from "./render";
import { makeReport } from "./report";

const usage = `Tells what stopping Glue sessions saved, month by month.

  npm run report -- --file FILE     from a CSV or JSON file of stops and bills a month, such as examples/article.csv

  --from YYYY-MM, --to YYYY-MM      only these months
  --format table|csv|json|html      the form of the report (default: table)
  --help                            this text

Exit status: 0, or 2 for wrong usage or a file that cannot be used.`;

class UsageError extends Error {}

/** Does what a command line asks for. */
export function main(args: readonly string[]): { readonly text: string; readonly status: 0 | 2 } {
    try {
        return { text: perform(readOptions(args)), status: 0 };
    } catch (error) {
        if (error instanceof UsageError || error instanceof FileFaults) {
            return { text: error.message, status: 2 };
        }
        throw error;
    }
}

function readOptions(args: readonly string[]) {
    try {
        return parseArgs({
            args: [...args],
            options: {
                file: { type: "string" },
                from: { type: "string", default: "0000-01" },
                to: { type: "string", default: "9999-12" },
                format: { type: "string", default: "table" },
                help: { type: "boolean", default: false },
            },
        }).values;
    } catch (error) {
        throw new UsageError(`${(error as Error).message}\n\n${usage}`);
    }
}

function perform(options: ReturnType<typeof readOptions>): string {
    if (options.help) {
        return usage;
    }
    const { file, from, to } = options;
    const format = formats.find((known) => known === options.format);
    const wrongMonths = Object.entries({ from, to }).filter(([, month]) => !/^\d{4}-(0[1-9]|1[0-2])$/.test(month));
    const faults = [
        ...(file === undefined ? [`--file is missing: name a CSV or JSON file, such as examples/article.csv.`] : []),
        ...wrongMonths.map(([name, month]) => `--${name} is "${month}", but must be a month such as 2024-06.`),
        ...(wrongMonths.length === 0 && from > to ? [`--from is ${from}, after --to, ${to}.`] : []),
        ...(format
            ? []
            : [`--format is "${options.format}"; the nearest is "${closest(options.format, [...formats])}".`]),
    ];
    if (faults.length > 0 || file === undefined || !format) {
        throw new UsageError(faults.join("\n"));
    }
    return show(file, from, to, format);
}

function show(file: string, from: string, to: string, format: Format): string {
    const all = readMonths(file);
    const months = all.filter(({ month }) => month >= from && month <= to);
    if (months.length === 0) {
        const [first, last] = [all[0]?.month ?? "", all.at(-1)?.month ?? ""];
        throw new UsageError(`${file} has no month from ${from} to ${to}: it has ${first} to ${last}.`);
    }
    return render(makeReport(months, articleAssumption), format);
}

if (require.main === module) {
    const { text, status } = main(process.argv.slice(2));
    (status === 0 ? process.stdout : process.stderr).write(`${text}\n`);
    process.exitCode = status;
}
