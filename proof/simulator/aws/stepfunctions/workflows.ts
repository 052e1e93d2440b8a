import { parseArn } from "../../../../model/aws/arn";
import { logDelivery } from "../../../../model/access/permissions";
import type { Ground } from "../ground/ground";
import type { CallRequest, Reply } from "../core/calls";
import { record } from "./execution";
import { StateMachine, type Execution, type HistoryEvent } from "./stateMachine";
import type { Machine } from "./machine";
import type { TaskResource } from "./taskResource";

/** What Step Functions writes to the log group. */
export interface LogLine {
    readonly executionArn: string;
    readonly type: string;
    /** Empty without execution data. */
    readonly details: Readonly<Record<string, unknown>>;
}

/** How long a call takes that nothing holds up. An assumption: it makes room for what happens between two calls. */
const callSeconds = 0.1;

/** History events that the log level ERROR keeps. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
const errorEvents = /(Failed|TimedOut|Aborted)$|^FailStateEntered$/;

const outcomeMetrics = {
    SUCCEEDED: "ExecutionsSucceeded",
    FAILED: "ExecutionsFailed",
    TIMED_OUT: "ExecutionsTimedOut",
    ABORTED: "ExecutionsAborted",
};

/** Step Functions: the deployed state machines, their executions, and the calls that these make under their roles. */
export class Workflows {
    readonly executions: Execution[] = [];
    readonly logLines: LogLine[] = [];
    readonly #running = new Map<Execution, Machine>();
    readonly #machines = new Map<string, { deployed: Machine; machine: StateMachine }>();

