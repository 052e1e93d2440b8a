import { parseArn } from "../../../../model/aws/arn";
import { logDelivery } from "../../../../model/access/permissions";
import type { Cloud } from "../cloud";
import type { Call } from "../faults";
import { record } from "./execution";
import { StateMachine, type Execution, type HistoryEvent, type Reply } from "./stateMachine";
import type { Machine } from "../resources";

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

interface Service {
    readonly call: Call;
    /** The members that its arguments may have. */
    readonly members: readonly string[];
    readonly resource: (cloud: Cloud, args: Record<string, unknown>) => string;
    readonly deniedAs: string;
    /** Condition keys of the call. */
    readonly context?: (args: Record<string, unknown>) => Record<string, string>;
    readonly perform: (cloud: Cloud, args: Record<string, unknown>) => Reply;
}

const session = (cloud: Cloud, { Id }: Record<string, unknown>) => {
    const { partition, region, account } = cloud.options.place;
    return `arn:${partition}:glue:${region}:${account}:session/${String(Id)}`;
};

/** The Task resources that the simulator has, without their `arn:<partition>:states:::`. */
const services: Readonly<Record<string, Service>> = {
    "aws-sdk:glue:getSession": {
        call: "glue:GetSession",
        members: ["Id"],
        resource: session,
        deniedAs: "Glue.AccessDeniedException",
        perform: (cloud, { Id }) => cloud.glue.getSession(String(Id), cloud.clock.now),
    },
    "aws-sdk:glue:stopSession": {
        call: "glue:StopSession",
        members: ["Id"],
        resource: session,
        deniedAs: "Glue.AccessDeniedException",
        perform: (cloud, { Id }) => cloud.glue.stopSession(String(Id), cloud.clock.now, "guard"),
    },
    "sns:publish": {
        call: "sns:Publish",
        members: ["TopicArn", "Subject", "Message", "MessageAttributes"],
        resource: (_, { TopicArn }) => String(TopicArn),
        deniedAs: "SNS.AuthorizationErrorException",
        perform: (cloud, args) => cloud.publish(args),
    },
    "aws-sdk:cloudwatch:putMetricData": {
        call: "cloudwatch:PutMetricData",
        members: ["Namespace", "MetricData"],
        resource: () => "*",
        deniedAs: "CloudWatch.CloudWatchException",
        context: ({ Namespace }) => ({ "cloudwatch:namespace": String(Namespace) }),
        perform: (cloud, args) => cloud.putMetricData(args),
    },
};

/** Step Functions: the deployed state machines, their executions, and the calls that these make under their roles. */
export class Workflows {
    readonly executions: Execution[] = [];
    readonly logLines: LogLine[] = [];
    readonly #running = new Map<Execution, Machine>();
    readonly #machines = new Map<string, { deployed: Machine; machine: StateMachine }>();

    constructor(readonly cloud: Cloud) {
        for (const deployed of cloud.options.deployed.machines) {
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

    /** StartExecution: the execution runs on the cloud's clock. */
    start(arn: string, name: string, input: unknown): Execution {
        const found = this.#machines.get(arn);
        if (!found) {
            throw new Error(`There is no state machine ${arn}.`);
        }
        const { clock } = this.cloud;
        const execution = found.machine.start(name, input, clock.now);
        this.executions.push(execution);
        const steps = found.machine.run(execution, {
            call: (resource, args) => this.#call(found.deployed, execution.arn, resource, args),
            random: this.cloud.random,
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
        const { now } = this.cloud.clock;
        for (const [execution, machine] of this.#running) {
            record(execution, now, "ExecutionAborted", {});
            Object.assign(execution, { status: "ABORTED", stoppedAt: now });
            this.#ended(machine, execution);
        }
    }

    #call(machine: Machine, executionArn: string, resource: string, args: unknown): Reply {
        const { cloud } = this;
        const prefix = `arn:${cloud.options.place.partition}:states:::`;
        const service = resource.startsWith(prefix) ? services[resource.slice(prefix.length)] : undefined;
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
            resource: service.resource(cloud, given),
            context: service.context?.(given),
        };
        const reply = cloud.call(use(machine), request, service.deniedAs, () => service.perform(cloud, given));
        return { seconds: callSeconds, ...reply };
    }

    #ended(machine: Machine, execution: Execution): void {
        this.#running.delete(execution);
        if (execution.status !== "RUNNING") {
            this.cloud.measure({
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
            const { allowed, reason } = this.cloud.allows(use(machine), action, "*");
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
