import { expect } from "chai";
import { designs } from "../../../../proof/bench/designs/designs";
import { overBy, simulateDay, type Facts } from "../../../../proof/bench/day/simulateDay";
import type { Day, Life } from "../../../../proof/bench/day/population";
import { runStack } from "../../../../proof/simulator/program/program";
import { oneLimit } from "../../../support/stacks";
import { type DeployedGuard, readGuard } from "../../../../proof/simulator/program/deployedGuard";
import type { Intercept } from "../../../../proof/simulator/aws/core/faults";

const life: Life = {
    id: "s-1",
    createdAt: 10.5,
    dpu: 5,
    idleMinutes: 2880,
    readyAfter: 40,
    deleted: false,
    lastWorkAfter: 100,
    recordsAfter: [3],
    oversize: false,
};
const limit = 1800;
const idleEnd = 100 + 2880 * 60;

describe("simulateDay", () => {
    let guard: DeployedGuard;
    before(async () => {
        guard = readGuard(await runStack("prod", oneLimit));
    });

    const simulate = async (
        design: string,
        change: Partial<Day>,
        intercept: Intercept = () => undefined,
    ): Promise<Facts> => {
        const found = designs(guard).find(({ name }) => name === design);
        if (!found) {
            throw new Error(`No design is called ${design}.`);
        }
        return simulateDay(guard, found, { seed: 1, lives: [life], refusals: [], ...change }, { intercept });
    };
    /** Seconds from due to over, and what was heard. */
    const ends = ({ sessions }: Facts) =>
        sessions.map(({ endedAt, dueAt, reported }) => [(endedAt - dueAt) / 1000, reported]);
    const failures = ({ watches }: Facts) => watches.map(({ failed, needed }) => [failed, needed]);

    describe("a session that nobody closes", () => {
        it("is stopped by the guard at once, and said so", async () => {
            const facts = await simulate("guard", {});
            expect(ends(facts)).to.deep.equal([[1.1, "nothing"]]);
            expect(facts.watches).to.have.length(1);
            expect(facts.watches[0]).to.deep.include({
                failed: false,
                stopped: true,
                transitions: 10,
                lookUps: 2,
                metFault: false,
            });
            expect(facts.watches[0]?.transitionsAt).to.have.length(10);
            expect(facts.mails).to.deep.equal({ notices: 1, failures: 0, alarms: 0 });
        });
        it("is stopped by the article's machine, counted from its record's arrival", async () => {
            const facts = await simulate("article", {});
            expect(ends(facts)).to.deep.equal([[4.5, "nothing"]]);
            expect(facts.watches[0]).to.include({ failed: false, stopped: true, transitions: 3, lookUps: 0 });
            expect(facts.mails).to.deep.equal({ notices: 1, failures: 0, alarms: 0 });
        });
        it("is left to the idle time-outs where nothing else is", async () => {
            expect(ends(await simulate("Glue, 30 min idle", {}))).to.deep.equal([[100.5, "nothing"]]);
            expect(ends(await simulate("Glue, 48 h idle", {}))).to.deep.equal([[idleEnd + 0.5 - limit, "nothing"]]);
        });
    });

    describe("a session that its user has closed", () => {
        const lives = [{ ...life, closedAfter: 600 }];
        it("is no news to the guard, and a false alarm of the article's", async () => {
            expect(failures(await simulate("guard", { lives }))).to.deep.equal([[false, false]]);
            const facts = await simulate("article", { lives });
            expect(failures(facts)).to.deep.equal([[true, false]]);
            expect(facts.mails).to.deep.equal({ notices: 0, failures: 0, alarms: 1 });
        });
        it("is the same when it is also deleted", async () => {
            const deleted = [{ ...life, closedAfter: 600, deleted: true }];
            expect(failures(await simulate("guard", { lives: deleted }))).to.deep.equal([[false, false]]);
            expect(failures(await simulate("article", { lives: deleted }))).to.deep.equal([[true, false]]);
        });
    });

    it("a session that is deleted right after its stop was looked up twice, and is mailed", async () => {
        const facts = await simulate("guard", { lives: [{ ...life, closedAfter: limit + 5, deleted: true }] });
        expect(facts.watches[0]).to.include({ stopped: true, transitions: 10, lookUps: 2 });
        expect(facts.mails).to.deep.equal({ notices: 1, failures: 0, alarms: 0 });
    });

    it("a session under an id that was used before is stopped early by the article's machine alone", async () => {
        const lives = [
            { ...life, closedAfter: 600, deleted: true },
            { ...life, createdAt: 1010.5 },
        ];
        const early = ({ sessions }: Facts) =>
            sessions.map(({ stopRequestedAt = Infinity, dueAt }) => stopRequestedAt < dueAt);
        expect(early(await simulate("guard", { lives }))).to.deep.equal([false, false]);
        expect(early(await simulate("article", { lives }))).to.deep.equal([false, true]);
    });

    it("a session that is never ready is named by the guard's mail; the article's alarm names nobody", async () => {
        const lives = [{ ...life, readyAfter: undefined, failsAfter: 6000 }];
        const facts = await simulate("guard", { lives });
        expect(ends(facts)).to.deep.equal([[4200.5, "by name"]]);
        expect(failures(facts)).to.deep.equal([[true, true]]);
        expect(facts.mails).to.deep.equal({ notices: 0, failures: 1, alarms: 1 });
        expect(ends(await simulate("article", { lives }))).to.deep.equal([[4200.5, "by alarm"]]);
    });

    it("a session whose id holds JSON never reaches the article's machine, and nobody hears", async () => {
        const lives = [{ ...life, id: 's"}{' }];
        expect(ends(await simulate("guard", { lives }))).to.deep.equal([[1.1, "nothing"]]);
        const facts = await simulate("article", { lives });
        expect(ends(facts)).to.deep.equal([[idleEnd + 0.5 - limit, "nothing"]]);
        expect(facts.watches).to.deep.equal([]);
    });

    it("a session whose record lacks the request is stopped by the guard alone", async () => {
        const lives = [{ ...life, oversize: true }];
        expect(ends(await simulate("guard", { lives }))).to.deep.equal([[1.1, "nothing"]]);
        expect(ends(await simulate("article", { lives }))).to.deep.equal([[idleEnd + 0.5 - limit, "by alarm"]]);
    });

    it("a creation that was refused starts nothing in the guard, and a false alarm in the article's", async () => {
        expect((await simulate("guard", { lives: [], refusals: [5] })).watches).to.deep.equal([]);
        expect(failures(await simulate("article", { lives: [], refusals: [5] }))).to.deep.equal([[true, false]]);
    });

    it("a record that comes twice stops once; the article's second watch fails for nothing", async () => {
        const lives = [{ ...life, recordsAfter: [3, 4] }];
        const facts = await simulate("guard", { lives });
        expect(failures(facts)).to.deep.equal([
            [false, false],
            [false, false],
        ]);
        expect(failures(await simulate("article", { lives }))).to.deep.equal([
            [false, false],
            [true, false],
        ]);
    });

    it("a record that never comes leaves every design without a word", async () => {
        const lives = [{ ...life, recordsAfter: [] }];
        expect(ends(await simulate("guard", { lives }))).to.deep.equal([[idleEnd + 0.5 - limit, "nothing"]]);
    });

    it("a stop that nobody can be mailed about needs a person", async () => {
        const silent: Intercept = (call) =>
            call === "sns:Publish" ? { error: "SNS.InternalErrorException", cause: "Simulated fault" } : undefined;
        expect(failures(await simulate("guard", {}, silent))).to.deep.equal([[true, true]]);
        expect(failures(await simulate("article", {}, silent))).to.deep.equal([[true, true]]);
    });

    it("marks the sessions and watches whose calls failed", async () => {
        let left = 1;
        const once: Intercept = (call) =>
            call === "glue:GetSession" && left-- > 0
                ? { error: "Glue.GlueException", cause: "Simulated fault" }
                : undefined;
        const { sessions, watches } = await simulate("guard", {}, once);
        expect([sessions[0]?.metFault, watches[0]?.metFault]).to.deep.equal([true, true]);
    });

    it("gives a session until a minute after the give-up time, from due or from its record", () => {
        expect(overBy({ dueAt: 5000 })).to.equal(965_000);
        expect(overBy({ dueAt: 5000, recordAt: 4000 })).to.equal(965_000);
        expect(overBy({ dueAt: 5000, recordAt: 6000 })).to.equal(966_000);
    });
});
