import fc from "fast-check";
import { kinds } from "../../model/limits/kinds";
import type { SessionLimit } from "../../model/limits/limits";
import type { WorkflowInput } from "../../model/limits/sessionFacts";

/** Few values, so that random rows fit random sessions often. */
const ids = ["dbt-glue__role__1", "glue-studio-datapreview-1", "dbt-aws-warm-x", "a", "keep me\ttoo", "𝒳?", "a\u2028"];
const origins = ["GlueStudioNotebook", "dbt-glue", "SageMakerUnifiedStudio_NotebookScheduledRun", "other"];
const arns = ["arn:aws:iam::123456789012:role/dbt", "arn:aws:sts::123456789012:assumed-role/dbt/alice@example.com"];
const keys = ["keep", "owner", "ManagedBy"];
const values = ["true", "", "alice", "DataprocessingMcpServer"];
const workers = ["G.1X", "G.8X", "R.2X", "G.99X"];

/** A text of these, with some of its characters replaced by wildcards. */
const patternOf = (texts: readonly string[]): fc.Arbitrary<string> =>
    fc.oneof(
        fc.constantFrom(...texts),
        fc
            .tuple(fc.constantFrom(...texts), fc.nat(20), fc.nat(20), fc.constantFrom("*", "?", "**", "*?", ""))
            .map(([text, from, length, sign]) => text.slice(0, from) + sign + text.slice(from + length)),
    );
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 1, maxLength: 2 });

/** Rows with one to three conditions each. */
export const anyRows: fc.Arbitrary<SessionLimit[]> = fc
    .array(
        fc.record(
            {
                kinds: some(fc.constantFrom(...kinds.map(({ name }) => name))),
                ids: some(patternOf(ids)),
                origins: some(patternOf(origins)),
                creators: some(patternOf(arns)),
                roles: some(patternOf(arns)),
                tags: fc.dictionary(fc.constantFrom(...keys), patternOf(values), { minKeys: 1, maxKeys: 2 }),
                workerTypes: some(patternOf(workers)),
                sessionTypes: some(fc.constantFrom("LIVY", "SPARK_CONNECT")),
                moreThanWorkers: fc.constantFrom(0, 4, 10),
                moreThanDpu: fc.constantFrom(0, 4.5, 20),
                idleMinutesAbove: fc.constantFrom(30, 2879, 2880),
                withoutConnection: fc.constant(true),
            },
            { requiredKeys: [] },
        ),
        { maxLength: 6 },
    )
    .chain((conditions) =>
        fc.tuple(
            fc.constant(conditions),
            fc.array(fc.option(fc.constantFrom(0, 900, 1800, 43_200)), { minLength: 6, maxLength: 6 }),
        ),
    )
    .map(([conditions, limits]) =>
        conditions.map((row, place): SessionLimit => {
            const kept = Object.fromEntries(Object.entries(row).slice(place % 3, (place % 3) + 2)) as typeof row;
            const chosen = Object.keys(kept).length > 0 ? kept : { ids: ["*"] };
            const seconds = limits[place];
            return {
                name: `row ${place}`,
                ...chosen,
                ...(seconds === null || seconds === undefined ? { exempt: true } : { waitSeconds: seconds }),
            };
        }),
    );

const odd = fc.constantFrom<unknown[]>(null, 5, "text", [], {}, "x".repeat(3000));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: odd });

/** What the workflow may be given: whole records, dropped parts, and members that are not what they should be. */
export const anyInput: fc.Arbitrary<WorkflowInput> = fc.record(
    {
        request: fc.oneof(
            {
                weight: 8,
                arbitrary: fc.record(
                    {
                        id: maybe(fc.constantFrom(...ids)),
                        requestOrigin: maybe(fc.constantFrom(...origins)),
                        role: maybe(fc.constantFrom(...arns)),
                        workerType: maybe(fc.constantFrom(...workers)),
                        numberOfWorkers: maybe(fc.constantFrom(0, 2, 5, 11)),
                        maxCapacity: maybe(fc.constantFrom(2, 5, 21)),
                        sessionType: maybe(fc.constantFrom("LIVY", "SPARK_CONNECT")),
                        idleTimeout: maybe(fc.constantFrom(10, 60, 2880)),
                        timeout: maybe(fc.constantFrom(10, 60)),
                        omitted: maybe(fc.constantFrom<unknown>(true, false, "true")),
                        tags: maybe(fc.dictionary(fc.constantFrom(...keys), maybe(fc.constantFrom(...values)))),
                        connections: maybe(
                            fc.oneof(
                                fc.constantFrom<unknown[]>([], ["a"], ["a", "b"]),
                                fc.constantFrom<unknown[]>([], ["a"], "a").map((connections) => ({ connections })),
                            ),
                        ),
                    },
                    { requiredKeys: [] },
                ),
            },
            { weight: 1, arbitrary: odd },
        ),
        response: maybe(
            fc.record({
                session: maybe(
                    fc.record(
                        {
                            id: fc.constantFrom(...ids),
                            maxCapacity: fc.constantFrom(2, 40),
                            workerType: fc.constantFrom(...workers),
                            numberOfWorkers: fc.constantFrom(2, 5),
                            role: fc.constantFrom(...arns),
                        },
                        { requiredKeys: [] },
                    ),
                ),
            }),
        ),
        swept: fc.constantFrom(true, false),
        who: maybe(
            fc.record(
                {
                    arn: maybe(fc.constantFrom(...arns)),
                    sessionContext: maybe(
                        fc.record({ sessionIssuer: maybe(fc.record({ arn: maybe(fc.constantFrom(...arns)) })) }),
                    ),
                },
                { requiredKeys: [] },
            ),
        ),
    },
    { requiredKeys: [] },
);
