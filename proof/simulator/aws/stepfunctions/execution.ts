import type { Reply } from "../core/calls";

/** An event of an execution's history, as the console shows it. */
export interface HistoryEvent {
    /** 1 and up. */
    readonly id: number;
    readonly previousEventId: number;
    readonly type: string;
    /** Epoch milliseconds. */
    readonly at: number;
    readonly details: Readonly<Record<string, unknown>>;
}

export interface Execution {
    readonly arn: string;
    readonly name: string;
    readonly input: unknown;
    /** Epoch milliseconds. */
    readonly startedAt: number;
    status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
    error?: string;
    cause?: string;
    output?: unknown;
    /** Epoch milliseconds. */
    stoppedAt?: number;
    /** State transitions as AWS bills them: each state entered, and each retry. */
    transitions: number;
    readonly history: HistoryEvent[];
}

/** The world of an execution. */
export interface Host {
    /** Whether States.ALL catches a result that is too large. Default: it does not, as the documents say. */
    readonly allTakesTooLarge?: boolean;
    /** Performs the call of a Task, e.g. "arn:aws:states:::aws-sdk:glue:getSession", at virtual time `at`. */
    call(resource: string, args: unknown, at: number): Promise<Reply> | Reply;
    /** 0 <= x < 1, for jitter, $random() and $uuid(). */
    random(): number;
}

/** An error of a state, by AWS's name for it. A Task may retry or catch it. */
export class StateError extends Error {
    constructor(
        readonly error: string,
        /** A time-out has none. */
        readonly reason?: string,
    ) {
        super(`${error}: ${reason ?? ""}`);
    }
}

/** Unwinds an execution that is over: it timed out, its history is full, or somebody aborted it. */
export class ExecutionOver extends Error {}

/**
 * The last event of a history that fills up is ExecutionFailed.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MAX_EVENTS = 25_000;

/** Appends an event to the history, and returns its id. */
export function record(execution: Execution, at: number, type: string, details: HistoryEvent["details"]): number {
    if (execution.status !== "RUNNING") {
        throw new ExecutionOver();
    }
    const { history } = execution;
    if (history.length === MAX_EVENTS - 1 && !type.startsWith("Execution")) {
        fail(execution, at, "States.Runtime", "The execution reached the maximum number of history events (25000).");
        throw new ExecutionOver();
    }
    const id = history.length + 1;
    // AWS lets the first state, and the end by time-out, follow nothing.
    const previousEventId = id <= 2 || type === "ExecutionTimedOut" ? 0 : id - 1;
    history.push({ id, previousEventId, type, at, details });
    return id;
}

export function succeed(execution: Execution, at: number, output: unknown): void {
    record(execution, at, "ExecutionSucceeded", { output });
    execution.output = output;
    end(execution, at, "SUCCEEDED");
}

export function fail(execution: Execution, at: number, error?: string, cause?: string): void {
    const what = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
    record(execution, at, "ExecutionFailed", what);
    Object.assign(execution, what);
    end(execution, at, "FAILED");
}

export function timeOut(execution: Execution, at: number): void {
    record(execution, at, "ExecutionTimedOut", { error: "States.Timeout" });
    execution.error = "States.Timeout";
    end(execution, at, "TIMED_OUT");
}

function end(execution: Execution, at: number, status: Execution["status"]): void {
    execution.status = status;
    execution.stoppedAt = at;
}
