import { expect } from "chai";
import { simulateMonth, type SimulatedMonth } from "../../../../proof/simulator/account/month";
import { runStack } from "../../../../proof/simulator/program/program";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";

describe("simulateMonth", () => {
    let played: SimulatedMonth;
    before(async function () {
        this.timeout(60_000);
        played = await simulateMonth(readGuard(await runStack("prod")), "0.44");
    });

    it("is the same for the same seed", () => {
        const { month, ...figures } = played;
        expect(figures.sessions).to.equal(232);
        expect([figures.stopped, figures.alreadyOver, figures.failed, figures.mails]).to.deep.equal([150, 82, 0, 150]);
        expect([month.month, month.stops, month.dpuHours.toFixed(3)]).to.deep.equal(["2024-07", 150, "156.064"]);
    });
    it("loses no session: each was stopped or over", () => {
        expect(played.stopped + played.alreadyOver + played.failed).to.equal(played.sessions);
    });
    it("bills what the sessions used, to the cent, and stopped ones are part of it", () => {
        expect(played.month.actualUsd.toFixed(2)).to.equal("68.67");
        expect(played.dpuHoursOfStopped).to.be.greaterThan(0).and.at.most(Number(played.month.dpuHours));
        expect(played.month.idleUpperBoundUsd?.toFixed(2)).to.equal(played.idleUpperBoundUsd.toFixed(2));
    });
});
