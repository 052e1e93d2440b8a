import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { StateMachine } from "@pulumi/aws/sfn/stateMachine";
import { localArn, type Place } from "../model/aws/arn";
import { logDelivery, policyDocument, trustPolicy, useDataKey, useTopicKey } from "../model/access/permissions";
import { dpuHourPrice } from "../model/money/pricing";
import { longestSeconds, type StopWorkflowArgs as WorkflowSettings } from "../model/workflow/step/step";
import { stopWorkflow, stopWorkflowPermissions } from "../model/workflow/stopWorkflow";
import type { Chat } from "../model/channels/chat";
import type { OwnerMail } from "../model/channels/ownerMail";
import type { SessionLimit } from "../model/limits/limits";
import { GuardRole } from "./guardRole";

export interface StopWorkflowArgs {
    /** The state machine's physical name. */
    guard: string;
    place: pulumi.Output<Place>;
    region?: pulumi.Input<string>;
    waitSeconds: number;
    limits?: SessionLimit[];
    mode?: string;
    sweepHours: number;
    curfew?: string;
    digestAt?: string;
    timeZone?: string;
    warnSeconds?: number;
    maxWaitSeconds?: number;
    extendWhileBusy?: boolean;
    chat?: Chat;
    chatTopicArn?: pulumi.Output<string>;
    ownerMail?: OwnerMail;
    successTopicArn: pulumi.Output<string>;
    failureTopicArn: pulumi.Output<string>;
    topicKeyArn?: pulumi.Input<string>;
    dataKeyArn?: pulumi.Input<string>;
    logRetentionDays: number;
    logExecutionData: boolean;
    permissionsBoundaryArn?: pulumi.Input<string>;
    /** Overrides the region's price. */
    dpuHourUsd?: pulumi.Input<string>;
    publishMetrics: boolean;
}

/** The state machine, its log group and its role. */
export class StopWorkflow extends pulumi.ComponentResource {
    /** Composed from the fixed name, so that a preview knows it, and what names it needs not wait for the machine. */
    readonly arn: pulumi.Output<string>;
    readonly logGroupName: pulumi.Output<string>;
    readonly roleArn: pulumi.Output<string>;
    readonly machine: StateMachine;
    /** What its definition is made of. */
    readonly settings: pulumi.Output<WorkflowSettings>;

    constructor(name: string, args: StopWorkflowArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:StopWorkflow", name, {}, opts);
        const { guard, region, waitSeconds, limits, mode, sweepHours, curfew, timeZone } = args;
        const { digestAt, warnSeconds, maxWaitSeconds, extendWhileBusy, chat, ownerMail } = args;
        this.arn = args.place.apply((place) => localArn(place, "states", `stateMachine:${guard}`));

        const workflow = pulumi
            .all([args.place, args.successTopicArn, args.failureTopicArn, args.chatTopicArn, args.dpuHourUsd])
            .apply(([place, successTopicArn, failureTopicArn, chatTopicArn, dpuHourUsd]) => ({
                ...place,
                guard,
                waitSeconds,
                limits,
                mode,
                sweepHours,
                curfew,
                digestAt,
                timeZone,
                warnSeconds,
                maxWaitSeconds,
                extendWhileBusy,
                chat,
                chatTopicArn,
                ownerMail,
                successTopicArn,
                failureTopicArn,
                dpuHourUsd: dpuHourPrice(place.region, dpuHourUsd),
                publishMetrics: args.publishMetrics,
            }));
        this.settings = workflow;
        const role = new GuardRole(
            `${name}-role`,
            {
                roleName: `${guard}-workflow`,
                trust: pulumi
                    .all([args.place, this.arn])
                    .apply(([place, arn]) => trustPolicy("states.amazonaws.com", place.account, arn)),
                permissions: pulumi
                    .all([workflow, args.topicKeyArn, args.dataKeyArn, this.arn])
                    .apply(([workflow, keyArn, dataKeyArn, arn]) =>
                        policyDocument(
                            ...stopWorkflowPermissions(workflow),
                            logDelivery,
                            ...(keyArn ? [useTopicKey(keyArn)] : []),
                            ...(dataKeyArn ? [useDataKey(dataKeyArn, arn)] : []),
                        ),
                    ),
                permissionsBoundaryArn: args.permissionsBoundaryArn,
            },
            { parent: this },
        );
        const logs = new LogGroup(
            `${name}-logs`,
            {
                region,
                // Under this prefix AWS needs no new resource policy for each log group, of which an account has ten.
                name: `/aws/vendedlogs/states/${guard}`,
                retentionInDays: args.logRetentionDays,
            },
            { parent: this },
        );
        this.machine = new StateMachine(
            `${name}-machine`,
            {
                region,
                name: guard,
                type: "STANDARD",
                roleArn: role.arn,
                definition: workflow.apply((workflow) => JSON.stringify(stopWorkflow(workflow))),
                loggingConfiguration: {
                    level: "ERROR",
                    includeExecutionData: args.logExecutionData,
                    logDestination: pulumi.interpolate`${logs.arn}:*`,
                },
                ...(args.dataKeyArn !== undefined && {
                    encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: args.dataKeyArn },
                }),
                // Costs money per trace and adds permissions; the history already tells each step.
                tracingConfiguration: { enabled: false },
            },
            {
                parent: this,
                dependsOn: role.permissions,
                // AWS deletes a machine only when its executions have come to their next step.
                customTimeouts: {
                    delete: `${Math.min(longestSeconds({ waitSeconds, limits, maxWaitSeconds }), 24 * 60 * 60) + 15 * 60}s`,
                },
            },
        );
        this.roleArn = role.arn;
        this.logGroupName = logs.name;
        this.registerOutputs({ arn: this.arn, logGroupName: this.logGroupName });
    }
}
