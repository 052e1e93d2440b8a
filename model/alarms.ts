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
    /** What it means and what to do first, as the mail shows it. */
    readonly description: string;
}

const runbook = "What to do: docs/operations.md of glue-cost-control.";

export const alarms: readonly Alarm[] = [
    {
        key: "executions-failed",
        namespace: "AWS/States",
        metricName: "ExecutionsFailed",
        dimension: "StateMachineArn",
        statistic: "Sum",
        periodSeconds: 60,
        description: `A watch failed: a Glue session may still be running. Its failure notice names it; without one the error is NoticeNotSent, and the session is stopped. ${runbook}`,
    },
    {
        key: "executions-timed-out",
        namespace: "AWS/States",
        metricName: "ExecutionsTimedOut",
        dimension: "StateMachineArn",
        statistic: "Sum",
        periodSeconds: 60,
        description: `A watch ran out of time without a word: a Glue session may still be running. ${runbook}`,
    },
    {
        key: "executions-aborted",
        namespace: "AWS/States",
        metricName: "ExecutionsAborted",
        dimension: "StateMachineArn",
        statistic: "Sum",
        periodSeconds: 60,
        description: `Somebody stopped a watch by hand: its Glue session is no longer watched. ${runbook}`,
    },
    {
        key: "rule-failed",
        namespace: "AWS/Events",
        metricName: "FailedInvocations",
        dimension: "RuleName",
        statistic: "Sum",
        periodSeconds: 60,
        description: `The rule could not start a watch: a Glue session runs unwatched. ${runbook}`,
    },
    {
        key: "dead-letters",
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimension: "QueueName",
        statistic: "Maximum",
        periodSeconds: 60,
        description: `Session records wait in the dead-letter queue: their Glue sessions run unwatched. ${runbook}`,
    },
];
