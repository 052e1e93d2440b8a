import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { digestQueueName } from "../../../model/workflow/states/digesting";
import { alarms } from "../../../model/monitoring/alarms";
import { differences, normalPolicy, parsed, policyObject } from "../account/differences";
import { named, unlessMissing } from "../../aws/accountProblem";
import { count, deployAgain, mayLook, note, ok, wrong, type Check, type Finding } from "../account/finding";
import { resourcesOf } from "../account/subject";
import { executionsOf } from "../account/watches";

const week = 7 * 24 * 60 * 60 * 1000;
/** More than a day of notices. */
const manyNotices = 2000;
/** Of failed watches, so many are shown with their errors. */
const shown = 3;

/** What is wrong now: alarms, dead letters, and watches that failed in the last week. */
export const trouble: Check = {
    title: "Trouble",
    needs: (subject) => [
        mayLook(
            "LookAtDeadLetters",
            ["sqs:GetQueueAttributes"],
            resourcesOf(subject, "sqs/queue:Queue").map(({ outputs }) => String(outputs.arn)),
        ),
        mayLook("ListWatches", ["states:ListExecutions"], subject.machineArn),
        mayLook(
            "LookAtWatches",
            ["states:DescribeExecution"],
            `${subject.machineArn.replace(":stateMachine:", ":execution:")}:*`,
        ),
    ],
    look: async (subject, { cloudWatch, sqs, states }) => {
        const findings: Finding[] = [];
        const AlarmNames = resourcesOf(subject, "cloudwatch/metricAlarm:MetricAlarm").map(({ outputs }) =>
            String(outputs.name),
        );
        const raised = await named("cloudwatch:DescribeAlarms", async () => {
            const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
            return MetricAlarms.filter(({ StateValue }) => StateValue === "ALARM").map(
                ({ AlarmName = "" }) => AlarmName,
            );
        });
        for (const name of raised) {
            const known = alarms.find(({ key }) => name === `${subject.guard}-${key}`);
            findings.push(wrong(`${name} is in ALARM. ${known?.meaning ?? ""}`, known?.firstStep));
        }
        for (const { outputs } of resourcesOf(subject, "sqs/queue:Queue")) {
            const queue = await unlessMissing("sqs:GetQueueAttributes", () =>
                sqs.send(
                    new GetQueueAttributesCommand({
                        QueueUrl: String(outputs.url),
                        AttributeNames: ["ApproximateNumberOfMessages", "Policy"],
                    }),
                ),
            );
            const messages = Number(queue?.Attributes?.ApproximateNumberOfMessages ?? 0);
            const isDigest = outputs.name === digestQueueName(subject.guard);
            if (!queue) {
                findings.push(
                    wrong(`the queue ${String(outputs.name)} does not exist`, deployAgain(subject.stack.name)),
                );
                continue;
            }
            const [policy] = resourcesOf(subject, "sqs/queuePolicy:QueuePolicy").filter(
                (one) => one.outputs.queueUrl === outputs.url,
            );
            const expected = policy && normalPolicy(policyObject(policy.outputs.policy));
            if (differences(expected, normalPolicy(parsed(queue.Attributes?.Policy))).length > 0) {
                findings.push(
                    wrong(
                        `the policy of the queue ${String(outputs.name)} differs from what was deployed`,
                        deployAgain(subject.stack.name),
                    ),
                );
            }
            if (isDigest && messages > manyNotices) {
                findings.push(
                    note(
                        `${count(messages, "notice")} wait for the digest`,
                        "the machine's executions of the last mornings say why it was not mailed",
                    ),
                );
            }
            if (!isDigest && messages > 0) {
                findings.push(
                    wrong(
                        `${count(messages, "dead letter")}: these sessions got no watch`,
                        'docs/operations.md, "Start a watch from a dead letter"',
                    ),
                );
            }
        }
        for (const status of ["FAILED", "TIMED_OUT", "ABORTED"] as const) {
            const since = subject.now - week;
            const { executions, complete } = await executionsOf(states, subject.machineArn, status, since, 1);
            for (const { executionArn, startDate } of executions.slice(0, shown)) {
                const { error = status, cause = "" } = await named("states:DescribeExecution", () =>
                    states.send(new DescribeExecutionCommand({ executionArn })),
                );
                findings.push(
                    note(
                        `a watch of ${startDate?.toISOString().slice(0, 16) ?? ""} ended ${status}: ${error}${cause && `, ${cause.slice(0, 200)}`}`,
                        status === "FAILED" ? `docs/operations.md, "Failures"` : undefined,
                    ),
                );
            }
            if (executions.length > shown) {
                findings.push(
                    note(
                        `${complete ? "" : "at least "}${count(executions.length - shown, "more watch")} ended ${status} in the last week`,
                    ),
                );
            }
        }
        return {
            findings: findings.length > 0 ? findings : [ok("no alarm, no dead letter, no failed watch in a week")],
        };
    },
};
