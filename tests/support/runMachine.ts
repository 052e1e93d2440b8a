import type { State } from "../../model/aws/asl";
import { StateMachine, type Execution, type Host } from "../../proof/simulator/aws/stepfunctions/stateMachine";
import type { Reply } from "../../proof/simulator/aws/core/calls";

/** When every execution starts. Its times are given in seconds after this. */
export const start = Date.UTC(2026, 10, 22, 20, 10, 0, 250);
export const machineArn = "arn:aws-cn:states:cn-north-1:123456789012:stateMachine:watch";
export const roleArn = "arn:aws-cn:iam::123456789012:role/watch";

/** Every one gives `{ ok: true }` at once unless the test says otherwise. */
export const task = { Type: "Task", Resource: "arn:aws-cn:states:::aws-sdk:glue:getSession" } as const;
export const done: State = { Type: "Succeed" };

export function machine(states: Readonly<Record<string, State>>, rest: object = {}): StateMachine {
    const StartAt = Object.keys(states)[0];
    return new StateMachine({ QueryLanguage: "JSONata", StartAt, States: states, ...rest }, machineArn, roleArn);
}

export interface Played {
    readonly execution: Execution;
    /** Seconds after the start at which the execution asked to be resumed. */
    readonly resumes: readonly number[];
    /** Each call: arguments, and seconds after the start. */
    readonly calls: readonly (readonly [args: unknown, seconds: number])[];
}

export interface World {
    readonly input?: unknown;
    /** One for each call; the last for all that follow. */
    readonly replies?: readonly Reply[];
    /** Before each resumption. */
    readonly meanwhile?: (execution: Execution) => void;
}

/** Runs an execution to its end, each resumption at once. Chance is 0.5. */
export async function runMachine(stateMachine: StateMachine, world: World = {}): Promise<Played> {
    const { input = {}, replies = [{ result: { ok: true } }], meanwhile } = world;
    const execution = stateMachine.start("one", input, start);
    const [resumes, calls]: [number[], [unknown, number][]] = [[], []];
    const host: Host = {
        random: () => 0.5,
        call: (_, args, at) => {
            calls.push([args, (at - start) / 1000]);
            return replies[Math.min(calls.length, replies.length) - 1] as Reply;
        },
    };
    for await (const at of stateMachine.run(execution, host)) {
        resumes.push((at - start) / 1000);
        meanwhile?.(execution);
    }
    return { execution, resumes, calls };
}

/** Types of events with the seconds after the start. */
export function timeline({ execution }: Played): string[] {
    return execution.history.map(({ type, at }) => `${(at - start) / 1000} ${type}`);
}

export function types({ execution }: Played): string[] {
    return execution.history.map(({ type }) => type);
}

export function end({ execution }: Played): Partial<Execution> {
    const { status, error, cause, output } = execution;
    return JSON.parse(JSON.stringify({ status, error, cause, output })) as Partial<Execution>;
}

export function causeIn(state: string, id: number, message: string): string {
    return `An error occurred while executing the state '${state}' (entered at the event id #${id}). ${message}`;
}

export function nothing(expression: string, field: string): string {
    return `The JSONata expression '${expression}' specified for the field '${field}' returned nothing (undefined).`;
}
