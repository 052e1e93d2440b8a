import { join } from "node:path";
import * as chatbot from "@aws-sdk/client-chatbot";
import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as glue from "@aws-sdk/client-glue";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as sesv2 from "@aws-sdk/client-sesv2";
import * as sfn from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as sts from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import type { Clients } from "../../commands/doctor/account/clients";
import type { Check, Finding } from "../../commands/doctor/account/finding";
import { channelOf, readSubject, resourcesOf, type Subject } from "../../commands/doctor/account/subject";
import { AccountProblem } from "../../commands/aws/accountProblem";
import { topicPolicy } from "../../model/access/permissions";
import { readGuard } from "../../proof/simulator/program/deployedGuard";
import { config, program } from "./stacks";

/** The state of prod, as the last end-to-end run left it. */
export const stateFile = join(__dirname, "../fixtures/prod.state.json");
export const now = Date.UTC(2026, 10, 30, 12);

export const prod = () => readSubject("prod", { state: stateFile, now });

export const slack = { slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" };
export const teams = {
    teamsTenantId: "11111111-2222-3333-4444-555555555555",
    teamsTeamId: "66666666-7777-8888-9999-000000000000",
    teamsChannelId: "19%3aab12%40thread.tacv2",
};

/** Prod, if it were deployed with these settings, too. */
export async function prodWith(settings: Readonly<Record<string, object>>): Promise<Subject> {
    const texts = Object.entries(settings).map(([key, value]): [string, string] => [key, JSON.stringify(value)]);
    const deployed = await program("prod", config(Object.fromEntries(texts)));
    // Pulumi names what the program leaves without a name.
    const resources = deployed.resources.map((one) => ({ ...one, outputs: { name: one.name, ...one.outputs } }));
    return { ...(await prod()), ...readGuard({ ...deployed, resources }) };
}

const options = { region: "eu-west-1" };
const clients = {
    chatbot: new chatbot.ChatbotClient(options),
    cloudTrail: new cloudtrail.CloudTrailClient(options),
    cloudWatch: new cloudwatch.CloudWatchClient(options),
    events: new eventbridge.EventBridgeClient(options),
    glue: new glue.GlueClient(options),
    iam: new iam.IAMClient(options),
    kms: new kms.KMSClient(options),
    scheduler: new scheduler.SchedulerClient(options),
    ses: new sesv2.SESv2Client(options),
    sns: new sns.SNSClient(options),
    sqs: new sqs.SQSClient(options),
    states: new sfn.SFNClient(options),
    sts: new sts.STSClient(options),
} satisfies Clients;
const mocks = {
    chatbot: mockClient(clients.chatbot as never),
    cloudTrail: mockClient(clients.cloudTrail),
    cloudWatch: mockClient(clients.cloudWatch),
    events: mockClient(clients.events),
    glue: mockClient(clients.glue),
    iam: mockClient(clients.iam),
    kms: mockClient(clients.kms),
    scheduler: mockClient(clients.scheduler),
    ses: mockClient(clients.ses),
    sns: mockClient(clients.sns),
    sqs: mockClient(clients.sqs),
    states: mockClient(clients.states),
    sts: mockClient(clients.sts),
};

/** What the chat service answers. Its client is older than the others, and its types are not those that mocks take. */
export const chatbotOn = (command: unknown) =>
    (
        mocks.chatbot as unknown as Record<
            "on",
            (command: unknown) => Record<"resolves" | "rejects", (it: object) => void>
        >
    ).on(command);

/** As AWS refuses: the SDK throws it under this name. */
export const refusal = (name: string, message = "no") => Object.assign(new Error(message), { name });
const json = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000);

/** The members that are read of what the state has of a resource. */
interface Outputs {
    readonly name: string;
    readonly arn: string;
    readonly state: "ENABLED" | "DISABLED";
    readonly eventPattern: string;
    readonly targetId: string;
    readonly roleArn: string;
    readonly inputTransformer: { readonly inputPaths: Record<string, string>; readonly inputTemplate: string };
    readonly retryPolicy: { readonly maximumEventAgeInSeconds: number; readonly maximumRetryAttempts: number };
    readonly deadLetterConfig: { readonly arn: string };
    readonly groupName: string;
    readonly scheduleExpression: string;
    readonly target: { readonly arn: string; readonly roleArn: string; readonly input: string };
    readonly definition: string;
    readonly type: sfn.StateMachineType;
    readonly loggingConfiguration: sfn.LoggingConfiguration;
    readonly assumeRolePolicy: unknown;
    readonly permissionsBoundary?: string;
    readonly role: string;
    readonly policy: unknown;
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly statistic: cloudwatch.Statistic;
    readonly period: number;
    readonly evaluationPeriods: number;
    readonly comparisonOperator: cloudwatch.ComparisonOperator;
    readonly threshold: number;
    readonly treatMissingData: string;
    readonly alarmActions: string[];
}

