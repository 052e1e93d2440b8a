import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { GetCostAndUsageCommand, type CostExplorerClient, type ResultByTime } from "@aws-sdk/client-cost-explorer";
import {
    ListExecutionsCommand,
    ListStateMachinesCommand,
    type ExecutionStatus,
    type SFNClient,
} from "@aws-sdk/client-sfn";
import Big from "big.js";
import { AccountProblem, named } from "../aws/accountProblem";
import type { Tell } from "../commandLine";
import { parseArn } from "../../model/aws/arn";
import * as metrics from "../../model/monitoring/metrics";
import type { Month } from "../../model/money/savings";

export interface Clients {
    readonly cloudWatch: CloudWatchClient;
    readonly costExplorer: CostExplorerClient;
    readonly states: SFNClient;
}

export interface Query {
    /** The guard's name, which is that of its state machine. */
    readonly guard: string;
    readonly region: string;
    /** Months such as 2024-06, both included. */
    readonly from: string;
    readonly to: string;
    /** The accounts that the stack means; empty for any. */
    readonly allowedAccountIds: readonly string[];
    /** Epoch milliseconds: Cost Explorer takes no time to come. */
    readonly now: number;
}

/**
 * Stops, bills and failures a month, of one guard and its account and region: three services, every page of each.
 * @throws AccountProblem with what to do, when credentials or permissions are missing or AWS has only part of the data.
 */
export async function readAccount(query: Query, clients: Clients, tell: Tell): Promise<Month[]> {
    tell("CloudWatch: what the guard has measured ...");
    const measured = await named("cloudwatch:GetMetricData", () => readMetrics(query, clients.cloudWatch));
    tell("Step Functions: watches that failed in the last 90 days ...");
    const failed = await named("states:ListStateMachines and states:ListExecutions", () =>
        readFailures(query, clients.states, tell),
    );
    tell("Cost Explorer: what interactive sessions cost; AWS bills each request with 0.01 USD ...");
    const bills = await named("ce:GetCostAndUsage", () => readBills(query, clients.costExplorer, tell));

    return monthsBetween(query.from, query.to).map((month) => {
        const bill = bills.get(month);
        const of = ({ name }: metrics.Metric) => measured.get(name)?.get(month);
        const stops = of(metrics.sessionsStopped);
        const bound = of(metrics.idleUpperBoundUsd);
        const found = of(metrics.sessionsFound);
        return {
            month,
            // A bill without a single measured stop: no guard yet, or one that does not publish its metrics.
            stops: stops === undefined && found === undefined && bill?.dpuHours.gt(0) ? undefined : Number(stops ?? 0),
            dpuHours: bill?.dpuHours ?? new Big(0),
            // To the cent, as it is printed: so the months add up to the total.
            actualUsd: (bill?.usd ?? new Big(0)).round(2),
            failedWatches: failed.get(month) ?? 0,
            ...(bound && { idleUpperBoundUsd: bound }),
            ...(found?.gt(0) && { found: found.toNumber() }),
        };
    });
}

/** Every month from the first to the last. */
export function monthsBetween(from: string, to: string): string[] {
    const months: string[] = [];
    for (let month = from; month <= to; month = monthAfter(month)) {
        months.push(month);
    }
    return months;
}

function monthAfter(month: string): string {
    const [year = 0, number = 0] = month.split("-").map(Number);
    return new Date(Date.UTC(year, number)).toISOString().slice(0, 7);
}

type ByMonth = ReadonlyMap<string, Big>;

/** Sums of the guard's own metrics, by metric and month. */
async function readMetrics(
    { guard, from, to }: Query,
    client: CloudWatchClient,
): Promise<ReadonlyMap<string, ByMonth>> {
    const wanted = [metrics.sessionsStopped, metrics.sessionsFound, metrics.idleUpperBoundUsd];
    const queries = wanted.map(({ name }, index): MetricDataQuery => ({
        Id: `m${index}`,
        Label: name,
        MetricStat: {
            Metric: {
                Namespace: metrics.namespace,
                MetricName: name,
                Dimensions: [{ Name: metrics.dimension, Value: guard }],
            },
            Period: 24 * 60 * 60,
            Stat: "Sum",
        },
    }));
    const sums = new Map(wanted.map(({ name }) => [name, new Map<string, Big>()]));
    let NextToken: string | undefined;
    do {
        const page = await client.send(
            new GetMetricDataCommand({
                MetricDataQueries: queries,
                StartTime: new Date(`${from}-01T00:00:00Z`),
                EndTime: new Date(`${monthAfter(to)}-01T00:00:00Z`),
                NextToken,
            }),
        );
        for (const { Label = "", Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
            const sum = sums.get(Label);
            Timestamps.forEach((at, index) => {
                const month = at.toISOString().slice(0, 7);
                sum?.set(month, (sum.get(month) ?? new Big(0)).plus(Values[index] ?? 0));
            });
        }
        NextToken = page.NextToken;
        const partial = page.MetricDataResults?.find(({ StatusCode }) => StatusCode !== "Complete");
        if (!NextToken && partial) {
            throw new AccountProblem(
                `CloudWatch has given only part of ${String(partial.Label)} (${String(partial.StatusCode)}). Fix: try again.`,
            );
        }
    } while (NextToken);
    return sums;
}

const failures: readonly ExecutionStatus[] = ["FAILED", "TIMED_OUT", "ABORTED"];

/** Executions that did not end well, by month; Step Functions forgets them after 90 days. */
async function readFailures(query: Query, client: SFNClient, tell: Tell): Promise<ReadonlyMap<string, number>> {
    const stateMachineArn = await findMachine(query, client, tell);
    const counts = new Map<string, number>();
    for (const statusFilter of failures) {
        let nextToken: string | undefined;
        let seen = 0;
        do {
            const page = await client.send(
                new ListExecutionsCommand({ stateMachineArn, statusFilter, nextToken, maxResults: 1000 }),
            );
            for (const { stopDate } of page.executions ?? []) {
                const month = stopDate?.toISOString().slice(0, 7) ?? "";
                counts.set(month, (counts.get(month) ?? 0) + 1);
            }
            seen += page.executions?.length ?? 0;
            nextToken = page.nextToken;
            if (nextToken) {
                tell(`  ${seen} ${statusFilter} so far ...`);
            }
        } while (nextToken);
    }
    return counts;
}

/** The guard's state machine: whoever asks need not know the account's number. Says which account it is. */
export async function findMachine(query: Query, client: SFNClient, tell: Tell): Promise<string> {
    const { guard, region, allowedAccountIds } = query;
    const arn = await machineNamed(guard, region, client);
    const account = parseArn(arn)?.account ?? "";
    if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(account)) {
        throw new AccountProblem(
            `The credentials of this shell are of account ${account}, but the stack allows only ` +
                `${allowedAccountIds.join(", ")}. Fix: take the credentials of that account.`,
        );
    }
    tell(`  account ${account}, ${region}`);
    return arn;
}

