import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CostExplorerClient, GetCostAndUsageCommand } from "@aws-sdk/client-cost-explorer";
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import Big from "big.js";
import { expect } from "chai";
import { makeReport, notesOf } from "../../../commands/savings/report";
import { articleAssumption } from "../../../model/money/savings";
import { AccountProblem } from "../../../commands/aws/accountProblem";
import { readAccount } from "../../../commands/report/account";
import { connectToAws, main } from "../../../commands/report/main";

const clients = {
    cloudWatch: new CloudWatchClient({ region: "eu-west-1" }),
    costExplorer: new CostExplorerClient({ region: "us-east-1" }),
    states: new SFNClient({ region: "eu-west-1" }),
};
const cloudWatch = mockClient(clients.cloudWatch);
const costExplorer = mockClient(clients.costExplorer);
const states = mockClient(clients.states);

const query = {
    guard: "glue-cost-control--prod--sessions",
    region: "eu-west-1",
    allowedAccountIds: ["123456789012"],
    from: "2024-06",
    to: "2024-08",
    now: Date.UTC(2024, 7, 20),
};
const arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:glue-cost-control--prod--sessions";
const at = (text: string) => new Date(`${text}T00:00:00Z`);
const series = (
    Label: string,
    values: Record<string, number>,
    StatusCode: "Complete" | "PartialData" = "Complete",
) => ({
    Label,
    StatusCode,
    Timestamps: Object.keys(values).map(at),
    Values: Object.values(values),
});
const bill = (usageType: string, quantity: string, usd: string) => ({
    Keys: [usageType],
    Metrics: { UsageQuantity: { Amount: quantity }, UnblendedCost: { Amount: usd } },
});
const refusal = (name: string, message = "no") => Object.assign(new Error(message), { name });

/** Reads the account; months as text, and what was printed on the way. */
async function read(): Promise<{ months: string[]; shown: string[] }> {
    const shown: string[] = [];
    const months = await readAccount(query, clients, (text) => shown.push(text));
    return {
        shown,
        months: months.map(({ month, stops, dpuHours, actualUsd, idleUpperBoundUsd, failedWatches }) =>
            [
                month,
                stops ?? "?",
                dpuHours.toString(),
                actualUsd.toString(),
                idleUpperBoundUsd?.toString() ?? "-",
                failedWatches,
            ].join(" "),
        ),
    };
}

async function problem(): Promise<string> {
    try {
        await read();
    } catch (error) {
        expect(error).to.be.instanceOf(AccountProblem);
        return (error as Error).message;
    }
    return "no problem";
}

