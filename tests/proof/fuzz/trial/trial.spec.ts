import { expect } from "chai";
import { goneAt, type Aftermath } from "../../../../proof/fuzz/promises/aftermath";
import { tryWorld } from "../../../../proof/fuzz/trial/trial";
import type { Life, World } from "../../../../proof/fuzz/world/world";
import { oneLimit, program } from "../../../support/stacks";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";

const start = Date.UTC(2024, 5, 3, 7);
const life: Life = {
    atSeconds: 0.5,
    id: "s-1",
    who: { type: "Root", arn: "arn:aws:iam::123456789012:root" },
    readyAfterSeconds: 40,
    stoppingSeconds: 1,
    dpu: 2,
    record: "whole",
    arrivesAfterSeconds: [3],
    acts: [],
};

async function run(lives: readonly Partial<Life>[], rest: Partial<World> = {}): Promise<Aftermath> {
    const sessions = lives.map((one) => ({ ...life, ...one }));
    const { aftermath } = await tryWorld(readGuard(await program("prod", oneLimit)), {
        seed: 1,
        sessions,
        faults: [],
        removals: [],
        ...rest,
    });
    return aftermath;
}

/** Calls as "name second", with what is odd about them. */
function printed({ calls }: Aftermath): string[] {
    return calls.map(({ call, at, session, status, allowed, done, troubled }) =>
        [
            call.split(":")[1],
            (at - start) / 1000,
            ...(session === undefined ? [] : [`of ${session + 1}`]),
            ...(status ? [status] : []),
            ...(allowed ? [] : ["denied"]),
            ...(done ? [] : ["undone"]),
            ...(troubled ? ["troubled"] : []),
        ].join(" "),
    );
}

describe("tryWorld", () => {
    it("sees a session, its watch, and every call", async () => {
        const seen = await run([{}]);
        expect(printed(seen)).to.deep.equal([
            "StartExecution 3.5 of 1",
            "GetSession 1800 of 1 READY",
            "StopSession 1800.1 of 1",
            "GetSession 1810.2 of 1 STOPPED",
            "PutMetricData 1810.3",
            "Publish 1810.4",
        ]);
        expect(seen.sessions).to.have.length(1);
        expect(seen.sessions[0]).to.deep.include({
            id: "s-1",
            createdAt: start + 500,
            dueAt: start + 1_800_000,
            eventTime: "2024-06-03T07:00:00Z",
            named: true,
            arrivals: [start + 3500],
        });
        expect(seen.watches.map(({ session, status, transitions }) => [session, status, transitions])).to.deep.equal([
            [0, "SUCCEEDED", 10],
        ]);
        expect(seen.notices).to.have.length(1);
    });
    it("lets users act after so many seconds, and between two calls", async () => {
        const when = [{ afterSeconds: 1000 }, { afterLookUp: 1 }, { afterStop: 1 }] as const;
        const ends = await Promise.all(
            when.map(async (when) => {
                const { sessions } = await run([{ acts: [{ does: "delete", when }] }]);
                return sessions.map((session) => (goneAt(session) - start) / 1000);
            }),
        );
        expect(ends).to.deep.equal([[1000.5], [1800.05], [1800.15]]);
    });
    it("lets users stop, and replace", async () => {
        const stopped = await run([{ acts: [{ does: "stop", when: { afterSeconds: 60 } }] }]);
        expect(stopped.sessions[0]?.changes.at(-1)).to.deep.equal({
            at: start + 61_500,
            status: "STOPPED",
            by: "its user",
        });
        const replaced = await run([{ acts: [{ does: "replace", when: { afterSeconds: 600 } }] }]);
        expect(replaced.sessions.map(({ createdAt, deletedAt }) => [createdAt, deletedAt])).to.deep.equal([
            [start + 500, start + 600_500],
            [start + 600_500, undefined],
        ]);
        expect(replaced.watches.map(({ session }) => session)).to.deep.equal([0, 1]);
    });
    it("has no session, and no watch, of a CreateSession that was refused", async () => {
        const seen = await run([{ refused: true }]);
        expect([seen.sessions, seen.watches, seen.calls]).to.deep.equal([[], [], []]);
    });
    it("cuts records as CloudTrail does", async () => {
        for (const [record, error] of [
            ["no request", undefined],
            ["no response", undefined],
            ["no id", "InvalidRequest"],
        ] as const) {
            const seen = await run([{ record }]);
            expect(
                seen.watches.map((watch) => watch.error),
                record,
            ).to.deep.equal([error]);
            expect(seen.sessions[0]?.named, record).to.equal(record !== "no id");
        }
    });
    it("tells trouble from what AWS itself answers", async () => {
        const seen = await run([{}], {
            faults: [
                { call: "glue:GetSession", error: "Glue.GlueException", times: 1 },
                { call: "glue:StopSession", error: "Glue.SdkClientException", carriedOut: true, times: 1 },
                { call: "sns:Publish", seconds: 5, times: 1 },
            ],
            removals: [{ action: "cloudwatch:PutMetricData" }],
        });
        expect(printed(seen).map((text) => text.replace(/ [\d.]+/, ""))).to.deep.equal([
            "StartExecution of 1",
            "GetSession of 1 undone troubled",
            "GetSession of 1 READY",
            "StopSession of 1 troubled",
            "GetSession of 1 STOPPED",
            "PutMetricData denied undone troubled",
            "Publish troubled",
        ]);
    });
    it("keeps the record of a watch that could not be started", async () => {
        const seen = await run([{}], { removals: [{ action: "states:StartExecution" }] });
        expect(printed(seen)).to.deep.equal(["StartExecution 3.5 of 1 denied undone troubled"]);
        expect(seen.deadLetters).to.deep.equal([{ session: 0, at: start + 3500 }]);
        expect(seen.alarms.map(({ key, state }) => `${key} ${state}`)).to.include.members([
            "rule-failed ALARM",
            "dead-letters ALARM",
        ]);
    });
});
