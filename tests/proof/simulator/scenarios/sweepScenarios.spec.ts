import { expect } from "chai";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";
import { runStack } from "../../../../proof/simulator/program/program";
import { runScenario } from "../../../../proof/simulator/results/runScenario";
import { sweepScenarios } from "../../../../proof/simulator/scenarios/sweepScenarios";
import type { Scenario } from "../../../../proof/simulator/scenarios/scenario";
import { config } from "../../../support/stacks";

describe("sweepScenarios", () => {
    for (const stack of ["dev", "prod"]) {
        for (const scenario of sweepScenarios) {
            it(`${scenario.name} passes on ${stack}`, async () => {
                const guard = readGuard(await runStack(stack, config(scenario.settings)));
                expect((await runScenario(guard, scenario)).failures).to.deep.equal([]);
            });
        }
    }
    for (const name of ["lost-record", "watch-healed", "sweep-pages", "page-too-large", "sweep-denied"]) {
        it(`${name} fails without the sweep`, async () => {
            const scenario = sweepScenarios.find((scenario) => scenario.name === name);
            const guard = readGuard(await runStack("prod", config({ ...scenario?.settings, sweepHours: "0" })));
            expect(scenario && (await runScenario(guard, scenario)).failures).not.to.deep.equal([]);
        });
    }
    it("sweep nothing with enabled false", async () => {
        const lost = sweepScenarios.find(({ name }) => name === "lost-record") as Scenario;
        const guard = readGuard(await runStack("prod", config({ ...lost.settings, enabled: "false" })));
        const { aws } = await runScenario(guard, lost);
        expect(aws.cloud.executions).to.deep.equal([]);
        expect(guard.deployed.schedules.map(({ enabled }) => enabled)).to.deep.equal([false]);
    });
    it("keep job arguments out of every history of the guard's own machine", async () => {
        const scenario = sweepScenarios.find(({ name }) => name === "page-too-large");
        const guard = readGuard(await runStack("prod", config(scenario?.settings)));
        const { aws } = await runScenario(guard, scenario as Scenario);
        const [sweep] = aws.cloud.executions;
        expect(JSON.stringify(sweep?.history)).not.to.include("--argument-");
    });
});
