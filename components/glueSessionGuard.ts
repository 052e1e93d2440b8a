import * as pulumi from "@pulumi/pulumi";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import { statesConsoleUrl, type Place } from "../model/aws/arn";
import { guardName } from "../model/aws/names";
import { settingsTable } from "../model/settings/settings";
import { guardProblems, valueProblems, type ArgumentProblem } from "../model/settings/guardProblems";
import { readLimits } from "../model/limits/limitProblems";
import { readMembers } from "../model/channels/members";
import type { Chat } from "../model/channels/chat";
import type { OwnerMail } from "../model/channels/ownerMail";
import type { SessionLimit } from "../model/limits/limits";
import { asked } from "../model/workflow/step/step";
import { ChatChannel } from "./chatChannel";
import { DigestQueue } from "./digestQueue";
import { FailureAlarms } from "./failureAlarms";
import { GuardDashboard } from "./guardDashboard";
import { NoticeTopic } from "./noticeTopic";
import { SessionRule } from "./sessionRule";
import { SessionSweep } from "./sessionSweep";
import { StopWorkflow } from "./stopWorkflow";

export interface GlueSessionGuardArgs {
    /**
     * How old a Glue interactive session may get, in seconds: 0 to 31,449,600 (364 days). A plain number, because it
     * shapes the state machine's definition and a preview must show it.
     */
    waitSeconds: number;
    /**
     * Who may live how long, and who is exempt: the first row that fits a session decides, at most 50. Default: every
     * session may live `waitSeconds`. Plain values, for the same reason.
     */
    limits?: SessionLimit[];
    /** What happens to a session at its limit: `stop`, or `tell` (it is reported, and none is stopped). Default: `stop`. */
    mode?: string;
    /** Hours between two sweeps for sessions that no event reported: 0 (none) to 168. Default: 6. */
    sweepHours?: number;
    /**
     * When every session is stopped that is not exempt: a time, and days if any, such as `19:00 MON-FRI`. Default: never.
     * A plain text, because it shapes the state machine's definition.
     */
    curfew?: string;
    /**
     * When the notices of a day are mailed as one: a time, and days if any, such as `08:00`. Default: each is mailed by
     * itself. A plain text, because it shapes the state machine's definition.
     */
    digestAt?: string;
    /** The time zone of curfew and digest, by its IANA name. Default: UTC. */
    timeZone?: string;
    /** How long before its limit the owner of a live session is warned, in seconds: 0 (never) to 86,400. Default: 0. */
    warnSeconds?: number;
    /**
     * How old a session may get whose user keeps it with the tag `keep-until`, in seconds, at least as long as every limit.
     * Default: 0, nobody can keep a session.
     */
    maxWaitSeconds?: number;
    /** Whether a session at work lives on past its limit, up to `maxWaitSeconds`. Default: false. */
    extendWhileBusy?: boolean;
    /** The SNS topic, in the guard's region, that gets a notice of each session that was stopped. Default: a new topic. */
    successTopicArn?: pulumi.Input<string>;
    /** The SNS topic, in the guard's region, that gets a notice of each failure and gets the alarms. Default: a new topic. */
    failureTopicArn?: pulumi.Input<string>;
    /** Subscribed to the topics that the guard creates; SNS asks it to confirm. Default: nobody. */
    notificationEmail?: pulumi.Input<string>;
    /**
     * The channel of Slack or Microsoft Teams that notices also go to. Default: none. Plain values, because they shape the
     * state machine's definition.
     */
    chat?: Chat;
    /** From whom, and to whose owners, SES mails the notices of their own sessions. Default: to none. Plain values. */
    ownerMail?: OwnerMail;
    /** How long the log of failed executions is kept, in days that CloudWatch Logs accepts. Default: 30. */
    logRetentionDays?: number;
    /** Whether that log holds the data of failed steps: session id, creator, times. Default: true. */
    logExecutionData?: boolean;
    /** Whether new sessions are watched. Sessions that are watched already stay so. Default: true. */
    enabled?: boolean;
    /** The KMS key with which given topics are encrypted. Default: none. */
    topicKeyArn?: pulumi.Input<string>;
    /** A KMS key of your own for the state machine's definition, inputs and history. Default: AWS's own. */
    dataKeyArn?: pulumi.Input<string>;
    /** The permissions boundary of every role. Default: none. */
    permissionsBoundaryArn?: pulumi.Input<string>;
    /** Whether to create a CloudTrail trail, for an account that has none. Default: false. */
    createTrail?: boolean;
    /** The price of a DPU-hour in USD, as decimal text such as "0.44". Default: the region's, where it is known. */
    dpuHourUsd?: pulumi.Input<string>;
    /** Whether each stop is measured in CloudWatch, as four custom metrics. Default: true. */
    publishMetrics?: boolean;
    /** Whether to create a CloudWatch dashboard. Default: false. */
    createDashboard?: boolean;
    /** The region whose sessions are watched. Default: the provider's. */
    region?: pulumi.Input<string>;
}

