import { expect } from "chai";
import type { Facts, SessionFact, WatchFact } from "../../../../proof/bench/day/simulateDay";
import { mean, percentile, tallyOf, total, usdOf } from "../../../../proof/bench/day/tally";

/** Seconds become milliseconds. Due after 100 s, ready after 40 s, recorded after 3 s. */
const session = (endedAt: number, change: Partial<SessionFact> = {}): SessionFact => ({
    dueAt: 100_000,
    readyAt: 40_000,
    recordAt: 3000,
    endedAt: endedAt * 1000,
    dpu: 2,
    metFault: false,
    reported: "nothing",
    ...change,
});
const watch = (change: Partial<WatchFact> = {}): WatchFact => ({
    failed: false,
    needed: false,
    transitions: 10,
    transitionsAt: [],
    lookUps: 2,
    metFault: false,
    stopped: true,
    ...change,
});
const facts = (change: Partial<Facts>): Facts => ({
    sessions: [],
    watches: [],
    mails: { notices: 0, failures: 0, alarms: 0 },
    ...change,
});
/** Give-up time and a minute. */
const late = 100 + 15 * 60 + 60;

describe("tallyOf", () => {
    it("misses a session that runs on beyond the give-up time and of which nobody hears", () => {
        const sessions = [
            session(late),
            session(late + 1),
            session(late + 1, { reported: "by alarm" }),
            session(late + 1, { reported: "by name" }),
        ];
        expect(tallyOf(facts({ sessions }))).to.include({ overdue: 4, missed: 1, alarmed: 1, reported: 1 });
    });
    it("counts the give-up time from the record, when it comes after the limit", () => {
        const sessions = [session(late + 400, { recordAt: 500_000 }), session(late + 401, { recordAt: 500_000 })];
        expect(tallyOf(facts({ sessions }))).to.include({ missed: 1 });
    });
    it("takes a stop before the limit for wrong, and one at the limit not", () => {
        const sessions = [99_999, 100_000].map((stopRequestedAt) => session(101, { stopRequestedAt }));
        expect(tallyOf(facts({ sessions }))).to.include({ wrong: 1 });
    });
    it("takes a watch that failed and that nothing needed for a false alarm", () => {
        const watches = [watch({ failed: true }), watch({ failed: true, needed: true }), watch()];
        expect(tallyOf(facts({ watches }))).to.include({ falseAlarms: 1 });
    });
    it("sums up what was used past the limit, and leaves out who was over by then", () => {
        const tally = tallyOf(facts({ sessions: [session(100), session(110), session(130, { dpu: 5 })] }));
        expect(tally).to.deep.include({ sessions: 3, overdue: 2, dpuSecondsPastLimit: 170, delays: [10, 30] });
    });
    it("counts a reaction from the last of due, ready and record, where no call failed", () => {
        const stopped = (change: Partial<SessionFact>) => session(300, { stopRequestedAt: 210_000, ...change });
        const sessions = [
            stopped({}),
            stopped({ readyAt: 205_000 }),
            stopped({ recordAt: 209_000 }),
            stopped({ metFault: true }),
            session(300),
        ];
        expect(tallyOf(facts({ sessions })).reactions).to.deep.equal([110, 5, 1]);
    });
    it("takes three transitions off for each look-up beyond the second, in stops that met no fault", () => {
        const watches = [
            watch({ transitions: 19, lookUps: 5 }),
            watch({ transitions: 50, metFault: true }),
            watch({ transitions: 50, stopped: false }),
        ];
        expect(tallyOf(facts({ watches }))).to.include({ transitionsOfStop: 10, transitions: 119 });
        expect(tallyOf(facts({})).transitionsOfStop).to.equal(0);
    });
    it("tells mails apart", () => {
        expect(tallyOf(facts({ mails: { notices: 1, failures: 2, alarms: 3 } }))).to.include({
            notices: 1,
            failureNotices: 2,
            alarmMails: 3,
        });
    });
});

describe("total", () => {
    it("adds up every figure, keeps every delay, and takes the most of transitions", () => {
        const one = tallyOf(
            facts({
                sessions: [session(late + 1, { stopRequestedAt: 1 })],
                watches: [watch({ failed: true })],
                mails: { notices: 1, failures: 2, alarms: 3 },
            }),
        );
        const sum = total([one, { ...one, transitionsOfStop: 12 }]);
        expect(sum).to.deep.equal({
            ...Object.fromEntries(
                Object.entries(one).map(([key, value]) => [
                    key,
                    typeof value === "number" ? 2 * value : [...(value as number[]), ...(value as number[])],
                ]),
            ),
            transitionsOfStop: 12,
        });
    });
    it("has nothing to say of no days", () => {
        expect(() => total([])).to.throw(TypeError);
    });
});

describe("figures", () => {
    it("give the mean and the percentile of none as 0", () => {
        expect([mean([]), percentile([], 0.99)]).to.deep.equal([0, 0]);
    });
    it("give the least value that the share does not pass, whatever the order", () => {
        const values = Array.from({ length: 200 }, (_, index) => 200 - index);
        expect([0, 0.5, 0.99, 0.995, 1].map((share) => percentile(values, share))).to.deep.equal([
            1, 100, 198, 199, 200,
        ]);
        expect(mean(values)).to.equal(100.5);
    });
    it("price transitions and mails of every kind, with nothing free", () => {
        const tally = tallyOf(
            facts({ watches: [watch({ transitions: 1000 })], mails: { notices: 50, failures: 30, alarms: 20 } }),
        );
        expect(usdOf(tally)).to.be.closeTo(0.025 + 0.002, 1e-12);
    });
});