/** The same of a channel of Slack or Microsoft Teams. */
interface ChannelOutputs {
    readonly configurationName: string;
    readonly chatConfigurationArn: string;
    readonly iamRoleArn: string;
    readonly snsTopicArns: string[];
    readonly guardrailPolicyArns: string[];
    readonly slackTeamId: string;
    readonly slackChannelId: string;
    readonly tenantId: string;
    readonly teamId: string;
    readonly channelId: string;
}

export const chatSubscription = {
    Protocol: "https",
    Endpoint: "https://global.sns-api.chatbot.amazonaws.com",
    SubscriptionArn: "arn:chat",
};

/** What a watch of a data preview was given. */
const alice = {
    request: { id: "glue-studio-datapreview-7d2c", workerType: "G.1X", numberOfWorkers: 5, idleTimeout: 30 },
    response: null,
    who: {
        type: "AssumedRole",
        arn: "arn:aws:sts::123456789012:assumed-role/data-engineer/alice@example.com",
        principalId: "AROAEXAMPLE:alice@example.com",
    },
    eventId: "e-1",
    eventTime: "2026-11-30T11:55:00Z",
    region: "eu-west-1",
};

/** Answers that AWS gives for a guard that works, on a quiet day: one session runs, and its watch waits. */
export function healthyAccount(subject: Subject): { readonly aws: Clients; readonly mocks: typeof mocks } {
    for (const mock of Object.values(mocks)) {
        mock.reset();
        // What nobody has thought of must not pass in silence.
        (mock as unknown as typeof mocks.sts).onAnyCommand().callsFake((input: unknown) => {
            throw new Error(`No answer for ${JSON.stringify(input)}`);
        });
    }
    const { program } = subject;
    const { account } = program.place;
    const of = (type: string) => resourcesOf(subject, type).map(({ outputs }) => outputs as unknown as Outputs);

    mocks.sts.on(sts.GetCallerIdentityCommand).resolves({
        Account: account,
        Arn: `arn:aws:sts::${account}:assumed-role/admin/bob`,
    });
    mocks.cloudTrail
        .on(cloudtrail.DescribeTrailsCommand)
        .resolves({
            trailList: [{ Name: "management", TrailARN: `arn:aws:cloudtrail:eu-west-1:${account}:trail/management` }],
        })
        .on(cloudtrail.GetTrailStatusCommand)
        .resolves({ IsLogging: true })
        .on(cloudtrail.GetEventSelectorsCommand)
        .resolves({ EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true }] })
        .on(cloudtrail.LookupEventsCommand)
        .resolves({
            Events: [
                {
                    CloudTrailEvent: JSON.stringify({
                        eventSource: "glue.amazonaws.com",
                        eventTime: "2026-11-30T08:00:00Z",
                        requestParameters: { id: "notebook-1" },
                    }),
                },
            ],
        });
    for (const { name, state, eventPattern } of of("cloudwatch/eventRule:EventRule")) {
        mocks.events
            .on(eventbridge.DescribeRuleCommand, { Name: name })
            .resolves({ State: state, EventPattern: eventPattern });
    }
    mocks.events.on(eventbridge.ListTargetsByRuleCommand).resolves({
        Targets: of("cloudwatch/eventTarget:EventTarget").map(targetOf),
    });
    for (const { name, groupName, state, scheduleExpression, target } of of("scheduler/schedule:Schedule")) {
        const { arn, roleArn, input } = target;
        mocks.scheduler.on(scheduler.GetScheduleCommand, { Name: name, GroupName: groupName }).resolves({
            State: state,
            ScheduleExpression: scheduleExpression,
            ScheduleExpressionTimezone: "UTC",
            Target: { Arn: arn, RoleArn: roleArn, Input: input },
        });
    }
    for (const { arn, definition, roleArn, type, loggingConfiguration } of of("sfn/stateMachine:StateMachine")) {
        mocks.states.on(sfn.DescribeStateMachineCommand, { stateMachineArn: arn }).resolves({
            definition,
            roleArn,
            type,
            loggingConfiguration,
        });
    }
    for (const { name, assumeRolePolicy, permissionsBoundary } of of("iam/role:Role")) {
        mocks.iam.on(iam.GetRoleCommand, { RoleName: name }).resolves({
            Role: {
                Path: "/",
                RoleName: name,
                RoleId: "AROAEXAMPLE",
                Arn: "",
                CreateDate: minutesAgo(0),
                AssumeRolePolicyDocument: encodeURIComponent(json(assumeRolePolicy)),
                PermissionsBoundary: { PermissionsBoundaryArn: permissionsBoundary },
            },
        });
    }
    mocks.iam.on(iam.ListRolePoliciesCommand).resolves({ PolicyNames: [] });
    for (const { role, name, policy } of of("iam/rolePolicy:RolePolicy")) {
        mocks.iam
            .on(iam.ListRolePoliciesCommand, { RoleName: role })
            .resolves({ PolicyNames: [name] })
            .on(iam.GetRolePolicyCommand, { RoleName: role, PolicyName: name })
            .resolves({ RoleName: role, PolicyName: name, PolicyDocument: encodeURIComponent(json(policy)) });
    }
    mocks.iam
        .on(iam.ListAttachedRolePoliciesCommand)
        .resolves({ AttachedPolicies: [] })
        .on(iam.SimulatePrincipalPolicyCommand)
        .callsFake(({ ActionNames, ResourceArns }: { ActionNames: string[]; ResourceArns: string[] }) => ({
            EvaluationResults: ActionNames.flatMap((EvalActionName) =>
                ResourceArns.map((EvalResourceName) => ({ EvalActionName, EvalResourceName, EvalDecision: "allowed" })),
            ),
        }));
    mocks.cloudWatch
        .on(cloudwatch.DescribeAlarmsCommand)
        .resolves({ MetricAlarms: of("cloudwatch/metricAlarm:MetricAlarm").map(alarmOf) })
        .on(cloudwatch.GetMetricDataCommand)
        .resolves({ MetricDataResults: [{ Id: "used", Values: [4] }] });
    const channel = channelOf(subject)?.outputs as unknown as ChannelOutputs | undefined;
    const { success, failure } = subject.topics;
    const chats = channel?.snsTopicArns ?? [];
    for (const TopicArn of new Set([success, failure, ...chats])) {
        const people = { Protocol: "email", Endpoint: "team@example.com", SubscriptionArn: `${TopicArn}:1` };
        mocks.sns
            .on(sns.ListSubscriptionsByTopicCommand, { TopicArn })
            .resolves({
                Subscriptions: [
                    ...([success, failure].includes(TopicArn) ? [people] : []),
                    ...(chats.includes(TopicArn) ? [chatSubscription] : []),
                ],
            })
            .on(sns.GetTopicAttributesCommand, { TopicArn })
            .resolves({
                Attributes: {
                    Policy: JSON.stringify(
                        topicPolicy(program.place, TopicArn, `arn:aws:cloudwatch:eu-west-1:${account}:alarm:*`),
                    ),
                },
            });
    }
    if (channel) {
        chatbotOn(chatbot.DescribeSlackChannelConfigurationsCommand).resolves({
            SlackChannelConfigurations: [slackOf(channel)],
        });
        chatbotOn(chatbot.GetMicrosoftTeamsChannelConfigurationCommand).resolves({
            ChannelConfiguration: teamsOf(channel),
        });
    }
    mocks.ses
        .on(sesv2.GetEmailIdentityCommand)
        .rejects(refusal("NotFoundException"))
        .on(sesv2.GetEmailIdentityCommand, { EmailIdentity: "example.com" })
        .resolves({ VerifiedForSendingStatus: true, VerificationStatus: "SUCCESS" })
        .on(sesv2.GetAccountCommand)
        .resolves({ SendingEnabled: true, ProductionAccessEnabled: true, EnforcementStatus: "HEALTHY" });
    mocks.sqs.on(sqs.GetQueueAttributesCommand).resolves({
        Attributes: {
            ApproximateNumberOfMessages: "0",
            Policy: json(of("sqs/queuePolicy:QueuePolicy")[0]?.policy),
        },
    });
    mocks.glue.on(glue.ListSessionsCommand).resolves({
        Sessions: [
            {
                Id: alice.request.id,
                Status: "READY",
                CreatedOn: minutesAgo(5),
                WorkerType: "G.1X",
                NumberOfWorkers: 5,
                MaxCapacity: 5,
            },
            { Id: "notebook-1", Status: "STOPPED", CreatedOn: minutesAgo(240) },
        ],
    });
    mocks.glue.on(glue.GetTagsCommand).resolves({ Tags: { team: "sales" } });
    watches(subject, [
        { input: alice, minutes: 5, status: "RUNNING" },
        { input: { request: { id: "notebook-1" } }, minutes: 240, status: "SUCCEEDED", output: { outcome: "stopped" } },
    ]);
    return { aws: clients, mocks };
}

