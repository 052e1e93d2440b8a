import { expect } from "chai";
import { measurePipelines, pipelineTable } from "../../../proof/bench/pipelines";
import { readGuard } from "../../../proof/simulator/program/deployedGuard";
import { runStack } from "../../../proof/simulator/program/program";
import { oneLimit } from "../../support/stacks";

describe("measurePipelines", () => {
    it("sees pipelines killed by one limit for all, and none by a table", async () => {
        const table = { "glue-cost-control:limits": JSON.stringify(pipelineTable) };
        const [one, two] = await measurePipelines(
            [
                ["one limit", readGuard(await runStack("prod", oneLimit))],
                ["limits", readGuard(await runStack("prod", table))],
            ],
            { sessions: 300, seed: 1 },
        );
        expect([one?.sessions, one?.pipelines]).to.deep.equal([two?.sessions, two?.pipelines]);
        expect(one?.pipelines).to.be.greaterThan(20);
        expect(one?.killed).to.be.greaterThan(10);
        expect(two?.killed).to.equal(0);
        expect(two?.stopped).to.be.at.least(one?.stopped ?? Infinity);
        expect(two?.dpuHoursPastLimit).to.be.at.most(one?.dpuHoursPastLimit ?? 0);
    }).timeout(30_000);
});
