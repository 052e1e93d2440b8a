/**
 * The older query language of Step Functions, as much of it as a machine of Waits, Tasks and Fails needs: literals,
 * `SecondsPath`, `Parameters` with `.$` keys that hold a path or States.Format. A result replaces the state's data, and
 * so does what a Catch hands on. Everything else is refused.
 *
 * Sources: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-example.html,
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
import type { Catcher, FailState, Retrier } from "../../../../model/aws/asl";
import { checkDefinition } from "./definition/checkDefinition";
import { isObject, isWholeNumber } from "./definition/fieldChecks";
import type { CompiledState } from "./compiledStates";
import type { Bindings, Field } from "./jsonata/expressions";
import { select, stepsOf } from "../core/eventPath";

/** What ends an execution as States.Runtime: no Retry and no Catch takes it. */
export class JsonPathError extends Error {}

type Fields = Readonly<Record<string, unknown>>;
type Compute = (input: unknown) => unknown;

interface WaitState {
    readonly Type: "Wait";
    readonly Seconds?: number;
    readonly SecondsPath?: string;
    readonly Next?: string;
}
interface TaskState {
    readonly Type: "Task";
    readonly Resource: string;
    readonly Parameters?: unknown;
    readonly TimeoutSeconds?: number;
    readonly Retry?: readonly Retrier[];
    readonly Catch?: readonly Catcher[];
    readonly Next?: string;
}
type JsonPathState = WaitState | TaskState | FailState;

/** The fields that are simulated, by type. */
const known: Readonly<Record<string, readonly string[]>> = {
    Fail: ["Type", "Comment", "Error", "Cause"],
    Task: ["Type", "Comment", "Resource", "Parameters", "TimeoutSeconds", "Retry", "Catch", "Next", "End"],
    Wait: ["Type", "Comment", "Seconds", "SecondsPath", "Next", "End"],
};
const MAX_SECONDS = 99_999_999;

/** Whether a definition is in JSONPath: the language of one that names none. */
export function isJsonPath(definition: unknown): definition is Fields {
    return isObject(definition) && ["JSONPath", undefined].includes(definition["QueryLanguage"] as string | undefined);
}

/** Compiles every state. What AWS or the simulator refuses is added to `faults`. */
export function compileJsonPath(definition: Fields, faults: string[]): ReadonlyMap<string, CompiledState> {
    const states = Object.entries(isObject(definition["States"]) ? definition["States"] : {});
    faults.push(...states.flatMap(([name, state]) => strangeFields(state).map((field) => `State ${name}: ${field}`)));
    if (faults.length > 0) {
        return new Map();
    }
    // What the languages share is checked as JSONata's.
    const shared = Object.fromEntries(states.map(([name, state]) => [name, withoutPaths(state)]));
    faults.push(...checkDefinition({ ...definition, QueryLanguage: "JSONata", States: shared }));
    if (faults.length > 0) {
        return new Map();
    }
    return new Map(states.map(([name, state]) => [name, compileState(name, state as JsonPathState, faults)]));
}

function withoutPaths(state: unknown): unknown {
    if (!isObject(state)) {
        return state;
    }
    const { Parameters: _, SecondsPath, ...shared } = state;
    return SecondsPath === undefined ? shared : { ...shared, Seconds: 0 };
}

function strangeFields(state: unknown): string[] {
    if (!isObject(state)) {
        return [];
    }
    const { Type, Seconds, SecondsPath } = state;
    const fields = known[String(Type)];
    if (fields === undefined) {
        return [`Type ${String(Type)} is not simulated in JSONPath; ${Object.keys(known).join(", ")} are.`];
    }
    return [
        ...Object.keys(state)
            .filter((field) => !fields.includes(field))
            .map((field) => `${field} is not simulated in a JSONPath ${String(Type)}; ${fields.join(", ")} are.`),
        ...(Seconds !== undefined && SecondsPath !== undefined ? ["it has both Seconds and SecondsPath."] : []),
        ...(typeof Seconds === "string" ? [`Seconds is "${Seconds}", but JSONPath takes a whole number.`] : []),
        ...(Array.isArray(state["Catch"]) ? state["Catch"] : []).flatMap((catcher: unknown, index) =>
            Object.keys(isObject(catcher) ? catcher : {})
                .filter((field) => !["Comment", "ErrorEquals", "Next"].includes(field))
                .map((field) => `Catch[${index}]/${field} is not simulated in JSONPath; ErrorEquals and Next are.`),
        ),
    ];
}

