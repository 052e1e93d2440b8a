import { closest } from "fastest-levenshtein";
import { kinds } from "./kinds";
import { conditionKeys, type SessionLimit } from "./limits";

/** What is wrong with a row, and what would be right. */
export interface LimitProblem {
    /** The row's place, with its name if it has one: `limits[2] "too large"`. */
    readonly row: string;
    /** Continues the sentence "limits[2] ...". */
    readonly limit: string;
    readonly fix: string;
}

/** More would make neither the definition nor the table any clearer. */
export const maxRows = 50;
/** Patterns of all exempt rows together: the role's policy may have 10,240 characters (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const maxDeniedLength = 6000;
/** Of the table as JSON: each pattern stands in the definition up to three times, and escaped; AWS takes 1 MB of it. */
const maxTableLength = 30_000;
const maxPatternLength = 512;
const maxPatterns = 50;

type Member = (value: unknown, maxSeconds: number) => string | undefined;

const patterns: Member = (value) =>
    Array.isArray(value) && value.length > 0 && value.length <= maxPatterns && value.every(isPattern)
        ? undefined
        : `must be a list of 1 to ${maxPatterns} patterns, such as ["dbt-*"]: texts of at most ${maxPatternLength} characters up to U+00FF, without "\${"`;
const wholeNumber: Member = (value) =>
    Number.isInteger(value) && (value as number) >= 0 ? undefined : "must be a whole number from 0";
const yes: Member = (value) => (value === true ? undefined : "must be true; leave it out otherwise");

function isPattern(value: unknown): value is string {
    // IAM takes no other characters, and would read `${` as a variable.
    return (
        typeof value === "string" &&
        /^[ -~\u00a0-\u00ff]+$/.test(value) &&
        value.length <= maxPatternLength &&
        !value.includes("${")
    );
}

/** Every member that a row may have, with what it must be. */
const members: Readonly<Record<keyof SessionLimit, Member>> = {
    name: (value) =>
        typeof value === "string" && /^[ -~]{1,64}$/.test(value) && value.trim() === value
            ? undefined
            : "must be 1 to 64 letters, digits or signs of ASCII, without spaces around them",
    waitSeconds: (value, maxSeconds) =>
        Number.isInteger(value) && (value as number) >= 0 && (value as number) <= maxSeconds
            ? undefined
            : `must be a whole number of seconds from 0 to ${maxSeconds} (364 days)`,
    exempt: yes,
    kinds: (value) => {
        const known = kinds.map(({ name }) => name);
        if (!Array.isArray(value) || value.length === 0) {
            return `must be a list of kinds: ${known.join(", ")}`;
        }
        const unknown = (value as unknown[]).filter((kind) => !known.includes(String(kind)));
        return unknown.length === 0
            ? undefined
            : `must name known kinds: "${unknown.map(String).join('", "')}" is none, the nearest is ${closest(String(unknown[0]), known)}`;
    },
    ids: patterns,
    origins: patterns,
    creators: patterns,
    roles: patterns,
    workerTypes: patterns,
    sessionTypes: patterns,
    tags: (value) =>
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        Object.keys(value).length > 0 &&
        Object.entries(value).every(
            ([key, pattern]) =>
                /^[A-Za-z0-9 _.:/=+\-@]{1,128}$/.test(key) &&
                typeof pattern === "string" &&
                (pattern === "" || isPattern(pattern)),
        )
            ? undefined
            : 'must be tags with patterns of their values, such as { keep: "true" }',
    moreThanWorkers: wholeNumber,
    moreThanDpu: (value) =>
        typeof value === "number" && Number.isFinite(value) && value >= 0 ? undefined : "must be a number from 0",
    idleMinutesAbove: wholeNumber,
    withoutConnection: yes,
};

const memberKeys = Object.keys(members) as readonly (keyof SessionLimit)[];

