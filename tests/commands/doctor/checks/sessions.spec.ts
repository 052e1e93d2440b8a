import { GetTagsCommand, ListSessionsCommand, type Session } from "@aws-sdk/client-glue";
import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { sessions } from "../../../../commands/doctor/checks/sessions";
import {
    findings,
    healthyAccount,
    now,
    problem,
    prod,
    refusal,
    watches,
    type Execution,
} from "../../../support/healthyAccount";

const session = (Id: string, minutes: number, others: Partial<Session> = {}): Session => ({
    Id,
    Status: "READY",
    CreatedOn: new Date(now - minutes * 60_000),
    WorkerType: "G.1X",
    NumberOfWorkers: 2,
    ...others,
});

/** Lines and rows for these sessions and watches. */
async function seen(all: Session[], executions: readonly Execution[], mode = "stop") {
    const subject = { ...(await prod()), mode };
    const { aws, mocks } = healthyAccount(subject);
    mocks.glue.on(ListSessionsCommand).resolves({ Sessions: all });
    watches(subject, executions);
    return {
        lines: await findings(sessions, subject, aws),
        rows: (await sessions.look(subject, aws)).table?.rows.map((row) => row.join(" | ")),
    };
}

const given = (id: string, minutes: number, others: object = {}) => ({
    input: {
        request: { id, ...others },
        who: { type: "IAMUser", userName: "bob", arn: "arn:aws:iam::123456789012:user/bob" },
    },
    minutes,
    status: "RUNNING" as const,
});

