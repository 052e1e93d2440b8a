import { isObject, show } from "./fieldChecks";
import { stateMachine, stateTypes } from "./stateFields";

type Fields = Readonly<Record<string, unknown>>;

/** A field that names a state: where it stands, and what it says. */
type Edge = readonly [field: string, target: unknown];

/**
 * Every fault of a definition at once, each a sentence that names state, field, value and limit; none when it is good.
 * What is inside `{% %}` is not read here: the simulator compiles that.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export function checkDefinition(definition: unknown): string[] {
    const faults = stateMachine("The definition", "", definition);
    if (!isObject(definition) || !isObject(definition["States"])) {
        return faults;
    }
    const states = definition["States"];
    return [
        ...faults,
        ...Object.entries(states).flatMap(([name, state]) => checkState(name, state)),
        ...danglingEdges(definition["StartAt"], states),
        ...unreached(definition["StartAt"], states),
        ...endless(states),
    ];
}

/** The faults of one state, but for the names of states in it. */
export function checkState(name: string, state: unknown): string[] {
    const place = `State ${name}`;
    const misnamed =
        name.length >= 1 && name.length <= 80
            ? []
            : [`${place}: its name is ${name.length} characters long, but must be 1 to 80.`];
    if (!isObject(state)) {
        return [...misnamed, `${place}: it is ${show(state)}, but must be an object.`];
    }
    const type = state["Type"];
    const check = typeof type === "string" && Object.hasOwn(stateTypes, type) ? stateTypes[type] : undefined;
    return [
        ...misnamed,
        ...(check?.(place, "", state) ?? [
            ["Parallel", "Map"].includes(String(type))
                ? `${place}: Type ${show(type)} is not simulated; ${Object.keys(stateTypes).join(", ")} are.`
                : `${place}: Type is ${show(type)}, but must be one of ${Object.keys(stateTypes).join(", ")}.`,
        ]),
    ];
}

/** Every state that this one may lead to. */
function edges(state: unknown): Edge[] {
    if (!isObject(state)) {
        return [];
    }
    return [
        ["Next", state["Next"]],
        ["Default", state["Default"]],
        ...inner("Choices", state),
        ...inner("Catch", state),
    ];
}

function inner(field: string, state: Fields): Edge[] {
    const entries: unknown = state[field];
    if (!Array.isArray(entries)) {
        return [];
    }
    return entries.map((entry: unknown, index) => [
        `${field}[${index}]/Next`,
        isObject(entry) ? entry["Next"] : undefined,
    ]);
}

function danglingEdges(startAt: unknown, states: Fields): string[] {
    const all = Object.entries(states).flatMap(([name, state]) =>
        edges(state).map(([field, target]) => [`State ${name}: ${field}`, target] as const),
    );
    return [["The definition: StartAt", startAt] as const, ...all].flatMap(([field, target]) =>
        typeof target === "string" && target !== "" && !Object.hasOwn(states, target)
            ? [`${field} is "${target}", but no state has that name.`]
            : [],
    );
}

function unreached(startAt: unknown, states: Fields): string[] {
    if (typeof startAt !== "string" || !Object.hasOwn(states, startAt)) {
        return [];
    }
    const reached = new Set([startAt]);
    for (const name of reached) {
        for (const [, target] of edges(states[name])) {
            if (typeof target === "string" && Object.hasOwn(states, target)) {
                reached.add(target);
            }
        }
    }
    return Object.keys(states)
        .filter((name) => !reached.has(name))
        .map((name) => `State ${name}: nothing leads to it from StartAt, "${startAt}".`);
}

function endless(states: Fields): string[] {
    const ends = Object.values(states).some(
        (state) =>
            isObject(state) && (state["End"] === true || state["Type"] === "Succeed" || state["Type"] === "Fail"),
    );
    return ends ? [] : ["The definition: no state ends an execution, by End, Succeed or Fail."];
}
