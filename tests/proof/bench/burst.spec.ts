import { expect } from "chai";
import { burstDay, burstOf, lastRateThat, simulateBurst, withFixedWaits } from "../../../proof/bench/burst";
import { designs } from "../../../proof/bench/designs/designs";
import type { Facts, SessionFact, WatchFact } from "../../../proof/bench/day/simulateDay";
import { runStack } from "../../../proof/simulator/program/program";
import { oneLimit } from "../../support/stacks";
import { readGuard } from "../../../proof/simulator/program/deployedGuard";

const late = 15 * 60 + 60;
const session = (seconds: number, reported: SessionFact["reported"] = "nothing"): SessionFact => ({
    dueAt: 0,
    endedAt: seconds * 1000,
    dpu: 5,
    metFault: true,
    reported,
});
const watch = (transitionsAt: readonly number[]): WatchFact => ({
    failed: false,
    needed: false,
    transitions: transitionsAt.length + 1,
    transitionsAt,
    lookUps: 2,
    metFault: true,
    stopped: true,
});

describe("burst", () => {
    it("counts who was late and what was heard, delays of the others, and the fullest second", () => {
        const facts: Facts = {
            sessions: [
                session(late + 1),
                session(late + 1, "by alarm"),
                session(late + 1, "by name"),
                session(late),
                session(10),
                session(1, "by name"),
            ],
            watches: [watch([0, 999, 1000]), watch([1500, 1999, 2000])],
            mails: { notices: 0, failures: 0, alarms: 0 },
        };
        expect(burstOf("guard", 5, facts)).to.deep.equal({
            design: "guard",
            callsPerSecond: 5,
            sessions: 6,
            inTime: 3,
            reported: 1,
            alarmed: 1,
            missed: 1,
            p50Seconds: 10,
            p99Seconds: late,
            longestSeconds: late,
            transitions: 8,
            mostTransitionsPerSecond: 3,
        });
    });
    it("makes sessions that are due evenly within a minute, all ready and all forgotten", () => {
        const { lives, refusals, outageAt } = burstDay(1, 4);
        expect(lives.map(({ createdAt }) => createdAt)).to.deep.equal([0, 15, 30, 45]);
        expect(lives.filter(({ closedAfter }) => closedAfter !== undefined)).to.deep.equal([]);
        expect({ refusals, outageAt }).to.deep.equal({ refusals: [], outageAt: undefined });
    });
    for (const [last, expected] of [
        [0, 0],
        [1, 1],
        [4, 4],
        [49, 49],
        [50, 50],
    ] as const) {
        it(`finds that ${last} is the last rate`, async () => {
            expect(await lastRateThat((rate) => Promise.resolve(rate <= last))).to.equal(expected);
        });
    }
    it("takes the spreading out of the guard's definition, and nothing else", async () => {
        const { deployed } = readGuard(await runStack("prod", oneLimit));
        const [before, after] = [deployed, withFixedWaits(deployed)].map(({ machines }) =>
            JSON.stringify(machines[0]?.definition),
        );
        expect(before?.match(/\$random\(\)/g)).to.have.length(2);
        expect(after).to.equal(
            before
                ?.replace(/"pollSeconds":"\{%[^"]*\$random\(\)[^"]*%\}"/g, '"pollSeconds":10')
                .replace(/"Retry":\[\{"ErrorEquals":\["Glue.ThrottlingException"[^\]]*\][^\]]*\],/, "")
                .replace(
                    '"BackoffRate":3,"MaxDelaySeconds":90,"JitterStrategy":"FULL","MaxAttempts":24',
                    '"BackoffRate":2,"MaxDelaySeconds":60,"JitterStrategy":"FULL","MaxAttempts":15',
                ),
        );
    });
    it("stops 120 at a rate that fixed waits do not manage", async () => {
        const guard = readGuard(await runStack("prod", oneLimit));
        const [ours] = designs(guard);
        if (ours === undefined) {
            throw new Error("There is no guard.");
        }
        const fixed = { name: "fixed", deployed: withFixedWaits(ours.deployed) };
        const spread = await simulateBurst(guard, ours, 2, 1, 120);
        expect(spread).to.include({ sessions: 120, inTime: 120, missed: 0 });
        const all = await simulateBurst(guard, fixed, 2, 1, 120);
        expect(all.inTime).to.be.below(100);
        expect(all.inTime + all.reported).to.equal(120);
    });
});
