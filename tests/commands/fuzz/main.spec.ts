import { expect } from "chai";
import { main } from "../../../commands/fuzz/main";
import { pack } from "../../../proof/fuzz/world/replay";
import type { Life } from "../../../proof/fuzz/world/world";

const life: Life = {
    atSeconds: 0,
    id: "it's mine",
    who: { type: "Root", arn: "arn:aws:iam::123456789012:root" },
    readyAfterSeconds: 40,
    stoppingSeconds: 1,
    dpu: 2,
    record: "whole",
    arrivesAfterSeconds: [3],
    acts: [],
};
const world = { seed: 1, sessions: [life], faults: [], removals: [] };

describe("npm run fuzz", () => {
    it("refuses numbers that are none, all at once", async () => {
        expect(await main(["--runs", "0", "--seed", "x", "--workers", "1.5"])).to.deep.equal({
            text:
                '--runs is "0", but must be a whole number from 1 to 100,000,000.\n' +
                '--seed is "x", but must be a whole number from 0 to 2,147,483,647.\n' +
                '--workers is "1.5", but must be a whole number from 1 to 64.',
            status: 2,
        });
    });
    it("refuses a stack that is not there, and a replay that is none", async () => {
        expect(await main(["--stack", "prode"])).to.deep.equal({
            text: 'There is no stack "prode"; the nearest is "prod". Stacks are the files Pulumi.<stack>.yaml.',
            status: 2,
        });
        expect((await main(["--replay", "{}"])).status).to.equal(2);
    });
    it("refuses other options, and tells its usage", async () => {
        const { text, status } = await main(["--run", "1"]);
        expect(status).to.equal(2);
        expect(text).to.include("npm run fuzz -- --runs 10000 --seed 1");
    });
    it("counts what it has tried, and every known gap", async () => {
        const printed: string[] = [];
        const { text, status } = await main(["--runs", "20", "--seed", "1", "--workers", "1"], (line) =>
            printed.push(line),
        );
        expect(status).to.equal(0);
        expect(text).to.match(
            /^Stack prod: sessions may live 30 min\. Seed 1\.\n\n {2}worlds +20\n {2}sessions +\d+\n/,
        );
        for (const name of [
            "used-again-within-a-minute",
            "replaced-meanwhile",
            "mailed-twice",
            "answer-of-stop-lost",
            "alarm-while-sns-is-down",
        ]) {
            expect(text).to.match(new RegExp(`^ {2}${name} +[\\d,]+ {2}\\w`, "m"));
        }
        expect(printed).to.have.length(1);
        expect(printed[0]).to.match(/^20 of 20 worlds, \d+ sessions, \d+ a second$/);
    }).timeout(60_000);
    it("replays a world as a scenario", async () => {
        const { text, status } = await main(["--replay", pack(world)]);
        expect(status).to.equal(0);
        expect(text).to.include("  07:30:00  Step Functions  asks Glue to stop the session\n");
        expect(text).to.match(/\nEvery promise was kept\.$/);
    });
    it("prints JSON for programs: of many worlds, and of one", async () => {
        const many = await main(["--runs", "20", "--workers", "1", "--json"]);
        expect(JSON.parse(many.text)).to.deep.include({ stack: "prod", runs: 20, seed: 1 });
        const one = await main(["--replay", pack(world), "--json"]);
        expect(JSON.parse(one.text)).to.deep.equal({ broken: [], knownGaps: [] });
    });
    it("names the known gap that a world falls into", async () => {
        const again = { ...life, acts: [{ does: "replace", when: { afterSeconds: 30 } }] };
        const { text } = await main(["--replay", JSON.stringify({ ...world, sessions: [again] })]);
        expect(text).to.match(/\nKnown gap: used-again-within-a-minute$/);
    });
    it("knows no gap of lost events: the next sweep finds their sessions", async () => {
        const lost = { ...world, sessions: [{ ...life, arrivesAfterSeconds: [] }] };
        expect((await main(["--replay", JSON.stringify(lost)])).text).to.match(
            /\nBROKEN, unseen: session 1 runs on past .* nobody is mailed$/m,
        );
        const { text, status } = await main(["--replay", JSON.stringify({ ...lost, firstSweepSeconds: 3600 })]);
        expect(text).to.match(/\nEvery promise was kept\.$/);
        expect(status).to.equal(0);
    });
});
