/**
 * The Condition element of an IAM policy: operators in use, and the wildcards that Action and Resource share.
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
 * reference_policies_elements_resource.html beside it.
 */

type Value = string | number | boolean;

/** Operator to condition key to the values of which one must fit. Operators and keys must all hold. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, Value | readonly Value[]>>>>;

interface Operator {
    /** Whether a value fits, from the wanted one. */
    readonly fits: (wanted: string) => (actual: string) => boolean;
    /** Holds where nothing fits, and where the key is missing. */
    readonly negated?: true;
    /** What is wrong with a wanted value, if anything. */
    readonly fault?: (wanted: string) => string | undefined;
}

const EQUALS: Operator = { fits: (wanted) => (actual) => actual === wanted };
/** ArnEquals and ArnLike are one: both compare part by part, and both know wildcards. */
const ARN: Operator = { fits: arnShape, fault: arnFault };

/** A key that has several values, such as ses:Recipients: all of them fit, or there are none. */
const forAll = "ForAllValues:";

const OPERATORS: Readonly<Record<string, Operator>> = {
    StringEquals: EQUALS,
    StringNotEquals: { ...EQUALS, negated: true },
    StringLike: { fits: shape },
    ArnEquals: ARN,
    ArnLike: ARN,
    /** Whether the key is missing. */
    Null: { fits: () => () => false, fault: notTrueOrFalse },
    Bool: {
        fits: (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase(),
        fault: notTrueOrFalse,
    },
};

/** The condition keys of a request; a key may have several values. */
export type ConditionKeys = Readonly<Record<string, string | readonly string[]>>;

/** @throws Error beginning with `place` and naming the element, unless it is a Condition of operators known here. */
export function checkCondition(condition: unknown, place: string): void {
    for (const [name, keys] of members(condition, `${place}: Condition`)) {
        const operator = operatorOf(name, place);
        for (const [key, values] of members(keys, `${place}: Condition ${name}`)) {
            const wanted = Array.isArray(values) ? (values as unknown[]) : [values];
            if (!/^[\w-]+:./.test(key)) {
                throw new Error(`${place}: condition key "${key}" is not service:name.`);
            }
            if (wanted.length === 0 || !wanted.every(isValue)) {
                throw new Error(`${place}: Condition ${name} ${key} must be a value or a list of values.`);
            }
            const fault = wanted.map((value) => operator.fault?.(String(value))).find((text) => text !== undefined);
            if (fault !== undefined) {
                throw new Error(`${place}: Condition ${name} ${key}: ${fault}.`);
            }
        }
    }
}

/** Of a checked Condition, whether it holds for a request's condition keys, whose names ignore case as in AWS. */
export function readCondition(condition: ConditionBlock): (context: ConditionKeys) => boolean {
    const tests = Object.entries(condition).flatMap(([name, keys]) => {
        const { fits, negated = false } = operatorOf(name, "Condition");
        return Object.entries(keys).map(([key, values]) => {
            const wanted = [values].flat().map((value) => fits(String(value)));
            const ifMissing =
                name === "Null"
                    ? String(values).toLowerCase() === "true"
                    : negated || name.startsWith(forAll) || name.endsWith("IfExists");
            return { key: key.toLowerCase(), name, wanted, negated, ifMissing };
        });
    });
    return (context) => {
        const actual = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
        return tests.every(({ key, name, wanted, negated, ifMissing }) => {
            const values = actual.get(key) ?? [];
            if (values.length === 0 || name === "Null") {
                return values.length === 0 ? ifMissing : !ifMissing;
            }
            return values.every((value) => wanted.some((fits) => fits(value)) !== negated);
        });
    };
}

/** A pattern where `*` stands for any text and `?` for one character. */
export function glob(pattern: string, flags = ""): RegExp {
    const source = pattern
        .replaceAll(/[\\^$.+()[\]{}|]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
    return new RegExp(`^${source}$`, `su${flags}`);
}

/** What is wrong with an ARN pattern, if anything: the last of its six parts may have colons of its own. */
export function arnFault(pattern: string): string | undefined {
    if (pattern === "*" || (pattern.startsWith("arn:") && pattern.split(":").length >= 6)) {
        return undefined;
    }
    return `"${pattern}" is neither * nor an ARN of six parts, arn:partition:service:region:account:resource`;
}

function shape(pattern: string): (actual: string) => boolean {
    const wanted = glob(pattern);
    return (actual) => wanted.test(actual);
}

function arnShape(pattern: string): (actual: string) => boolean {
    if (pattern === "*") {
        return () => true;
    }
    const wanted = arnParts(pattern).map((part) => glob(part));
    return (actual) => {
        const parts = arnParts(actual);
        return parts.length === 6 && wanted.every((part, index) => part.test(parts[index] ?? ""));
    };
}

function arnParts(arn: string): string[] {
    const parts = arn.split(":");
    return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function operatorOf(name: string, place: string): Operator {
    const base = name.replace(/IfExists$/, "").replace(new RegExp(`^${forAll}`), "");
    const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
    if (operator !== undefined) {
        return operator;
    }
    const known = Object.keys(OPERATORS).join(", ");
    throw new Error(
        `${place}: condition operator ${name} is not simulated; simulated are ${known}, each with IfExists or ForAllValues.`,
    );
}

function notTrueOrFalse(wanted: string): string | undefined {
    return /^(true|false)$/i.test(wanted) ? undefined : `"${wanted}" is neither true nor false`;
}

function isValue(value: unknown): value is Value {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** @throws Error naming the element unless it is an object that is not empty. */
export function members(element: unknown, name: string): [string, unknown][] {
    const isObject = typeof element === "object" && element !== null && !Array.isArray(element);
    const entries: [string, unknown][] = isObject ? Object.entries(element) : [];
    if (entries.length === 0) {
        throw new Error(`${name} must be an object that is not empty.`);
    }
    return entries;
}