describe("readAccount", () => {
    beforeEach(() => {
        for (const mock of [cloudWatch, costExplorer, states]) {
            mock.reset();
        }
        cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [] });
        states.on(ListStateMachinesCommand).resolves({
            stateMachines: [
                { name: query.guard, stateMachineArn: arn, type: "STANDARD", creationDate: at("2024-01-01") },
            ],
        });
        states.on(ListExecutionsCommand).resolves({ executions: [] });
        costExplorer.on(GetCostAndUsageCommand).resolves({ ResultsByTime: [] });
    });

    for (const [what, break_, message] of [
        [
            "no credentials",
            () =>
                cloudWatch
                    .on(GetMetricDataCommand)
                    .rejects(refusal("CredentialsProviderError", "Could not load credentials")),
            "AWS takes no credentials from here (Could not load credentials). Fix: `aws configure` or `export AWS_PROFILE=...`.",
        ],
        [
            "an expired token",
            () => cloudWatch.on(GetMetricDataCommand).rejects(refusal("ExpiredTokenException", "expired")),
            "AWS takes no credentials from here (expired). Fix: `aws configure` or `export AWS_PROFILE=...`.",
        ],
        [
            "no network",
            () => cloudWatch.on(GetMetricDataCommand).rejects(refusal("Error", "getaddrinfo ENOTFOUND monitoring")),
            "AWS cannot be reached from here (getaddrinfo ENOTFOUND monitoring). Fix: check the network, and try again.",
        ],
        [
            "no permission for the metrics",
            () => cloudWatch.on(GetMetricDataCommand).rejects(refusal("AccessDeniedException")),
            "You may not do cloudwatch:GetMetricData: no. Fix: ask for that permission.",
        ],
        [
            "no permission for the bill",
            () => costExplorer.on(GetCostAndUsageCommand).rejects(refusal("AccessDeniedException")),
            "You may not do ce:GetCostAndUsage: no. Fix: ask for that permission.",
        ],
        [
            "throttling that does not end",
            () => states.on(ListExecutionsCommand).rejects(refusal("ThrottlingException")),
            "AWS throttles states:ListStateMachines and states:ListExecutions, after ten attempts. Fix: try again in some minutes.",
        ],
        [
            "an error that nobody expects",
            () => costExplorer.on(GetCostAndUsageCommand).rejects(refusal("BillExpirationException")),
            "ce:GetCostAndUsage failed: BillExpirationException: no",
        ],
        [
            "an account without the guard",
            () => states.on(ListStateMachinesCommand).resolves({ stateMachines: [] }),
            "This account has no guard glue-cost-control--prod--sessions in eu-west-1. " +
                "Fix: deploy the stack, or take the credentials of its account.",
        ],
        [
            "partial data at the end",
            () =>
                cloudWatch
                    .on(GetMetricDataCommand)
                    .resolves({ MetricDataResults: [series("SessionsStopped", {}, "PartialData")] }),
            "CloudWatch has given only part of SessionsStopped (PartialData). Fix: try again.",
        ],
    ] as const) {
        it(`tells in one sentence of ${what}`, async () => {
            break_();
            expect(await problem()).to.equal(message);
        });
    }

    it("has empty months where nothing was measured or billed", async () => {
        expect((await read()).months).to.deep.equal(["2024-06 0 0 0 - 0", "2024-07 0 0 0 - 0", "2024-08 0 0 0 - 0"]);
    });
    it("adds up days, pages and usage types, month by month", async () => {
        cloudWatch
            .on(GetMetricDataCommand)
            .resolvesOnce({
                NextToken: "more",
                MetricDataResults: [
                    series("SessionsStopped", { "2024-06-02": 3, "2024-06-03": 6 }, "PartialData"),
                    series("IdleUpperBoundUsd", { "2024-06-02": 0.1, "2024-06-03": 0.2 }),
                ],
            })
            .resolvesOnce({ MetricDataResults: [series("SessionsStopped", { "2024-06-30": 2, "2024-08-01": 1 })] });
        states
            .on(ListExecutionsCommand, { statusFilter: "FAILED" })
            .resolvesOnce({ nextToken: "more", executions: [{ stopDate: at("2024-07-01") } as never] })
            .resolvesOnce({ executions: [{ stopDate: at("2024-07-31") } as never] });
        states
            .on(ListExecutionsCommand, { statusFilter: "ABORTED" })
            .resolves({ executions: [{ stopDate: at("2024-08-01") } as never] });
        costExplorer
            .on(GetCostAndUsageCommand)
            .resolvesOnce({
                NextPageToken: "more",
                ResultsByTime: [
                    {
                        TimePeriod: { Start: "2024-06-01", End: "2024-07-01" },
                        Groups: [
                            bill("EU-GlueInteractiveSession-DPU-Hour", "5.731", "2.52164"),
                            bill("EU-ETL-DPU-Hour", "100", "44"),
                        ],
                    },
                ],
            })
            .resolvesOnce({
                ResultsByTime: [
                    {
                        TimePeriod: { Start: "2024-07-01", End: "2024-08-01" },
                        Groups: [bill("EU-GlueInteractiveSession-DPU-Hour", "0.197", "0.08668")],
                    },
                ],
            });
        const { months, shown } = await read();
        expect(months).to.deep.equal(["2024-06 11 5.731 2.52 0.3 0", "2024-07 ? 0.197 0.09 - 2", "2024-08 1 0 0 - 1"]);
        expect(shown).to.deep.equal([
            "CloudWatch: what the guard has measured ...",
            "Step Functions: watches that failed in the last 90 days ...",
            "  account 123456789012, eu-west-1",
            "  1 FAILED so far ...",
            "Cost Explorer: what interactive sessions cost; AWS bills each request with 0.01 USD ...",
            "  one more page, 0.01 USD ...",
        ]);
    });
    it("knows a month in which sessions were reported and none was stopped", async () => {
        cloudWatch.on(GetMetricDataCommand).resolves({
            MetricDataResults: [series("SessionsFound", { "2024-06-02": 3, "2024-06-30": 1, "2024-08-01": 2 })],
        });
        costExplorer.on(GetCostAndUsageCommand).resolves({
            ResultsByTime: [
                {
                    TimePeriod: { Start: "2024-06-01", End: "2024-07-01" },
                    Groups: [bill("EU-GlueInteractiveSession-DPU-Hour", "5", "2.20")],
                },
            ],
        });
        const months = await readAccount(query, clients, () => undefined);
        expect(months.map(({ month, stops, found }) => [month, stops, found])).to.deep.equal([
            ["2024-06", 0, 4],
            ["2024-07", 0, undefined],
            ["2024-08", 0, 2],
        ]);
        const report = makeReport(months, articleAssumption);
        expect(notesOf(report)).to.include("Reported at their limit instead of stopped: 4 in 2024-06, 2 in 2024-08.");
        const none = makeReport(
            [{ month: "2024-06", stops: 1, dpuHours: new Big(1), actualUsd: new Big(1) }],
            articleAssumption,
        );
        expect(notesOf(none).join("\n")).not.to.include("Reported");
    });
    it("asks for the guard's own metrics, the region's bill, and no day to come", async () => {
        await read();
        const daySum = (Id: string, MetricName: string) => ({
            Id,
            Label: MetricName,
            MetricStat: {
                Metric: {
                    Namespace: "GlueCostControl",
                    MetricName,
                    Dimensions: [{ Name: "Guard", Value: "glue-cost-control--prod--sessions" }],
                },
                Period: 86_400,
                Stat: "Sum",
            },
        });
        expect(cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input)).to.deep.equal([
            {
                MetricDataQueries: [
                    daySum("m0", "SessionsStopped"),
                    daySum("m1", "SessionsFound"),
                    daySum("m2", "IdleUpperBoundUsd"),
                ],
                StartTime: at("2024-06-01"),
                EndTime: at("2024-09-01"),
                NextToken: undefined,
            },
        ]);
        expect(costExplorer.commandCalls(GetCostAndUsageCommand).map(({ args }) => args[0].input)).to.deep.equal([
            {
                TimePeriod: { Start: "2024-06-01", End: "2024-08-21" },
                Granularity: "MONTHLY",
                Metrics: ["UnblendedCost", "UsageQuantity"],
                Filter: {
                    And: [
                        { Dimensions: { Key: "SERVICE", Values: ["AWS Glue"] } },
                        { Dimensions: { Key: "REGION", Values: ["eu-west-1"] } },
                        { Dimensions: { Key: "RECORD_TYPE", Values: ["Usage"] } },
                    ],
                },
                GroupBy: [{ Type: "DIMENSION", Key: "USAGE_TYPE" }],
                NextPageToken: undefined,
            },
        ]);
        expect(
            states
                .commandCalls(ListExecutionsCommand)
                .map(({ args: [{ input }] }) => [input.stateMachineArn, input.statusFilter]),
        ).to.deep.equal([
            [arn, "FAILED"],
            [arn, "TIMED_OUT"],
            [arn, "ABORTED"],
        ]);
    });
    it("goes on with each service's page from its token", async () => {
        cloudWatch.on(GetMetricDataCommand).resolvesOnce({ NextToken: "c" }).resolvesOnce({});
        costExplorer.on(GetCostAndUsageCommand).resolvesOnce({ NextPageToken: "e" }).resolvesOnce({});
        states.on(ListExecutionsCommand).resolvesOnce({ nextToken: "s" }).resolves({});
        await read();
        expect([
            cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input.NextToken),
            costExplorer.commandCalls(GetCostAndUsageCommand).map(({ args }) => args[0].input.NextPageToken),
            states.commandCalls(ListExecutionsCommand).map(({ args }) => args[0].input.nextToken),
        ]).to.deep.equal([
            [undefined, "c"],
            [undefined, "e"],
            [undefined, "s", undefined, undefined],
        ]);
    });
    for (const [region, costsIn] of [
        ["eu-west-1", "us-east-1"],
        ["cn-north-1", "cn-northwest-1"],
    ] as const) {
        it(`asks patiently in ${region}, and Cost Explorer in ${costsIn}`, async () => {
            const connected = connectToAws(region);
            const asked = [connected.cloudWatch, connected.states, connected.costExplorer].map(async ({ config }) =>
                [await config.region(), await config.maxAttempts(), String(config.retryMode)].join(" "),
            );
            expect(await Promise.all(asked)).to.deep.equal([
                `${region} 10 adaptive`,
                `${region} 10 adaptive`,
                `${costsIn} 10 adaptive`,
            ]);
        });
    }

    for (const [name, message, text] of [
        [
            "AccessDeniedException",
            "User not enabled for cost explorer access",
            "This account has no data in Cost Explorer",
        ],
        ["TokenProviderError", "Token is expired", "Your login has expired (Token is expired). Fix: `aws sso login`"],
        ["Error", "self-signed certificate in certificate chain", "The connection to AWS has a certificate that Node"],
    ] as const) {
        it(`says what to do about "${message}"`, async () => {
            cloudWatch.on(GetMetricDataCommand).rejects(refusal(name, message));
            expect(await problem())
                .to.include(text)
                .and.to.include("Fix: ");
        });
    }
    it("refuses an account that the stack does not mean, and names both", async () => {
        expect(
            await readAccount({ ...query, allowedAccountIds: ["210987654321"] }, clients, () => undefined).then(
                () => "read",
                (error: unknown) => (error as Error).message,
            ),
        ).to.equal(
            "The credentials of this shell are of account 123456789012, but the stack allows only 210987654321. " +
                "Fix: take the credentials of that account.",
        );
        expect((await read()).shown).to.include("  account 123456789012, eu-west-1");
    });
    it("says what is not final, what has another price, and refuses another currency", async () => {
        const month = (groups: object[], Estimated = false) =>
            costExplorer.on(GetCostAndUsageCommand).resolves({
                ResultsByTime: [{ TimePeriod: { Start: "2024-08-01", End: "2024-08-21" }, Groups: groups, Estimated }],
            });
        month(
            [
                bill("EU-GlueInteractiveSession-DPU-Hour", "1", "0.44"),
                bill("EU-GlueInteractiveSession-MemOptimized-DPU-Hour", "9", "9"),
            ],
            true,
        );
        const { months, shown } = await read();
        expect(months.at(-1)).to.match(/^2024-08 .* 1 0\.44 /);
        expect(shown).to.include.members([
            "  M-DPU (workers R.*, Z.*) have a price of their own: they stand in no sum here.",
            "  2024-08 is not final yet: Cost Explorer estimates it.",
        ]);
        month([
            {
                Keys: ["EU-GlueInteractiveSession-DPU-Hour"],
                Metrics: { UsageQuantity: { Amount: "1" }, UnblendedCost: { Amount: "3", Unit: "CNY" } },
            },
        ]);
        expect(await problem()).to.equal(
            "Cost Explorer bills 2024-08 in CNY, and this report adds up USD alone. " +
                "Fix: convert the bills yourself, and use --file.",
        );
    });
    it("serves npm run report -- --stack", async () => {
        cloudWatch.on(GetMetricDataCommand).resolves({
            MetricDataResults: [
                series("SessionsStopped", { "2024-06-02": 11 }),
                series("IdleUpperBoundUsd", { "2024-06-02": 3.08 }),
            ],
        });
        const regions: string[] = [];
        const args = ["--stack", "prod", "--from", "2024-06", "--to", "2024-07", "--format", "csv"];
        const { text, status } = await main(
            args,
            () => undefined,
            (region) => {
                regions.push(region);
                return clients;
            },
        );
        expect([status, regions]).to.deep.equal([0, ["eu-west-1"]]);
        expect(text.split("\n").slice(1)).to.deep.equal([
            "2024-06,11,0.000,4.84,0.00,4.84",
            "2024-07,0,0.000,0.00,0.00,0.00",
            "TOTAL,11,0.000,4.84,0.00,4.84",
        ]);
    });
    it("says which months were billed, but not measured, and leaves them out of the sums", async () => {
        cloudWatch
            .on(GetMetricDataCommand)
            .resolves({ MetricDataResults: [series("SessionsStopped", { "2024-07-02": 10 })] });
        costExplorer.on(GetCostAndUsageCommand).resolves({
            ResultsByTime: [
                {
                    TimePeriod: { Start: "2024-06-01", End: "2024-07-01" },
                    Groups: [bill("EU-GlueInteractiveSession-DPU-Hour", "5.731", "2.52")],
                },
            ],
        });
        const print = async (format: string) => {
            const args = ["--stack", "prod", "--from", "2024-06", "--to", "2024-07", "--format", format];
            return (
                await main(
                    args,
                    () => undefined,
                    () => clients,
                )
            ).text;
        };
        expect((await print("csv")).split("\n").slice(1)).to.deep.equal([
            "2024-06,not measured,5.731,,2.52,",
            "2024-07,10,0.000,4.40,0.00,4.40",
            "TOTAL,10,0.000,4.40,0.00,4.40",
        ]);
        expect(await print("table")).to.include(
            "Not measured, and in no sum: 2024-06. There is a bill, but no stop in CloudWatch: no guard yet, " +
                "`publishMetrics` off, nothing that had to be stopped, or more than 15 months ago.",
        );
        const page = await print("html");
        expect(page).to.include("<td>not measured</td><td>5.731</td><td></td><td>2.52</td><td></td>");
        expect(page.match(/<rect /g)).to.have.length(6);
        expect(page).to.include('height="114.55"');
    });
    it("tells npm run report of its problems with status 2", async () => {
        cloudWatch.on(GetMetricDataCommand).rejects(refusal("AccessDeniedException"));
        expect(
            await main(
                ["--stack", "prod"],
                () => undefined,
                () => clients,
            ),
        ).to.deep.equal({
            status: 2,
            text: "You may not do cloudwatch:GetMetricData: no. Fix: ask for that permission.",
        });
        expect(
            (
                await main(
                    ["--stack", "prode"],
                    () => undefined,
                    () => clients,
                )
            ).text,
        ).to.equal('There is no stack "prode"; the nearest is "prod". Stacks are the files Pulumi.<stack>.yaml.');
    });
});
