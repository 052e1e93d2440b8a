/**
 * What an event pattern asks of one field: a value to equal, or an operator with its operand.
 *
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html. Where that page is
 * silent: the engine behind the service (github.com/aws/event-ruler), and what LocalStack recorded of the service.
 */

import { BlockList, isIP } from "node:net";
import { isObject, isScalar, type Scalar } from "./eventLeaf";

/** Whether one value of the field will do. */
export type Test = (value: Scalar) => boolean;

/** `absent` asks that the field be missing; any other condition asks for a value. */
export type Condition = Test | "absent";

/** Why a condition cannot be had: a sentence with its value and what is allowed. */
export interface Fault {
    readonly fault: string;
}

/** Largest magnitude that `numeric` compares. */
const NUMERIC_LIMIT = 5e9;

/** Operators on text, from the operand to the test. `anything-but` takes each of them too. */
const TEXT = {
    prefix: (operand) => (value) => value.startsWith(operand),
    suffix: (operand) => (value) => value.endsWith(operand),
    "equals-ignore-case": (operand) => {
        const lower = operand.toLowerCase();
        return (value) => value.toLowerCase() === lower;
    },
    wildcard: (operand) => {
        const shape = wildcardShape(operand);
        return (value) => shape.test(value);
    },
} satisfies Record<string, (operand: string) => (value: string) => boolean>;

const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
    "=": (value, limit) => value === limit,
    "<": (value, limit) => value < limit,
    "<=": (value, limit) => value <= limit,
    ">": (value, limit) => value > limit,
    ">=": (value, limit) => value >= limit,
};

type Reader = (operand: unknown) => Condition | Fault;

const OPERATORS: Readonly<Record<string, Reader>> = {
    prefix: (operand) => readAffix("prefix", operand),
    suffix: (operand) => readAffix("suffix", operand),
    "equals-ignore-case": (operand) => readText("equals-ignore-case", operand),
    wildcard: (operand) => readText("wildcard", operand),
    exists: (operand) => {
        if (typeof operand !== "boolean") {
            return refusal(`exists takes true or false, not ${show(operand)}.`);
        }
        return operand ? () => true : "absent";
    },
    numeric: readNumeric,
    cidr: readCidr,
    "anything-but": readAnythingBut,
};

/** Checks and compiles one entry of a field's list. */
export function readCondition(condition: unknown): Condition | Fault {
    if (isScalar(condition)) {
        return (value) => value === condition;
    }
    if (!isObject(condition)) {
        return refusal(
            `${show(condition)} is not a string, a number, true, false, null or an object with an operator.`,
        );
    }
    const [operator, ...others] = Object.keys(condition);
    if (operator === undefined || others.length > 0) {
        return refusal(`${show(condition)} must have exactly one operator.`);
    }
    const read = own(OPERATORS, operator);
    if (read === undefined) {
        return refusal(`operator "${operator}" is not supported; allowed are ${Object.keys(OPERATORS).join(", ")}.`);
    }
    return read(condition[operator]);
}

function readText(operator: keyof typeof TEXT, operand: unknown): Test | Fault {
    if (!isString(operand)) {
        return refusal(`${operator} takes a string, not ${show(operand)}.`);
    }
    const wildcard = operator === "wildcard" ? wildcardFault(operand) : undefined;
    if (wildcard !== undefined) {
        return wildcard;
    }
    const test = TEXT[operator](operand);
    return (value) => isString(value) && test(value);
}

function readAffix(operator: "prefix" | "suffix", operand: unknown): Test | Fault {
    if (!isObject(operand)) {
        return readText(operator, operand);
    }
    const text = operand["equals-ignore-case"];
    if (!isString(text) || Object.keys(operand).length !== 1) {
        return refusal(`${operator} takes a string or {"equals-ignore-case": string}, not ${show(operand)}.`);
    }
    const test = TEXT[operator](text.toLowerCase());
    return (value) => isString(value) && test(value.toLowerCase());
}

function readAnythingBut(operand: unknown): Test | Fault {
    if (isObject(operand)) {
        return readAnythingButText(operand);
    }
    const excluded = listOf(operand);
    if (excluded.length === 0 || !(excluded.every(isString) || excluded.every(Number.isFinite))) {
        return refusal(
            `anything-but takes a string, a number, a list of strings or a list of numbers, not ${show(operand)}.`,
        );
    }
    return (value) => !excluded.includes(value);
}

