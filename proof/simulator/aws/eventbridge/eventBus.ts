import type { CreateSessionEvent } from "../../../../model/event/createSession";
import type { Ground } from "../ground/ground";
import { checkPattern, matches } from "./eventPattern";
import { decide } from "../iam/iam";
import { checkTransformer, transform } from "./inputTransformer";
import type { Queue } from "../sqs/queue";
import type { Rule, Target } from "./rule";

/** An event that reached no target, as SQS holds it: the event itself, with what went wrong beside it. */
export interface DeadLetter {
    readonly queueArn: string;
    readonly body: CreateSessionEvent;
    /** Message attributes: RULE_ARN, TARGET_ARN, ERROR_CODE, ERROR_MESSAGE, RETRY_ATTEMPTS. */
    readonly attributes: Readonly<Record<string, string>>;
    /** Epoch milliseconds. */
    readonly at: number;
}

interface Refusal {
    readonly code: string;
    readonly message: string;
}

/** What a rule starts: Step Functions, as much of it as a target needs. */
interface StartsExecutions {
    has(arn: string): boolean;
    start(arn: string, name: string, input: unknown): unknown;
}

/** What EventBridge does not try again. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const denied = "NO_PERMISSIONS";

/** The default event bus: matches, transforms, starts, tries again, and keeps what could not be delivered. */
export class EventBus {
    readonly deadLetters: DeadLetter[] = [];
    /** DisableRule and EnableRule, for every rule. */
    rulesAreOn = true;
    #started = 0;

    /** @throws Error with everything that PutRule or PutTargets would refuse. */
    constructor(
        readonly ground: Ground,
        readonly rules: readonly Rule[],
        readonly queues: ReadonlyMap<string, Queue>,
        readonly workflows: StartsExecutions,
    ) {
        const problems = rules.flatMap(({ name, pattern, targets }) =>
            [...checkPattern(pattern), ...targets.flatMap(({ transformer }) => checkTransformer(transformer))].map(
                (problem) => `AWS would not create the rule ${name}: ${problem}`,
            ),
        );
        if (problems.length > 0) {
            throw new Error(problems.join("\n"));
        }
    }

    /** An event arrives; returns whether a rule matched it. */
    deliver(event: CreateSessionEvent): boolean {
        const rules = this.rules.filter(
            ({ enabled, pattern }) => enabled && this.rulesAreOn && matches(pattern, event),
        );
        for (const rule of rules) {
            for (const target of rule.targets) {
                this.#invoke(rule, target, event, this.ground.clock.now, 0);
            }
        }
        return rules.length > 0;
    }

    #invoke(rule: Rule, target: Target, event: CreateSessionEvent, since: number, retries: number): void {
        const { clock, random } = this.ground;
        if (!this.workflows.has(target.arn)) {
            const message = `There is no state machine ${target.arn}.`;
            this.#give(rule, target, event, { code: "RESOURCE_NOT_FOUND", message }, retries);
            return;
        }
        const text = transform(target.transformer, event, {
            ruleArn: rule.arn,
            ruleName: rule.name,
            ingestionTime: new Date(since).toISOString(),
        });
        if (text === undefined) {
            return;
        }
        const input = parseJson(text);
        if (input === undefined) {
            this.#give(
                rule,
                target,
                event,
                { code: "INVALID_JSON", message: `The input is not JSON: ${text}` },
                retries,
            );
            return;
        }
        const name = `${event.id}_${this.#started++}`;
        const reply = this.ground.call(
            { roleArn: target.roleArn, service: "events.amazonaws.com", sourceArn: rule.arn },
            { call: "states:StartExecution", resource: target.arn, arguments: { name, input } },
            denied,
            () => {
                this.workflows.start(target.arn, name, input);
                return { result: {} };
            },
        );
        if ("result" in reply) {
            return;
        }
        // EventBridge's back-off is not documented: doubling up to five minutes, with jitter.
        const wait = Math.min(2 ** retries, 300) * 1000 * (0.5 + random() / 2);
        if (
            reply.error === denied ||
            retries >= target.maximumRetries ||
            clock.now + wait - since > target.maximumAgeSeconds * 1000
        ) {
            this.#give(rule, target, event, { code: reply.error, message: reply.cause }, retries);
        } else {
            clock.at(clock.now + wait, () => {
                this.#invoke(rule, target, event, since, retries + 1);
            });
        }
    }

    #give(rule: Rule, target: Target, event: CreateSessionEvent, { code, message }: Refusal, retries: number): void {
        const { ground } = this;
        const queue = target.deadLetterArn === undefined ? undefined : this.queues.get(target.deadLetterArn);
        ground.measure({
            namespace: "AWS/Events",
            metricName: "FailedInvocations",
            dimensions: { RuleName: rule.name },
            value: 1,
        });
        const sent =
            queue?.policy &&
            decide(
                {
                    principal: { service: "events.amazonaws.com" },
                    action: "sqs:SendMessage",
                    resource: String(target.deadLetterArn),
                    context: {
                        "aws:SourceArn": rule.arn,
                        "aws:SourceAccount": ground.place.account,
                        "aws:SecureTransport": "true",
                    },
                },
                { resource: queue.policy },
            ).allowed;
        if (!queue || !sent) {
            return;
        }
        this.deadLetters.push({
            queueArn: String(target.deadLetterArn),
            body: event,
            attributes: {
                RULE_ARN: rule.arn,
                TARGET_ARN: target.arn,
                ERROR_CODE: code,
                ERROR_MESSAGE: message,
                RETRY_ATTEMPTS: String(retries),
            },
            at: ground.clock.now,
        });
        ground.measure({
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName: queue.name },
            value: this.deadLetters.length,
            lasting: true,
        });
    }
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}