export interface Execution {
    readonly input: unknown;
    /** Since its start. */
    readonly minutes: number;
    readonly status: sfn.ExecutionStatus;
    readonly output?: unknown;
    readonly error?: string;
    readonly cause?: string;
}

/** The executions of the machine, newest first. */
export function watches({ machineArn }: Subject, executions: readonly Execution[]): sfn.ExecutionListItem[] {
    const arnOf = (index: number) => `${machineArn.replace("stateMachine", "execution")}:${index}`;
    const items = executions.map(({ minutes, status }, index) => ({
        executionArn: arnOf(index),
        stateMachineArn: machineArn,
        name: String(index),
        status,
        startDate: minutesAgo(minutes),
    }));
    mocks.states.on(sfn.ListExecutionsCommand).callsFake(({ statusFilter }: { statusFilter?: string }) => ({
        executions: items.filter(({ status }) => statusFilter === undefined || status === statusFilter),
    }));
    executions.forEach(({ input, output, status, error, cause }, index) => {
        mocks.states.on(sfn.DescribeExecutionCommand, { executionArn: arnOf(index) }).resolves({
            executionArn: arnOf(index),
            stateMachineArn: machineArn,
            startDate: minutesAgo(0),
            status,
            input: JSON.stringify(input),
            ...(output !== undefined && { output: JSON.stringify(output) }),
            ...(error !== undefined && { error, cause }),
        });
    });
    return items;
}

