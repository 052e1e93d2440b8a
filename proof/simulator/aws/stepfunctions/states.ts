import { parseTimestamp } from "../../../../model/aws/asl";
import type { CompiledChoice, CompiledFail, CompiledState, CompiledWait } from "./compiledStates";
import { ExecutionOver, fail } from "./execution";
import type { Run } from "./run";
import { performTask } from "./task";

/** The longest that a Wait waits, in seconds: about 3 years. */
const MAX_WAIT_SECONDS = 99_999_999;

/**
 * What each type of state does once it is entered. Gives the name of the next state, if there is one.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html
 */
export async function* perform(run: Run, state: CompiledState): AsyncGenerator<number, string | undefined, void> {
    switch (state.type) {
        case "Pass":
        case "Succeed":
            return run.leave(state.type, state.exit, run.input);
        case "Choice":
            return choose(run, state);
        case "Wait":
            yield* run.sleepUntil(await wakeAt(run, state.until));
            return run.leave("Wait", state.exit, run.input);
        case "Task":
            return yield* performTask(run, state);
        case "Fail":
            return failAs(run, state);
    }
}

async function choose(run: Run, choice: CompiledChoice): Promise<string | undefined> {
    for (const { condition, exit } of choice.rules) {
        if ((await run.evaluate(condition)) === true) {
            return run.leave("Choice", exit, run.input);
        }
    }
    if (choice.otherwise) {
        return run.leave("Choice", choice.otherwise, run.input);
    }
    throw run.failure(
        "States.NoChoiceMatched",
        "Failed to transition out of the state. The state does not point to a next state.",
    );
}

/** When a Wait ends, in epoch milliseconds; perhaps in the past. */
async function wakeAt(run: Run, until: CompiledWait["until"]): Promise<number> {
    if ("seconds" in until) {
        const seconds = Number(await run.evaluate(until.seconds));
        if (Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_WAIT_SECONDS) {
            return run.now + 1000 * seconds;
        }
        throw run.evaluationFailed(
            "Seconds",
            `The Seconds field must be a whole number from 0 to 99,999,999, but is: ${seconds}`,
        );
    }
    const text = String(await run.evaluate(until.timestamp));
    const at = parseTimestamp(text);
    if (at !== undefined) {
        return at;
    }
    throw run.evaluationFailed(
        "Timestamp",
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    );
}

async function failAs(run: Run, { error, cause }: CompiledFail): Promise<never> {
    const name = error && String(await run.evaluate(error));
    const reason = cause && String(await run.evaluate(cause));
    fail(run.execution, run.now, name, reason);
    throw new ExecutionOver();
}
