import { expect } from "chai";
import { assumptions } from "../../../../proof/bench/day/assumptions";
import { makeDay, planOf, type Life } from "../../../../proof/bench/day/population";

const days = Array.from({ length: 40 }, (_, number) => makeDay(1, number, 1800, 500));
const lives = days.flatMap(({ lives }) => lives);
const share = (holds: (life: Life) => boolean) => lives.filter(holds).length / lives.length;

const life: Life = {
    id: "x",
    createdAt: 0,
    dpu: 2,
    idleMinutes: 10,
    readyAfter: 40,
    deleted: false,
    lastWorkAfter: 100,
    recordsAfter: [3],
    oversize: false,
};

describe("makeDay", () => {
    it("gives the same day for the same seed, number and limit, and another for any other", () => {
        const day = JSON.stringify(makeDay(1, 3, 1800, 500));
        expect(JSON.stringify(makeDay(1, 3, 1800, 500))).to.equal(day);
        for (const other of [makeDay(2, 3, 1800, 500), makeDay(1, 4, 1800, 500), makeDay(1, 3, 30, 500)]) {
            expect(JSON.stringify(other)).not.to.equal(day);
        }
    });
    it("has as many sessions as it is asked for", () => {
        expect([1, 7, 500].map((sessions) => makeDay(1, 0, 1800, sessions).lives.length)).to.deep.equal([1, 7, 500]);
    });
    for (const [what, key, holds, within] of [
        ["fails within three minutes", "failedShare", ({ failsAfter = Infinity }) => failsAfter < 200, 0.003],
        ["is never ready", "neverReadyShare", ({ failsAfter }) => failsAfter === 3600, 0.002],
        ["is slow", "slowShare", ({ readyAfter = 0 }) => readyAfter > 120, 0.005],
        ["is a preview", "previewShare", ({ dpu, idleMinutes }) => dpu === 2 && idleMinutes === 30, 0.02],
        ["is dbt's", "dbtShare", ({ idleMinutes }) => idleMinutes === 10, 0.02],
        ["is reported twice", "twiceShare", ({ recordsAfter }) => recordsAfter.length === 2, 0.003],
        ["is never reported", "lostShare", ({ recordsAfter }) => recordsAfter.length === 0, 0],
        ["is reported late", "lateShare", ({ recordsAfter: [first = 0] }) => first > 20, 0.005],
        ["is too large for its record", "oversizeShare", ({ oversize }) => oversize, 0.001],
        ["has a hostile id", "hostileShare", ({ id }) => id.includes('"'), 0.001],
    ] as readonly (readonly [string, keyof typeof assumptions, (life: Life) => boolean, number])[]) {
        it(`has the assumed share of sessions of which each ${what}`, () => {
            expect(share(holds)).to.be.closeTo(assumptions[key].value, within);
        });
    }
    it("has about the assumed share closed before due: those used again come on top", () => {
        const { closedShare, reusedShare } = assumptions;
        const closed = share(({ closedAfter = Infinity }) => closedAfter <= 1800);
        expect(closed).to.be.closeTo(closedShare.value + reusedShare.value * (1 - closedShare.value), 0.02);
    });
    it("uses an id again only after the first session was closed and deleted", () => {
        const byId = new Map<string, Life[]>();
        for (const [index, { lives }] of days.entries()) {
            for (const each of lives) {
                const key = `${index} ${each.id}`;
                byId.set(key, [...(byId.get(key) ?? []), each]);
            }
        }
        const again = [...byId.values()].filter((same) => same.length > 1);
        expect(again.length / lives.length).to.be.closeTo(assumptions.reusedShare.value, 0.004);
        for (const [first, second, ...more] of again) {
            expect(more).to.deep.equal([]);
            expect(first?.deleted).to.equal(true);
            const gap = (second?.createdAt ?? 0) - (first?.createdAt ?? 0) - (first?.closedAfter ?? Infinity);
            expect(gap).to.be.within(119.9, 1200.1);
        }
    });
    it("closes no session before it is ready", () => {
        expect(lives.filter(({ closedAfter = Infinity, readyAfter = 0 }) => closedAfter < readyAfter)).to.deep.equal(
            [],
        );
    });
    it("has refused creations and outages in the assumed shares", () => {
        const refusals = days.flatMap(({ refusals }) => refusals).length;
        expect(refusals / lives.length).to.be.closeTo(assumptions.refusedShare.value, 0.005);
        const many = Array.from({ length: 400 }, (_, number) => makeDay(1, number, 1800, 1));
        const outages = many.filter(({ outageAt }) => outageAt !== undefined).length / many.length;
        expect(outages).to.be.closeTo(assumptions.outageShare.value, 0.05);
    });
});

describe("planOf", () => {
    const ends = (change: Partial<Life>, idleMinutes?: number) => planOf({ ...life, ...change }, idleMinutes).ends;

    it("ends by its failure, whatever else", () => {
        expect(ends({ readyAfter: undefined, failsAfter: 50, closedAfter: 10 })).to.deep.equal({
            afterSeconds: 50,
            status: "FAILED",
            by: "Glue",
        });
    });
    it("ends by its user or its idle time-out, whichever comes first", () => {
        expect(ends({ closedAfter: 700 })).to.deep.equal({ afterSeconds: 700, status: "STOPPED", by: "its user" });
        const idle = { afterSeconds: 700, status: "TIMEOUT", by: "its idle time-out" };
        expect(ends({ closedAfter: 701 })).to.deep.equal(idle);
        expect(ends({})).to.deep.equal(idle);
    });
    it("takes the idle time-out that is laid upon it, and tells Glue of it", () => {
        expect(planOf(life, 30)).to.deep.equal({
            id: "x",
            dpu: 2,
            idleMinutes: 30,
            readyAfterSeconds: 40,
            ends: { afterSeconds: 1900, status: "TIMEOUT", by: "its idle time-out" },
        });
    });
});
