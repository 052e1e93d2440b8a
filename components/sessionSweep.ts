import * as pulumi from "@pulumi/pulumi";
import { Schedule, type ScheduleArgs } from "@pulumi/aws/scheduler/schedule";
import { ScheduleGroup } from "@pulumi/aws/scheduler/scheduleGroup";
import { StateMachine } from "@pulumi/aws/sfn/stateMachine";
import { policyDocument, sendDeadLetters, startExecutions, trustPolicy } from "../model/access/permissions";
import { localArn, type Place } from "../model/aws/arn";
import { cronOf } from "../model/settings/timeOfDay";
import { sessionReader, sessionReaderNeeds } from "../model/workflow/reader";
import { asked, readerName, type StopWorkflowArgs } from "../model/workflow/step/step";
import { GuardRole } from "./guardRole";
import type { StopWorkflow } from "./stopWorkflow";

export interface SessionSweepArgs {
    /** How the physical names begin. */
    guard: string;
    place: pulumi.Output<Place>;
    region?: pulumi.Input<string>;
    /** Hours between two sweeps; 0 for none. */
    sweepHours: number;
    /** When every session is stopped that is not exempt; empty for never. */
    curfew: string;
    /** When the digest is mailed; empty for never. */
    digestAt: string;
    timeZone?: string;
    /** What must stand before the first digest. */
    after?: pulumi.Resource;
    /** Whether sessions are asked whether they are at work. */
    extendWhileBusy?: boolean;
    maxWaitSeconds?: number;
    enabled: boolean;
    workflow: StopWorkflow;
    deadLetterQueueArn: pulumi.Output<string>;
    permissionsBoundaryArn?: pulumi.Input<string>;
}

/** The schedules that start sweeps, curfew and digest, in a group of their own, their role, and the reader with its role. */
export class SessionSweep extends pulumi.ComponentResource {
    constructor(name: string, args: SessionSweepArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:SessionSweep", name, {}, opts);
        const { guard, region, place, workflow, permissionsBoundaryArn } = args;
        const { sweepHours, curfew, digestAt, extendWhileBusy, maxWaitSeconds } = args;
        const settings = { sweepHours, curfew, digestAt, extendWhileBusy, maxWaitSeconds };
        const parent = { parent: this };
        const readerArn = place.apply((place) => localArn(place, "states", `stateMachine:${readerName(guard)}`));
        const readerRole = new GuardRole(
            `${name}-reader-role`,
            {
                roleName: readerName(guard),
                trust: pulumi
                    .all([place, readerArn])
                    .apply(([place, arn]) => trustPolicy("states.amazonaws.com", place.account, arn)),
                permissions: place.apply((place) => policyDocument(...sessionReaderNeeds({ ...place, ...settings }))),
                permissionsBoundaryArn,
            },
            parent,
        );
        const reader = new StateMachine(
            `${name}-reader`,
            {
                region,
                name: readerName(guard),
                type: "EXPRESS",
                roleArn: readerRole.arn,
                definition: workflow.settings.apply((settings: StopWorkflowArgs) =>
                    JSON.stringify(sessionReader(settings)),
                ),
                // Its data are job arguments of everybody: nothing of them is kept.
                loggingConfiguration: { level: "OFF", includeExecutionData: false },
                tracingConfiguration: { enabled: false },
            },
            { ...parent, dependsOn: readerRole.permissions },
        );
        if (asked(settings).schedule) {
            this.#schedule(name, args, reader);
        }
        this.registerOutputs({});
    }

    /** The schedules, in a group of their own, and their role. */
    #schedule(name: string, args: SessionSweepArgs, reader: StateMachine): void {
        const { guard, region, place, workflow, permissionsBoundaryArn } = args;
        const parent = { parent: this };
        const group = new ScheduleGroup(`${name}-group`, { region, name: guard }, parent);
        const role = new GuardRole(
            `${name}-role`,
            {
                roleName: `${guard}-schedule`,
                // AWS names the group and not the schedule:
                // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
                trust: pulumi
                    .all([place, group.arn])
                    .apply(([place, arn]) => trustPolicy("scheduler.amazonaws.com", place.account, arn)),
                permissions: pulumi
                    .all([workflow.arn, args.deadLetterQueueArn])
                    .apply(([arn, queueArn]) => policyDocument(startExecutions(arn), sendDeadLetters(queueArn))),
                permissionsBoundaryArn,
            },
            parent,
        );
        const schedule = (
            what: string,
            when: Pick<ScheduleArgs, "description" | "scheduleExpression" | "scheduleExpressionTimezone">,
            input: object,
        ) =>
            new Schedule(
                `${name}-${what}`,
                {
                    region,
                    name: `${guard}-${what === "schedule" ? "sweep" : what}`,
                    groupName: group.name,
                    ...when,
                    flexibleTimeWindow: { mode: "OFF" },
                    state: args.enabled ? "ENABLED" : "DISABLED",
                    target: {
                        arn: workflow.arn,
                        roleArn: role.arn,
                        input: JSON.stringify(input),
                        deadLetterConfig: { arn: args.deadLetterQueueArn },
                        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
                    },
                },
                {
                    ...parent,
                    dependsOn: [role.permissions, reader, workflow.machine, ...(args.after ? [args.after] : [])],
                },
            );
        if (args.sweepHours > 0) {
            const hours = `${args.sweepHours} hour${args.sweepHours === 1 ? "" : "s"}`;
            schedule(
                "schedule",
                { description: "Looks for Glue sessions that no event reported", scheduleExpression: `rate(${hours})` },
                { sweep: {} },
            );
        }
        if (args.curfew) {
            schedule(
                "curfew",
                {
                    description: "Stops every Glue session that is not exempt",
                    scheduleExpression: cronOf(args.curfew),
                    scheduleExpressionTimezone: args.timeZone || "UTC",
                },
                { sweep: { curfew: true } },
            );
        }
        if (args.digestAt) {
            schedule(
                "digest",
                {
                    description: "Mails the notices of stopped Glue sessions as one",
                    scheduleExpression: cronOf(args.digestAt),
                    scheduleExpressionTimezone: args.timeZone || "UTC",
                },
                { digest: {} },
            );
        }
    }
}
