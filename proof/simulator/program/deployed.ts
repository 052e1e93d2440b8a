import { parseArn } from "../../../model/aws/arn";
import type { PolicyDocument } from "../aws/iam/iam";
import type { InputTransformer } from "../aws/eventbridge/inputTransformer";
import type { AwsType, Registered } from "./registration";
import type { Deployed } from "../aws/deployed";
import type { Target } from "../aws/eventbridge/rule";
import type { Topic } from "../aws/sns/topic";

type Properties = Readonly<Record<string, unknown>>;

/** A policy, which the program writes as an object, and a state keeps as text. */
export const document = (value: unknown): PolicyDocument =>
    (typeof value === "string" ? JSON.parse(value) : value) as PolicyDocument;

type Property = true | ((value: unknown) => boolean);

const is =
    (...values: readonly unknown[]) =>
    (value: unknown) =>
        values.includes(value);

const channel = {
    configurationName: true,
    // A channel reads; what it may do is not simulated, so it must be nothing.
    iamRoleArn: true,
    snsTopicArns: true,
    guardrailPolicyArns: (value: unknown) => JSON.stringify(value) === '["arn:aws:iam::aws:policy/AWSDenyAll"]',
} as const;

/**
 * The properties that the simulator takes notice of, by type, with those that it takes only as they are on a guard that
 * works: anything else is refused, since it would be passed over in silence.
 */
const understood: Readonly<Partial<Record<AwsType, Readonly<Record<string, Property>>>>> = {
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
        ...channel,
        slackTeamId: true,
        slackChannelId: true,
    },
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": {
        ...channel,
        tenantId: true,
        teamId: true,
        channelId: true,
    },
    "aws:cloudwatch/eventRule:EventRule": {
        description: true,
        eventBusName: is("default"),
        eventPattern: true,
        state: true,
    },
    "aws:cloudwatch/eventTarget:EventTarget": {
        rule: true,
        eventBusName: is("default"),
        targetId: true,
        arn: true,
        roleArn: true,
        inputTransformer: true,
        retryPolicy: true,
        deadLetterConfig: true,
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        alarmDescription: true,
        namespace: true,
        metricName: true,
        dimensions: true,
        statistic: true,
        period: (value) => is(10, 30)(value) || (typeof value === "number" && value > 0 && value % 60 === 0),
        evaluationPeriods: true,
        datapointsToAlarm: true,
        comparisonOperator: true,
        threshold: true,
        treatMissingData: true,
        alarmActions: true,
    },
    "aws:iam/role:Role": { path: true, assumeRolePolicy: true, permissionsBoundary: true },
    "aws:iam/rolePolicy:RolePolicy": { role: true, policy: true },
    "aws:sfn/stateMachine:StateMachine": {
        type: is("STANDARD", "EXPRESS"),
        roleArn: true,
        definition: true,
        loggingConfiguration: (value) =>
            (value as Properties).level === "OFF" || String((value as Properties).logDestination).endsWith(":*"),
        // Who may use the key is not simulated.
        encryptionConfiguration: true,
        tracingConfiguration: (value) => (value as Properties).enabled === false,
    },
    // With a key of AWS's own neither EventBridge nor CloudWatch could send; with none, SQS's own encryption is due.
    "aws:sqs/queue:Queue": { sqsManagedSseEnabled: is(true), messageRetentionSeconds: true },
    "aws:scheduler/scheduleGroup:ScheduleGroup": {},
    "aws:scheduler/schedule:Schedule": {
        groupName: true,
        description: true,
        scheduleExpression: true,
        scheduleExpressionTimezone: true,
        flexibleTimeWindow: (value) => (value as Properties).mode === "OFF",
        state: true,
        target: true,
    },
    "aws:sqs/queuePolicy:QueuePolicy": { queueUrl: true, policy: true },
    "aws:sns/topicSubscription:TopicSubscription": {
        topic: true,
        protocol: is("email", "sqs"),
        endpoint: true,
        // In an envelope the attributes would be no attributes of the message.
        rawMessageDelivery: is(true),
        filterPolicy: true,
    },
    "aws:sns/topic:Topic": {},
    "aws:sns/topicPolicy:TopicPolicy": { arn: true, policy: true },
};

function checkProperties(resources: readonly Registered[]): void {
    const problems = resources.flatMap(({ type, name, inputs }) => {
        const known = understood[type as AwsType];
        return Object.entries(known ? inputs : {}).flatMap(([property, value]) => {
            const rule = ["name", "region", "tags", "tagsAll"].includes(property) ? true : known?.[property];
            return rule === true || rule?.(value)
                ? []
                : [`The simulator does not take ${property} ${JSON.stringify(value)} of ${type} "${name}".`];
        });
    });
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
}

