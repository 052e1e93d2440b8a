import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../../commands/bench/main";

const small = ["--only", "effect", "--sessions", "12"];

describe("npm run bench", () => {
    const bad: Readonly<Record<string, readonly [args: readonly string[], message: string]>> = {
        "a part that is none": [["--only", "efect"], 'There is no part "efect"; the nearest is "effect".'],
        "a count that is none": [
            ["--sessions", "many"],
            '--sessions is "many", but must be a whole number from 1 to 1,000,000.',
        ],
        "no sessions": [["--sessions", "0"], '--sessions is "0", but must be a whole number from 1 to 1,000,000.'],
        "a seed above 32 bits": [
            ["--seed", "4294967296"],
            '--seed is "4294967296", but must be a whole number from 0 to 4,294,967,295.',
        ],
        "too many rounds, and no seed": [
            ["--rounds", "21", "--seed", ""],
            '--seed is "", but must be a whole number from 0 to 4,294,967,295.\n' +
                '--rounds is "21", but must be a whole number from 1 to 20.',
        ],
        "a chart of a part that has none": [
            ["--only", "burst", "--chart", "x.svg"],
            "--chart draws the delays of effect, and --only burst leaves it out: take one of the two.",
        ],
        "a stack that is none": [["--stack", "prode"], 'There is no stack "prode"; the nearest is "prod".'],
        "a stack without a region of its own": [[...small, "--stack", "dev", "--seed", "x"], '--seed is "x"'],
    };
    for (const [what, [args, message]] of Object.entries(bad)) {
        it(`refuses ${what} with one message and 2`, async () => {
            const { text, status } = await main(args);
            expect(text).to.include(message);
            expect(status).to.equal(2);
        });
    }
    it("shows how it is used to whoever names an option that it does not have, or asks", async () => {
        const unknown = await main(["--fast"]);
        expect(unknown.status).to.equal(2);
        expect(unknown.text).to.include("'--fast'").and.include("npm run bench");
        expect(await main(["--help"])).to.include({ status: 0 });
    });
    it("prints assumptions, table and bars, and tells how far it is", async () => {
        const reported: string[] = [];
        const { text, status } = await main(small, (line) => reported.push(line));
        expect(status).to.equal(0);
        expect(text).to.include("Effect: 12 sessions, limit 30 min.");
        expect(text).to.match(/^ +0\.6 {2}share of data previews: 2 DPU, idle time-out 30 minutes \(the article\)$/m);
        expect(text).to.match(/│ sessions missed +│ +0 │/);
        expect(text).to.include("Glue, 48 h idle (");
        expect(reported).to.deep.equal(["effect: 100 %"]);
    });
    it("prints JSON with command, assumptions and figures, the same each time, and draws the chart", async () => {
        const folder = mkdtempSync(join(tmpdir(), "bench-"));
        try {
            const args = [...small, "--seed", "5", "--json", "--chart", join(folder, "delays.svg")];
            const { text } = await main(args);
            const printed = JSON.parse(text) as Record<string, { effects: unknown[]; assumptions: object }>;
            expect(Object.keys(printed)).to.deep.equal(["stack", "sessions", "seed", "rounds", "effect"]);
            expect(printed).to.deep.include({ stack: "prod", sessions: 12, seed: 5 });
            expect(printed.effect?.effects).to.have.length(4);
            expect(printed.effect?.assumptions).to.have.property("lostShare");
            expect(readFileSync(join(folder, "delays.svg"), "utf8")).to.match(/^<svg .*\n(.*\n)+<\/svg>\n$/);
            expect((await main(args)).text).to.equal(text);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});
