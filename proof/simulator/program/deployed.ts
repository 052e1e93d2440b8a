import { parseArn } from "../../../model/aws/arn";
import type { Channel } from "../aws/chatbot/chatService";
import type { AlarmSettings } from "../aws/cloudwatch/alarms";
import type { Deployed } from "../aws/deployed";
import type { InputTransformer } from "../aws/eventbridge/inputTransformer";
import type { Rule, Target } from "../aws/eventbridge/rule";
import type { PolicyDocument } from "../aws/iam/iam";
import type { Role } from "../aws/iam/role";
import type { Schedule } from "../aws/scheduler/schedule";
import type { QueueSubscription } from "../aws/sns/subscription";
import type { Topic } from "../aws/sns/topic";
import type { Queue } from "../aws/sqs/queue";
import type { Machine } from "../aws/stepfunctions/machine";
import type { AwsType, Registered } from "./registration";
import { checkProperties } from "./understood";

type Properties = Readonly<Record<string, unknown>>;
/** The stack's resources of a type. */
type All = (type: AwsType) => readonly Registered[];

/** Reads the resources of a stack; `adopted` are the topics that it uses and does not own. */
export function readDeployed(resources: readonly Registered[], adopted: readonly string[], topicKeyArn = ""): Deployed {
    checkProperties(resources);
    const all: All = (type) => resources.filter((resource) => resource.type === type);
    const byArn = <T>(type: AwsType, read: (resource: Registered, all: All) => T) =>
        all(type).map((resource) => [text(resource, "arn"), read(resource, all)] as const);
    return {
        machines: all("aws:sfn/stateMachine:StateMachine")
            .map(machine)
            // The one that a rule starts comes first.
            .sort((one, other) => Number(one.express) - Number(other.express)),
        rules: all("aws:cloudwatch/eventRule:EventRule").map((resource) => rule(resource, all)),
        schedules: all("aws:scheduler/schedule:Schedule").map((resource) => schedule(resource, all)),
        queues: new Map(byArn("aws:sqs/queue:Queue", queue)),
        roles: new Map(byArn("aws:iam/role:Role", role)),
        topics: new Map<string, Topic>([
            ...adopted.map((arn) => [arn, topicKeyArn === "" ? {} : { keyArn: topicKeyArn }] as const),
            ...byArn("aws:sns/topic:Topic", topic),
        ]),
        subscriptions: all("aws:sns/topicSubscription:TopicSubscription")
            .filter(({ outputs }) => outputs.protocol === "sqs")
            .map(subscription),
        channels: [
            ...all("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"),
            ...all("aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration"),
        ].map(channel),
        alarms: all("aws:cloudwatch/metricAlarm:MetricAlarm").map(alarm),
    };
}

function machine(resource: Registered): Machine {
    const logging = (resource.outputs.loggingConfiguration ?? {}) as Properties;
    return {
        arn: text(resource, "arn"),
        roleArn: text(resource, "roleArn"),
        express: resource.outputs.type === "EXPRESS",
        definition: JSON.parse(text(resource, "definition")) as unknown,
        logLevel: optional(logging, "level", "OFF"),
        logsData: logging.includeExecutionData === true,
    };
}

function rule(resource: Registered, all: All): Rule {
    return {
        name: text(resource, "name"),
        arn: text(resource, "arn"),
        region: parseArn(text(resource, "arn"))?.region ?? "",
        enabled: resource.outputs.state === "ENABLED",
        pattern: JSON.parse(text(resource, "eventPattern")) as unknown,
        targets: all("aws:cloudwatch/eventTarget:EventTarget")
            .filter(({ outputs }) => outputs.rule === resource.outputs.name)
            .map(target),
    };
}

function target(resource: Registered): Target {
    const { inputTransformer, retryPolicy, deadLetterConfig } = resource.outputs as Record<string, Properties>;
    return {
        arn: text(resource, "arn"),
        roleArn: text(resource, "roleArn"),
        transformer: inputTransformer as unknown as InputTransformer,
        maximumAgeSeconds: Number(retryPolicy?.maximumEventAgeInSeconds ?? 0),
        maximumRetries: Number(retryPolicy?.maximumRetryAttempts ?? 0),
        ...(deadLetterConfig && { deadLetterArn: String(deadLetterConfig.arn) }),
    };
}

