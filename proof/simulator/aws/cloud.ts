import { parseArn, type Place } from "../../../model/aws/arn";
import { Alarm, type AlarmChange, type Datapoint } from "./cloudwatch/alarms";
import { Clock } from "./clock";
import { EventBus, type DeadLetter } from "./eventbridge/eventBus";
import { Faults, isRemoved, type Call, type Fault, type Intercept, type Removal } from "./faults";
import { Glue } from "./glue/glue";
import { decide, mayAssume, type Decision, type PolicyDocument } from "./iam/iam";
import { seededRandom } from "./random";
import type { Execution, Reply } from "./stepfunctions/stateMachine";
import { readMetricData, type Measurement } from "./cloudwatch/metricData";
import { publish, type Notice } from "./sns/topics";
import { Workflows, type LogLine } from "./stepfunctions/workflows";
import type { Deployed } from "./resources";

export interface CloudOptions {
    readonly place: Place;
    readonly deployed: Deployed;
    /** Epoch milliseconds. */
    readonly startsAt: number;
    readonly faults?: readonly Fault[];
    /** Comes before `faults`. Default: none. */
    readonly intercept?: Intercept;
    /** Actions that somebody denies to every role, as the article did by hand to try its alarm. */
    readonly denied?: readonly string[];
    /** Actions that a permissions boundary leaves out for a while. */
    readonly removals?: readonly Removal[];
    /** Is told of each call that the guard makes, when it is made. */
    readonly onCall?: (made: CallMade) => void;
    /** Default: 1. */
    readonly seed?: number;
}

/** A call that the guard has made. */
export interface CallMade {
    readonly call: Call;
    /** Of the one that made it, unless EventBridge did. */
    readonly executionArn?: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    /** Epoch milliseconds. */
    readonly at: number;
    /** Whether the role's policies let it. */
    readonly allowed: boolean;
    /** What came back. */
    readonly reply: Reply;
    /** What AWS did, if it was asked: on a fault not what came back. */
    readonly performed?: Reply;
}

/** A role in use: by which service, for which of its resources. */
export interface Use {
    readonly roleArn: string;
    readonly service: string;
    readonly sourceArn: string;
}

/** What a call asks for. */
interface CallRequest extends Pick<CallMade, "call" | "executionArn" | "arguments"> {
    readonly resource: string;
    /** Condition keys. */
    readonly context?: Readonly<Record<string, string>>;
}

const leavesOut = (Action: string): PolicyDocument => ({
    Version: "2012-10-17",
    Statement: [
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Effect: "Deny", Action, Resource: "*" },
    ],
});

/** One account and region of a simulated AWS, with the guard deployed into it. */
export class Cloud {
    readonly clock: Clock;
    readonly glue = new Glue();
    readonly faults: Faults;
    readonly notices: Notice[] = [];
    readonly alarmChanges: AlarmChange[] = [];
    /** What the guard has measured itself. */
    readonly measured: Measurement[] = [];
    readonly bus: EventBus;
    readonly random: () => number;
    readonly #workflows: Workflows;
    readonly #alarms: readonly Alarm[];
    readonly #denials: readonly PolicyDocument[];

