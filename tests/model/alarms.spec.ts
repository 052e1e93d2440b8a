import { expect } from "chai";
import { alarms } from "../../model/alarms";

describe("alarms", () => {
    it("are five, so that two guards fit the ten free ones", () => {
        expect(
            alarms.map(({ key, namespace, metricName, dimension, statistic, periodSeconds }) =>
                [key, namespace, metricName, dimension, statistic, periodSeconds].join(" "),
            ),
        ).to.deep.equal([
            "executions-failed AWS/States ExecutionsFailed StateMachineArn Sum 60",
            "executions-timed-out AWS/States ExecutionsTimedOut StateMachineArn Sum 60",
            "executions-aborted AWS/States ExecutionsAborted StateMachineArn Sum 60",
            "rule-failed AWS/Events FailedInvocations RuleName Sum 60",
            "dead-letters AWS/SQS ApproximateNumberOfMessagesVisible QueueName Maximum 60",
        ]);
    });
});
