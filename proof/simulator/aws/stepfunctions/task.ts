import type { CompiledTask } from "./compiledStates";
import { StateError } from "./execution";
import { MAX_PAYLOAD_BYTES, checkSize, payloadBytes, tooLarge } from "./payload";
import { Retries, takes } from "./retry";
import type { Run } from "./run";
import type { Reply } from "../core/calls";

/**
 * A Task: the call, its retries, its catchers. What goes wrong in its own expressions is retried and caught as well.
 * Gives the name of the next state, if there is one.
 *
 * Sources: https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html,
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export async function* performTask(run: Run, task: CompiledTask): AsyncGenerator<number, string | undefined, void> {
    const retries = new Retries(task.retriers);
    for (;;) {
        try {
            const result = yield* call(run, task);
            return await run.leave("Task", task.exit, result, { result });
        } catch (thrown) {
            if (!(thrown instanceof StateError)) {
                throw thrown;
            }
            const delay = retries.delay(thrown.error, () => run.host.random(), run.host.allTakesTooLarge);
            if (delay === undefined) {
                return recover(run, task, thrown);
            }
            yield* run.sleepUntil(run.now + delay);
            run.countRetry();
        }
    }
}

/** Makes the call once, and waits for the reply as long as the Task may. */
async function* call(run: Run, task: CompiledTask): AsyncGenerator<number, unknown, void> {
    const { resource, timeoutSeconds = Infinity } = task;
    const parameters = await run.evaluate(task.parameters);
    checkSize(parameters, run.state);
    const service = serviceOf(resource);
    const limit = timeoutSeconds === Infinity ? {} : { timeoutInSeconds: timeoutSeconds };
    run.record("TaskScheduled", { ...service, region: run.machine.region, parameters, ...limit });
    run.record("TaskStarted", service);

    const reply = withinSize(await run.host.call(resource, parameters, run.now), service.resourceType);
    const { seconds = 0 } = reply;
    yield* run.sleepUntil(run.now + Math.round(1000 * Math.min(seconds, timeoutSeconds)));
    if (seconds > timeoutSeconds) {
        run.record("TaskTimedOut", { ...service, error: "States.Timeout" });
        throw new StateError("States.Timeout");
    }
    if ("error" in reply) {
        run.record("TaskFailed", { ...service, error: reply.error, cause: reply.cause });
        throw new StateError(reply.error, reply.cause);
    }
    run.record("TaskSucceeded", { ...service, output: reply.result });
    return reply.result;
}

/** `aws-sdk:glue` and `getSession`, `sns` and `publish`. */
function serviceOf(resource: string): { resourceType: string; resource: string } {
    const parts = resource.split(":").slice(5);
    return { resourceType: parts.slice(0, -1).join(":"), resource: parts.at(-1) ?? "" };
}

function withinSize(reply: Reply, resourceType: string): Reply {
    if ("error" in reply || payloadBytes(reply.result) <= MAX_PAYLOAD_BYTES) {
        return reply;
    }
    return { ...tooLarge(resourceType), seconds: reply.seconds };
}

function recover(run: Run, task: CompiledTask, failure: StateError): Promise<string | undefined> {
    const catcher = task.catchers.find(({ errorEquals }) =>
        takes(errorEquals, failure.error, run.host.allTakesTooLarge),
    );
    if (catcher === undefined) {
        throw failure;
    }
    const errorOutput = { Error: failure.error, Cause: failure.reason ?? "" };
    return run.leave("Task", catcher.exit, errorOutput, { errorOutput });
}
