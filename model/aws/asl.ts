/**
 * The subset of the Amazon States Language that the stop workflow uses, JSONata only.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */

/** A whole value in `{% %}` is a JSONata expression; any other string is literal. */
export type Expression = `{% ${string} %}`;

/** Nothing may stand before `{%` or after `%}`, not even a space: AWS takes such a string for a literal. */
export function isExpression(text: string): text is Expression {
    return text.length >= 4 && text.startsWith("{%") && text.endsWith("%}");
}

/**
 * The instant that a Wait's Timestamp names, in epoch milliseconds; undefined when AWS would refuse the text.
 * It takes RFC 3339 with a capital T and Z, and cuts fractions of a second.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html
 */
export function parseTimestamp(text: string): number | undefined {
    const wholeSeconds = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(text)?.[1];
    if (wholeSeconds === undefined) {
        return undefined;
    }
    const at = Date.parse(`${wholeSeconds}Z`);
    // Date.parse makes 2 March of 30 February; written out again, such a day does not come back.
    return !Number.isNaN(at) && new Date(at).toISOString().startsWith(wholeSeconds) ? at : undefined;
}

/** JSON whose strings may be expressions. */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [member: string]: Template };

/** Variables to set: name without `$` to value. */
export type Assign = Readonly<Record<string, Template>>;

export interface Retrier {
    readonly ErrorEquals: readonly string[];
    /** Seconds before the first retry, at least 1. AWS's default: 1. */
    readonly IntervalSeconds?: number;
    /** 0 to 99,999,999; 0 never retries. AWS's default: 3. */
    readonly MaxAttempts?: number;
    /** At least 1. AWS's default: 2. */
    readonly BackoffRate?: number;
    /** 1 to 31,622,400, above IntervalSeconds. */
    readonly MaxDelaySeconds?: number;
    readonly JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher {
    readonly ErrorEquals: readonly string[];
    readonly Assign?: Assign;
    readonly Output?: Template;
    readonly Next: string;
}

interface Common {
    readonly Comment?: string;
    readonly Assign?: Assign;
    readonly Output?: Template;
}

/** Where a state leads: exactly one of the two. */
type Transition = { readonly Next: string; readonly End?: never } | { readonly End: true; readonly Next?: never };

export type TaskState = Common &
    Transition & {
        readonly Type: "Task";
        readonly Resource: string;
        readonly Arguments?: Template;
        readonly TimeoutSeconds?: number;
        readonly Retry?: readonly Retrier[];
        readonly Catch?: readonly Catcher[];
    };

export type PassState = Common & Transition & { readonly Type: "Pass" };

export type WaitState = Common &
    Transition & { readonly Type: "Wait"; readonly Seconds?: number | Expression; readonly Timestamp?: string };

export interface ChoiceRule {
    readonly Comment?: string;
    readonly Condition: Expression;
    readonly Assign?: Assign;
    readonly Output?: Template;
    readonly Next: string;
}

/** `Assign` and `Output` of the state itself serve its Default alone. */
export type ChoiceState = Common & {
    readonly Type: "Choice";
    readonly Choices: readonly ChoiceRule[];
    readonly Default?: string;
};

export interface SucceedState {
    readonly Type: "Succeed";
    readonly Comment?: string;
    readonly Output?: Template;
}

export interface FailState {
    readonly Type: "Fail";
    readonly Comment?: string;
    readonly Error?: string;
    readonly Cause?: string;
}

export type State = TaskState | PassState | WaitState | ChoiceState | SucceedState | FailState;

export interface Definition {
    readonly Comment?: string;
    readonly QueryLanguage: "JSONata";
    readonly StartAt: string;
    /** Seconds after which an execution ends TIMED_OUT. */
    readonly TimeoutSeconds?: number;
    readonly States: Readonly<Record<string, State>>;
}
