import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { scale } from "../../../../commands/doctor/checks/scale";
import { findings, healthyAccount, now, problem, prod, refusal } from "../../../support/healthyAccount";

describe("doctor: quotas", () => {
    it("says that it may not look", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudWatch.on(GetMetricDataCommand).rejects(refusal("AccessDenied"));
        expect(await problem(scale, subject, aws)).to.equal(
            "You may not do cloudwatch:GetMetricData: no. Fix: ask for that permission.",
        );
    });

    it("notes sessions that come near Glue's quota", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [{ Id: "used", Values: [92, 10] }] });
        expect(await findings(scale, subject, aws)).to.deep.equal([
            "note: Glue's sessions in use are at 92 % of the quota: beyond it nobody can open one -> " +
                "aws service-quotas list-service-quotas --service-code glue --region eu-west-1, and ask for more",
        ]);
    });

    it("notes that very many watches are open, and does not count without end", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        const page = Array.from({ length: 1000 }, () => ({
            executionArn: "",
            stateMachineArn: "",
            name: "",
            status: "RUNNING" as const,
            startDate: new Date(now),
        }));
        mocks.states.on(ListExecutionsCommand).resolves({ executions: page, nextToken: "more" });
        expect(await findings(scale, subject, aws)).to.deep.equal([
            "note: more than 20000 watches are open, of 1,000,000 that AWS allows -> " +
                "aws service-quotas list-service-quotas --service-code states --region eu-west-1, and ask for more",
        ]);
    });

    it("says so where Glue has published nothing", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudWatch.on(GetMetricDataCommand).resolves({});
        expect(await findings(scale, subject, aws)).to.deep.equal([
            "ok: 1 watch open, of 1,000,000; Glue has published no figure of its sessions today",
        ]);
    });

    it("is content with a quiet account, and asks for Glue's own metric", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        expect(await findings(scale, subject, aws)).to.deep.equal([
            "ok: 1 watch open, of 1,000,000; sessions in use at 4 % of Glue's quota",
        ]);
        const [query] = mocks.cloudWatch.commandCalls(GetMetricDataCommand)[0]?.args[0].input.MetricDataQueries ?? [];
        expect(query?.MetricStat?.Metric).to.deep.equal({
            Namespace: "AWS/Glue",
            MetricName: "ResourceUsage",
            Dimensions: [
                { Name: "Type", Value: "Resource" },
                { Name: "Resource", Value: "InteractiveSession" },
                { Name: "Service", Value: "Glue" },
                { Name: "Class", Value: "None" },
            ],
        });
    });
});
