import type { AwsType, Registered } from "./registration";

type Properties = Readonly<Record<string, unknown>>;

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

/** @throws Error naming each property, and each machine, that the simulator would pass over in silence. */
export function checkProperties(resources: readonly Registered[]): void {
    const problems = [...resources.flatMap(propertyProblems), ...startedExpress(resources)];
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
}

function propertyProblems({ type, name, inputs }: Registered): string[] {
    const known = understood[type as AwsType];
    return Object.entries(known ? inputs : {}).flatMap(([property, value]) => {
        const rule = ["name", "region", "tags", "tagsAll"].includes(property) ? true : known?.[property];
        return rule === true || rule?.(value)
            ? []
            : [`The simulator does not take ${property} ${JSON.stringify(value)} of ${type} "${name}".`];
    });
}

/** An Express machine leaves no execution: only other machines may call it here. */
function startedExpress(resources: readonly Registered[]): string[] {
    const all = (wanted: AwsType) => resources.filter(({ type }) => type === wanted);
    const started = all("aws:cloudwatch/eventTarget:EventTarget").map(({ outputs }) => outputs.arn);
    return all("aws:sfn/stateMachine:StateMachine")
        .filter(({ inputs, outputs }) => inputs.type === "EXPRESS" && started.includes(outputs.arn))
        .map(
            ({ type, name }) => `The simulator does not take type "EXPRESS" of ${type} "${name}", which a rule starts.`,
        );
}