function schedule(resource: Registered, all: All): Schedule {
    const { target, groupName, state } = resource.outputs as Record<string, Properties>;
    const group = all("aws:scheduler/scheduleGroup:ScheduleGroup").find(
        ({ outputs }) => outputs.name === (groupName as unknown),
    );
    const deadLetter = target?.deadLetterConfig as Properties | undefined;
    return {
        name: text(resource, "name"),
        groupArn: group ? text(group, "arn") : "",
        enabled: (state as unknown) === "ENABLED",
        expression: text(resource, "scheduleExpression"),
        timeZone: optional(resource.outputs, "scheduleExpressionTimezone", "UTC"),
        targetArn: String(target?.arn),
        roleArn: String(target?.roleArn),
        input: JSON.parse(String(target?.input)) as unknown,
        ...(deadLetter && { deadLetterArn: String(deadLetter.arn) }),
    };
}

function queue(resource: Registered, all: All): Queue {
    const url = text(resource, "url");
    return {
        name: text(resource, "name"),
        url,
        policy: policyOf(all("aws:sqs/queuePolicy:QueuePolicy"), "queueUrl", url),
    };
}

function role({ outputs: { name, assumeRolePolicy } }: Registered, all: All): Role {
    return {
        trust: document(assumeRolePolicy),
        policies: all("aws:iam/rolePolicy:RolePolicy")
            .filter(({ outputs }) => outputs.role === name)
            .map(({ outputs }) => document(outputs.policy)),
    };
}

function topic(resource: Registered, all: All): Topic {
    return { policy: policyOf(all("aws:sns/topicPolicy:TopicPolicy"), "arn", text(resource, "arn")) };
}

function subscription(resource: Registered): QueueSubscription {
    return {
        topicArn: text(resource, "topic"),
        queueArn: text(resource, "endpoint"),
        filter: JSON.parse(optional(resource.outputs, "filterPolicy", "{}")) as Record<string, string[]>,
    };
}

function channel(resource: Registered): Channel {
    return {
        name: text(resource, "configurationName"),
        topicArns: resource.outputs.snsTopicArns as string[],
    };
}

function alarm(resource: Registered): AlarmSettings {
    const { outputs } = resource;
    const evaluationPeriods = Number(outputs.evaluationPeriods);
    return {
        name: text(resource, "name"),
        arn: text(resource, "arn"),
        description: optional(outputs, "alarmDescription", ""),
        namespace: text(resource, "namespace"),
        metricName: text(resource, "metricName"),
        dimensions: outputs.dimensions as Record<string, string>,
        statistic: text(resource, "statistic"),
        periodSeconds: Number(outputs.period),
        evaluationPeriods,
        // In a state, what is not set may be 0.
        datapointsToAlarm: Number(outputs.datapointsToAlarm) || evaluationPeriods,
        comparisonOperator: text(resource, "comparisonOperator"),
        threshold: Number(outputs.threshold),
        treatMissingData: optional(outputs, "treatMissingData", "missing"),
        actions: (outputs.alarmActions ?? []) as string[],
    };
}

/** The policy that is attached to what has this value. */
function policyOf(policies: readonly Registered[], property: string, value: string): PolicyDocument | undefined {
    const found = policies.find(({ outputs }) => outputs[property] === value);
    return found && document(found.outputs.policy);
}

/** A policy, which the program writes as an object, and a state keeps as text. */
export const document = (value: unknown): PolicyDocument =>
    (typeof value === "string" ? JSON.parse(value) : value) as PolicyDocument;

function text({ name, outputs }: Registered, property: string): string {
    const value = outputs[property];
    if (typeof value !== "string") {
        throw new Error(`The resource "${name}" has no ${property}.`);
    }
    return value;
}

function optional(properties: Properties, property: string, otherwise: string): string {
    const value = properties[property];
    return typeof value === "string" ? value : otherwise;
}
