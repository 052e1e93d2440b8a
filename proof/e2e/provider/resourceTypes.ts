/**
 * What AWS would refuse, by resource type, and what Pulumi's AWS provider would replace rather than change.
 *
 * Sources: the API reference of each service for names and values, and the provider's documents
 * (https://www.pulumi.com/registry/packages/aws/) for "changing this forces a new resource".
 */
import { checkDefinition } from "../../simulator/aws/stepfunctions/definition/checkDefinition";
import { logDelivery } from "../../../model/access/permissions";
import { retentionDays } from "../../../model/settings/settings";
import { checkPattern } from "../../simulator/aws/eventbridge/eventPattern";
import { decide, mayAssume, type PolicyDocument } from "../../simulator/aws/iam/iam";
import { checkTransformer, type InputTransformer } from "../../simulator/aws/eventbridge/inputTransformer";
import type { AwsType } from "../../simulator/program/registration";
import type { Inputs, LookUp, Reference, ResourceType } from "./resource";
import { any, between, json, matching, oneOf, policy } from "./checks";

const topic = "aws:sns/topic:Topic";
const role = "aws:iam/role:Role";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const queue = "aws:sqs/queue:Queue";
const rule = "aws:cloudwatch/eventRule:EventRule";
const bucket = "aws:s3/bucket:Bucket";
/** What configures a bucket names it. */
const ofBucket = (properties: ResourceType["properties"], policies: readonly string[] = []): ResourceType => ({
    properties: { ...region, bucket: any, ...properties },
    required: ["bucket"],
    replacing: ["region", "bucket"],
    references: ({ bucket: named }) => refer("bucket", bucket, named),
    identity: ["bucket"],
    policies,
});
const scheduleGroup = "aws:scheduler/scheduleGroup:ScheduleGroup";
const machine = "aws:sfn/stateMachine:StateMachine";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";
export const boundary = "aws:iam/policy:Policy";

const documentOf = (text: unknown) => JSON.parse(String(text)) as PolicyDocument;

/** A reference, unless the property is not written. */
const refer = (property: string, type: string, value: unknown): Reference[] =>
    typeof value === "string" ? [{ property, type, value }] : [];
const member = (inputs: Inputs, property: string, name: string): unknown =>
    (inputs[property] as Inputs | undefined)?.[name];

/** Why that role is of no use: this service may not assume it for this resource, or it may not do these resources. */
function roleFaults(
    account: LookUp,
    roleArn: string,
    user: { readonly service: string; readonly sourceArn: string },
    actions: readonly string[],
    resource: string,
): string[] {
    const found = account.find(role, roleArn);
    const context = { "aws:SourceArn": user.sourceArn, "aws:SourceAccount": account.place.account };
    if (!mayAssume(documentOf(found?.inputs.assumeRolePolicy), user.service, context).allowed) {
        return [`${user.service} may not assume the role ${roleArn} for ${user.sourceArn}`];
    }
    const identity = account.resources
        .filter(({ type, inputs }) => type === rolePolicy && inputs.role === found?.id)
        .map(({ inputs }) => documentOf(inputs.policy));
    return actions
        .filter((action) => !decide({ principal: { arn: roleArn }, action, resource }, { identity }).allowed)
        .map((action) => `the role ${roleArn} lacks ${action}`);
}

/** The default tags of the stack's provider arrive so. */
const tagged = { tagsAll: any };
const region = { region: matching(/^[a-z]{2}(-[a-z]+)+-\d$/) };

const chatChannel = (ids: ResourceType["properties"], replacing: readonly string[]): ResourceType => ({
    properties: {
        ...region,
        ...tagged,
        configurationName: matching(/^[A-Za-z0-9_-]{1,128}$/),
        iamRoleArn: any,
        snsTopicArns: any,
        guardrailPolicyArns: any,
        ...ids,
    },
    required: ["configurationName", "iamRoleArn", ...Object.keys(ids)],
    replacing: ["region", "configurationName", ...replacing],
    identity: ["configurationName"],
    references: ({ iamRoleArn }) => refer("iamRoleArn", role, iamRoleArn),
    refuses: ({ inputs }, account) =>
        roleFaults(account, String(inputs.iamRoleArn), { service: "chatbot.amazonaws.com", sourceArn: "" }, [], ""),
});

