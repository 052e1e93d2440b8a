import type { Exit } from "./compiledStates";
import { ExecutionOver, StateError, record, timeOut, type Execution, type Host } from "./execution";
import { bindings, QueryEvaluationError, type Field, type Scope } from "./jsonata/expressions";
import { JsonPathError } from "./jsonPath";
import { checkSize } from "./payload";

/** An execution lives at most a year: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_SECONDS = 365 * 24 * 60 * 60;

/** The machine that an execution runs, as `$states.context` tells it. */
export interface Machine {
    readonly arn: string;
    readonly name: string;
    readonly region: string;
    readonly roleArn: string;
    readonly timeoutSeconds?: number;
}

/** What is there besides input, context and variables: of a Task, what came out of it. */
type Outcome = Pick<Scope["states"], "result" | "errorOutput">;

/** An execution on its way: the virtual clock, the state that it is in, and the data that it carries. */
export class Run {
    /** Epoch milliseconds. */
    now: number;
    /** What the current state was given. */
    input: unknown;
    /** The current state's name. */
    state = "";
    #enteredId = 0;
    /** `$states.context`. */
    #context: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    #variables: Readonly<Record<string, unknown>> = {};
    readonly #deadline: number;

    constructor(
        readonly execution: Execution,
        readonly host: Host,
        readonly machine: Machine,
    ) {
        this.now = execution.startedAt;
        this.input = execution.input;
        this.#deadline = execution.startedAt + 1000 * Math.min(machine.timeoutSeconds ?? MAX_SECONDS, MAX_SECONDS);
        this.#context = {
            Execution: {
                Id: execution.arn,
                Input: execution.input,
                Name: execution.name,
                RoleArn: machine.roleArn,
                StartTime: new Date(execution.startedAt).toISOString(),
            },
            StateMachine: { Id: machine.arn, Name: machine.name },
        };
    }

    enter(state: string, type: string): void {
        this.state = state;
        const State = { EnteredTime: new Date(this.now).toISOString(), Name: state, RetryCount: 0 };
        this.#context = { ...this.#context, State };
        this.#enteredId = this.record(`${type}StateEntered`, { name: state, input: this.input });
        this.execution.transitions++;
    }

    countRetry(): void {
        this.execution.transitions++;
        const State = { ...this.#context["State"], RetryCount: Number(this.#context["State"]?.["RetryCount"]) + 1 };
        this.#context = { ...this.#context, State };
    }

    record(type: string, details: Readonly<Record<string, unknown>>): number {
        return record(this.execution, this.now, type, details);
    }

    /** Evaluates fields of the state; all of them see the same variables, those of its beginning. */
    async evaluate(field: Field, outcome?: Outcome): Promise<unknown> {
        const scope: Scope = {
            states: { input: this.input, context: this.#context, ...outcome },
            variables: this.#variables,
            at: this.now,
            random: () => this.host.random(),
        };
        try {
            return await field(bindings(scope));
        } catch (thrown) {
            if (thrown instanceof JsonPathError) {
                throw this.failure("States.Runtime", thrown.message);
            }
            if (!(thrown instanceof QueryEvaluationError)) {
                throw thrown;
            }
            throw this.evaluationFailed(thrown.location, thrown.message);
        }
    }

    /** Leaves the state for `exit.next`, or for good. `output` is what it puts out when `exit` does not say. */
    async leave(type: string, exit: Exit, output: unknown, outcome?: Outcome): Promise<string | undefined> {
        const assigned = exit.assign && ((await this.evaluate(exit.assign, outcome)) as Record<string, unknown>);
        const given = exit.output ? await this.evaluate(exit.output, outcome) : output;
        if (assigned) {
            checkSize(assigned, this.state);
        }
        if (given !== this.input) {
            checkSize(given, this.state);
        }
        this.record(`${type}StateExited`, {
            name: this.state,
            output: given,
            ...(assigned && { assignedVariables: assigned }),
        });
        this.#variables = { ...this.#variables, ...assigned };
        this.input = given;
        return exit.next;
    }

    /** Sleeps until `at`, or to the end of the execution if that comes first. */
    *sleepUntil(at: number): Generator<number, void, void> {
        if (at <= this.now) {
            return;
        }
        this.now = Math.min(at, this.#deadline);
        yield this.now;
        if (this.execution.status !== "RUNNING") {
            throw new ExecutionOver();
        }
        if (this.now < this.#deadline) {
            return;
        }
        timeOut(this.execution, this.now);
        throw new ExecutionOver();
    }

    evaluationFailed(location: string, message: string): StateError {
        const failure = this.failure("States.QueryEvaluationError", message);
        this.record("EvaluationFailed", { error: failure.error, cause: failure.reason, location, state: this.state });
        return failure;
    }

    /** An error that the state itself makes, in AWS's words. */
    failure(error: string, message: string): StateError {
        const where = `An error occurred while executing the state '${this.state}' (entered at the event id #${this.#enteredId}).`;
        return new StateError(error, `${where} ${message}`);
    }
}