/** Reads the resources of a stack; `adopted` are the topics that it uses and does not own. */
export function readDeployed(resources: readonly Registered[], adopted: readonly string[], topicKeyArn = ""): Deployed {
    checkProperties(resources);
    const all = (type: AwsType) => resources.filter((resource) => resource.type === type);
    const text = ({ name, outputs }: Registered, property: string): string => {
        const value = outputs[property];
        if (typeof value !== "string") {
            throw new Error(`The resource "${name}" has no ${property}.`);
        }
        return value;
    };
    const optional = (properties: Properties, property: string, otherwise: string): string => {
        const value = properties[property];
        return typeof value === "string" ? value : otherwise;
    };
    const policyOf = (type: AwsType, property: string, value: string) => {
        const found = all(type).find(({ outputs }) => outputs[property] === value);
        return found && document(found.outputs.policy);
    };
    const target = (resource: Registered): Target => {
        const { inputTransformer, retryPolicy, deadLetterConfig } = resource.outputs as Record<string, Properties>;
        return {
            arn: text(resource, "arn"),
            roleArn: text(resource, "roleArn"),
            transformer: inputTransformer as unknown as InputTransformer,
            maximumAgeSeconds: Number(retryPolicy?.maximumEventAgeInSeconds ?? 0),
            maximumRetries: Number(retryPolicy?.maximumRetryAttempts ?? 0),
            ...(deadLetterConfig && { deadLetterArn: String(deadLetterConfig.arn) }),
        };
    };
    // An Express machine leaves no execution: only other machines may call it here.
    const started = all("aws:cloudwatch/eventTarget:EventTarget").map(({ outputs }) => outputs.arn);
    for (const { name, type, inputs, outputs } of all("aws:sfn/stateMachine:StateMachine")) {
        if (inputs.type === "EXPRESS" && started.includes(outputs.arn)) {
            throw new Error(`The simulator does not take type "EXPRESS" of ${type} "${name}", which a rule starts.`);
        }
    }
    return {
        machines: all("aws:sfn/stateMachine:StateMachine")
            .map((resource) => {
                const logging = (resource.outputs.loggingConfiguration ?? {}) as Properties;
                return {
                    arn: text(resource, "arn"),
                    roleArn: text(resource, "roleArn"),
                    express: resource.outputs.type === "EXPRESS",
                    definition: JSON.parse(text(resource, "definition")) as unknown,
                    logLevel: optional(logging, "level", "OFF"),
                    logsData: logging.includeExecutionData === true,
                };
            })
            // The one that a rule starts comes first.
            .sort((one, other) => Number(one.express) - Number(other.express)),
        rules: all("aws:cloudwatch/eventRule:EventRule").map((resource) => ({
            name: text(resource, "name"),
            arn: text(resource, "arn"),
            region: parseArn(text(resource, "arn"))?.region ?? "",
            enabled: resource.outputs.state === "ENABLED",
            pattern: JSON.parse(text(resource, "eventPattern")) as unknown,
            targets: all("aws:cloudwatch/eventTarget:EventTarget")
                .filter(({ outputs }) => outputs.rule === resource.outputs.name)
                .map(target),
        })),
        schedules: all("aws:scheduler/schedule:Schedule").map((resource) => {
            const { target: what, groupName, state } = resource.outputs as Record<string, Properties>;
            const group = all("aws:scheduler/scheduleGroup:ScheduleGroup").find(
                ({ outputs }) => outputs.name === (groupName as unknown),
            );
            const deadLetter = what?.deadLetterConfig as Properties | undefined;
            return {
                name: text(resource, "name"),
                groupArn: group ? text(group, "arn") : "",
                enabled: (state as unknown) === "ENABLED",
                expression: text(resource, "scheduleExpression"),
                timeZone: optional(resource.outputs, "scheduleExpressionTimezone", "UTC"),
                targetArn: String(what?.arn),
                roleArn: String(what?.roleArn),
                input: JSON.parse(String(what?.input)) as unknown,
                ...(deadLetter && { deadLetterArn: String(deadLetter.arn) }),
            };
        }),
        queues: new Map(
            all("aws:sqs/queue:Queue").map((resource) => [
                text(resource, "arn"),
                {
                    name: text(resource, "name"),
                    url: text(resource, "url"),
                    policy: policyOf("aws:sqs/queuePolicy:QueuePolicy", "queueUrl", text(resource, "url")),
                },
            ]),
        ),
        roles: new Map(
            all("aws:iam/role:Role").map((resource) => [
                text(resource, "arn"),
                {
                    trust: document(resource.outputs.assumeRolePolicy),
                    policies: all("aws:iam/rolePolicy:RolePolicy")
                        .filter(({ outputs }) => outputs.role === resource.outputs.name)
                        .map(({ outputs }) => document(outputs.policy)),
                },
            ]),
        ),
        topics: new Map<string, Topic>([
            ...adopted.map((arn) => [arn, topicKeyArn === "" ? {} : { keyArn: topicKeyArn }] as const),
            ...all("aws:sns/topic:Topic").map((resource) => {
                const arn = text(resource, "arn");
                return [arn, { policy: policyOf("aws:sns/topicPolicy:TopicPolicy", "arn", arn) }] as const;
            }),
        ]),
        subscriptions: all("aws:sns/topicSubscription:TopicSubscription")
            .filter(({ outputs }) => outputs.protocol === "sqs")
            .map((resource) => ({
                topicArn: text(resource, "topic"),
                queueArn: text(resource, "endpoint"),
                filter: JSON.parse(optional(resource.outputs, "filterPolicy", "{}")) as Record<string, string[]>,
            })),
        channels: [
            ...all("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"),
            ...all("aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration"),
        ].map((resource) => ({
            name: text(resource, "configurationName"),
            topicArns: resource.outputs.snsTopicArns as string[],
        })),
        alarms: all("aws:cloudwatch/metricAlarm:MetricAlarm").map((resource) => {
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
        }),
    };
}
