import { ChatService } from "./chatbot/chatService";
import { Alarm, type AlarmChange } from "./cloudwatch/alarms";
import type { Measurement } from "./cloudwatch/metricData";
import type { Clock } from "./core/clock";
import type { Deployed } from "./deployed";
import { EventBus, type DeadLetter } from "./eventbridge/eventBus";
import { Glue } from "./glue/glue";
import { Ground, type GroundOptions, type Permissions } from "./ground/ground";
import { decide } from "./iam/iam";
import { Ses } from "./ses/ses";
import { wants } from "./sns/subscription";
import { Topics, type SentNotice } from "./sns/topics";
import { Queues } from "./sqs/queues";
import type { Execution } from "./stepfunctions/stateMachine";
import { Workflows, type LogLine } from "./stepfunctions/workflows";
import { taskResources } from "./taskResources";

export interface CloudOptions extends Omit<GroundOptions, "permissions" | "alarms"> {
    readonly deployed: Deployed;
}

/** One account and region of a simulated AWS, with the guard deployed into it: wires the services together. */
export class Cloud {
    readonly ground: Ground;
    readonly glue = new Glue();
    readonly ses = new Ses();
    readonly chat: ChatService;
    readonly alarmChanges: AlarmChange[] = [];
    /** What the guard has measured itself. */
    readonly measured: Measurement[] = [];
    readonly bus: EventBus;
    readonly queues: Queues;
    readonly #topics: Topics;
    readonly #workflows: Workflows;

    /** @throws Error with everything that AWS would refuse to create. */
    constructor(readonly options: CloudOptions) {
        const { deployed, ...ground } = options;
        const alarms = deployed.alarms.map(
            (settings) =>
                new Alarm(settings, (alarm) => {
                    this.#onAlarm(alarm);
                }),
        );
        this.ground = new Ground({ ...ground, permissions: deployed, alarms });
        this.chat = new ChatService(deployed.channels);
        this.queues = new Queues(deployed.queues);
        this.#topics = new Topics(
            (arn) => this.ground.permissions.topics.has(arn),
            (notice) => {
                this.#toQueues(notice);
                this.chat.take(notice);
            },
        );
        const resources = taskResources({
            ground: this.ground,
            glue: this.glue,
            ses: this.ses,
            topics: this.#topics,
            queues: this.queues,
            measured: this.measured,
        });
        this.#workflows = new Workflows(this.ground, deployed.machines, resources);
        this.bus = new EventBus(this.ground, deployed.rules, deployed.queues, this.#workflows);
    }

    get clock(): Clock {
        return this.ground.clock;
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

    get notices(): readonly SentNotice[] {
        return this.#topics.sent;
    }

    /** Somebody deletes a topic by hand. */
    deleteTopic(which: RegExp): void {
        const { topics } = this.ground.permissions;
        this.update({
            ...this.ground.permissions,
            topics: new Map([...topics].filter(([arn]) => !which.test(arn))),
        });
    }

    /** An update of the stack changes roles and topics; executions keep their definition and their role's ARN. */
    update(permissions: Permissions): void {
        this.ground.permissions = permissions;
    }

    /** EventBridge Scheduler: every schedule that is on starts its machine, now. What it may not start is lost here. */
    fireSchedules(which: RegExp): void {
        const due = this.options.deployed.schedules.filter(({ name }) => which.test(name));
        for (const { name, groupArn, enabled, targetArn, roleArn, input } of due) {
            const use = { roleArn, service: "scheduler.amazonaws.com", sourceArn: groupArn };
            if (enabled) {
                this.ground.call(
                    use,
                    { call: "states:StartExecution", resource: targetArn, arguments: {} },
                    "AccessDeniedException",
                    () => ({ result: this.#workflows.start(targetArn, `${name}-${this.clock.now}`, input).arn }),
                );
            }
        }
    }

    /** StopExecution, for everything that runs: as an operator does by hand. */
    stopExecutions(): void {
        this.#workflows.stopAll();
    }

    /** SNS hands a notice to the queues that want it, as far as their policies let it. */
    #toQueues({ topicArn, message, attributes, at }: SentNotice): void {
        const { queues, subscriptions } = this.options.deployed;
        for (const subscription of subscriptions) {
            const policy = queues.get(subscription.queueArn)?.policy;
            const request = {
                principal: { service: "sns.amazonaws.com" },
                action: "sqs:SendMessage",
                resource: subscription.queueArn,
                context: { "aws:SourceArn": topicArn, "aws:SecureTransport": "true" },
            };
            if (
                subscription.topicArn === topicArn &&
                wants(subscription, attributes) &&
                policy &&
                decide(request, { resource: policy }).allowed
            ) {
                this.queues.send(subscription.queueArn, message, attributes, at);
            }
        }
    }

    /** An alarm has another state: if its topic lets CloudWatch publish, it sends a notice. */
    #onAlarm({ state, settings }: Alarm): void {
        const at = this.clock.now;
        this.alarmChanges.push({ name: settings.name, state, at });
        for (const topicArn of state === "ALARM" ? settings.actions : []) {
            const topic = this.ground.permissions.topics.get(topicArn);
            const { account, region } = this.options.place;
            const { allowed } = topic?.policy
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
            if (allowed) {
                const subject = `ALARM: "${settings.name}" in ${region}`;
                const notice = { topicArn, subject, message: settings.description, at, attributes: {} };
                this.#topics.sent.push(notice);
                this.chat.takeAlarm(notice);
            }
        }
    }
}
