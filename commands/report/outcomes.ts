import { DescribeExecutionCommand, ListExecutionsCommand, type SFNClient } from "@aws-sdk/client-sfn";
import Big from "big.js";
import { named } from "../aws/accountProblem";
import type { Tell } from "../commandLine";
import { table } from "../table";
import { findMachine, type Query } from "./account";

/** What a report may be grouped by. */
export const groupings = ["owner", "limit", "kind"] as const;
export type Grouping = (typeof groupings)[number];

/** What became of the sessions of a group. */
export interface Group {
    readonly name: string;
    readonly stopped: number;
    /** Reported at their limit, and not stopped. */
    readonly found: number;
    readonly exempt: number;
    /** Over before their limit. */
    readonly over: number;
    /** Of sessions that were stopped or reported. */
    readonly dpuHours: Big;
    /** What those could still have cost, had they been left idle until their idle time-outs. */
    readonly idleUpperBoundUsd: Big;
}

/** The output of a watch that ended well; without `limits` and `mode: tell` it holds the owner alone. */
interface Outcome {
    readonly outcome?: unknown;
    readonly owner?: unknown;
    readonly limit?: unknown;
    readonly sessionKind?: unknown;
    readonly dpuHours?: unknown;
    readonly idleUpperBoundUsd?: unknown;
}

const member = { owner: "owner", limit: "limit", kind: "sessionKind" } as const satisfies Record<
    Grouping,
    keyof Outcome
>;

/** A watch is described by one call: more would take too long. */
const mostWatches = 2000;

/** Groups of the newest watches of these months that ended well, the largest first. */
export async function readGroups(query: Query, by: Grouping, client: SFNClient, tell: Tell): Promise<Group[]> {
    return named("states:ListStateMachines, states:ListExecutions and states:DescribeExecution", async () => {
        const stateMachineArn = await findMachine(query, client, tell);
        const outcomes: Outcome[] = [];
        for (const executionArn of await ended(query, stateMachineArn, client, tell)) {
            const { output = "{}" } = await client.send(new DescribeExecutionCommand({ executionArn }));
            outcomes.push(JSON.parse(output) as Outcome);
            if (outcomes.length % 100 === 0) {
                tell(`  ${outcomes.length} watches read ...`);
            }
        }
        return groupsOf(outcomes, by);
    });
}

/** ARNs of executions that ended well in these months, newest first. */
async function ended({ from, to }: Query, stateMachineArn: string, client: SFNClient, tell: Tell): Promise<string[]> {
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
        const page = await client.send(
            new ListExecutionsCommand({ stateMachineArn, statusFilter: "SUCCEEDED", nextToken, maxResults: 1000 }),
        );
        for (const { executionArn, stopDate } of page.executions ?? []) {
            const month = stopDate?.toISOString().slice(0, 7) ?? "";
            if (executionArn && month >= from && month <= to) {
                arns.push(executionArn);
            }
        }
        nextToken = page.nextToken;
    } while (nextToken && arns.length <= mostWatches);
    if (arns.length > mostWatches) {
        tell(`  more than ${mostWatches} watches: only the newest ${mostWatches} are read; --from and --to take fewer`);
    }
    return arns.slice(0, mostWatches);
}

/** Outcomes in groups. */
export function groupsOf(outcomes: readonly Outcome[], by: Grouping): Group[] {
    const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : "not recorded");
    const names = [...new Set(outcomes.map((one) => text(one[member[by]])))];
    const groups = names.map((name): Group => {
        const own = outcomes.filter((one) => text(one[member[by]]) === name);
        const count = (outcome: string) => own.filter((one) => one.outcome === outcome).length;
        const sum = (value: "dpuHours" | "idleUpperBoundUsd") =>
            own
                .filter(({ outcome }) => outcome === "stopped" || outcome === "found")
                .map((one) => one[value])
                .filter((figure) => typeof figure === "number")
                .reduce((total, figure) => total.plus(figure), new Big(0));
        return {
            name,
            stopped: count("stopped"),
            found: count("found"),
            exempt: count("exempt"),
            over: count("over"),
            dpuHours: sum("dpuHours"),
            idleUpperBoundUsd: sum("idleUpperBoundUsd"),
        };
    });
    return groups.sort(
        (one, other) => other.stopped + other.found - (one.stopped + one.found) || (one.name < other.name ? -1 : 1),
    );
}

/** The groups as a table for people. */
export function groupsTable(groups: readonly Group[], by: Grouping): string {
    const head = [by, "stopped", "reported", "exempt", "over by itself", "DPU-hours", "USD avoidable at most"];
    const rows = groups.map(({ name, stopped, found, exempt, over, dpuHours, idleUpperBoundUsd }) => [
        name,
        ...[stopped, found, exempt, over],
        dpuHours.toFixed(3),
        idleUpperBoundUsd.toFixed(2),
    ]);
    const notes = groups.some(({ name }) => name === "not recorded")
        ? [
              "",
              '"not recorded": watches that ended without a table of limits and without mode tell write no limit, kind or outcome.',
          ]
        : [];
    return [
        groups.length === 0 ? "No watch has ended in these months." : table(head, rows, { figures: true }),
        "DPU-hours and USD are of sessions that were stopped or reported, in DPU only.",
        ...notes,
    ].join("\n");
}
