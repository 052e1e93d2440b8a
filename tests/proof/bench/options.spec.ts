import { expect } from "chai";
import { measureOptions, optionSettings } from "../../../proof/bench/options";
import { openStack } from "../../../proof/simulator/account/openGuard";
import type { DeployedGuard } from "../../../proof/simulator/program/deployedGuard";

describe("measureOptions", () => {
    it("shows what each option costs, and that nobody is cut off at work who may live on", async () => {
        const guards: [string, DeployedGuard][] = [];
        for (const [option, settings] of Object.entries(optionSettings)) {
            guards.push([option, await openStack("prod", { settings: { limits: "[]", mode: "stop", ...settings } })]);
        }
        const costs = await measureOptions(guards, { sessions: 100, seed: 3 });
        expect(costs.map(({ option }) => option)).to.deep.equal(Object.keys(optionSettings));
        const [none, warned, kept, busy, all] = costs;
        expect(costs.map(({ warnings }) => warnings > 0)).to.deep.equal([false, true, false, false, true]);
        expect(costs.map(({ reads }) => reads > 0)).to.deep.equal([false, false, false, true, true]);
        expect(costs.map(({ cutOff }) => cutOff > 0)).to.deep.equal([true, true, true, false, false]);
        const paid = [none, kept, busy, all].map((cost) => cost?.usd ?? 0);
        expect(paid).to.deep.equal([...paid].sort((one, other) => one - other));
        expect(warned?.stops).to.equal(none?.stops);
        expect(warned?.transitions).to.be.greaterThan(none?.transitions ?? Infinity);
    }).timeout(60_000);
});
