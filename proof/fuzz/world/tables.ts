import fc from "fast-check";
import type { SessionLimit } from "../../../model/limits/limits";

/** Settings that a world is played with, where they differ from the stack's. */
export type WorldSettings = Readonly<
    Record<"limits" | "mode", string> &
        Partial<
            Record<"warnSeconds" | "maxWaitSeconds" | "extendWhileBusy" | "chat" | "ownerMail" | "digestAt", string>
        >
>;

/** Whether people can keep sessions in worlds with these settings. */
export const hasPeople = (settings?: WorldSettings): boolean => Number(settings?.maxWaitSeconds ?? 0) > 0;

const some = (...values: readonly string[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });

/** A condition that fits some of a world's sessions. */
const condition: fc.Arbitrary<Partial<SessionLimit>> = fc.oneof(
    some("dbt", "airflow", "data-preview", "agent", "unified-studio-scheduled").map((kinds) => ({ kinds })),
    some("team-a-*", "dbt-glue*", "????????-*").map((ids) => ({ ids })),
    some("dbt-glue", "GlueStudioNotebook").map((origins) => ({ origins })),
    some("*:user/*", "*/alice@example.com").map((creators) => ({ creators })),
    fc.constantFrom(2, 5).map((moreThanDpu) => ({ moreThanDpu })),
    fc.constant<Partial<SessionLimit>>({ tags: { keep: "true" } }),
    fc.constant<Partial<SessionLimit>>({ tags: { keep: "*" }, ids: ["*-*"] }),
    fc.constant<Partial<SessionLimit>>({ withoutConnection: true, ids: ["team-a-*"] }),
);

/** A channel of Slack, and one of Microsoft Teams. */
export const channels = [
    { slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" },
    {
        teamsTenantId: "0a1b2c3d-0000-4000-8000-0123456789ab",
        teamsTeamId: "1a1b2c3d-0000-4000-8000-0123456789ab",
        teamsChannelId: "19%3aab12%40thread.tacv2",
    },
].map((channel) => JSON.stringify(channel));

/** Mail to people of Identity Center, and to those too whom an administrator has named. */
export const ownerMails = [{}, { roles: ["arn:aws:iam::123456789012:role/SamlEngineer"] }].map((more) =>
    JSON.stringify({ sender: "glue@example.com", domains: ["example.com", "Example.org"], ...more }),
);

/** Random tables of limits for a stack with this limit, and now and then a guard that stops nothing. */
export function tables(waitSeconds: number): fc.Arbitrary<WorldSettings> {
    const outcome: fc.Arbitrary<Partial<SessionLimit>> = fc.oneof(
        { weight: 1, arbitrary: fc.constant({ exempt: true }) },
        {
            weight: 3,
            arbitrary: fc
                .constantFrom(0, Math.floor(waitSeconds / 2), waitSeconds + 900, 4 * waitSeconds)
                .map((seconds) => ({ waitSeconds: seconds })),
        },
    );
    const rows = fc
        .array(fc.tuple(condition, outcome), { minLength: 1, maxLength: 5 })
        .map((drawn) =>
            drawn.map(([fits, gives], place): SessionLimit => ({ name: `row ${place}`, ...fits, ...gives })),
        );
    const mode = fc.oneof({ weight: 7, arbitrary: fc.constant("stop") }, { weight: 1, arbitrary: fc.constant("tell") });
    const people: fc.Arbitrary<Partial<WorldSettings>> = fc.record({
        warnSeconds: fc.constantFrom("0", "60", "600", "86400"),
        // As long as the longest limit, and longer.
        maxWaitSeconds: fc.constantFrom(4, 6).map((times) => String(times * waitSeconds + 900)),
        extendWhileBusy: fc.constantFrom("true", "false"),
        chat: fc.constantFrom(...channels, "{}"),
        ownerMail: fc.constantFrom(...ownerMails, "{}"),
        // In the midst of the first stops, and after them.
        digestAt: fc.constantFrom("07:31", "08:10", ""),
    });
    return fc
        .tuple(
            fc.record({ limits: rows.map((table) => JSON.stringify(table)), mode }),
            fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: people }),
        )
        .map(([table, people]) => ({ ...table, ...people }));
}

/** The table of a block: the same for the same seed. */
export function tableOf(seed: number, waitSeconds: number): WorldSettings {
    return fc.sample(tables(waitSeconds), { seed, numRuns: 1 })[0] as WorldSettings;
}
