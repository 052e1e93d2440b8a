import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { kindOf, decide, type Decision } from "../../model/limits/decide";
import { readLimits } from "../../model/limits/limitProblems";
import type { SessionLimit } from "../../model/limits/limits";
import { sessionFacts, sessionTags } from "../../model/limits/sessionFacts";
import { duration } from "../../model/notices/notices";

const document = join(__dirname, "../../docs/limits.md");

/** The table of docs/limits.md, as a stack's settings. */
export function exampleSettings(): { readonly waitSeconds: number; readonly limits: readonly SessionLimit[] } {
    const [, yaml = ""] = /```yaml\n([^]*?)```/.exec(readFileSync(document, "utf8")) ?? [];
    const { config } = parse(yaml) as { config: Readonly<Record<string, unknown>> };
    return {
        waitSeconds: Number(config["glue-cost-control:waitSeconds"]),
        limits: readLimits(config["glue-cost-control:limits"]) as readonly SessionLimit[],
    };
}

/** Sessions as their requests, with what each is. */
export const exampleSessions: readonly {
    readonly what: string;
    readonly request: Readonly<Record<string, unknown>>;
}[] = [
    {
        what: "a dbt run of 40 DPU",
        request: {
            id: "dbt-glue__analyst__0c1d",
            workerType: "G.8X",
            numberOfWorkers: 5,
            connections: { connections: ["vpc"] },
        },
    },
    { what: "a notebook of 40 DPU", request: { id: "0c1d", workerType: "G.8X", numberOfWorkers: 5 } },
    {
        what: "a notebook of 40 DPU with the tag keep=true",
        request: { id: "0c1e", workerType: "G.8X", numberOfWorkers: 5, tags: { keep: "true" } },
    },
    { what: "a notebook of 5 DPU without a connection", request: { id: "0c1f", maxCapacity: 5 } },
    {
        what: "a data preview in the VPC",
        request: { id: "glue-studio-datapreview-3f90", maxCapacity: 2, connections: { connections: ["vpc"] } },
    },
    {
        what: "a notebook of 5 DPU in the VPC",
        request: { id: "0c20", maxCapacity: 5, connections: { connections: ["vpc"] } },
    },
];

/** What the table decides of a request. */
export function exampleDecision(request: Readonly<Record<string, unknown>>): Decision & { readonly kind: string } {
    const { limits, waitSeconds } = exampleSettings();
    const [facts, tags] = [sessionFacts({ request, who: {} }), sessionTags({ request })];
    return { ...decide(limits, waitSeconds, facts, tags), kind: kindOf(facts, tags) };
}

/** The worked example as a table. */
export function limitsExample(): string {
    const rows = exampleSessions.map(({ what, request }) => {
        const { exempt, name, seconds } = exampleDecision(request);
        const outcome =
            exempt === "yes"
                ? "never stopped"
                : seconds === 0
                  ? "stopped at once"
                  : `stopped after ${duration(seconds ?? 0)}`;
        return `| ${what} | ${name === "" ? "`waitSeconds`" : name} | ${outcome} |`;
    });
    return ["| session | row that decides | what happens |", "|---|---|---|", ...rows].join("\n");
}
