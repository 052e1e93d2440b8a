import { expect } from "chai";
import type { Aftermath } from "../../../proof/fuzz/promises/aftermath";
import { knownGapOf, knownGaps, unheardAlarm } from "../../../proof/fuzz/knownGaps";
import { promises } from "../../../proof/fuzz/promises/promises";
import { aftermath, at, call, calls, running, session, stopped, troubled, watch } from "../../support/aftermath";

/** Broken promises by name, with the knownGap that explains each. */
function explained(world: Aftermath): (readonly [string, string | undefined])[] {
    return Object.values(promises)
        .flatMap(({ check }) => check(world))
        .map((broken) => [broken.promise, knownGapOf(broken, world)] as const);
}

/** A second session takes the id, and the watch of the first stops it. */
function taken(createdAt: number, lookedAt = 1800): Aftermath {
    const second = session({ changes: session().changes, arrivals: [at(createdAt + 3)] }, createdAt);
    return aftermath({
        sessions: [running({ deletedAt: at(createdAt) }), second],
        calls: [
            call("glue:GetSession", lookedAt, { status: "READY", ...(lookedAt >= createdAt && { session: 1 }) }),
            call("glue:StopSession", 1800, { session: 1 }),
            call("glue:GetSession", 1810, { session: 1, status: "STOPPED" }),
        ],
    });
}

describe("knownGapOf", () => {
    it("knows gaps by names of their own", () => {
        expect([...knownGaps, unheardAlarm].map(({ name }) => name)).to.deep.equal([
            "used-again-within-a-minute",
            "replaced-meanwhile",
            "mailed-twice",
            "answer-of-stop-lost",
            "alarm-while-sns-is-down",
        ]);
    });
    const unseen = { watches: [], calls: [], notices: [] };
    const uncertain = { ...troubled, error: "Glue.SdkClientException" };
    const looked = [...calls, call("glue:GetSession", 1810, { watch: 1, status: "STOPPED" })];
    const twice = { watches: [watch(), watch({}, 1)], calls: looked, notices: [stopped(), stopped({}, 1)] };
    const endedByUser = {
        sessions: [
            session({ changes: [...running().changes, { at: at(1801), status: "STOPPED" as const, by: "its user" }] }),
        ],
    };
    for (const [what, world, names] of [
        ["a lost event", aftermath({ ...unseen, sessions: [running({ arrivals: [] })] }), [["unseen", undefined]]],
        [
            "an event that came, and was passed over",
            aftermath({ ...unseen, sessions: [running()] }),
            [["unseen", undefined]],
        ],
        [
            "an id that was used again after 60 s",
            taken(60),
            [
                ["touched", "used-again-within-a-minute"],
                ["touched", "used-again-within-a-minute"],
                ["truth", "used-again-within-a-minute"],
                ["truth", "used-again-within-a-minute"],
                ["truth", "used-again-within-a-minute"],
            ],
        ],
        [
            "an id that was used again after 61 s",
            taken(61),
            [
                ["touched", undefined],
                ["touched", undefined],
                ["truth", undefined],
                ["truth", undefined],
                ["truth", undefined],
            ],
        ],
        [
            "an id that was taken while the look-up was answered",
            taken(1760, 1750),
            [
                ["touched", "replaced-meanwhile"],
                ["touched", "replaced-meanwhile"],
                ["truth", "replaced-meanwhile"],
                ["truth", "replaced-meanwhile"],
                ["truth", "replaced-meanwhile"],
            ],
        ],
        [
            "a mail whose answer was lost",
            aftermath({
                calls: [...calls, call("sns:Publish", 1810, { ...troubled, done: true })],
                notices: [stopped(), stopped()],
            }),
            [["heard", "mailed-twice"]],
        ],
        [
            "a mail that was sent twice for no reason",
            aftermath({ notices: [stopped(), stopped()] }),
            [["heard", undefined]],
        ],
        [
            "two watches, one with a stop that was not answered",
            aftermath({ ...twice, calls: [...looked, call("glue:StopSession", 1800, { ...uncertain, watch: 1 })] }),
            [["heard", "answer-of-stop-lost"]],
        ],
        ["two watches that both tell", aftermath(twice), [["heard", undefined]]],
        [
            "a stop that was not answered, and a user who stops",
            aftermath({
                ...endedByUser,
                calls: [...calls.slice(0, 2), call("glue:StopSession", 1800, uncertain), ...calls.slice(3)],
            }),
            [["truth", "answer-of-stop-lost"]],
        ],
        [
            "a stop that was refused, and a user who stops",
            aftermath({
                ...endedByUser,
                calls: [...calls.slice(0, 2), call("glue:StopSession", 1800, troubled), ...calls.slice(3)],
            }),
            [["truth", undefined]],
        ],
    ] as const) {
        it(`explains ${what}, or not`, () => {
            expect(explained(world)).to.deep.equal(names);
        });
    }
});

describe("unheardAlarm", () => {
    it("counts alarms that go off while SNS refuses", () => {
        const alarm = (second: number, state: "ALARM" | "OK" = "ALARM") => ({
            key: "executions-failed",
            state,
            at: at(second),
        });
        const world = {
            seed: 1,
            sessions: [],
            faults: [
                { call: "sns:Publish", error: "SNS.InternalErrorException", fromSeconds: 100, toSeconds: 200 },
                { call: "sns:Publish", seconds: 5, fromSeconds: 300, toSeconds: 400 },
                { call: "glue:GetSession", error: "Glue.GlueException", fromSeconds: 300, toSeconds: 400 },
            ],
            removals: [],
        } as const;
        const alarms = [alarm(99), alarm(100), alarm(150, "OK"), alarm(199), alarm(200), alarm(350)];
        expect(unheardAlarm.count(world, aftermath({ alarms }), at(0))).to.equal(2);
    });
});
