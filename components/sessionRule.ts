import * as pulumi from "@pulumi/pulumi";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { Queue } from "@pulumi/aws/sqs/queue";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy";
import { composeArn, type Place } from "../model/aws/arn";
import { rolePath } from "../model/aws/names";
import { eventPattern, inputPaths, inputTemplate } from "../model/event/createSession";
import { deadLetterPolicy, policyDocument, startExecutions, trustPolicy } from "../model/access/permissions";
import { GuardRole } from "./guardRole";
import type { StopWorkflow } from "./stopWorkflow";

export interface SessionRuleArgs {
    /** How the physical names begin. */
    guard: string;
    place: pulumi.Output<Place>;
    region?: pulumi.Input<string>;
    /** Whether new sessions are watched. */
    enabled: boolean;
    workflow: StopWorkflow;
    permissionsBoundaryArn?: pulumi.Input<string>;
    /** The role that also sends to the queue, by its name; none without sweeps. */
    scheduleRoleName?: string;
}

/** The rule on the default bus, its target with the input transformer, its role and its dead-letter queue. */
export class SessionRule extends pulumi.ComponentResource {
    readonly ruleName: pulumi.Output<string>;
    readonly ruleArn: pulumi.Output<string>;
    readonly deadLetterQueueName: pulumi.Output<string>;
    readonly deadLetterQueueUrl: pulumi.Output<string>;
    readonly deadLetterQueueArn: pulumi.Output<string>;

    constructor(name: string, args: SessionRuleArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:SessionRule", name, {}, opts);
        const { guard, region, workflow } = args;
        // Rule, role, target, in this order: the role trusts the rule's exact ARN, and the target needs both.
        const rule = new EventRule(
            name,
            {
                region,
                name: guard,
                description: "A Glue interactive session was created",
                eventBusName: "default",
                eventPattern: args.place.apply((place) => JSON.stringify(eventPattern(place))),
                // Always written: a state that is taken out of the program stays as it was, without a diff.
                state: args.enabled ? "ENABLED" : "DISABLED",
            },
            { parent: this },
        );
        const role = new GuardRole(
            `${name}-role`,
            {
                roleName: `${guard}-rule`,
                trust: pulumi
                    .all([args.place, rule.arn])
                    .apply(([place, arn]) => trustPolicy("events.amazonaws.com", place.account, arn)),
                permissions: workflow.arn.apply((arn) => policyDocument(startExecutions(arn))),
                permissionsBoundaryArn: args.permissionsBoundaryArn,
            },
            { parent: this },
        );
        const queue = new Queue(
            `${name}-dead-letters`,
            {
                region,
                name: `${guard}-dead-letters`,
                // SQS's own encryption: EventBridge cannot send through the key alias/aws/sqs.
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: 14 * 24 * 60 * 60,
            },
            { parent: this },
        );
        const queuePolicy = new QueuePolicy(
            `${name}-dead-letters-policy`,
            {
                region,
                queueUrl: queue.url,
                policy: pulumi
                    .all([args.place, queue.arn, rule.arn])
                    .apply(([place, queueArn, ruleArn]) =>
                        deadLetterPolicy(
                            place.account,
                            queueArn,
                            ruleArn,
                            args.scheduleRoleName && roleArn(place, args.scheduleRoleName),
                        ),
                    ),
            },
            { parent: this },
        );
        new EventTarget(
            `${name}-target`,
            {
                region,
                rule: rule.name,
                eventBusName: "default",
                targetId: "stop-workflow",
                arn: workflow.arn,
                roleArn: role.arn,
                inputTransformer: { inputPaths, inputTemplate },
                // Both written: a member that is left out is sent as 0. After an hour a late start saves little.
                retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
                deadLetterConfig: { arn: queue.arn },
            },
            // EventBridge does not retry a start that it may not make: everything must stand before the first event.
            { parent: this, dependsOn: [role.permissions, queuePolicy, workflow.machine] },
        );
        this.ruleName = rule.name;
        this.ruleArn = rule.arn;
        this.deadLetterQueueName = queue.name;
        this.deadLetterQueueUrl = queue.url;
        this.deadLetterQueueArn = queue.arn;
        this.registerOutputs({
            ruleName: this.ruleName,
            ruleArn: this.ruleArn,
            deadLetterQueueName: this.deadLetterQueueName,
            deadLetterQueueUrl: this.deadLetterQueueUrl,
        });
    }
}

/** A role of this stack. */
function roleArn(place: Place, name: string): string {
    const path = rolePath(pulumi.getProject(), pulumi.getStack());
    return composeArn({ ...place, service: "iam", region: "", resource: `role${path}${name}` });
}