describe("doctor: sessions", () => {
    it("says that it may not look", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.glue.on(ListSessionsCommand).rejects(refusal("AccessDeniedException"));
        expect(await problem(sessions, subject, aws)).to.equal(
            "You may not do glue:ListSessions: no. Fix: ask for that permission.",
        );
        healthyAccount(subject).mocks.states.on(ListExecutionsCommand).rejects(refusal("AccessDeniedException"));
        expect(await problem(sessions, subject, aws)).to.equal(
            "You may not do states:ListExecutions: no. Fix: ask for that permission.",
        );
    });

    it("names each session that runs without a watch, with the command that stops it, safe to paste", async () => {
        const { lines, rows } = await seen([session("it's mine; rm -rf /", 90), session("new", 2)], []);
        expect(lines).to.deep.equal([
            "ok: 2 sessions running, 4 DPU",
            "wrong: it's mine; rm -rf / runs without a watch, for 1 h 30 min -> " +
                "aws glue stop-session --region eu-west-1 --id='it'\\''s mine; rm -rf /'",
        ]);
        expect(rows).to.deep.equal([
            "it's mine; rm -rf / | unknown | 1 h 30 min | 2 | 1.32 | ? | nothing: it has no watch",
            "new | unknown | 2 min | 2 | 0.03 | ? | its event is on its way",
        ]);
    });

    it("finds a session whose watch has ended and left it running", async () => {
        const { lines, rows } = await seen(
            [session("denied", 60)],
            [{ ...given("denied", 60), status: "FAILED", error: "StopDenied", cause: "" }],
        );
        expect(lines).to.deep.equal([
            "ok: 1 session running, 2 DPU",
            "wrong: denied runs, but its watch ended FAILED -> aws glue stop-session --region eu-west-1 --id='denied'",
        ]);
        expect(rows).to.deep.equal(["denied | bob | 1 h | 2 | 0.88 | ? | nothing: its watch ended FAILED"]);
    });

    it("says when each is stopped, by the row of limits that holds for it, oldest first", async () => {
        const { lines, rows } = await seen(
            [session("plain", 10), session("dbt-nightly", 60), session("kept", 600)],
            [
                given("plain", 10),
                given("dbt-nightly", 60, { requestOrigin: "dbt-glue" }),
                {
                    ...given("kept", 600, { tags: { keep: "true" } }),
                    status: "SUCCEEDED",
                    output: { outcome: "exempt" },
                },
            ],
        );
        expect(lines).to.deep.equal(["ok: 3 sessions running, 6 DPU"]);
        expect(rows?.map((row) => row.split(" | ").filter((_, index) => [0, 5, 6].includes(index)))).to.deep.equal([
            ["kept", "none (exempt: kept on purpose)", "never stopped"],
            ["dbt-nightly", "12 h (pipelines)", "stopped at 23:00 UTC"],
            ["plain", "30 min", "stopped at 12:20 UTC"],
        ]);
    });

    it("says until when a session is kept, up to the ceiling, and believes no tag that cannot be read", async () => {
        const plain = await prod();
        const config = { ...plain.stack.config, "glue-cost-control:maxWaitSeconds": "43200" };
        const subject = { ...plain, stack: { ...plain.stack, config } };
        const { aws, mocks } = healthyAccount(subject);
        const ids = ["kept", "far", "odd", "unknown"];
        mocks.glue.on(ListSessionsCommand).resolves({ Sessions: ids.map((id) => session(id, 10)) });
        const arn = (id: string) => ({ ResourceArn: `arn:aws:glue:eu-west-1:123456789012:session/${id}` });
        mocks.glue
            .on(GetTagsCommand, arn("kept"))
            .resolves({ Tags: { "keep-until": "2026-11-30T15:30+01:00" } })
            .on(GetTagsCommand, arn("far"))
            .resolves({ Tags: { "keep-until": "2099-01-01T00:00Z" } })
            .on(GetTagsCommand, arn("odd"))
            .resolves({ Tags: { "keep-until": "later" } })
            .on(GetTagsCommand, arn("unknown"))
            .rejects(refusal("AccessDeniedException"));
        watches(
            subject,
            ids.map((id) => given(id, 10)),
        );
        const rows = (await sessions.look(subject, aws)).table?.rows.map((row) => [row[0], row[5], row[6]]);
        expect(rows).to.deep.equal([
            ["kept", "30 min, kept", "stopped at 14:30 UTC"],
            ["far", "30 min, kept", "stopped at 23:50 UTC"],
            ["odd", "30 min", "stopped at 12:20 UTC"],
            ["unknown", "30 min", "stopped at 12:20 UTC"],
        ]);
    });

    it("says that a session is reported where it is not stopped", async () => {
        const { rows } = await seen(
            [session("plain", 10), session("old", 60), session("found", 90)],
            [
                given("plain", 10),
                given("old", 60),
                { ...given("found", 90), status: "SUCCEEDED", output: { outcome: "found" } },
            ],
            "tell",
        );
        expect(rows?.map((row) => row.split(" | ").at(-1))).to.deep.equal([
            "was reported, and is not stopped",
            "being reported",
            "reported at 12:20 UTC",
        ]);
    });

    it("gives a curfew's watch the limit 0, and no money for capacity whose price or size it does not know", async () => {
        const watch = given("ray", 60);
        const { rows } = await seen(
            [
                session("ray", 60, { WorkerType: "Z.2X" as never, MaxCapacity: 10 }),
                session("odd", 30, { WorkerType: undefined, NumberOfWorkers: undefined }),
            ],
            [{ ...watch, input: { ...watch.input, curfew: true, swept: true } }, given("odd", 30)],
        );
        expect(rows).to.deep.equal([
            "ray | bob | 1 h | 10 | ? | 0 s (curfew) | being stopped",
            "odd | bob | 30 min | ? | ? | 30 min | being stopped",
        ]);
    });

    it("reads every page of sessions, and leaves out those that are over", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.glue
            .on(ListSessionsCommand)
            .resolves({ Sessions: [session("over", 60, { Status: "TIMEOUT" })], NextToken: "2" })
            .on(ListSessionsCommand, { NextToken: "2" })
            .resolves({ Sessions: [session("second", 4)] });
        expect(await findings(sessions, subject, aws)).to.deep.equal(["ok: 1 session running, 2 DPU"]);
        mocks.glue.on(ListSessionsCommand, { NextToken: "2" }).resolves({});
        expect(await findings(sessions, subject, aws)).to.deep.equal(["ok: none runs"]);
    });
});