/** A row for each type that the guard uses; any other is refused. */
const rows: Readonly<Record<AwsType, ResourceType>> = {
    [rule]: {
        properties: {
            ...region,
            ...tagged,
            name: matching(/^[.\-_A-Za-z0-9]{1,64}$/),
            description: matching(/^.{0,512}$/s),
            eventBusName: oneOf("default"),
            eventPattern: json(checkPattern),
            state: oneOf("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
        },
        required: ["name", "eventPattern"],
        replacing: ["region", "name", "eventBusName"],
    },
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": chatChannel(
        { slackTeamId: matching(/^[0-9A-Z]{1,255}$/), slackChannelId: matching(/^[A-Za-z0-9]{1,255}$/) },
        ["slackTeamId"],
    ),
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": chatChannel(
        {
            tenantId: matching(/^[0-9A-Fa-f-]{36}$/),
            teamId: matching(/^[0-9A-Fa-f-]{36}$/),
            channelId: matching(/%3[aA].*%40/),
        },
        ["tenantId", "teamId"],
    ),
    "aws:cloudwatch/eventTarget:EventTarget": {
        properties: {
            ...region,
            rule: any,
            eventBusName: oneOf("default"),
            targetId: matching(/^[.\-_A-Za-z0-9]{1,64}$/),
            arn: any,
            roleArn: any,
            inputTransformer: (transformer: InputTransformer) => checkTransformer(transformer),
            retryPolicy: (retries: { maximumEventAgeInSeconds?: number; maximumRetryAttempts?: number }) => [
                // A member that is left out is sent as 0.
                ...between(60, 86_400)(retries.maximumEventAgeInSeconds ?? 0),
                ...between(0, 185)(retries.maximumRetryAttempts ?? 0),
            ],
            deadLetterConfig: any,
        },
        identity: ["rule", "targetId"],
        required: ["rule", "arn", "targetId"],
        replacing: ["region", "rule", "eventBusName", "targetId"],
        references: (inputs) => [
            ...refer("rule", rule, inputs.rule),
            ...refer("arn", machine, inputs.arn),
            ...refer("roleArn", role, inputs.roleArn),
            ...refer("deadLetterConfig", queue, member(inputs, "deadLetterConfig", "arn")),
        ],
        refuses: ({ inputs }, account) => {
            const sourceArn = String(account.find(rule, String(inputs.rule))?.added.arn);
            const user = { service: "events.amazonaws.com", sourceArn };
            return roleFaults(account, String(inputs.roleArn), user, ["states:StartExecution"], String(inputs.arn));
        },
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        properties: {
            ...region,
            ...tagged,
            name: matching(/^.{1,255}$/),
            alarmDescription: matching(/^.{0,1024}$/s),
            namespace: matching(/^[^:].{0,254}$/),
            metricName: matching(/^.{1,255}$/),
            dimensions: any,
            statistic: oneOf("SampleCount", "Average", "Sum", "Minimum", "Maximum"),
            period: (seconds: number) =>
                [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)
                    ? []
                    : [`is ${seconds}, but must be 10, 20, 30 or a multiple of 60`],
            evaluationPeriods: between(1, 1440),
            comparisonOperator: oneOf(
                "GreaterThanThreshold",
                "GreaterThanOrEqualToThreshold",
                "LessThanThreshold",
                "LessThanOrEqualToThreshold",
            ),
            threshold: any,
            treatMissingData: oneOf("breaching", "notBreaching", "ignore", "missing"),
            alarmActions: (arns: readonly string[]) => (arns.length <= 5 ? [] : ["has more than 5 actions"]),
        },
        required: ["name", "comparisonOperator", "evaluationPeriods"],
        replacing: ["region", "name"],
        references: ({ alarmActions }) =>
            ((alarmActions ?? []) as string[]).flatMap((arn) => refer("alarmActions", topic, arn)),
    },
    "aws:cloudwatch/dashboard:Dashboard": {
        properties: {
            ...region,
            dashboardName: matching(/^[A-Za-z0-9_-]{1,255}$/),
            dashboardBody: json((body) => (Array.isArray((body as Inputs).widgets) ? [] : ["has no list of widgets"])),
        },
        required: ["dashboardName", "dashboardBody"],
        replacing: ["region", "dashboardName"],
    },
    [logGroup]: {
        properties: {
            ...region,
            ...tagged,
            name: matching(/^[.\-_/#A-Za-z0-9]{1,512}$/),
            retentionInDays: oneOf(...retentionDays),
        },
        required: ["name"],
        replacing: ["region", "name"],
    },
    [role]: {
        properties: {
            ...tagged,
            name: matching(/^[\w+=,.@-]{1,64}$/),
            path: matching(/^\/([!-~]{1,510}\/)?$/),
            assumeRolePolicy: policy("trust"),
            permissionsBoundary: any,
        },
        required: ["name", "assumeRolePolicy"],
        replacing: ["name", "path"],
        references: ({ permissionsBoundary }) => refer("permissionsBoundary", boundary, permissionsBoundary),
        policies: ["assumeRolePolicy"],
    },
    [rolePolicy]: {
        properties: {
            name: matching(/^[\w+=,.@-]{1,128}$/),
            role: any,
            policy: (text: string) => [
                ...policy("identity")(text),
                ...(text.replace(/\s/g, "").length <= 10_240 ? [] : ["is longer than 10,240 characters"]),
            ],
        },
        identity: ["role", "name"],
        required: ["name", "role", "policy"],
        replacing: ["name", "role"],
        references: (inputs) => refer("role", role, inputs.role),
        policies: ["policy"],
    },
    [bucket]: {
        properties: { ...region, ...tagged, bucket: matching(/^[a-z0-9-]{3,63}$/), forceDestroy: any },
        required: [],
        replacing: ["region", "bucket"],
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket({ rules: any }),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket({
        blockPublicAcls: any,
        blockPublicPolicy: any,
        ignorePublicAcls: any,
        restrictPublicBuckets: any,
    }),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket({ rules: any }),
    // Only this trail's records, over TLS: the policy that awsx would write is refused here.
    "aws:s3/bucketPolicy:BucketPolicy": ofBucket({
        policy: (text: string) => (text.includes("aws:SourceArn") ? [] : ["is open to every trail"]),
    }),
    [scheduleGroup]: {
        properties: { ...region, ...tagged, name: matching(/^[0-9a-zA-Z_.-]{1,64}$/) },
        required: ["name"],
        replacing: ["region", "name"],
    },
    "aws:scheduler/schedule:Schedule": {
        properties: {
            ...region,
            name: matching(/^[0-9a-zA-Z_.-]{1,64}$/),
            groupName: any,
            description: any,
            scheduleExpression: matching(
                /^(rate\((1 hour|([2-9]|[1-9]\d+) hours)\)|cron\(\d+ \d+ \? \* [A-Z,*-]+ \*\))$/,
            ),
            scheduleExpressionTimezone: matching(/^[A-Za-z0-9_+/-]{1,50}$/),
            flexibleTimeWindow: any,
            state: oneOf("ENABLED", "DISABLED"),
            target: any,
        },
        required: ["name", "scheduleExpression", "flexibleTimeWindow", "target"],
        replacing: ["region", "name", "groupName"],
        references: ({ groupName, target }) => [
            ...refer("groupName", scheduleGroup, groupName),
            ...refer("target", machine, (target as Inputs | undefined)?.arn),
            ...refer("target", role, (target as Inputs | undefined)?.roleArn),
            ...refer("target", queue, ((target as Inputs | undefined)?.deadLetterConfig as Inputs | undefined)?.arn),
        ],
        refuses: ({ inputs }, account) => {
            const { arn, roleArn } = inputs.target as Record<string, string>;
            const group = account.find(scheduleGroup, String(inputs.groupName));
            const user = { service: "scheduler.amazonaws.com", sourceArn: String(group?.added.arn) };
            return roleFaults(account, String(roleArn), user, ["states:StartExecution"], String(arn));
        },
    },
    [machine]: {
        properties: {
            ...region,
            ...tagged,
            name: matching(/^[A-Za-z0-9_-]{1,80}$/),
            type: oneOf("STANDARD", "EXPRESS"),
            roleArn: any,
            definition: (text: string) => [
                ...json(checkDefinition)(text),
                ...(text.length <= 1_048_576 ? [] : ["is longer than 1,048,576 characters"]),
            ],
            loggingConfiguration: ({ level, logDestination }: Readonly<Record<string, string>>) => [
                ...oneOf("ALL", "ERROR", "FATAL", "OFF")(level),
                ...(level === "OFF" || logDestination?.endsWith(":*") ? [] : ["has no logDestination that ends in :*"]),
            ],
            tracingConfiguration: any,
            encryptionConfiguration: ({ type, kmsKeyId }: Readonly<Record<string, string>>) => [
                ...oneOf("CUSTOMER_MANAGED_KMS_KEY", "AWS_OWNED_KEY")(type),
                ...matching(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/)(kmsKeyId ?? ""),
            ],
        },
        required: ["name", "roleArn", "definition"],
        replacing: ["region", "name", "type"],
        references: ({ roleArn, definition, loggingConfiguration }) => [
            ...refer("roleArn", role, roleArn),
            ...(String(definition).match(/(?<="TopicArn":")arn:[^"]+/g) ?? []).flatMap((arn) =>
                refer("definition", topic, arn),
            ),
            ...refer(
                "loggingConfiguration",
                logGroup,
                (loggingConfiguration as Inputs | undefined)?.logDestination?.toString().replace(/:\*$/, ""),
            ),
        ],
        refuses: ({ inputs, added }, account) => {
            const { level = "OFF" } = (inputs.loggingConfiguration ?? {}) as { level?: string };
            const actions = level === "OFF" ? [] : [logDelivery.Action].flat();
            const user = { service: "states.amazonaws.com", sourceArn: String(added.arn) };
            return roleFaults(account, String(inputs.roleArn), user, actions, "*");
        },
    },
    [topic]: {
        properties: { ...region, ...tagged, name: matching(/^[A-Za-z0-9_-]{1,256}$/) },
        required: ["name"],
        replacing: ["region", "name"],
    },
    "aws:sns/topicPolicy:TopicPolicy": {
        properties: { ...region, arn: any, policy: policy("resource") },
        identity: ["arn"],
        required: ["arn", "policy"],
        replacing: ["region", "arn"],
        references: (inputs) => refer("arn", topic, inputs.arn),
        policies: ["policy"],
    },
    "aws:sns/topicSubscription:TopicSubscription": {
        properties: {
            ...region,
            topic: any,
            protocol: oneOf("email", "sqs"),
            endpoint: matching(/^([^\s@]+@[^\s@]+\.[^\s@]+|arn:[^:]+:sqs:.+)$/),
            rawMessageDelivery: oneOf(true, false),
            filterPolicy: json((filter) =>
                Object.values(filter as object).every(Array.isArray) ? [] : ["has a value that is no list"],
            ),
        },
        identity: ["topic", "protocol", "endpoint"],
        required: ["topic", "protocol", "endpoint"],
        replacing: ["region", "topic", "protocol", "endpoint"],
        references: (inputs) => [
            ...refer("topic", topic, inputs.topic),
            ...(inputs.protocol === "sqs" ? refer("endpoint", queue, inputs.endpoint) : []),
        ],
    },
    [queue]: {
        properties: {
            ...region,
            ...tagged,
            name: matching(/^[A-Za-z0-9_-]{1,80}$/),
            sqsManagedSseEnabled: oneOf(true, false),
            messageRetentionSeconds: between(60, 1_209_600),
        },
        required: ["name"],
        replacing: ["region", "name"],
    },
    "aws:sqs/queuePolicy:QueuePolicy": {
        properties: { ...region, queueUrl: any, policy: policy("resource") },
        identity: ["queueUrl"],
        required: ["queueUrl", "policy"],
        replacing: ["region", "queueUrl"],
        references: (inputs) => refer("queueUrl", queue, inputs.queueUrl),
        policies: ["policy"],
    },
};

export const resourceTypes: Readonly<Record<string, ResourceType>> = rows;