/**
 * Watches every Glue interactive session of an account and region, stops each that has reached its limit, and tells
 * whose it was and what it used. If a stop fails, somebody hears of it.
 *
 * ```ts
 * new GlueSessionGuard("sessions", { waitSeconds: 1800, notificationEmail: "team@example.com" });
 * ```
 */
export class GlueSessionGuard extends pulumi.ComponentResource {
    /** The state machine of which each execution watches one session. */
    readonly stateMachineArn: pulumi.Output<string>;
    /** That state machine in the AWS console; empty in a partition whose console is not known. */
    readonly stateMachineUrl: pulumi.Output<string>;
    /** The log group of failed executions. */
    readonly logGroupName: pulumi.Output<string>;
    /** The EventBridge rule on the default bus. */
    readonly ruleName: pulumi.Output<string>;
    /** The ARN of that rule. */
    readonly ruleArn: pulumi.Output<string>;
    /** The SQS queue of the session records that could not start a watch. */
    readonly deadLetterQueueUrl: pulumi.Output<string>;
    /** The topic that gets a notice of each session that was stopped. */
    readonly successTopicArn: pulumi.Output<string>;
    /** The topic that gets a notice of each failure. */
    readonly failureTopicArn: pulumi.Output<string>;

    /**
     * @param name Part of every physical name, `<project>--<stack>--<name>`: unique in its account and region. At most
     * 40 letters, digits, `-` and `_`; what is longer than AWS takes is shortened and gets a hash.
     * @throws InputPropertiesError with every problem, before any resource is registered.
     */
    constructor(name: string, args: GlueSessionGuardArgs, opts?: pulumi.ComponentResourceOptions) {
        args = checked(name, args);
        const guard = guardName(pulumi.getProject(), pulumi.getStack(), name);
        const { waitSeconds, limits, mode } = args;
        const decides = (limits ?? []).length > 0 || mode === "tell";
        // What decides of sessions stands in the state, too, where it differs from one limit for all.
        super("glue-cost-control:index:GlueSessionGuard", name, decides ? { limits, mode } : {}, opts);

        const {
            region,
            enabled = settingsTable.enabled.default,
            publishMetrics = settingsTable.publishMetrics.default,
            sweepHours = settingsTable.sweepHours.default,
            curfew = settingsTable.curfew.default,
            digestAt = settingsTable.digestAt.default,
            timeZone,
        } = args;
        const { warnSeconds, maxWaitSeconds, extendWhileBusy, chat, ownerMail } = args;
        const options = { sweepHours, curfew, digestAt, maxWaitSeconds, extendWhileBusy };
        const { reader, schedule, digest } = asked(options);
        // Empty, as in a stack file, is the same as not given.
        const permissionsBoundaryArn = args.permissionsBoundaryArn || undefined;
        const parent = { parent: this };
        const place = pulumi
            .all([
                getPartitionOutput({}, parent).partition,
                region ?? getRegionOutput({}, parent).region,
                getCallerIdentityOutput({}, parent).accountId,
            ])
            .apply(([partition, region, account]) => ({ partition, region, account }));
        const topic = (kind: "success" | "failure", adopted: pulumi.Input<string> | undefined) =>
            adopted
                ? pulumi.output(adopted)
                : new NoticeTopic(
                      `${name}-${kind}`,
                      {
                          place,
                          region,
                          topicName: `${guard}-${kind}`,
                          alarmPrefix: kind === "failure" ? `${guard}-` : undefined,
                          email: args.notificationEmail,
                          // The digest mails the rest.
                          ...(digest && kind === "success" && { emailKinds: ["warning", "digest"] }),
                      },
                      parent,
                  ).arn;
        this.successTopicArn = topic("success", args.successTopicArn);
        this.failureTopicArn = topic("failure", args.failureTopicArn);

        const channel =
            chat && asked({ chat }).chat
                ? new ChatChannel(
                      `${name}-chat`,
                      { guard, place, region, chat, failureTopicArn: this.failureTopicArn, permissionsBoundaryArn },
                      parent,
                  )
                : undefined;
        const workflow = new StopWorkflow(
            `${name}-workflow`,
            {
                guard,
                place,
                region,
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
                chatTopicArn: channel?.topicArn,
                ownerMail,
                successTopicArn: this.successTopicArn,
                failureTopicArn: this.failureTopicArn,
                topicKeyArn: args.topicKeyArn,
                // Empty, as in a stack file, is the same as not given.
                dataKeyArn: args.dataKeyArn || undefined,
                logRetentionDays: args.logRetentionDays ?? settingsTable.logRetentionDays.default,
                logExecutionData: args.logExecutionData ?? settingsTable.logExecutionData.default,
                permissionsBoundaryArn,
                dpuHourUsd: args.dpuHourUsd,
                publishMetrics,
            },
            parent,
        );
        const rule = new SessionRule(
            `${name}-rule`,
            {
                guard,
                place,
                region,
                enabled,
                workflow,
                permissionsBoundaryArn,
                ...(schedule && { scheduleRoleName: `${guard}-schedule` }),
            },
            parent,
        );
        const digestQueue = digest
            ? new DigestQueue(
                  `${name}-digest`,
                  { guard, region, topicArn: this.successTopicArn, readerRoleArn: workflow.roleArn },
                  parent,
              )
            : undefined;
        if (reader) {
            const { deadLetterQueueArn } = rule;
            const when = { ...options, timeZone, enabled, after: digestQueue?.subscription };
            new SessionSweep(
                `${name}-sweep`,
                { guard, place, region, ...when, workflow, deadLetterQueueArn, permissionsBoundaryArn },
                parent,
            );
        }
        const alarms = new FailureAlarms(
            `${name}-alarms`,
            {
                guard,
                region,
                topicArn: this.failureTopicArn,
                watched: {
                    StateMachineArn: workflow.arn,
                    RuleName: rule.ruleName,
                    QueueName: rule.deadLetterQueueName,
                },
            },
            parent,
        );
        if (args.createDashboard) {
            new GuardDashboard(
                `${name}-dashboard`,
                {
                    guard,
                    place,
                    region,
                    stateMachineArn: workflow.arn,
                    alarmArns: alarms.arns,
                    publishMetrics,
                    finds: asked({ limits, mode }).found,
                    dpuHourUsd: args.dpuHourUsd,
                },
                parent,
            );
        }
        if (args.createTrail) {
            createTrail(`${name}-trail`, { guard, place }, parent);
        }

        this.stateMachineArn = workflow.arn;
        this.stateMachineUrl = pulumi
            .all([place, workflow.arn])
            .apply(([place, arn]) => statesConsoleUrl(place, `/statemachines/view/${arn}`) ?? "");
        this.logGroupName = workflow.logGroupName;
        this.ruleName = rule.ruleName;
        this.ruleArn = rule.ruleArn;
        this.deadLetterQueueUrl = rule.deadLetterQueueUrl;
        this.registerOutputs({
            stateMachineArn: this.stateMachineArn,
            stateMachineUrl: this.stateMachineUrl,
            logGroupName: this.logGroupName,
            ruleName: this.ruleName,
            ruleArn: this.ruleArn,
            deadLetterQueueUrl: this.deadLetterQueueUrl,
            successTopicArn: this.successTopicArn,
            failureTopicArn: this.failureTopicArn,
        });
    }
}

