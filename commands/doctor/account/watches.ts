import { DescribeExecutionCommand, ListExecutionsCommand, type ExecutionListItem } from "@aws-sdk/client-sfn";
import { sessionFacts } from "../../../model/limits/sessionFacts";
import { named } from "../../aws/accountProblem";
import type { Clients } from "./clients";
import { parsed } from "./differences";

/** An execution that watches a session. */
export interface Watch {
    readonly session: string;
    readonly status: string;
    /** What it was given: members of a record. */
    readonly input: Readonly<Record<string, unknown>>;
    /** What became of it, once it has ended well: `stopped`, `found`, `exempt`, `over`. */
    readonly outcome: string;
}

/** What could be found of the watches. */
export interface Watches {
    /** The newest of each session. */
    readonly of: ReadonlyMap<string, Watch>;
    /** False if there were more than are read. */
    readonly complete: boolean;
}

/** A watch is described by one call, of which AWS takes 15 a second: more would take too long. */
const mostWatches = 1000;
const atOnce = 10;

/** The newest watches of these sessions, of those that have started since. */
export async function findWatches(
    states: Clients["states"],
    stateMachineArn: string,
    sessions: readonly string[],
    since: number,
): Promise<Watches> {
    const missing = new Set(sessions);
    const of = new Map<string, Watch>();
    let seen = 0;
    let nextToken: string | undefined;
    while (missing.size > 0) {
        const { executions = [], nextToken: next } = await named("states:ListExecutions", () =>
            states.send(new ListExecutionsCommand({ stateMachineArn, nextToken, maxResults: 100 })),
        );
        // Newest first.
        const young = executions.filter(({ startDate }) => (startDate?.getTime() ?? 0) >= since);
        for (let index = 0; index < young.length && missing.size > 0; index += atOnce) {
            const watches = await Promise.all(
                young.slice(index, index + atOnce).map((execution) => describe(states, execution)),
            );
            for (const watch of watches.filter(({ session }) => missing.delete(session))) {
                of.set(watch.session, watch);
            }
        }
        seen += young.length;
        nextToken = next;
        if (!nextToken || young.length < executions.length) {
            break;
        }
        if (seen >= mostWatches) {
            return { of, complete: false };
        }
    }
    return { of, complete: true };
}

async function describe(states: Clients["states"], { executionArn }: ExecutionListItem): Promise<Watch> {
    const { status, input, output } = await named("states:DescribeExecution", () =>
        states.send(new DescribeExecutionCommand({ executionArn })),
    );
    const given = (parsed(input) ?? {}) as Readonly<Record<string, unknown>>;
    const ended = (parsed(output) ?? {}) as Readonly<Record<string, unknown>>;
    return {
        session: sessionFacts(given).id,
        status: status ?? "",
        input: given,
        outcome: typeof ended.outcome === "string" ? ended.outcome : "",
    };
}

/** Executions with this status, newest first: their times and ARNs, and whether these are all. */
export async function executionsOf(
    states: Clients["states"],
    stateMachineArn: string,
    statusFilter: "RUNNING" | "FAILED" | "TIMED_OUT" | "ABORTED",
    since: number,
    pages: number,
): Promise<{ readonly executions: readonly ExecutionListItem[]; readonly complete: boolean }> {
    const executions: ExecutionListItem[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < pages; page++) {
        const answer = await named("states:ListExecutions", () =>
            states.send(new ListExecutionsCommand({ stateMachineArn, statusFilter, nextToken, maxResults: 1000 })),
        );
        const young = (answer.executions ?? []).filter(({ startDate }) => (startDate?.getTime() ?? 0) >= since);
        executions.push(...young);
        nextToken = answer.nextToken;
        if (!nextToken || young.length < (answer.executions?.length ?? 0)) {
            return { executions, complete: true };
        }
    }
    return { executions, complete: false };
}