    /** @throws Error with everything that AWS would refuse to create. */
    constructor(readonly options: CloudOptions) {
        const { deployed, startsAt, faults = [], intercept, denied = [], seed = 1 } = options;
        this.clock = new Clock(startsAt);
        this.faults = new Faults(faults, startsAt, intercept);
        this.random = seededRandom(seed);
        this.#denials = denied.map((Action) => ({
            Version: "2012-10-17",
            Statement: [{ Effect: "Deny", Action, Resource: "*" }],
        }));
        this.#alarms = deployed.alarms.map(
            (settings) =>
                new Alarm(settings, (alarm) => {
                    this.#alarmed(alarm);
                }),
        );
        this.#workflows = new Workflows(this);
        this.bus = new EventBus(this, this.#workflows);
    }

    get executions(): readonly Execution[] {
        return this.#workflows.executions;
    }

    get logLines(): readonly LogLine[] {
        return this.#workflows.logLines;
    }

    get deadLetters(): readonly DeadLetter[] {
        return this.bus.deadLetters;
    }

    /** May this role, used so, do that? */
    allows(
        { roleArn, service, sourceArn }: Use,
        action: string,
        resource: string,
        context: Readonly<Record<string, string>> = {},
    ): Decision {
        const role = this.options.deployed.roles.get(roleArn);
        if (!role) {
            return { allowed: false, reason: `There is no role ${roleArn}.` };
        }
        const assumed = mayAssume(role.trust, service, {
            "aws:SourceArn": sourceArn,
            "aws:SourceAccount": this.options.place.account,
        });
        if (!assumed.allowed) {
            return assumed;
        }
        const topic = this.options.deployed.topics.get(resource);
        // An adopted topic may be in another account; its policy is its owner's, and taken to let the role in.
        const adoptedFrom = topic && !topic.policy ? parseArn(resource)?.account : undefined;
        const ask = (action: string, resource: string, account: string) =>
            decide(
                {
                    principal: { arn: roleArn, account },
                    action,
                    resource,
                    context: { "aws:SecureTransport": "true", ...context },
                },
                {
                    identity: [...role.policies, ...this.#denials],
                    ...(topic?.policy && { resource: topic.policy }),
                    ...this.#boundary(action),
                },
            );
        const decision = ask(action, resource, adoptedFrom ?? this.options.place.account);
        const key = topic?.keyArn;
        // SNS uses the key in the name of whoever publishes.
        const refused =
            decision.allowed && key !== undefined
                ? ["kms:GenerateDataKey", "kms:Decrypt"]
                      .map((use) => ask(use, key, parseArn(key)?.account ?? this.options.place.account))
                      .find(({ allowed }) => !allowed)
                : undefined;
        return refused ?? decision;
    }

    /** The boundary that stands now, if it leaves this action out. */
    #boundary(action: string): { readonly boundary?: PolicyDocument } {
        const { removals = [], startsAt } = this.options;
        return isRemoved(removals, action, (this.clock.now - startsAt) / 1000) ? { boundary: leavesOut(action) } : {};
    }

    /**
     * A call of the guard, with the faults that lie in its way.
     * @param deniedAs The error's name when the role may not make it.
     */
    call(use: Use, request: CallRequest, deniedAs: string, perform: () => Reply): Reply {
        const { call, resource, context, ...made } = request;
        const at = this.clock.now;
        const { allowed, reason } = this.allows(use, call, resource, context);
        let performed: Reply | undefined;
        const reply = allowed
            ? this.faults.answer(call, at, () => (performed = perform()))
            : { error: deniedAs, cause: reason };
        this.options.onCall?.({ ...made, call, at, allowed, reply, ...(performed && { performed }) });
        return reply;
    }

    /** SNS: keeps a notice, or refuses it. */
    publish(args: unknown): Reply {
        const outcome = publish(new Set(this.options.deployed.topics.keys()), args, this.clock.now);
        if ("error" in outcome || "result" in outcome) {
            return outcome;
        }
        this.notices.push(outcome);
        return { result: { MessageId: `message-${this.notices.length}` } };
    }

    /** StopExecution, for everything that runs: as an operator does by hand. */
    stopExecutions(): void {
        this.#workflows.stopAll();
    }

    /** CloudWatch: takes what the guard has measured, or refuses it. */
    putMetricData(args: unknown): Reply {
        const read = readMetricData(args);
        if (typeof read === "string") {
            return { error: "CloudWatch.InvalidParameterValueException", cause: read };
        }
        for (const datapoint of read) {
            this.measured.push({ ...datapoint, at: this.clock.now });
            this.measure(datapoint);
        }
        return { result: {} };
    }

    /** CloudWatch: takes a value, and evaluates the alarms that watch it. */
    measure(datapoint: Datapoint): void {
        for (const alarm of this.#alarms) {
            alarm.take(datapoint, this.clock);
        }
    }

    #alarmed({ state, settings }: Alarm): void {
        const at = this.clock.now;
        this.alarmChanges.push({ name: settings.name, state, at });
        for (const topicArn of state === "ALARM" ? settings.actions : []) {
            const topic = this.options.deployed.topics.get(topicArn);
            const { account, region } = this.options.place;
            const decision = topic?.policy
                ? decide(
                      {
                          principal: { service: "cloudwatch.amazonaws.com" },
                          action: "sns:Publish",
                          resource: topicArn,
                          context: { "aws:SourceAccount": account, "aws:SourceArn": settings.arn },
                      },
                      { resource: topic.policy },
                  )
                : { allowed: topic !== undefined };
            if (decision.allowed) {
                const subject = `ALARM: "${settings.name}" in ${region}`;
                this.notices.push({ topicArn, subject, message: settings.description, at, attributes: {} });
            }
        }
    }
}
