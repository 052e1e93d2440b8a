import Big from "big.js";
import { parse } from "csv-parse/sync";
import { InputError } from "../../deployments/input/inputError";
import { nameOf, readText } from "../../deployments/input/readText";
import { parseJson } from "../../deployments/input/parseJson";
import { plainCount, plainMonth, plainNumber, splitting } from "./cells";
import type { Month } from "../../model/money/savings";

/** What is wrong with a file, a sentence a line. */
export class FileProblems extends InputError {
    constructor(file: string, problems: readonly string[]) {
        super(`${file} cannot be used:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    }
}

type Row = Readonly<Record<string, unknown>>;

const yearMonth = /^\d{4}-(0[1-9]|1[0-2])$/;
const count = /^\d{1,9}$/;
const decimal = /^\d{1,9}(\.\d{1,12})?$/;

/** The columns of a CSV file, or members of a JSON file: name, form, whether it must be there. */
const columns: readonly (readonly [name: string, form: RegExp, limit: string, needed: boolean])[] = [
    ["month", yearMonth, "a month such as 2024-06", true],
    ["stops", count, "a whole number of stops", true],
    ["time_outs", count, "a whole number, or empty", false],
    ["dpu_hours", decimal, "a number such as 5.731 (write 1234, not 1,234, which may be either)", true],
    ["actual_usd", decimal, "an amount such as 2.52, without a sign", true],
    ["idle_upper_bound_usd", decimal, "an amount such as 2.52, or empty", false],
];

/**
 * Reads stops and bills a month from a CSV file with a head line, or from a JSON list of objects.
 * @throws FileProblems with every line that cannot be used, its number and why.
 */
export async function readMonths(file: string): Promise<Month[]> {
    const all = readLines(await readText(file), nameOf(file));
    const problems: string[] = [];
    const numbers = new Map<string, number>();
    const months = all.flatMap(({ number, row, decimalComma, problems: ofLine }) => {
        const texts = new Map(columns.map(([name, form]) => [name, plainText(form, row[name], decimalComma)]));
        const wrong = columns.flatMap(([name, form, limit, needed]) => {
            const text = texts.get(name) ?? "";
            return (text === "" && !needed) || form.test(text) ? [] : [`${name} is "${text}", but must be ${limit}`];
        });
        wrong.push(
            ...ofLine,
            ...Object.keys(row)
                .filter((name) => !texts.has(name))
                .map((name) => `there is no column ${name}; the columns are ${[...texts.keys()].join(", ")}`),
        );
        const month = texts.get("month") ?? "";
        const before = numbers.get(month);
        if (before !== undefined) {
            wrong.push(`${month} stands in line ${before} already`);
        }
        numbers.set(month, number);
        if (Number(texts.get("time_outs")) > 0 && Number(texts.get("dpu_hours")) === 0) {
            wrong.push("dpu_hours is 0, but sessions that timed out have used some; leave time_outs empty if unknown");
        }
        problems.push(...wrong.map((problem) => `line ${number}: ${problem}`));
        return wrong.length > 0 ? [] : [monthOf(texts)];
    });
    if (all.length === 0) {
        problems.push("there is no line with a month");
    }
    if (problems.length > 0) {
        throw new FileProblems(nameOf(file), problems);
    }
    return months.sort((a, b) => a.month.localeCompare(b.month));
}

/** A cell as its column's form expects it; null, as JSON.stringify writes what is not there, is empty. */
function plainText(form: RegExp, value: unknown, decimalComma: boolean): string {
    const text = typeof value === "string" ? value.trim() : JSON.stringify(value ?? "").replace(/^""$/, "");
    return form === yearMonth ? plainMonth(text) : plainNumber(form === count ? plainCount(text) : text, decimalComma);
}

function monthOf(texts: ReadonlyMap<string, string>): Month {
    const text = (name: string) => texts.get(name) ?? "";
    return {
        month: text("month"),
        stops: Number(text("stops")),
        dpuHours: new Big(text("dpu_hours")),
        actualUsd: new Big(text("actual_usd")).round(2),
        ...(text("time_outs") !== "" && { timeOuts: Number(text("time_outs")) }),
        ...(text("idle_upper_bound_usd") !== "" && { idleUpperBoundUsd: new Big(text("idle_upper_bound_usd")) }),
    };
}

interface Line {
    /** Its number in the file; in JSON, its place in the list. */
    readonly number: number;
    readonly row: Row;
    /** Spreadsheets put semicolons between cells where the comma is the decimal sign. */
    readonly decimalComma: boolean;
    /** What is wrong with it as a whole. */
    readonly problems: readonly string[];
}

function readLines(text: string, source: string): Line[] {
    if (/^\s*[[{]/.test(text)) {
        return linesOfJson(parseJson(text, source), source);
    }
    try {
        return linesOfCsv(text);
    } catch (error) {
        throw new FileProblems(source, [(error as Error).message]);
    }
}

function linesOfJson(list: unknown, source: string): Line[] {
    if (!Array.isArray(list)) {
        throw new FileProblems(source, ["JSON must be a list of objects, one for each month, but is a single object"]);
    }
    return (list as unknown[]).map((row, index) => {
        const isRow = typeof row === "object" && row !== null && !Array.isArray(row);
        return {
            number: index + 1,
            row: isRow ? (row as Row) : {},
            decimalComma: false,
            problems: isRow ? [] : ["it is no object with a month"],
        };
    });
}

interface CsvRecord {
    readonly info: { readonly lines: number; readonly error?: { readonly record: readonly string[] } };
    readonly record: Row;
}

function linesOfCsv(text: string): Line[] {
    const { delimiter, rest, skipped } = splitting(text);
    const records = parse(rest, {
        delimiter,
        columns: (head: string[]) => head.map((name) => name.trim()),
        info: true,
        skip_empty_lines: true,
        bom: true,
        relax_column_count: true,
    }) as unknown as CsvRecord[];
    return records.map(({ info, record }) => {
        const [cells, columns] = [info.error?.record.length ?? 0, Object.keys(record).length];
        return {
            number: info.lines + skipped,
            row: record,
            decimalComma: delimiter === ";",
            problems: cells > columns ? [`it has ${cells} cells, but the head line names ${columns} columns`] : [],
        };
    });
}
