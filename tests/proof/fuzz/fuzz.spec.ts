import { expect } from "chai";
import { openStack } from "../../../proof/simulator/account/openGuard";
import { blocksOf, fuzz, type GuardWith } from "../../../proof/fuzz/fuzz";
import { broken } from "../../support/stacks";
import { readGuard } from "../../../proof/simulator/program/deployedGuard";

describe("fuzz", () => {
    it("is cut into blocks, each with a seed of its own", () => {
        expect(blocksOf(120, 0, 1800).map(({ settings, ...block }) => block)).to.deep.equal([
            { seed: 0, runs: 50 },
            { seed: 1, runs: 50 },
            { seed: 2, runs: 20 },
        ]);
        expect(blocksOf(1, 1, 1800)).to.not.deep.equal(blocksOf(1, 2, 1800));
    });
    it("gives every other block a table of limits", () => {
        const blocks = blocksOf(2000, 1, 1800);
        expect(blocks.map(({ settings }) => settings !== undefined)).to.deep.equal(
            blocks.map((_, index) => index % 2 === 1),
        );
        const own = new Set(blocks.map(({ settings }) => JSON.stringify(settings)));
        expect(own.size).to.be.greaterThan(15);
    });
    it("counts the same with two processes as with one", async () => {
        const guardWith: GuardWith = (settings) => openStack("dev", { settings });
        const seen: number[] = [];
        const options = { stack: "dev", runs: 51, seed: 3, onProgress: (worlds: number) => seen.push(worlds) };
        const alone = await fuzz(guardWith, { ...options, workers: 1 });
        const together = await fuzz(guardWith, { ...options, workers: 2 });
        expect(together).to.deep.equal(alone);
        expect(alone.counts.worlds).to.equal(51);
        expect(seen.slice(0, 2)).to.deep.equal([50, 51]);
        expect(seen.at(-1)).to.equal(51);
    }).timeout(120_000);
    it("ends with the first broken promise, and counts the run from the beginning", async () => {
        const early = await broken("StateMachine", (json) =>
            json.replaceAll('\\"limit\\":{\\"seconds\\":30', '\\"limit\\":{\\"seconds\\":20'),
        );
        const { failure, counts } = await fuzz(() => Promise.resolve(readGuard(early)), {
            stack: "dev",
            runs: 500,
            seed: 1,
            workers: 1,
        });
        expect(failure?.run).to.equal(counts.worlds);
        expect(counts.worlds).to.be.lessThan(10);
    }).timeout(60_000);
});
