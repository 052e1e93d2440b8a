/**
 * Checks of fields, small ones made into larger ones. A fault is a sentence that names state, field, value and limit;
 * fields inside fields are written as AWS's messages write them: `Retry[0]/MaxAttempts`.
 */
import { isExpression } from "../../../../../model/aws/asl";

export type Check = (place: string, field: string, value: unknown) => string[];
export type Shape = Readonly<Record<string, Check>>;

/** Fields that only JSONPath knows, at a state or in one of its rules. */
const JSONPATH_FIELDS =
    /^(?:(?:Input|Output|Result|Items|Seconds|Timestamp|TimeoutSeconds|HeartbeatSeconds|Error|Cause)Path|Parameters|Result|ResultSelector|Variable)$/;

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as a fault shows it, at most 80 characters of it. */
export function show(value: unknown): string {
    const text = value === undefined ? "missing" : JSON.stringify(value);
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function inside(field: string, member: string): string {
    return field === "" ? member : `${field}/${member}`;
}

export function must(limit: string, holds: (value: unknown) => boolean): Check {
    return (place, field, value) =>
        holds(value) ? [] : [`${place}: ${field || "it"} is ${show(value)}, but must be ${limit}.`];
}

export function all(...checks: readonly Check[]): Check {
    return (place, field, value) => checks.flatMap((check) => check(place, field, value));
}

/** Whichever field is absent is no fault. */
export function optional(check: Check): Check {
    return (place, field, value) => (value === undefined ? [] : check(place, field, value));
}

export function oneOf(...values: readonly string[]): Check {
    return must(values.map((value) => `"${value}"`).join(" or "), (value) => values.some((each) => each === value));
}

export function isWholeNumber(value: unknown, least: number, most: number): boolean {
    return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

export function wholeNumber(least: number, most: number): Check {
    const limit = `a whole number from ${least} to ${most.toLocaleString("en-US")}`;
    return must(limit, (value) => isWholeNumber(value, least, most));
}

export function listOf(entry: Check): Check {
    return (place, field, value) =>
        Array.isArray(value)
            ? value.flatMap((each, index) => entry(place, `${field}[${index}]`, each))
            : must("a list", () => false)(place, field, value);
}

/** An object with these fields and no others. `kind` is what the faults call it. */
export function shape(kind: string, fields: Shape): Check {
    return (place, field, value) => {
        if (!isObject(value)) {
            return must("an object", () => false)(place, field, value);
        }
        const strangers = Object.keys(value).filter((member) => !Object.hasOwn(fields, member));
        return [
            ...strangers.map((member) => `${place}: ${stranger(inside(field, member), member, kind, fields)}`),
            ...Object.entries(fields).flatMap(([member, check]) => check(place, inside(field, member), value[member])),
        ];
    };
}

function stranger(field: string, member: string, kind: string, fields: Shape): string {
    if (JSONPATH_FIELDS.test(member)) {
        return `${field} belongs to JSONPath, but the QueryLanguage is JSONata.`;
    }
    if (member === "Retry" || member === "Catch") {
        return `${field} stands in ${kind}, but only a Task takes it.`;
    }
    return `${field} is no field of ${kind}, which takes ${Object.keys(fields).join(", ")}.`;
}

/** JSON in which every string is either an expression or a literal, none of them half of each. */
export const template: Check = (place, field, value) => {
    if (Array.isArray(value)) {
        return listOf(template)(place, field, value);
    }
    if (isObject(value)) {
        return Object.entries(value).flatMap(([member, each]) => [
            ...(member.endsWith(".$")
                ? [`${place}: ${inside(field, member)} is a JSONPath key, but the QueryLanguage is JSONata.`]
                : []),
            ...template(place, inside(field, member), each),
        ]);
    }
    return typeof value === "string" ? wholeOrNoExpression(place, field, value) : json(place, field, value);
};

const json = must("JSON", (value) => value === null || typeof value === "boolean" || Number.isFinite(value));

const wholeOrNoExpression = must(
    "an expression from {% to %}, without spaces outside, or a literal without them",
    (value) => {
        const text = String(value);
        return isExpression(text) || !(/^\s*\{%/.test(text) || /%\}\s*$/.test(text));
    },
);

export const expression = must("an expression, {% ... %}", isExpressionText);

export function isExpressionText(value: unknown): boolean {
    return typeof value === "string" && isExpression(value);
}

/**
 * Values of variables by name, without `$`.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export const assign: Check = (place, field, value) => {
    if (!isObject(value)) {
        return must("an object", () => false)(place, field, value);
    }
    const misnamed = Object.keys(value).filter(
        (name) => name === "states" || name.length > 80 || !/^\p{ID_Start}\p{ID_Continue}*$/u.test(name),
    );
    return [
        ...misnamed.map(
            (name) =>
                `${place}: ${inside(field, name)} is no name of a variable: letters, digits and _, first a letter, ` +
                'at most 80 characters, not "states".',
        ),
        ...template(place, field, value),
    ];
};