function compileState(name: string, state: JsonPathState, faults: string[]): CompiledState {
    switch (state.Type) {
        case "Fail":
            return { type: "Fail", error: constant(state.Error), cause: constant(state.Cause) };
        case "Wait":
            return { type: "Wait", until: { seconds: seconds(name, state, faults) }, exit: { next: state.Next } };
        case "Task":
            return {
                type: "Task",
                resource: state.Resource,
                timeoutSeconds: state.TimeoutSeconds,
                parameters: onInput(
                    parameters(state.Parameters ?? {}, (fault) => faults.push(`State ${name}: ${fault}`)),
                ),
                retriers: state.Retry ?? [],
                catchers: (state.Catch ?? []).map(({ ErrorEquals, Next }) => ({
                    errorEquals: ErrorEquals,
                    exit: { next: Next },
                })),
                exit: { next: state.Next },
            };
    }
}

const constant = (value: string | undefined): Field | undefined => (value === undefined ? undefined : () => value);

const onInput =
    (compute: Compute): Field =>
    ({ states }: Bindings) =>
        compute((states as { readonly input?: unknown }).input);

/**
 * Causes as recorded on AWS: github.com/localstack/localstack, `v2/base/test_wait` and `v2/logs/test_logs` in
 * `tests/aws/services/stepfunctions`. Not recorded: a text, and a wait beyond the documented maximum.
 */
function seconds(name: string, { Seconds, SecondsPath }: WaitState, faults: string[]): Field {
    if (SecondsPath === undefined) {
        return () => Seconds;
    }
    const blame: Blame = (fault) => faults.push(`State ${name}: ${fault}`);
    const read = path(
        SecondsPath,
        "SecondsPath",
        blame,
        () => `The SecondsPath parameter does not reference an input value: ${SecondsPath}`,
    );
    return onInput((input) => {
        const value = read(input);
        if (isWholeNumber(value, 0, MAX_SECONDS)) {
            return value;
        }
        const what = !Number.isInteger(value)
            ? "cannot be parsed as a long value"
            : Number(value) < 0
              ? "references a negative value"
              : `references more than ${MAX_SECONDS} seconds`;
        throw new JsonPathError(`The SecondsPath parameter ${what}: ${SecondsPath} == ${JSON.stringify(value)}`);
    });
}

type Blame = (fault: string) => void;

/** Members whose names end in `.$` are computed and lose that ending; the others stand as they are. */
function parameters(value: unknown, blame: Blame): Compute {
    if (Array.isArray(value)) {
        const items = value.map((item) => parameters(item, blame));
        return (input) => items.map((item) => item(input));
    }
    if (!isObject(value)) {
        return () => value;
    }
    const members = Object.entries(value).map(([key, each]) =>
        key.endsWith(".$")
            ? ([key.slice(0, -2), computed(each, key, blame)] as const)
            : ([key, parameters(each, blame)] as const),
    );
    return (input) => Object.fromEntries(members.map(([key, member]) => [key, member(input)]));
}

/** A path, or States.Format with literals and paths. */
function computed(value: unknown, field: string, blame: Blame): Compute {
    const text = String(value);
    const format = /^States\.Format\((.*)\)$/s.exec(text)?.[1];
    if (format === undefined) {
        return path(text, field, blame);
    }
    // A literal stands in single quotes, in which a backslash takes the next character with it.
    const [quoted, ...rest] = format.match(/'(?:[^'\\]|\\.)*'|[^,\s][^,]*/gs) ?? [];
    if (quoted?.startsWith("'") !== true) {
        blame(`${field} is "${text}", but States.Format takes a text in single quotes first.`);
        return () => undefined;
    }
    const parts = unquoted(quoted).split("{}");
    if (parts.length !== rest.length + 1) {
        blame(`${field}: States.Format has ${parts.length - 1} places, but ${rest.length} values.`);
    }
    const values = rest.map((argument) =>
        argument.startsWith("'") ? () => unquoted(argument) : path(argument.trim(), field, blame),
    );
    return (input) => parts.map((part, index) => part + written(values[index]?.(input) ?? "")).join("");
}

const unquoted = (text: string): string => text.slice(1, -1).replace(/\\(.)/gs, "$1");

/** As Java writes it: the article's mail shows an object as `{Id=...}`. */
function written(value: unknown): string {
    if (typeof value === "string") {
        return value;
    }
    if (Array.isArray(value)) {
        return `[${value.map(written).join(", ")}]`;
    }
    if (!isObject(value)) {
        return JSON.stringify(value);
    }
    return `{${Object.entries(value)
        .map(([key, each]) => `${key}=${written(each)}`)
        .join(", ")}}`;
}

/** @param missing What the error of an absent value says. */
function path(
    text: string,
    field: string,
    blame: Blame,
    missing = (input: unknown) =>
        `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(input)}'`,
): Compute {
    const steps = stepsOf(text);
    if (steps === undefined || text.includes("*")) {
        blame(`${field} is "${text}", but must be a path: $ and then .name, ['name'] or [0].`);
        return () => undefined;
    }
    return (input) => {
        const found = select(input, steps);
        if (found !== undefined) {
            return found;
        }
        throw new JsonPathError(missing(input));
    };
}
