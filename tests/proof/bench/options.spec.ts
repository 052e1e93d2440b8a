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
        const [none, warned, kept, busy, all, digest, chat, mail] = costs;
        expect(costs.map(({ warnings }) => warnings > 0)).to.deep.equal([
            false,
            true,
            false,
            false,
            true,
            false,
            false,
            false,
        ]);
        expect(costs.map(({ reads }) => reads > 0)).to.deep.equal([
            false,
            false,
            false,
            true,
            true,
            true,
            false,
            false,
        ]);
        expect(costs.map(({ cutOff }) => cutOff > 0)).to.deep.equal([true, true, true, false, false, true, true, true]);
        const paid = [none, kept, busy, all].map((cost) => cost?.usd ?? 0);
        expect(paid).to.deep.equal([...paid].sort((one, other) => one - other));
        expect([(digest?.digests ?? 0) > 0, none?.digests]).to.deep.equal([true, 0]);
        expect([chat?.chatMessages, none?.chatMessages]).to.deep.equal([none?.stops, 0]);
        expect([mail?.ownerMails, none?.ownerMails]).to.deep.equal([none?.stops, 0]);
        expect(chat?.transitions).to.be.closeTo((none?.transitions ?? 0) + (none?.stops ?? 0), 0.001);
        expect(mail?.transitions).to.be.closeTo((none?.transitions ?? 0) + 2 * (none?.stops ?? 0), 0.001);
        expect(warned?.stops).to.equal(none?.stops);
        expect(warned?.transitions).to.be.greaterThan(none?.transitions ?? Infinity);
    }).timeout(60_000);
});
