import { expect } from "chai";
import { alarmDescription, alarms } from "../../../model/monitoring/alarms";

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
    it("say in the mail what they mean and what to do first, in text that CloudWatch takes", () => {
        const descriptions = alarms.map(alarmDescription);
        expect(descriptions[3]).to.equal(
            "EventBridge could not start a watch: a Glue session runs unwatched. Read the dead letter: its attributes " +
                "name the cause. More: docs/operations.md of glue-cost-control.",
        );
        expect(descriptions.filter((text) => !/^[ -~]{1,1024}$/.test(text))).to.deep.equal([]);
        // A table's cell ends at a bar.
        expect(descriptions.filter((text) => text.includes("|"))).to.deep.equal([]);
    });
});
