/**
 * Does this event match this rule? As EventBridge answers it for a rule on an event bus.
 *
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html and, for what those leave
 * open, the engine behind the service (github.com/aws/event-ruler). It takes patterns and events apart into dotted paths,
 * so that `{"detail.state": [...]}` equals `{"detail": {"state": [...]}}`, and `$or` apart into combinations.
 */
import { type Condition, readCondition, show } from "./eventCondition";
import { MAX_COMPLEXITY, wildcardComplexity } from "./wildcardComplexity";
import { type Elements, isObject, join, type Leaf, leavesAt } from "./eventLeaf";

/** Longest pattern, as JSON text, that an account may have; on request AWS raises it to 4096. */
const MAX_CHARACTERS = 2048;

/** Most combinations of `$or` alternatives: the product of the lengths of all `$or` lists. */
const MAX_COMBINATIONS = 1000;

/** Names that may not be fields inside `$or`: operators, and words that the engine keeps for operators to come. */
const RESERVED_IN_OR = new Set(
    (
        "exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= " +
        "regex not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before " +
        "in-date-range ip-address-in-range ip-address-not-in-range"
    ).split(" "),
);

/** A dotted path in the event, and conditions of which one must hold there. */
interface Field {
    readonly path: string;
    readonly conditions: readonly Condition[];
}

/** Fields that must all hold, in the order of their paths. */
type Combination = readonly Field[];

/** A combination in the making: path to conditions. */
type Branch = Map<string, Condition[]>;

/** Where the reading is: the path in the event, the place in the pattern, and whether that lies inside `$or`. */
interface Position {
    readonly path: readonly string[];
    readonly place: string;
    readonly inOr: boolean;
}

/** Takes down a fault with its place in the pattern. */
type Refuse = (place: string, fault: string) => void;

/** Combinations of the patterns asked so far: one pattern is asked about many events. */
const compiled = new WeakMap<object, readonly Combination[]>();

/** All faults of a pattern, as strictly as the service: each a sentence with path, value and what is allowed; empty = valid. */
export function checkPattern(pattern: unknown): string[] {
    return read(pattern).faults;
}

/**
 * Whether the event matches. Anything but an object matches nothing.
 * A pattern is read once for each object: one that is changed between two calls is not read again.
 *
 * @throws Error with every fault if the pattern is not valid.
 */
export function matches(pattern: unknown, event: unknown): boolean {
    const combinations = combinationsOf(pattern);
    return isObject(event) && combinations.some((fields) => hold(fields, event, new Map(), []));
}

function combinationsOf(pattern: unknown): readonly Combination[] {
    const known = isObject(pattern) ? compiled.get(pattern) : undefined;
    if (known !== undefined) {
        return known;
    }
    const { faults, combinations } = read(pattern);
    if (faults.length > 0) {
        throw new Error(`The event pattern is not valid. ${faults.join(" ")}`);
    }
    if (isObject(pattern)) {
        compiled.set(pattern, combinations);
    }
    return combinations;
}

