import { expect } from "chai";
import type { Aftermath } from "../../../../proof/fuzz/promises/aftermath";
import { nothingRunsUnseen } from "../../../../proof/fuzz/promises/unseen";
import {
    aftermath,
    at,
    call,
    calls,
    denied,
    failed,
    running,
    session,
    troubled,
    watch,
} from "../../../support/aftermath";

const silent = { sessions: [running()], notices: [] };
const deadline = (seconds: number) => [
    {
        promise: "unseen",
        what: `session 1 runs on past ${new Date(at(seconds)).toISOString()}, and nobody is mailed`,
        session: 0,
    },
];
/** The limit, 15 minutes to give up, and a word. */
const usual = 1800 + 900 + 150;

const lost = { ...silent, sessions: [running({ arrivals: [] })] };
const bothSweeps = [at(3000), at(5000), at(9000)];
/** A sweep at that second, 15 minutes to give up, and a word. */
const swept = (seconds: number) => seconds + 900 + 150;

const unstarted = call("states:StartExecution", 3, { ...troubled, watch: undefined });

describe("nothingRunsUnseen", () => {
    for (const [what, world, seconds] of [
        ["runs on, and nobody is mailed", aftermath(silent), usual],
        ["ends too late", aftermath({ ...silent, sessions: [ended(usual + 1)] }), usual],
        ["has no record that arrives, and no sweep comes", aftermath(lost), swept(3300)],
        [
            "has no record that arrives, and is found by no sweep",
            aftermath({ ...lost, sweeps: bothSweeps }),
            swept(5000),
        ],
        [
            "has no record that arrives, and the first sweep could not be started",
            aftermath({
                ...lost,
                sweeps: bothSweeps,
                calls: [...calls, { ...unstarted, session: undefined, at: at(3000) }],
            }),
            swept(9000),
        ],
        [
            "has a record that arrives late",
            aftermath({ ...silent, sessions: [running({ arrivals: [at(5000)] })] }),
            6050,
        ],
        [
            "is named by a notice to the wrong topic",
            denied({ alarms: [], notices: [{ ...failed(), topicArn: "x" }] }),
            7500,
        ],
        ["is named by a notice too late", denied({ alarms: [], notices: [{ ...failed(), at: at(7501) }] }), 7500],
        [
            "is not the one that the notice names",
            denied({ alarms: [], notices: [failed({ Session: "s-2", Event: "e" })] }),
            7500,
        ],
        [
            "is younger than the one that the notice names",
            denied({ alarms: [], notices: [failed({ Created: "x", Event: "e" })] }),
            7500,
        ],
        [
            "has a failed watch, and an alarm before it",
            denied({
                notices: [],
                alarms: [
                    { key: "executions-failed", state: "ALARM", at: at(60) },
                    { key: "executions-failed", state: "OK", at: at(120) },
                ],
            }),
            7500,
        ],
        [
            "has a failed watch, and another alarm",
            denied({ notices: [], alarms: [{ key: "rule-failed", state: "ALARM", at: at(1860) }] }),
            7500,
        ],
        [
            "could not be started, and the dead letter is of another",
            aftermath({ ...silent, watches: [], calls: [unstarted], deadLetters: [{ session: 1, at: at(4) }] }),
            3 + 65 * 60 + 900 + 150,
        ],
    ] as const satisfies readonly (readonly [string, Aftermath, number])[]) {
        it(`finds a session that ${what}`, () => {
            expect(nothingRunsUnseen(world)).to.deep.equal(deadline(seconds));
        });
    }
    for (const [what, world] of [
        ["is stopped when due", aftermath()],
        ["ends in the last moment", aftermath({ ...silent, sessions: [ended(usual)] })],
        ["is deleted", aftermath({ ...silent, sessions: [running({ deletedAt: at(2000) })] })],
        ["is named by a notice", denied({ alarms: [] })],
        ["is named by its event", denied({ alarms: [], notices: [failed({ Session: "" })] })],
        ["has a failed watch that an alarm stands for", denied({ notices: [] })],
        [
            "has a failed watch, while the alarm was on",
            denied({ notices: [], alarms: [{ key: "executions-failed", state: "ALARM", at: at(60) }] }),
        ],
        [
            "has a watch that timed out, and its alarm",
            aftermath({
                ...silent,
                watches: [watch({ status: "TIMED_OUT" })],
                alarms: [{ key: "executions-timed-out", state: "ALARM", at: at(1900) }],
            }),
        ],
        [
            "has a dead letter",
            aftermath({ ...silent, watches: [], calls: [unstarted], deadLetters: [{ session: 0, at: at(4) }] }),
        ],
        [
            "could not be started, and the alarm stands for it",
            aftermath({
                ...silent,
                watches: [],
                calls: [unstarted],
                alarms: [{ key: "rule-failed", state: "ALARM", at: at(60) }],
            }),
        ],
        [
            "hangs while calls fail, and somebody hears of it within the hour",
            denied({
                alarms: [],
                calls: [...calls, call("glue:GetSession", 1900, troubled)],
                notices: [{ ...failed(), at: at(7500) }],
            }),
        ],
    ] as const) {
        it(`is content with a session that ${what}`, () => {
            expect(nothingRunsUnseen(world)).to.deep.equal([]);
        });
    }
});

function ended(second: number) {
    return session({
        changes: [
            { at: at(0), status: "READY" },
            { at: at(second), status: "TIMEOUT", by: "Glue" },
        ],
    });
}
