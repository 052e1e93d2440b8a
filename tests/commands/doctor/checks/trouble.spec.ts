import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { trouble } from "../../../../commands/doctor/checks/trouble";
import { alarms } from "../../../../model/monitoring/alarms";
import { findings, healthyAccount, problem, prod, refusal, watches } from "../../../support/healthyAccount";

const guard = "glue-cost-control--prod--sessions";
const again = "npx pulumi up --refresh --stack prod";

describe("doctor: trouble", () => {
    it("says that it may not look", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.states.on(ListExecutionsCommand).rejects(refusal("AccessDeniedException"));
        expect(await problem(trouble, subject, aws)).to.equal(
            "You may not do states:ListExecutions: no. Fix: ask for that permission.",
        );
    });

    it("says of an alarm what it means and what to do first", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudWatch.on(DescribeAlarmsCommand).resolves({
            MetricAlarms: [
                { AlarmName: `${guard}-rule-failed`, StateValue: "ALARM" },
                { AlarmName: `${guard}-dead-letters`, StateValue: "INSUFFICIENT_DATA" },
            ],
        });
        const { meaning, firstStep } = alarms.find(({ key }) => key === "rule-failed") ?? {};
        expect(await findings(trouble, subject, aws)).to.deep.equal([
            `wrong: ${guard}-rule-failed is in ALARM. ${meaning ?? ""} -> ${firstStep ?? ""}`,
        ]);
    });

    it("counts dead letters, and finds a queue that is gone or that others may write to", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.sqs.on(GetQueueAttributesCommand).resolves({
            Attributes: { ApproximateNumberOfMessages: "2", Policy: '{"Version":"2012-10-17"}' },
        });
        expect(await findings(trouble, subject, aws)).to.deep.equal([
            `wrong: the policy of the queue ${guard}-dead-letters differs from what was deployed -> ${again}`,
            'wrong: 2 dead letters: these sessions got no watch -> docs/operations.md, "Start a watch from a dead letter"',
        ]);
        mocks.sqs.on(GetQueueAttributesCommand).rejects(refusal("QueueDoesNotExist"));
        expect(await findings(trouble, subject, aws)).to.deep.equal([
            `wrong: the queue ${guard}-dead-letters does not exist -> ${again}`,
        ]);
    });

    it("names watches that failed in the last week with their errors, three of each kind", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        const input = {};
        const failed = { input, status: "FAILED", error: "StopDenied", cause: "no right" } as const;
        watches(subject, [
            { ...failed, minutes: 60 },
            { ...failed, minutes: 120 },
            { ...failed, minutes: 180 },
            { ...failed, minutes: 240 },
            { input, status: "ABORTED", minutes: 300 },
            // Eight days ago.
            { ...failed, minutes: 8 * 24 * 60 },
        ]);
        const line = (time: string) =>
            `note: a watch of 2026-11-30T${time} ended FAILED: StopDenied, no right -> docs/operations.md, "Failures"`;
        expect(await findings(trouble, subject, aws)).to.deep.equal([
            line("11:00"),
            line("10:00"),
            line("09:00"),
            "note: 1 more watch ended FAILED in the last week",
            "note: a watch of 2026-11-30T07:00 ended ABORTED: ABORTED",
        ]);
    });

    it("is content with a quiet week", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        expect(await findings(trouble, subject, aws)).to.deep.equal([
            "ok: no alarm, no dead letter, no failed watch in a week",
        ]);
    });
});
