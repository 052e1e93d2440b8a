import { expect } from "chai";
import { daysOf, effectOf, measureEffect } from "../../../proof/bench/effect";
import { tallyOf } from "../../../proof/bench/day/tally";
import { runStack } from "../../../proof/simulator/program/program";
import { oneLimit } from "../../support/stacks";
import { readGuard } from "../../../proof/simulator/program/deployedGuard";

const none = { sessions: [], watches: [], mails: { notices: 0, failures: 0, alarms: 0 } };
const tally = { ...tallyOf(none), sessions: 500 };

describe("effect", () => {
    it("compares nothing with nothing only under protest", () => {
        expect(() => effectOf(1800, [])).to.throw(RangeError, "There is no design to compare.");
    });
    it("gives amounts for 1,000 sessions, and ratios to the guard first", () => {
        const guard = { ...tally, dpuSecondsPastLimit: 3600, delays: [1, 3], transitions: 2000, notices: 10 };
        const other = { ...tally, dpuSecondsPastLimit: 36_000, delays: [8], transitions: 1000, missed: 7, notices: 5 };
        const { effects } = effectOf(1800, [
            { name: "guard", tally: guard },
            { name: "other", tally: other },
        ]);
        expect(Object.keys(effects[0] ?? {}).slice(0, 2)).to.deep.equal(["design", "timesGuard"]);
        expect(effects[0]?.timesGuard).to.deep.equal({ dpuHours: 1, meanDelay: 1, usd: 1 });
        expect(effects[1]?.timesGuard).to.deep.equal({ dpuHours: 10, meanDelay: 4, usd: 0.5 });
        expect(effects[1]).to.include({
            missed: 7,
            meanDelaySeconds: 8,
            dpuHoursPastLimit: 20,
            glueUsdPastLimit: 8.8,
            transitions: 2000,
            notices: 10,
        });
        expect(effects[0]?.usd).to.be.closeTo(0.1 + 0.0004, 1e-12);
    });
    it("tells the guard's reactions and transitions", () => {
        const reactions = Array.from({ length: 100 }, (_, index) => index + 1);
        const { guard } = effectOf(1800, [{ name: "guard", tally: { ...tally, reactions, transitionsOfStop: 9 } }]);
        expect(guard).to.deep.equal({
            stops: 100,
            p50ReactionSeconds: 50,
            p99ReactionSeconds: 99,
            mostReactionSeconds: 100,
            transitionsOfStop: 9,
        });
    });
    it("makes days of 500, the last with what is left", () => {
        const days = daysOf({ sessions: 1200, seed: 1 }, 1800);
        expect(days.map((make) => make().lives.length)).to.deep.equal([500, 500, 200]);
    });
    it("is the same for the same seed, misses nobody, and meets the bounds of a stop", async () => {
        const guard = readGuard(await runStack("prod", oneLimit));
        const shares: number[] = [];
        const scale = { sessions: 120, seed: 3, progress: (share: number) => shares.push(share) };
        const result = await measureEffect(guard, scale);
        expect(result.effects.map(({ design }) => design)).to.deep.equal([
            "guard",
            "article",
            "Glue, 30 min idle",
            "Glue, 48 h idle",
        ]);
        expect(result.effects[0]).to.include({ sessions: 120, missed: 0, wrong: 0, falseAlarms: 0 });
        expect(result.effects[1]?.falseAlarms).to.be.above(30);
        expect(result.guard.transitionsOfStop).to.equal(10);
        expect(result.guard.p99ReactionSeconds).to.be.below(12);
        expect(shares).to.deep.equal([1]);
        expect(await measureEffect(guard, scale)).to.deep.equal(result);
    });
});
