/**
 * What the fields of a state machine and of each type of state must be: the subset of asl.ts, with AWS's limits.
 *
 * Sources: https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html,
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
import { parseTimestamp } from "../../../../../model/aws/asl";
import {
    all,
    assign,
    expression,
    isExpressionText,
    isObject,
    isWholeNumber,
    listOf,
    must,
    oneOf,
    optional,
    shape,
    template,
    wholeNumber,
    type Check,
    type Shape,
} from "./fieldChecks";

/** The longest time in seconds that a field takes: about 3 years. */
const MAX_SECONDS = 99_999_999;
const MAX_DELAY_SECONDS = 31_622_400;

/** Error names that the States Language owns; any other under `States.` is a slip of the pen. */
const STATES_ERRORS = [
    "States.ALL",
    "States.DataLimitExceeded",
    "States.HeartbeatTimeout",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.Runtime",
    "States.TaskFailed",
    "States.Timeout",
];

function isErrorName(value: unknown): boolean {
    return typeof value === "string" && value !== "" && (!value.startsWith("States.") || STATES_ERRORS.includes(value));
}

const name = must("text that is not empty", (value) => typeof value === "string" && value !== "");
const text = must("text", (value) => typeof value === "string");
const exit: Shape = { Assign: optional(assign), Output: optional(template) };

const errorEquals = all(
    must("a list of one or more error names", (value) => Array.isArray(value) && value.length > 0),
    listOf(must(`an error name, and under "States." one of ${STATES_ERRORS.join(", ")}`, isErrorName)),
    must(
        "States.ALL alone where it stands",
        (value) => !Array.isArray(value) || value.length === 1 || !value.includes("States.ALL"),
    ),
);

/** Entries after one with States.ALL would never be reached. */
const allComesLast: Check = (place, field, value) =>
    (Array.isArray(value) ? value.slice(0, -1) : []).flatMap((entry: unknown, index) =>
        isObject(entry) && Array.isArray(entry["ErrorEquals"]) && entry["ErrorEquals"].includes("States.ALL")
            ? [`${place}: ${field}[${index}]/ErrorEquals is ["States.ALL"], but only the last of ${field} may be.`]
            : [],
    );

const maxDelayAboveInterval: Check = (place, field, value) => {
    const { IntervalSeconds: interval = 1, MaxDelaySeconds: most } = isObject(value) ? value : {};
    return typeof interval === "number" && typeof most === "number" && most <= interval
        ? [`${place}: ${field}/MaxDelaySeconds is ${most}, but must be above IntervalSeconds, ${interval}.`]
        : [];
};

const retrier = all(
    shape("a retrier", {
        Comment: optional(text),
        ErrorEquals: errorEquals,
        IntervalSeconds: optional(wholeNumber(1, MAX_SECONDS)),
        MaxAttempts: optional(wholeNumber(0, MAX_SECONDS)),
        BackoffRate: optional(must("a number from 1 on", (value) => Number.isFinite(value) && Number(value) >= 1)),
        MaxDelaySeconds: optional(wholeNumber(1, MAX_DELAY_SECONDS)),
        JitterStrategy: optional(oneOf("FULL", "NONE")),
    }),
    maxDelayAboveInterval,
);
const catcher = shape("a catcher", { Comment: optional(text), ErrorEquals: errorEquals, ...exit, Next: name });
const choiceRule = shape("a choice rule", { Comment: optional(text), Condition: expression, ...exit, Next: name });

/** Actions of optimised integrations: AWS refuses others when a machine is created. Services that are not here are not checked. */
const optimised: Readonly<Record<string, readonly string[]>> = {
    dynamodb: ["getItem", "putItem", "updateItem", "deleteItem"],
    events: ["putEvents"],
    glue: ["startJobRun"],
    lambda: ["invoke"],
    sns: ["publish"],
    sqs: ["sendMessage"],
    states: ["startExecution"],
};

const resource = all(
    must(
        "a literal arn:<partition>:states:::<service>:<action>, without .sync or .waitForTaskToken",
        (value) => typeof value === "string" && /^arn:aws[a-z-]*:states::(?::[A-Za-z0-9-]+){2,}$/.test(value),
    ),
    must("an integration that Step Functions has", (value) => {
        const [, service = "", action = ""] = /:::([a-z]+):([A-Za-z]+)$/.exec(String(value)) ?? [];
        return optimised[service]?.includes(action) ?? true;
    }),
);
const callArguments = must("an object or an expression", (value) => isObject(value) || isExpressionText(value));
const seconds = must(
    "an expression or a whole number from 0 to 99,999,999",
    (value) => isExpressionText(value) || isWholeNumber(value, 0, MAX_SECONDS),
);
const timestamp = must(
    "an expression or a time such as 2026-11-22T20:10:00Z",
    (value) => isExpressionText(value) || (typeof value === "string" && parseTimestamp(value) !== undefined),
);

/** Exactly one of the two, so that nothing depends on which of them wins. */
function eitherOr(one: string, other: string): Check {
    return (place, _, state) => {
        const count = [one, other].filter((field) => isObject(state) && state[field] !== undefined).length;
        if (count === 1) {
            return [];
        }
        const said = count === 0 ? `neither ${one} nor ${other}` : `both ${one} and ${other}`;
        return [`${place}: it has ${said}, but must have one of them.`];
    };
}

const common: Shape = { Type: name, Comment: optional(text) };
const onward: Shape = { Next: optional(name), End: optional(must("true", (value) => value === true)) };
const nextOrEnd = eitherOr("Next", "End");

/** For each type of state, the check of the whole state. */
export const stateTypes: Readonly<Record<string, Check>> = {
    Choice: shape("a Choice", {
        ...common,
        Choices: all(
            listOf(choiceRule),
            must("a list of one or more rules", (value) => !Array.isArray(value) || value.length > 0),
        ),
        Default: optional(name),
        ...exit,
    }),
    Fail: shape("a Fail", {
        ...common,
        Error: optional(all(text, template)),
        Cause: optional(all(text, template)),
    }),
    Pass: all(shape("a Pass", { ...common, ...exit, ...onward }), nextOrEnd),
    Succeed: shape("a Succeed", { ...common, Output: optional(template) }),
    Task: all(
        shape("a Task", {
            ...common,
            Resource: resource,
            Arguments: optional(all(callArguments, template)),
            TimeoutSeconds: optional(wholeNumber(1, MAX_SECONDS)),
            Retry: optional(all(listOf(retrier), allComesLast)),
            Catch: optional(all(listOf(catcher), allComesLast)),
            ...exit,
            ...onward,
        }),
        nextOrEnd,
    ),
    Wait: all(
        shape("a Wait", {
            ...common,
            Seconds: optional(seconds),
            Timestamp: optional(timestamp),
            ...exit,
            ...onward,
        }),
        eitherOr("Seconds", "Timestamp"),
        nextOrEnd,
    ),
};

/** The check of a whole machine but for what its states say of each other. */
export const stateMachine = shape("a state machine", {
    Comment: optional(text),
    Version: optional(oneOf("1.0")),
    QueryLanguage: oneOf("JSONata"),
    StartAt: name,
    TimeoutSeconds: optional(wholeNumber(1, MAX_SECONDS)),
    States: must("an object of one or more states", (value) => isObject(value) && Object.keys(value).length > 0),
});