async function machineNamed(guard: string, region: string, client: SFNClient): Promise<string> {
    let nextToken: string | undefined;
    do {
        const page = await client.send(new ListStateMachinesCommand({ nextToken, maxResults: 1000 }));
        const found = page.stateMachines?.find(({ name }) => name === guard);
        if (found?.stateMachineArn) {
            return found.stateMachineArn;
        }
        nextToken = page.nextToken;
    } while (nextToken);
    throw new AccountProblem(
        `This account has no guard ${guard} in ${region}. Fix: deploy the stack, or take the credentials of its account.`,
    );
}

interface Bill {
    readonly dpuHours: Big;
    readonly usd: Big;
}

/** As Cost Explorer names what is billed of interactive sessions, after the region's prefix. */
const usageType = /GlueInteractiveSession-DPU-Hour$/;

const memoryOptimised = /GlueInteractiveSession-Mem\w*-DPU-Hour$/;

/** DPU-hours and cost of interactive sessions, by month. */
async function readBills(
    { region, from, to, now }: Query,
    client: CostExplorerClient,
    tell: Tell,
): Promise<ReadonlyMap<string, Bill>> {
    const tomorrow = new Date(now + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    const end = `${monthAfter(to)}-01`;
    const results: ResultByTime[] = [];
    let NextPageToken: string | undefined;
    do {
        const page = await client.send(
            new GetCostAndUsageCommand({
                TimePeriod: { Start: `${from}-01`, End: end < tomorrow ? end : tomorrow },
                Granularity: "MONTHLY",
                Metrics: ["UnblendedCost", "UsageQuantity"],
                Filter: {
                    And: [
                        { Dimensions: { Key: "SERVICE", Values: ["AWS Glue"] } },
                        { Dimensions: { Key: "REGION", Values: [region] } },
                        // Usage alone: a credit or a refund is no saving of the guard.
                        { Dimensions: { Key: "RECORD_TYPE", Values: ["Usage"] } },
                    ],
                },
                GroupBy: [{ Type: "DIMENSION", Key: "USAGE_TYPE" }],
                NextPageToken,
            }),
        );
        results.push(...(page.ResultsByTime ?? []));
        NextPageToken = page.NextPageToken;
        if (NextPageToken) {
            tell("  one more page, 0.01 USD ...");
        }
    } while (NextPageToken);

    const bills = new Map<string, Bill>();
    const memory = results.flatMap(({ Groups = [] }) =>
        Groups.filter(({ Keys }) => memoryOptimised.test(Keys?.[0] ?? "")),
    );
    if (memory.length > 0) {
        tell("  M-DPU (workers R.*, Z.*) have a price of their own: they stand in no sum here.");
    }
    for (const { TimePeriod, Groups = [], Estimated } of results) {
        const month = TimePeriod?.Start?.slice(0, 7) ?? "";
        const units = new Set(Groups.map(({ Metrics }) => Metrics?.UnblendedCost?.Unit ?? "USD"));
        const other = [...units].find((unit) => unit !== "USD");
        if (other !== undefined) {
            throw new AccountProblem(
                `Cost Explorer bills ${month} in ${other}, and this report adds up USD alone. ` +
                    "Fix: convert the bills yourself, and use --file.",
            );
        }
        if (Estimated && Groups.some(({ Keys }) => usageType.test(Keys?.[0] ?? ""))) {
            tell(`  ${month} is not final yet: Cost Explorer estimates it.`);
        }
        for (const { Metrics } of Groups.filter(({ Keys }) => usageType.test(Keys?.[0] ?? ""))) {
            const before = bills.get(month);
            bills.set(month, {
                dpuHours: new Big(Metrics?.UsageQuantity?.Amount ?? 0).plus(before?.dpuHours ?? 0),
                usd: new Big(Metrics?.UnblendedCost?.Amount ?? 0).plus(before?.usd ?? 0),
            });
        }
    }
    return bills;
}
