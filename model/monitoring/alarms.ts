/**
 * The alarms of a guard, a row each. They are the backstop: the workflow itself mails what it can see.
 * Five, so that two guards fit the ten alarms that an account has free
 * (https://aws.amazon.com/cloudwatch/pricing/).
 *
 * Sources: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */

/** What an alarm looks at: the dimension and whose name or ARN fills it. */
export type Watched = "StateMachineArn" | "RuleName" | "QueueName";

export interface Alarm {
    /** The last part of the resource's name: `<guard>-<key>`. */
    readonly key: string;
    readonly namespace: string;
    readonly metricName: string;
    readonly dimension: Watched;
    /** Fires when this statistic of one period is above 0. */
    readonly statistic: "Sum" | "Maximum";
    readonly periodSeconds: number;
    /** What it means, as mail, dashboard and runbook say it. */
    readonly meaning: string;
    /** What to do first, in the same places. */
    readonly firstStep: string;
}

export const alarms: readonly Alarm[] = [
    {
        key: "executions-failed",
        namespace: "AWS/States",
        metricName: "ExecutionsFailed",
        dimension: "StateMachineArn",
        statistic: "Sum",
        periodSeconds: 60,
        meaning: "A watch ended FAILED: its Glue session may still be running.",
        firstStep: "Read its failure notice; without one, open the execution: its error and cause tell what happened.",
    },
    {
        key: "executions-timed-out",
        namespace: "AWS/States",
        metricName: "ExecutionsTimedOut",
        dimension: "StateMachineArn",
        statistic: "Sum",
        periodSeconds: 60,
        meaning:
            "A watch ran out of its own time, two hours past the limit, without a word: its Glue session may still be running.",
        firstStep: "Look the session up and stop it by hand; then find out what held the execution up.",
    },
    {
        key: "executions-aborted",
        namespace: "AWS/States",
        metricName: "ExecutionsAborted",
        dimension: "StateMachineArn",
        statistic: "Sum",
        periodSeconds: 60,
        meaning:
            "Somebody stopped a watch by hand, or deleted the state machine: its Glue session is no longer watched.",
        firstStep: "Stop the session by hand, or start a new watch.",
    },
    {
        key: "rule-failed",
        namespace: "AWS/Events",
        metricName: "FailedInvocations",
        dimension: "RuleName",
        statistic: "Sum",
        periodSeconds: 60,
        meaning: "EventBridge could not start a watch: a Glue session runs unwatched.",
        firstStep: "Read the dead letter: its attributes name the cause.",
    },
    {
        key: "dead-letters",
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimension: "QueueName",
        statistic: "Maximum",
        periodSeconds: 60,
        meaning: "Session records wait in the dead-letter queue: their Glue sessions run unwatched.",
        firstStep:
            "Fix the cause, start their watches, delete the messages: the alarm stays on until the queue is empty.",
    },
];

/** As the mail shows it, within the 1,024 characters of an alarm's description. */
export const alarmDescription = ({ meaning, firstStep }: Alarm): string =>
    `${meaning} ${firstStep} More: docs/operations.md of glue-cost-control.`;