/** The target of the rule as EventBridge describes it. */
const targetOf = ({ inputTransformer, retryPolicy, ...target }: Outputs): eventbridge.Target => ({
    Id: target.targetId,
    Arn: target.arn,
    RoleArn: target.roleArn,
    InputTransformer: {
        InputPathsMap: inputTransformer.inputPaths,
        InputTemplate: inputTransformer.inputTemplate,
    },
    RetryPolicy: {
        MaximumEventAgeInSeconds: retryPolicy.maximumEventAgeInSeconds,
        MaximumRetryAttempts: retryPolicy.maximumRetryAttempts,
    },
    DeadLetterConfig: { Arn: target.deadLetterConfig.arn },
});

/** A channel as the chat service describes it. */
const channelFound = (channel: ChannelOutputs) => ({
    ConfigurationName: channel.configurationName,
    ChatConfigurationArn: channel.chatConfigurationArn,
    IamRoleArn: channel.iamRoleArn,
    SnsTopicArns: [...channel.snsTopicArns].reverse(),
    GuardrailPolicyArns: channel.guardrailPolicyArns,
    State: "ENABLED",
});

export const slackOf = (channel: ChannelOutputs): chatbot.SlackChannelConfiguration => ({
    ...channelFound(channel),
    SlackTeamName: "team",
    SlackTeamId: channel.slackTeamId,
    SlackChannelId: channel.slackChannelId,
    SlackChannelName: "glue",
});

/** Teams' ids may come without the encoding of URLs. */
export const teamsOf = (channel: ChannelOutputs): chatbot.TeamsChannelConfiguration => ({
    ...channelFound(channel),
    TenantId: channel.tenantId,
    TeamId: channel.teamId,
    ChannelId: decodeURIComponent(channel.channelId),
});

/** An alarm as CloudWatch describes it. */
export const alarmOf = (alarm: Outputs): cloudwatch.MetricAlarm => ({
    AlarmName: alarm.name,
    Namespace: alarm.namespace,
    MetricName: alarm.metricName,
    Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: alarm.statistic,
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluationPeriods,
    ComparisonOperator: alarm.comparisonOperator,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.treatMissingData,
    AlarmActions: alarm.alarmActions,
    ActionsEnabled: true,
    StateValue: "OK",
});

/** What a check finds, a line each: its sign, its text, and what to do. */
export async function findings(check: Check, subject: Subject, aws: Clients): Promise<string[]> {
    return (await check.look(subject, aws)).findings.map(lineOf);
}

export const lineOf = ({ sign, text, fix }: Finding) => `${sign}: ${text}${fix === undefined ? "" : ` -> ${fix}`}`;

/** Why a check could not look. */
export async function problem(check: Check, subject: Subject, aws: Clients): Promise<string> {
    try {
        await check.look(subject, aws);
    } catch (error) {
        if (error instanceof AccountProblem) {
            return error.message;
        }
        throw error;
    }
    return "no problem";
}