/** Checks and compiles in one pass, so that what is accepted and what is run cannot differ. */
function read(pattern: unknown): { faults: string[]; combinations: Combination[] } {
    const faults: string[] = [];
    const refuse: Refuse = (place, fault) => faults.push(`${place || "pattern"}: ${fault}`);
    const characters = isObject(pattern) ? JSON.stringify(pattern).length : 0;
    if (characters > MAX_CHARACTERS) {
        refuse("", `${characters} characters of JSON are more than ${MAX_CHARACTERS}.`);
    }
    // Counted before they are made: twenty small $or lists would be a million combinations.
    const product = orProduct(pattern);
    if (product > MAX_COMBINATIONS) {
        refuse("", `$or makes ${product} combinations, more than ${MAX_COMBINATIONS}.`);
        return { faults, combinations: [] };
    }
    for (const [path, wildcards] of wildcardsIn(pattern)) {
        const complexity = wildcardComplexity(wildcards);
        if (complexity > MAX_COMPLEXITY) {
            refuse(
                path,
                `wildcards are too complex: one text may be at ${complexity} places of them at once, and only ` +
                    `${MAX_COMPLEXITY} are known to be taken. Use fewer *, or fewer repetitions after one.`,
            );
        }
    }
    const branches = readFields(
        pattern,
        { path: [], place: "", inOr: false },
        [new Map<string, Condition[]>()],
        refuse,
    );
    const combinations = branches.map((branch) =>
        [...branch].map(([path, conditions]) => ({ path, conditions })).sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
    return { faults, combinations };
}

/** Adds the fields of `node` to every branch. Of a path given twice the later conditions stand, as in the service. */
function readFields(node: unknown, position: Position, branches: Branch[], refuse: Refuse): Branch[] {
    if (!isObject(node)) {
        refuse(position.place, `${show(node)} is not an object of fields.`);
        return branches;
    }
    const fields = Object.entries(node);
    if (fields.length === 0) {
        refuse(position.place, "{} is empty; it must name a field.");
    }
    return fields.reduce((grown, [name, value]) => {
        const place = position.place === "" ? name : `${position.place}.${name}`;
        if (name === "$or") {
            return readOr(value, { ...position, place }, grown, refuse);
        }
        const path = [...position.path, name];
        if (position.inOr && RESERVED_IN_OR.has(name)) {
            refuse(place, `"${name}" is the name of an operator, which cannot be a field inside $or.`);
        } else if (Array.isArray(value)) {
            const conditions = readConditions(value, place, refuse);
            for (const branch of grown) {
                branch.set(path.join("."), conditions);
            }
        } else if (isObject(value)) {
            return readFields(value, { ...position, path, place }, grown, refuse);
        } else {
            refuse(place, `${show(value)} is neither a list of values nor an object of fields.`);
        }
        return grown;
    }, branches);
}

function readOr(alternatives: unknown, position: Position, branches: Branch[], refuse: Refuse): Branch[] {
    if (!Array.isArray(alternatives) || alternatives.length < 2) {
        refuse(position.place, `${show(alternatives)} is not a list of two or more objects.`);
        return branches;
    }
    return alternatives.flatMap((alternative: unknown, index) => {
        const copies = branches.map((branch) => new Map(branch));
        return readFields(
            alternative,
            { ...position, place: `${position.place}[${index}]`, inOr: true },
            copies,
            refuse,
        );
    });
}

function readConditions(values: unknown[], place: string, refuse: Refuse): Condition[] {
    if (values.length === 0) {
        refuse(place, "[] is empty; it must hold a value or a condition.");
    }
    return values.flatMap((value, index) => {
        const condition = readCondition(value);
        if (typeof condition !== "object") {
            return [condition];
        }
        refuse(`${place}[${index}]`, condition.fault);
        return [];
    });
}

/** The wildcards asked of each path, in all alternatives. */
function wildcardsIn(node: unknown, path = "", found = new Map<string, string[]>()): Map<string, string[]> {
    for (const [name, value] of isObject(node) ? Object.entries(node) : []) {
        const below = name === "$or" ? path : path === "" ? name : `${path}.${name}`;
        for (const entry of Array.isArray(value) ? (value as unknown[]) : []) {
            if (name === "$or") {
                wildcardsIn(entry, path, found);
            } else {
                found.set(below, [...(found.get(below) ?? []), ...wildcardsOf(entry)]);
            }
        }
        wildcardsIn(value, below, found);
    }
    return found;
}

function wildcardsOf(condition: unknown): string[] {
    if (!isObject(condition)) {
        return [];
    }
    const { wildcard, "anything-but": not } = condition;
    return [...[wildcard].flat(), ...wildcardsOf(not)].filter((text) => typeof text === "string");
}

function orProduct(node: unknown): number {
    if (!isObject(node)) {
        return 1;
    }
    return Object.entries(node)
        .map(([name, value]) => {
            if (name !== "$or" || !Array.isArray(value)) {
                return orProduct(value);
            }
            return value.reduce<number>((product, member) => product * orProduct(member), value.length);
        })
        .reduce((product, factor) => product * factor, 1);
}

/**
 * Whether the fields from `index` on hold, given the array elements that those before were found in.
 * `found` keeps a field's leaves for the next try with other elements.
 */
function hold(fields: Combination, event: unknown, chosen: Elements, found: Leaf[][], index = 0): boolean {
    const field = fields[index];
    if (field === undefined) {
        return true;
    }
    const leaves = (found[index] ??= leavesAt(event, field.path));
    return field.conditions.some((condition) => {
        if (condition === "absent") {
            const isAbsent = leaves.every((leaf) => join(chosen, leaf.elements) === undefined);
            return isAbsent && hold(fields, event, chosen, found, index + 1);
        }
        return leaves.some((leaf) => {
            const joined = condition(leaf.value) ? join(chosen, leaf.elements) : undefined;
            return joined !== undefined && hold(fields, event, joined, found, index + 1);
        });
    });
}
