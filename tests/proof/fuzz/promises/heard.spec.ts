import { expect } from "chai";
import { nobodyHearsInVain } from "../../../../proof/fuzz/promises/heard";
import {
    aftermath,
    at,
    call,
    calls,
    denied,
    failed,
    running,
    session,
    stopped,
    troubled,
    watch,
} from "../../../support/aftermath";

const alarm = (key: string, second: number) => ({ key, state: "ALARM" as const, at: at(second) });
const failedWith = (error: string, more: Parameters<typeof aftermath>[0] = {}) =>
    aftermath({ watches: [watch({ status: "FAILED", error })], notices: [failed({ Error: error })], ...more });
const unheard = (error: string) => `a watch of session 1 failed with ${error}, and no person was needed`;
const warning = { ...stopped(), attributes: { ...stopped().attributes, kind: "warning" } };
const look = call("glue:GetSession", 2700, { status: "READY" });

describe("nobodyHearsInVain", () => {
    for (const [what, world, printed] of [
        ["a stop without a warning", aftermath({ warnSeconds: 600 }), "session 1 was stopped, and nobody was warned"],
        [
            "two warnings of a watch",
            aftermath({ warnSeconds: 600, notices: [warning, warning, stopped()] }),
            "session 1 was warned of 2 times by one watch",
        ],
        ["a stop without a notice", aftermath({ notices: [] }), "session 1 was stopped, and nobody was mailed"],
        [
            "a stop with a notice to the wrong topic",
            aftermath({ notices: [{ ...stopped(), topicArn: "x" }] }),
            "session 1 was stopped, and nobody was mailed",
        ],
        [
            "a stop whose notice another watch has sent",
            aftermath({
                watches: [watch(), watch({ session: 1 }, 1)],
                sessions: [session(), running()],
                notices: [stopped({}, 1)],
            }),
            "session 1 was stopped, and nobody was mailed",
        ],
        [
            "two notices of a watch",
            aftermath({ notices: [stopped(), stopped()] }),
            "session 1 was stopped once, and mailed again",
        ],
        [
            "two notices of two watches",
            aftermath({ watches: [watch(), watch({}, 1)], notices: [stopped(), stopped({}, 1)] }),
            "session 1 was stopped once, and mailed again",
        ],
        ["a denial that nobody has made", denied({ calls: calls.slice(0, 3) }), unheard("StopDenied")],
        [
            "a denial that was none of the last stop",
            denied({ calls: [call("glue:StopSession", 1790, troubled), ...calls] }),
            unheard("StopDenied"),
        ],
        ["look-ups that did not fail", failedWith("LookUpFailed"), unheard("LookUpFailed")],
        ["a notice that was sent", failedWith("NoticeNotSent"), unheard("NoticeNotSent")],
        ["a record that names its id", failedWith("InvalidRequest"), unheard("InvalidRequest")],
        ["a fault of the workflow", failedWith("WorkflowFault"), unheard("WorkflowFault")],
        ["a session that was over", failedWith("SessionStillRunning"), unheard("SessionStillRunning")],
        [
            "a session that nobody has tried to stop",
            failedWith("SessionStillRunning", { sessions: [running()], calls: [look] }),
            unheard("SessionStillRunning"),
        ],
        [
            "an alarm for nothing",
            aftermath({ alarms: [alarm("executions-failed", 1900)] }),
            "the alarm executions-failed went off for nothing",
        ],
        [
            "an alarm too late",
            denied({ alarms: [alarm("executions-failed", 1811 + 121)] }),
            "the alarm executions-failed went off for nothing",
        ],
        [
            "an alarm too early",
            denied({ alarms: [alarm("executions-failed", 1810)] }),
            "the alarm executions-failed went off for nothing",
        ],
        [
            "an alarm of aborted watches",
            aftermath({ alarms: [alarm("executions-aborted", 60)] }),
            "the alarm executions-aborted went off for nothing",
        ],
        [
            "an alarm of a start that went well",
            aftermath({ alarms: [alarm("rule-failed", 60)] }),
            "the alarm rule-failed went off for nothing",
        ],
    ] as const) {
        it(`finds ${what}`, () => {
            expect(nobodyHearsInVain(world).map(({ promise, what }) => [promise, what])).to.deep.equal([
                ["heard", printed],
            ]);
        });
    }
    const start = { ...troubled, watch: undefined };
    for (const [what, world] of [
        ["a stop with its notice", aftermath()],
        ["a session that ended by itself, silently", aftermath({ calls: calls.slice(0, 2), notices: [] })],
        ["a denied stop", denied()],
        [
            "a stop whose notice could not be sent",
            aftermath({
                watches: [watch({ status: "FAILED", error: "NoticeNotSent" })],
                calls: [...calls, call("sns:Publish", 1811, troubled)],
                notices: [],
            }),
        ],
        [
            "look-ups that failed",
            failedWith("LookUpFailed", {
                calls: [...calls, call("glue:GetSession", 1811, troubled)],
                alarms: [alarm("executions-failed", 1860)],
            }),
        ],
        ["a record without an id", failedWith("InvalidRequest", { sessions: [running({ named: false })], calls: [] })],
        [
            "a session that could not be stopped",
            failedWith("SessionStillRunning", {
                sessions: [running()],
                calls: [call("glue:StopSession", 1800, troubled), look],
            }),
        ],
        [
            "a session that was never ready",
            failedWith("SessionStillRunning", { sessions: [running()], calls: [{ ...look, status: "PROVISIONING" }] }),
        ],
        ["an alarm that ends", aftermath({ alarms: [{ key: "executions-failed", state: "OK", at: at(60) }] })],
        [
            "alarms for a watch that could not be started",
            aftermath({
                watches: [],
                calls: [call("states:StartExecution", 3, start)],
                notices: [],
                alarms: [alarm("rule-failed", 60), alarm("dead-letters", 60)],
            }),
        ],
    ] as const) {
        it(`is content with ${what}`, () => {
            expect(nobodyHearsInVain(world)).to.deep.equal([]);
        });
    }
});