/**
 * The arguments that are given, checked: what is known now at once, a promise or an output when it resolves. Null is the
 * same as not given.
 *
 * @throws InputPropertiesError with every problem of what is known now.
 */
function checked(name: string, args: GlueSessionGuardArgs): GlueSessionGuardArgs {
    // Without a type checker before it, a program may pass nothing at all.
    const all = Object.entries((args as GlueSessionGuardArgs | undefined) ?? {}) as [string, unknown][];
    const given = all.filter(([, value]) => value !== undefined && value !== null);
    const isLate = (value: unknown) => pulumi.Output.isInstance(value) || value instanceof Promise;
    const plain = Object.fromEntries(
        given
            .filter(([, value]) => !isLate(value))
            .map(([key, value]) => [key, key === "limits" ? readLimits(value) : readMembers(value)]),
    );
    refuse(name, guardProblems(name, plain, Object.fromEntries(given)));
    return Object.fromEntries(
        given.map(([key, value]) => [key, isLate(value) ? late(name, key, value) : plain[key]]),
    ) as unknown as GlueSessionGuardArgs;
}

/** A value that is known later, checked then. What is secret stands in no message. */
function late(name: string, key: string, value: unknown): pulumi.Output<unknown> {
    const output = pulumi.output(value);
    return pulumi.all([output, pulumi.isSecret(output)]).apply(([known, isSecret]: [unknown, boolean]) => {
        const problems = known === undefined || known === "" ? [] : valueProblems({ [key]: known });
        const text = JSON.stringify(known);
        refuse(
            name,
            isSecret
                ? problems.map(({ reason, ...problem }) => ({ ...problem, reason: reason.replace(text, "secret") }))
                : problems,
        );
        return known;
    });
}

function refuse(name: string, problems: readonly ArgumentProblem[]): void {
    if (problems.length > 0) {
        const errors = problems.map((problem) => ({ ...problem }));
        throw new pulumi.InputPropertiesError({ message: `GlueSessionGuard "${name}" cannot be built`, errors });
    }
}

/** Loads awsx only here: it is large, and most accounts have a trail. */
function createTrail(
    name: string,
    args: { guard: string; place: pulumi.Output<Place> },
    opts: pulumi.ComponentResourceOptions,
): void {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load awsx at every start, whether a trail is asked for or not
    const { SessionTrail } = require("./trail") as { SessionTrail: new (...all: unknown[]) => pulumi.Resource };
    new SessionTrail(name, args, opts);
}