/** Every problem of a table of limits. */
export function limitProblems(value: unknown, maxSeconds: number): LimitProblem[] {
    if (!Array.isArray(value)) {
        return [{ row: "limits", limit: "must be a list of rows", fix: 'write `- name: ...` for each row, or "[]"' }];
    }
    const rows = value as readonly unknown[];
    const problems = rows.flatMap((row, place) => rowProblems(row, place, maxSeconds));
    if (rows.length > maxRows) {
        problems.push({
            row: "limits",
            limit: `has ${rows.length} rows, and takes at most ${maxRows}`,
            fix: "put patterns of one limit into one row",
        });
    }
    const names = rows.map((row) => (row as SessionLimit | null)?.name);
    names.forEach((name, place) => {
        const first = names.indexOf(name);
        if (name !== undefined && first < place) {
            problems.push({
                row: label(rows[place], place),
                limit: `has the name of limits[${first}], and notices name the row`,
                fix: "give it another name",
            });
        }
    });
    if (JSON.stringify(rows).length > maxTableLength) {
        problems.push({
            row: "limits",
            limit: `is longer than ${maxTableLength} characters as JSON, more than a state machine's definition takes`,
            fix: "use fewer and wider patterns",
        });
    }
    if (problems.length === 0 && deniedLength(rows as readonly SessionLimit[]) > maxDeniedLength) {
        problems.push({
            row: "limits",
            limit: `exempts by ids and tags of more than ${maxDeniedLength} characters together, more than the role's policy takes`,
            fix: "use fewer and wider patterns",
        });
    }
    return problems;
}

function rowProblems(row: unknown, place: number, maxSeconds: number): LimitProblem[] {
    const where = label(row, place);
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
        return [{ row: where, limit: "must be a row with a name", fix: "write `name: ...` and its conditions" }];
    }
    const given = Object.entries(row);
    const problem = (limit: string, fix: string): LimitProblem => ({ row: where, limit, fix });
    const unknown = given
        .filter(([key]) => !memberKeys.includes(key as keyof SessionLimit))
        .map(([key]) =>
            problem(`has the member ${key}, which is none`, `the nearest is ${closest(key, [...memberKeys])}`),
        );
    const wrong = given.flatMap(([key, value]) => {
        const fault = memberKeys.includes(key as keyof SessionLimit)
            ? members[key as keyof SessionLimit](value, maxSeconds)
            : undefined;
        return fault === undefined
            ? []
            : [problem(`has ${key} ${JSON.stringify(value)}, which ${fault}`, "correct it")];
    });
    const has = (key: keyof SessionLimit) => (row as Record<string, unknown>)[key] !== undefined;
    return [
        ...unknown,
        ...wrong,
        ...(has("name") ? [] : [problem("has no name, and notices name the row", "add `name: ...`")]),
        ...(conditionKeys.some(has)
            ? []
            : [
                  problem(
                      "has no condition, so that it would fit every session",
                      "add one, or set waitSeconds of the stack",
                  ),
              ]),
        ...(has("waitSeconds") === has("exempt")
            ? [
                  problem(
                      has("exempt") ? "has waitSeconds and exempt" : "has neither waitSeconds nor exempt",
                      "write one of them: `waitSeconds: 900` or `exempt: true`",
                  ),
              ]
            : []),
    ];
}

function label(row: unknown, place: number): string {
    const name = (row as SessionLimit | null)?.name;
    return `limits[${place}]${typeof name === "string" && name !== "" ? ` "${name.slice(0, 64)}"` : ""}`;
}

const deniedLength = (rows: readonly SessionLimit[]) =>
    rows
        .filter(({ exempt }) => exempt)
        .flatMap(({ ids = [], tags = {} }) => [
            ...ids.map((id) => id.length + 60),
            ...Object.entries(tags).map(([key, tag]) => key.length + tag.length + 200),
        ])
        .reduce((sum, length) => sum + length, 0);

/**
 * The rows as they are meant: `pulumi config set --path` makes numbers and truth values of text that looks like them, and
 * a tag's value is text; a quoted number is a number.
 */
export function readLimits(value: unknown): unknown {
    return Array.isArray(value) ? (value as unknown[]).map(readRow) : value;
}

function readRow(row: unknown): unknown {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
        return row;
    }
    return Object.fromEntries(
        Object.entries(row as Record<string, unknown>).flatMap(([key, value]) =>
            value === null || value === undefined ? [] : [[key, readMember(key, value)]],
        ),
    );
}

const scalarText = (value: unknown) => (["number", "boolean"].includes(typeof value) ? String(value) : value);

function readMember(key: string, value: unknown): unknown {
    if (key === "name") {
        return scalarText(value);
    }
    if (key === "tags" && typeof value === "object" && !Array.isArray(value)) {
        return Object.fromEntries(Object.entries(value as object).map(([tag, text]) => [tag, scalarText(text)]));
    }
    if (Array.isArray(value)) {
        return (value as unknown[]).map(scalarText);
    }
    if (typeof value === "string" && /^\d{1,15}$/.test(value)) {
        return Number(value);
    }
    return value === "true" ? true : value;
}
