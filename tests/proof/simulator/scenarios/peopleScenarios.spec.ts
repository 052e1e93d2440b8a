import { expect } from "chai";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";
import { runStack } from "../../../../proof/simulator/program/program";
import { peopleScenarios } from "../../../../proof/simulator/scenarios/peopleScenarios";
import { runScenario } from "../../../../proof/simulator/results/runScenario";
import { config } from "../../../support/stacks";

/** What fails of a scenario once its settings are changed. */
async function failures(name: string, changed: Readonly<Record<string, string>>, stack = "prod"): Promise<string[]> {
    const scenario = peopleScenarios.find((scenario) => scenario.name === name);
    if (!scenario) {
        throw new Error(`There is no scenario ${name}.`);
    }
    const guard = readGuard(await runStack(stack, config({ ...scenario.settings, ...changed })));
    return [...(await runScenario(guard, scenario)).failures];
}

describe("peopleScenarios", () => {
    for (const stack of ["dev", "prod"]) {
        for (const { name } of peopleScenarios) {
            it(`${name} passes on ${stack}`, async () => {
                expect(await failures(name, {}, stack)).to.deep.equal([]);
            });
        }
    }
    for (const [name, without] of [
        ["warned", { warnSeconds: "0" }],
        ["kept", { maxWaitSeconds: "0" }],
        ["kept-twice", { maxWaitSeconds: "0" }],
        ["kept-unreadable", { maxWaitSeconds: "0" }],
        ["kept-reported", { maxWaitSeconds: "0" }],
        ["at-work", { extendWhileBusy: "false" }],
        ["at-work-for-good", { extendWhileBusy: "false" }],
    ] as const) {
        it(`${name} fails without ${Object.keys(without).join()}`, async () => {
            expect(await failures(name, without)).not.to.deep.equal([]);
        });
    }
    it("warn by limits, with the row's name, and keep a session past a row's limit", async () => {
        const limits = JSON.stringify([
            { name: "kept on purpose", tags: { keep: "true" }, exempt: true },
            { name: "mine", creators: ["*"], waitSeconds: 1800 },
        ]);
        expect(await failures("kept", { limits, waitSeconds: "900" })).to.deep.equal([]);
    });
    it("work with a sweep: a kept session gets no second watch", async () => {
        expect(await failures("kept-too-long", { sweepHours: "1" })).to.deep.equal([]);
    });
});
