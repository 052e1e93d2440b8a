import { expect } from "chai";
import { judge, runBlock } from "../../../proof/fuzz/block";
import { fuzz } from "../../../proof/fuzz/fuzz";
import { tryWorld } from "../../../proof/fuzz/trial/trial";
import { breaks, people } from "../../support/breaks";
import { broken, config, oneLimit, program } from "../../support/stacks";
import { readGuard } from "../../../proof/simulator/program/deployedGuard";

describe("a short fuzz", () => {
    it("breaks no promise, and meets the gaps that are known", async () => {
        const guard = readGuard(await program("prod", oneLimit));
        const result = await fuzz(() => Promise.resolve(guard), { stack: "prod", runs: 40, seed: 4, workers: 1 });
        expect(result.failure).to.equal(undefined);
        expect(result.counts.worlds).to.equal(40);
        expect(result.counts.sessions).to.be.greaterThan(300);
        expect(Object.keys(result.ends).sort()).to.deep.equal([
            "FAILED InvalidRequest",
            "FAILED LookUpFailed",
            "FAILED NoticeNotSent",
            "FAILED SessionStillRunning",
            "FAILED StopDenied",
            "FAILED SweepFailed",
            "SUCCEEDED",
        ]);
        expect(Object.keys(result.knownGaps)).to.include.members(["answer-of-stop-lost", "used-again-within-a-minute"]);
    }).timeout(60_000);

    for (const { promise, what, type, change, seed = 1, limits = [], people: hasPeople, settings: more } of breaks) {
        it(`finds that ${what}`, async () => {
            const break_ = (json: string) => change.reduce((text, [from, to]) => text.replaceAll(from, to), json);
            const table = JSON.stringify(limits);
            const own = { limits: table, mode: "stop", ...(hasPeople && people), ...more };
            const guard = readGuard(await broken(type, break_, "prod", config(own)));
            const settings = limits.length > 0 || hasPeople ? { settings: own } : {};
            const { failure } = await runBlock(guard, { seed, runs: 200, shortenSeconds: 0, ...settings });
            const printed = failure && judge(await tryWorld(guard, failure.world)).broken.map((one) => one.promise);
            expect(printed).to.include(promise);
        }).timeout(180_000);
    }
});

describe("runBlock", () => {
    it("shortens a failing world to what it takes", async () => {
        const guard = readGuard(
            await broken(
                "StateMachine",
                (json) => json.replaceAll('\\"limit\\":{\\"seconds\\":1800', '\\"limit\\":{\\"seconds\\":1700'),
                "prod",
            ),
        );
        const { failure } = await runBlock(guard, { seed: 1, runs: 10 });
        expect(failure?.run).to.equal(1);
        expect(failure?.world.sessions).to.have.length(1);
        expect(failure?.world).to.deep.include({ faults: [], removals: [] });
    }).timeout(60_000);
});
