import { expect } from "chai";
import { everyNoticeIsTrue } from "../../../../proof/fuzz/promises/truth";
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
    watch,
} from "../../../support/aftermath";

const printed = (lines: Readonly<Record<string, string>>) => aftermath({ notices: [stopped(lines)] });
const notTold = (lines: Readonly<Record<string, string>>) => denied({ notices: [failed(lines)] });

const without = (text: string, ...labels: string[]) =>
    text
        .split("\n")
        .filter((line) => !labels.some((label) => line.startsWith(label)))
        .join("\n");

describe("everyNoticeIsTrue", () => {
    for (const [what, world, ...faults] of [
        ["another id", printed({ Session: "s-2" }), 'Session "s-2", and it is "s-1"'],
        [
            "another owner",
            printed({ Owner: "bob" }),
            'Owner "bob", and it is "alice (arn:aws:sts::123456789012:assumed-role/Dev/alice)"',
        ],
        [
            "another time",
            printed({ Created: "2024-06-03T07:00:01Z" }),
            'Created "2024-06-03T07:00:01Z", and it is "2024-06-03T07:00:00Z"',
        ],
        ["another length", printed({ "Ran for": "30 min" }), 'Ran for "30 min", and it is "30 min 1 s"'],
        [
            "other DPU-hours",
            printed({ Used: "1.002 DPU-hours, as measured by Glue" }),
            `Used "1.002 DPU-hours, as measured by Glue", and it is ${3602 / 3600} DPU-hours`,
        ],
        [
            "M-DPU-hours",
            printed({ Used: "1.001 M-DPU-hours, as measured by Glue" }),
            `Used "1.001 M-DPU-hours, as measured by Glue", and it is ${3602 / 3600} DPU-hours`,
        ],
        ["another status", printed({ Status: "FAILED" }), 'Status "FAILED", and it is "STOPPED"'],
        [
            "another owner to filter by",
            aftermath({ notices: [{ ...stopped(), attributes: { kind: "stopped", owner: "bob" } }] }),
            'attribute owner "bob", and it is "alice"',
        ],
        [
            "it to another topic",
            aftermath({ notices: [{ ...stopped(), topicArn: failed().topicArn }] }),
            "it to another topic",
        ],
        [
            "that it was stopped, when its user has ended it",
            aftermath({
                sessions: [
                    session({ changes: [...running().changes, { at: at(1801), status: "STOPPED", by: "its user" }] }),
                ],
            }),
            "that it was stopped, and somebody else ended it",
        ],
        [
            "that it was stopped, when it hangs",
            aftermath({
                sessions: [
                    session({ changes: [...running().changes, { at: at(9999), status: "STOPPED", by: "guard" }] }),
                ],
                notices: [stopped({ "Ran for": "30 min 10 s", Used: "1.006 DPU-hours, as measured by Glue" })],
            }),
            "that it is over, and it is not",
        ],
        [
            "the session that the watch began with, when it has stopped another",
            aftermath({
                sessions: [running(), session()],
                calls: [
                    ...calls.slice(0, 2),
                    call("glue:StopSession", 1800, { session: 1 }),
                    call("glue:GetSession", 1810, { session: 1, status: "STOPPED" }),
                ],
                notices: [stopped({ Session: "s-9" })],
            }),
            'Session "s-9", and it is "s-1"',
        ],
    ] as const) {
        it(`finds a notice of a stop that says ${what}`, () => {
            const place = what.startsWith("the session that") ? 2 : 1;
            expect(everyNoticeIsTrue(world)).to.deep.equal(
                faults.map((fault) => ({
                    promise: "truth",
                    what: `the stopped notice of session ${place} says ${fault}`,
                    ...(fault.endsWith("somebody else ended it") && { kind: "ended-by-another" }),
                    session: place - 1,
                    watch: 0,
                })),
            );
        });
    }
    for (const [what, world, fault] of [
        ["another event", notTold({ Event: "event-1" }), 'Event "event-1", and it is "event-0"'],
        ["another error", notTold({ Error: "LookUpFailed" }), 'Error "LookUpFailed", and it is "StopDenied"'],
        [
            "another status",
            notTold({ Status: "STOPPED when last seen" }),
            'Status "STOPPED when last seen", and it is "READY when last seen"',
        ],
        ["it to another topic", denied({ notices: [{ ...failed(), topicArn: "x" }] }), "it to another topic"],
        [
            "that it is over, and it runs",
            denied({ notices: [{ ...failed(), subject: "Glue session is over, but its notice failed: s-1" }] }),
            "that it is over, and it is not",
        ],
    ] as const) {
        it(`finds a failure notice that says ${what}`, () => {
            expect(everyNoticeIsTrue(world).map(({ what }) => what)).to.deep.equal([
                `the failed notice of session 1 says ${fault}`,
            ]);
        });
    }
    it("finds a notice that leads to no watch", () => {
        expect(everyNoticeIsTrue(printed({ Look: "https://console/elsewhere" }))).to.deep.equal([
            { promise: "truth", what: "a notice speaks of no session: Glue session stopped: s-1", watch: -1 },
        ]);
    });
    for (const [what, world] of [
        ["a true notice", aftermath()],
        ["a true failure notice", denied()],
        [
            "a notice of a session that was deleted since",
            aftermath({
                sessions: [session({ deletedAt: at(1805) })],
                calls: [...calls.slice(0, 3), call("glue:GetSession", 1810, { session: undefined })],
                notices: [shorter()],
            }),
        ],
        [
            "an alarm's mail, which is not the guard's",
            aftermath({ notices: [stopped(), { ...failed(), attributes: {} }] }),
        ],
        [
            "a failure before the first look",
            denied({ calls: [], watches: [watch({ status: "FAILED", error: "LookUpFailed" })], notices: [blind()] }),
        ],
    ] as const) {
        it(`is content with ${what}`, () => {
            expect(everyNoticeIsTrue(world)).to.deep.equal([]);
        });
    }
});

/** What is left to say of a session that Glue no longer shows. */
function shorter() {
    const notice = stopped({ Status: "DELETED" });
    return { ...notice, message: without(notice.message, "Ran for", "Used") };
}

function blind() {
    const notice = failed({ Error: "LookUpFailed" });
    return { ...notice, message: without(notice.message, "Status") };
}