    /** @throws Error with the first thing that AWS would refuse to create. */
    constructor(
        readonly ground: Ground,
        machines: readonly Machine[],
        readonly resources: Readonly<Record<string, TaskResource>>,
    ) {
        for (const deployed of machines) {
            this.#checkLogging(deployed);
            this.#machines.set(deployed.arn, {
                deployed,
                machine: new StateMachine(deployed.definition, deployed.arn, deployed.roleArn),
            });
        }
    }

    has(arn: string): boolean {
        return this.#machines.has(arn);
    }

    /** StartExecution: the execution runs on the simulated clock. */
    start(arn: string, name: string, input: unknown): Execution {
        const found = this.#machines.get(arn);
        if (!found) {
            throw new Error(`There is no state machine ${arn}.`);
        }
        const { clock, random } = this.ground;
        const execution = found.machine.start(name, input, clock.now);
        this.executions.push(execution);
        const steps = found.machine.run(execution, {
            call: (resource, args) => this.#call(found.deployed, execution.arn, resource, args),
            random,
        });
        this.#running.set(execution, found.deployed);
        const resume = async () => {
            if (!this.#running.has(execution)) {
                return;
            }
            const { done, value } = await steps.next();
            if (done) {
                this.#ended(found.deployed, execution);
            } else {
                clock.at(value, resume);
            }
        };
        clock.at(clock.now, resume);
        return execution;
    }

    /** StopExecution, for everything that runs. */
    stopAll(): void {
        const { now } = this.ground.clock;
        for (const [execution, machine] of this.#running) {
            record(execution, now, "ExecutionAborted", {});
            Object.assign(execution, { status: "ABORTED", stoppedAt: now });
            this.#ended(machine, execution);
        }
    }

    #call(machine: Machine, executionArn: string, resource: string, args: unknown): Reply | Promise<Reply> {
        const { ground } = this;
        const prefix = `arn:${ground.place.partition}:states:::`;
        const own = { executionArn, arguments: args as Record<string, unknown> };
        switch (resource.slice(prefix.length)) {
            case "aws-sdk:sfn:startSyncExecution":
                return this.#startSync(machine, own);
            case "aws-sdk:sfn:startExecution":
                return this.#startNamed(machine, own);
        }
        const service = resource.startsWith(prefix) ? this.resources[resource.slice(prefix.length)] : undefined;
        if (!service) {
            throw new Error(`The simulator does not know the Task resource ${resource}.`);
        }
        const given = args as Record<string, unknown>;
        const unknown = Object.keys(given).find((member) => !service.members.includes(member));
        if (unknown) {
            return { error: "States.Runtime", cause: `The field '${unknown}' is not supported by Step Functions` };
        }
        const request = {
            call: service.call,
            executionArn,
            arguments: given,
            resource: service.resource(given),
            context: service.context?.(given),
        };
        const reply = ground.call(use(machine), request, service.deniedAs, () => service.perform(given));
        return { seconds: callSeconds, ...reply };
    }

    /** StartSyncExecution: the caller waits for the end, and gets it as an answer, whatever it is. */
    async #startSync(machine: Machine, own: Pick<CallRequest, "executionArn" | "arguments">): Promise<Reply> {
        const { StateMachineArn, Input } = own.arguments as Record<string, string>;
        const call = { call: "states:StartSyncExecution" as const, resource: String(StateMachineArn), ...own };
        const asked = this.ground.call(use(machine), call, "Sfn.SfnException", () => ({ result: {} }));
        const found = this.#machines.get(String(StateMachineArn));
        if ("error" in asked) {
            return { seconds: callSeconds, ...asked };
        }
        if (!found?.deployed.express) {
            return {
                error: "Sfn.StateMachineTypeNotSupportedException",
                cause: `${String(StateMachineArn)} is not Express`,
            };
        }
        const { now } = this.ground.clock;
        const execution = found.machine.start("sync", JSON.parse(String(Input)), now);
        let at = now;
        for await (const until of found.machine.run(execution, {
            call: (resource, args) => this.#call(found.deployed, execution.arn, resource, args),
            random: this.ground.random,
        })) {
            at = until;
        }
        const { status, output, error = "", cause = "" } = execution;
        const outcome = status === "SUCCEEDED" ? { Output: JSON.stringify(output) } : { Error: error, Cause: cause };
        return { result: { ExecutionArn: execution.arn, Status: status, ...outcome }, seconds: (at - now) / 1000 };
    }

    /** StartExecution by a machine: a name that an execution of these 90 days has is refused. */
    #startNamed(machine: Machine, own: Pick<CallRequest, "executionArn" | "arguments">): Reply {
        const { StateMachineArn, Name, Input } = own.arguments as Record<string, string>;
        const arn = String(StateMachineArn);
        const call = { call: "states:StartExecution" as const, resource: arn, ...own };
        const reply = this.ground.call(use(machine), call, "Sfn.SfnException", () => {
            if (this.executions.some(({ name }) => name === Name)) {
                return {
                    error: "Sfn.ExecutionAlreadyExistsException",
                    cause: `Execution Already Exists: '${String(Name)}'`,
                };
            }
            return { result: { ExecutionArn: this.start(arn, String(Name), JSON.parse(String(Input))).arn } };
        });
        return { seconds: callSeconds, ...reply };
    }

    #ended(machine: Machine, execution: Execution): void {
        this.#running.delete(execution);
        if (execution.status !== "RUNNING") {
            this.ground.measure({
                namespace: "AWS/States",
                metricName: outcomeMetrics[execution.status],
                dimensions: { StateMachineArn: machine.arn },
                value: 1,
            });
        }
        if (machine.logLevel !== "OFF") {
            this.logLines.push(
                ...execution.history.filter(isLogged(machine)).map(({ type, details }) => ({
                    executionArn: execution.arn,
                    type,
                    details: machine.logsData ? details : {},
                })),
            );
        }
    }

    /** AWS refuses a state machine whose role may not be assumed, or may not deliver the logs that it asks for. */
    #checkLogging(machine: Machine): void {
        for (const action of machine.logLevel === "OFF" ? [] : [logDelivery.Action].flat()) {
            const { allowed, reason } = this.ground.allows(use(machine), action, "*");
            if (!allowed) {
                throw new Error(`AWS would not create ${parseArn(machine.arn)?.resource ?? machine.arn}: ${reason}`);
            }
        }
    }
}

const use = ({ arn, roleArn }: Machine) => ({ roleArn, service: "states.amazonaws.com", sourceArn: arn });

const isLogged =
    ({ logLevel }: Machine) =>
    ({ type }: HistoryEvent) => {
        switch (logLevel) {
            case "ALL":
                return true;
            case "ERROR":
                return errorEvents.test(type);
            case "FATAL":
                return /^Execution(Failed|TimedOut|Aborted)$/.test(type);
            default:
                throw new Error(`The simulator does not know the log level ${logLevel}.`);
        }
    };
