import { composeArn, parseArn, type Arn } from "../../../../model/aws/arn";
import type { Definition, State } from "../../../../model/aws/asl";
import { checkDefinition, checkState } from "./definition/checkDefinition";
import { isObject } from "./definition/fieldChecks";
import { assignedVariables, compileState, type CompiledState } from "./compiledStates";
import { ExecutionOver, StateError, fail, record, succeed, type Execution, type Host } from "./execution";
import { compileJsonPath, isJsonPath } from "./jsonPath";
import { MAX_PAYLOAD_BYTES, payloadBytes } from "./payload";
import { Run } from "./run";
import { perform } from "./states";

export type { Execution, HistoryEvent, Host } from "./execution";

/**
 * Runs a STANDARD state machine in JSONata, or in the JSONPath of jsonPath.ts, on a virtual clock, and writes a history
 * like the console's.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export class StateMachine {
    readonly #states: ReadonlyMap<string, CompiledState>;
    readonly #startAt: string;
    readonly #timeoutSeconds: number | undefined;
    readonly #place: Arn;
    readonly #name: string;

    /** @throws Error listing every fault of the definition and its expressions: what AWS refuses, and what is not simulated. */
    constructor(
        definition: unknown,
        readonly arn: string,
        readonly roleArn: string,
    ) {
        const place = parseArn(arn);
        const name = place?.resource.replace(/^stateMachine:/, "");
        if (place?.service !== "states" || name === undefined || name === place.resource) {
            throw new Error(
                `${arn} is no ARN of a state machine, arn:<partition>:states:<region>:<account>:stateMachine:<name>.`,
            );
        }
        this.#place = place;
        this.#name = name;
        this.#states = compileStates(definition);
        const { StartAt, TimeoutSeconds } = definition as Definition;
        this.#startAt = StartAt;
        this.#timeoutSeconds = TimeoutSeconds;
    }

    /**
     * A new execution, RUNNING, with ExecutionStarted in its history.
     *
     * @param input Parsed JSON, at most 256 KiB. The history refers to it: neither change nor freeze it afterwards.
     * @param at Epoch milliseconds.
     */
    start(name: string, input: unknown, at: number): Execution {
        if (name.length < 1 || name.length > 80) {
            throw new Error(`The name of an execution must have 1 to 80 characters, but "${name}" has ${name.length}.`);
        }
        const bytes = payloadBytes(input);
        if (bytes > MAX_PAYLOAD_BYTES) {
            throw new Error(`The input of ${name} has ${bytes} bytes, but may have ${MAX_PAYLOAD_BYTES} at most.`);
        }
        const arn = composeArn({ ...this.#place, resource: `execution:${this.#name}:${name}` });
        const execution: Execution = {
            arn,
            name,
            input,
            startedAt: at,
            status: "RUNNING",
            transitions: 0,
            history: [],
        };
        record(execution, at, "ExecutionStarted", { input, roleArn: this.roleArn });
        return execution;
    }

    /**
     * Runs an execution; yields the epoch milliseconds at which it wants to be resumed; returns when it is over. The
     * caller resumes it at that time and not before. One whose status is no longer RUNNING stops where it is.
     */
    async *run(execution: Execution, host: Host): AsyncGenerator<number, void, void> {
        if (execution.history.length > 1) {
            throw new Error(`Execution ${execution.name} was run before.`);
        }
        const run = new Run(execution, host, {
            arn: this.arn,
            name: this.#name,
            roleArn: this.roleArn,
            region: this.#place.region,
            timeoutSeconds: this.#timeoutSeconds,
        });
        try {
            yield* this.#walk(run);
        } catch (thrown) {
            if (!(thrown instanceof ExecutionOver)) {
                throw thrown;
            }
        }
    }

    async *#walk(run: Run): AsyncGenerator<number, void, void> {
        try {
            let name: string | undefined = this.#startAt;
            while (name !== undefined) {
                const state = this.#stateCalled(name);
                run.enter(name, state.type);
                name = yield* perform(run, state);
            }
            succeed(run.execution, run.now, run.input);
        } catch (thrown) {
            if (!(thrown instanceof StateError)) {
                throw thrown;
            }
            fail(run.execution, run.now, thrown.error, thrown.reason);
        }
    }

    #stateCalled(name: string): CompiledState {
        const state = this.#states.get(name);
        if (state === undefined) {
            throw new Error(`No state is called ${name}.`);
        }
        return state;
    }
}

/** Definitions compiled so far: one is run in many worlds, and not read again if it is changed. */
const compiledDefinitions = new WeakMap<object, ReadonlyMap<string, CompiledState>>();

function compileStates(definition: unknown): ReadonlyMap<string, CompiledState> {
    const known = isObject(definition) ? compiledDefinitions.get(definition) : undefined;
    if (known) {
        return known;
    }
    const faults: string[] = [];
    const compiled = isJsonPath(definition) ? compileJsonPath(definition, faults) : compileJsonata(definition, faults);
    if (faults.length > 0) {
        throw new Error(["The definition has faults:", ...faults].join("\n- "));
    }
    compiledDefinitions.set(definition as object, compiled);
    return compiled;
}

/** Compiles every state that is sound in itself, so that the faults of the others do not hide those of expressions. */
function compileJsonata(definition: unknown, faults: string[]): ReadonlyMap<string, CompiledState> {
    faults.push(...checkDefinition(definition));
    const variables = assignedVariables(definition);
    const compiled = new Map<string, CompiledState>();
    for (const [name, state] of Object.entries(statesOf(definition))) {
        if (checkState(name, state).length > 0) {
            continue;
        }
        const found: string[] = [];
        compiled.set(name, compileState(state as State, variables, found));
        faults.push(...found.map((fault) => `State ${name}: ${fault}`));
    }
    return compiled;
}

function statesOf(definition: unknown): Readonly<Record<string, unknown>> {
    const states = isObject(definition) ? definition["States"] : undefined;
    return isObject(states) ? states : {};
}