function readAnythingButText(operand: Readonly<Record<string, unknown>>): Test | Fault {
    const [operator = "", ...others] = Object.keys(operand);
    const compile = own(TEXT, operator);
    if (compile === undefined || others.length > 0) {
        return refusal(`anything-but takes one of ${Object.keys(TEXT).join(", ")}, not ${show(operand)}.`);
    }
    const texts = listOf(operand[operator]);
    if (texts.length === 0 || !texts.every(isString)) {
        return refusal(`anything-but ${operator} takes a string or a list of strings, not ${show(operand[operator])}.`);
    }
    // The service takes "" for prefix and suffix alone, but not here, where it would exclude every text.
    if (texts.includes("") && (operator === "prefix" || operator === "suffix")) {
        return refusal(`anything-but ${operator} must not be empty.`);
    }
    const wildcard =
        operator === "wildcard" ? texts.map(wildcardFault).find((fault) => fault !== undefined) : undefined;
    if (wildcard !== undefined) {
        return wildcard;
    }
    const tests = texts.map(compile);
    return (value) => !isString(value) || !tests.some((test) => test(value));
}

function readNumeric(operand: unknown): Test | Fault {
    const terms = listOf(operand);
    const [first, low, second, high] = terms;
    const test = typeof first === "string" ? own(COMPARISONS, first) : undefined;
    const top = typeof second === "string" ? own(COMPARISONS, second) : undefined;
    if (Array.isArray(operand) && test && isComparable(low)) {
        const comparable = (value: Scalar): value is number => isComparable(value) && test(value, low);
        if (terms.length === 2) {
            return comparable;
        }
        const isRange = (first === ">" || first === ">=") && (second === "<" || second === "<=");
        if (terms.length === 4 && isRange && top && isComparable(high) && low < high) {
            return (value) => comparable(value) && top(value, high);
        }
    }
    return refusal(
        `numeric takes [comparison, number] with =, <, <=, > or >=, or a range [> or >=, number, < or <=, larger number], ` +
            `numbers from -5000000000 to 5000000000, not ${show(operand)}.`,
    );
}

/** A text that is an IP address, of version 4 or 6, in this range. */
function readCidr(operand: unknown): Test | Fault {
    const [, address = "", length = ""] = isString(operand) ? (/^([^/]+)\/(\d{1,3})$/.exec(operand) ?? []) : [];
    const version = isIP(address);
    if (version === 0 || Number(length) > (version === 4 ? 32 : 128)) {
        return refusal(`cidr takes a range of IP addresses, such as "10.0.0.0/24", not ${show(operand)}.`);
    }
    const family = (of: number) => (of === 4 ? "ipv4" : "ipv6");
    const range = new BlockList();
    range.addSubnet(address, Number(length), family(version));
    return (value) => isString(value) && isIP(value) === version && range.check(value, family(version));
}

function wildcardFault(operand: string): Fault | undefined {
    const unescaped = operand.replaceAll(/\\[*\\]/g, "-");
    if (unescaped.includes("\\")) {
        return refusal(`wildcard ${show(operand)} has a \\ that escapes neither * nor \\.`);
    }
    if (unescaped.includes("**")) {
        return refusal(`wildcard ${show(operand)} has consecutive *.`);
    }
    return undefined;
}

/** `*` stands for any text, empty too; `\*` and `\\` stand for themselves. */
function wildcardShape(operand: string): RegExp {
    const source = operand.replaceAll(/\\([*\\])|\*|[\\^$.+?()[\]{}|]/g, (token, escaped?: string) =>
        token === "*" ? ".*" : `\\${escaped ?? token}`,
    );
    return new RegExp(`^${source}$`, "s");
}

function refusal(fault: string): Fault {
    return { fault };
}

/** JSON of a value for a message; `undefined` is no JSON and says so. */
export function show(value: unknown): string {
    return value === undefined ? "undefined" : JSON.stringify(value);
}

function isString(value: unknown): value is string {
    return typeof value === "string";
}

function isComparable(value: unknown): value is number {
    return typeof value === "number" && Math.abs(value) <= NUMERIC_LIMIT;
}

function listOf(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? value : [value];
}

/** A table's own row: a pattern may say `constructor`, which every object inherits. */
function own<Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined {
    return Object.hasOwn(table, name) ? table[name] : undefined;
}
