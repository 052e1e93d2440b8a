/**
 * Which errors a retrier or a catcher takes, and how long a retry waits.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
import type { Retrier } from "../../../../model/aws/asl";

/**
 * Nothing catches States.Runtime. Of a result that is too large the documents say that States.ALL does not catch it; by
 * its own name it was caught on AWS, and by States.ALL, too, for Tasks of Lambda (localstack/localstack,
 * tests/aws/services/stepfunctions, 2024). So both are played.
 *
 * @param allTakesTooLarge Whether States.ALL catches it.
 */
export function takes(errorEquals: readonly string[], error: string, allTakesTooLarge = false): boolean {
    if (error === "States.Runtime") {
        return false;
    }
    if (error === "States.DataLimitExceeded" && !allTakesTooLarge) {
        return errorEquals.includes(error);
    }
    return errorEquals.some(
        (name) =>
            name === error || name === "States.ALL" || (name === "States.TaskFailed" && error !== "States.Timeout"),
    );
}

/** The retries of one visit to a Task: each retrier counts for itself, and the next visit starts anew. */
export class Retries {
    readonly #attempts: number[];
    readonly #retriers: readonly Retrier[];

    constructor(retriers: readonly Retrier[]) {
        this.#retriers = retriers;
        this.#attempts = retriers.map(() => 0);
    }

    /** Milliseconds to wait before the Task is tried again; undefined when it is not. `random`: 0 <= x < 1. */
    delay(error: string, random: () => number, allTakesTooLarge = false): number | undefined {
        const index = this.#retriers.findIndex((each) => takes(each.ErrorEquals, error, allTakesTooLarge));
        const retrier = this.#retriers[index];
        const made = this.#attempts[index] ?? 0;
        if (retrier === undefined || made >= (retrier.MaxAttempts ?? 3)) {
            return undefined;
        }
        this.#attempts[index] = made + 1;
        const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity, JitterStrategy } = retrier;
        const seconds = Math.min(IntervalSeconds * BackoffRate ** made, MaxDelaySeconds);
        return Math.round(1000 * seconds * (JitterStrategy === "FULL" ? random() : 1));
    }
}
