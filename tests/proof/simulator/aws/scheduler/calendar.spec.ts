import { expect } from "chai";
import { timesOf } from "../../../../../proof/simulator/aws/scheduler/calendar";

const day = 24 * 60 * 60 * 1000;
const times = (expression: string, timeZone: string, from: string, days: number) =>
    timesOf(expression, timeZone, Date.parse(from), Date.parse(from) + days * day).map((at) =>
        new Date(at).toISOString().slice(0, 16),
    );

describe("timesOf", () => {
    it("refuses an expression that the guard does not write", () => {
        expect(() => timesOf("rate(6 hours)", "UTC", 0, day)).to.throw("no calendar for rate(6 hours)");
    });
    for (const [what, expression, timeZone, from, days, expected] of [
        [
            "a time of UTC",
            "cron(30 8 ? * * *)",
            "UTC",
            "2026-06-01T00:00Z",
            2,
            ["2026-06-01T08:30", "2026-06-02T08:30"],
        ],
        [
            "the begin of summer time in Berlin",
            "cron(0 19 ? * * *)",
            "Europe/Berlin",
            "2026-03-28T00:00Z",
            2,
            ["2026-03-28T18:00", "2026-03-29T17:00"],
        ],
        [
            "its end in New York",
            "cron(0 19 ? * * *)",
            "America/New_York",
            "2026-10-31T12:00Z",
            2,
            ["2026-10-31T23:00", "2026-11-02T00:00"],
        ],
        [
            "working days",
            "cron(0 19 ? * MON-FRI *)",
            "UTC",
            "2026-06-05T00:00Z",
            4,
            ["2026-06-05T19:00", "2026-06-08T19:00"],
        ],
        [
            "two days",
            "cron(0 0 ? * SAT,WED *)",
            "UTC",
            "2026-06-01T00:00Z",
            7,
            ["2026-06-03T00:00", "2026-06-06T00:00"],
        ],
        [
            "a weekend",
            "cron(0 12 ? * SAT-MON *)",
            "UTC",
            "2026-06-05T00:00Z",
            5,
            ["2026-06-06T12:00", "2026-06-07T12:00", "2026-06-08T12:00"],
        ],
    ] as const) {
        it(`knows ${what}`, () => {
            expect(times(expression, timeZone, from, days)).to.deep.equal(expected);
        });
    }
});
