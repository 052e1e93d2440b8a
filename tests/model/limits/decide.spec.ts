import { expect } from "chai";
import { decide, kindOf, type Decision } from "../../../model/limits/decide";
import type { SessionLimit } from "../../../model/limits/limits";
import { sessionFacts, sessionTags, type WorkflowInput } from "../../../model/limits/sessionFacts";

const rows: readonly SessionLimit[] = [
    { name: "pipelines", kinds: ["dbt", "airflow"], waitSeconds: 43_200 },
    { name: "kept", tags: { keep: "true" }, exempt: true },
    { name: "too large", moreThanDpu: 20, waitSeconds: 0 },
    { name: "previews", kinds: ["data-preview"], waitSeconds: 900 },
];
const limitOf = (input: WorkflowInput, table = rows): Decision =>
    decide(table, 1800, sessionFacts(input), sessionTags(input));
const arn = "arn:aws:sts::123456789012:assumed-role/dbt/run";

describe("decide", () => {
    for (const [what, input, decision] of [
        ["no row fits", { request: { id: "a", maxCapacity: 2 } }, { exempt: "no", name: "", seconds: 1800 }],
        [
            "the first row that fits decides, whatever fits later",
            { request: { id: "dbt-glue-1", maxCapacity: 80, tags: { keep: "true" } } },
            { exempt: "no", name: "pipelines", seconds: 43_200 },
        ],
        [
            "exempt for certain",
            { request: { id: "a", tags: { keep: "true" } } },
            { exempt: "yes", name: "kept", seconds: null },
        ],
        [
            "a tag of another value exempts nobody",
            { request: { id: "a", maxCapacity: 2, tags: { keep: "TRUE" } } },
            { exempt: "no", name: "", seconds: 1800 },
        ],
        [
            "a size that is not known never shortens a life",
            { request: { id: "glue-studio-datapreview-1" } },
            { exempt: "no", name: "previews", seconds: 900 },
        ],
        [
            "worker type and count make the size",
            { request: { id: "a", workerType: "G.8X", numberOfWorkers: 3 } },
            { exempt: "no", name: "too large", seconds: 0 },
        ],
        [
            "a request that CloudTrail dropped: the longest limit that may be, and perhaps exempt",
            { response: { session: { id: "glue-studio-datapreview-1" } } },
            { exempt: "perhaps", name: "pipelines", seconds: 43_200, perhapsExemptBy: "kept" },
        ],
    ] as const) {
        it(what, () => {
            expect(limitOf(input)).to.deep.equal(decision);
        });
    }

    for (const [what, row, fits, doesNot] of [
        ["ids", { ids: ["a-*", "b"] }, { request: { id: "a-1" } }, { request: { id: "ab" } }],
        ["origins", { origins: ["*"] }, { request: { requestOrigin: "x" } }, { request: {} }],
        ["creators, by their ARN", { creators: ["*/run"] }, { who: { arn } }, { who: { arn: "arn:other" } }],
        [
            "creators, by their role",
            { creators: ["*:role/dbt"] },
            { who: { arn, sessionContext: { sessionIssuer: { arn: "arn:aws:iam::1:role/dbt" } } } },
            { who: { type: "IdentityCenterUser" } },
        ],
        ["roles", { roles: ["*/etl"] }, { request: { role: "arn:aws:iam::1:role/etl" } }, { request: {} }],
        [
            "workerTypes",
            { workerTypes: ["R.*"] },
            { request: { workerType: "R.1X" } },
            { request: { workerType: "G.1X" } },
        ],
        ["sessionTypes", { sessionTypes: ["LIVY"] }, { request: {} }, { request: { sessionType: "SPARK_CONNECT" } }],
        [
            "moreThanWorkers",
            { moreThanWorkers: 5 },
            { request: { numberOfWorkers: 6 } },
            { request: { numberOfWorkers: 5 } },
        ],
        ["moreThanDpu", { moreThanDpu: 5 }, { request: { maxCapacity: 5.5 } }, { request: { maxCapacity: 5 } }],
        [
            "idleMinutesAbove, none declared",
            { idleMinutesAbove: 2879 },
            { request: {} },
            { request: { idleTimeout: 60 } },
        ],
        [
            "idleMinutesAbove, bounded by the time-out",
            { idleMinutesAbove: 60 },
            { request: {} },
            { request: { timeout: 60 } },
        ],
        [
            "withoutConnection",
            { withoutConnection: true },
            { request: {} },
            { request: { connections: { connections: ["vpc"] } } },
        ],
        ["tags", { tags: { team: "data-*" } }, { request: { tags: { team: "data-1" } } }, { request: { tags: {} } }],
        [
            "a kind by its tag",
            { kinds: ["agent"] },
            { request: { tags: { ManagedBy: "DataprocessingMcpServer" } } },
            { request: {} },
        ],
    ] as const) {
        it(`the condition ${what}: fits, does not, and may fit where nothing is known`, () => {
            const table = [{ name: "row", waitSeconds: 9999, ...row }] as unknown as readonly SessionLimit[];
            const exempt = [{ name: "row", exempt: true, ...row }] as unknown as readonly SessionLimit[];
            expect(limitOf(fits, table).seconds).to.equal(9999);
            expect(limitOf(doesNot, table).seconds).to.equal(1800);
            expect(limitOf(fits, exempt).exempt).to.equal("yes");
            expect(limitOf(doesNot, exempt).exempt).to.equal("no");
            for (const unknown of [{}, { request: { omitted: true, originalSize: 102_401 } }]) {
                expect(limitOf(unknown, exempt).exempt).to.equal(what === "ids" ? "no" : "perhaps");
            }
        });
    }
    it("all conditions of a row must hold", () => {
        const table = [{ name: "both", ids: ["a*"], moreThanDpu: 10, waitSeconds: 0 }];
        expect(limitOf({ request: { id: "ab", maxCapacity: 11 } }, table).name).to.equal("both");
        expect(limitOf({ request: { id: "ab", maxCapacity: 10 } }, table).name).to.equal("");
        expect(limitOf({ request: { id: "b", maxCapacity: 11 } }, table).name).to.equal("");
    });
});

describe("kindOf", () => {
    for (const [input, kind] of [
        [{ request: { id: "glue-studio-datapreview-3f" } }, "data-preview"],
        [
            { request: { id: "a", requestOrigin: "SageMakerUnifiedStudio_NotebookScheduledRun" } },
            "unified-studio-scheduled",
        ],
        [{ request: { id: "a", requestOrigin: "GlueStudioNotebook" } }, "notebook"],
        [{ request: { id: "dbt-glue/role/1" } }, "dbt"],
        [{ request: { id: "dbt-aws-warm-1" } }, "airflow"],
        [{ request: { id: "a" } }, "other"],
        [{ response: { session: { id: "a" } } }, "unknown"],
    ] as const) {
        it(`${JSON.stringify(input)}: ${kind}`, () => {
            expect(kindOf(sessionFacts(input), sessionTags(input))).to.equal(kind);
        });
    }
});
