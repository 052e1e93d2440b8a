import { expect } from "chai";
import { main, stepTable } from "../../../commands/e2e/main";

const without = (...args: string[]) => main(args, undefined);

describe("npm run e2e", () => {
    it("refuses a stack that has no end-to-end run", async () => {
        expect(await without("--stack", "prd")).to.deep.equal({
            text: 'There is no stack "prd"; the nearest is "prod".',
            status: 2,
        });
    });
    it("refuses an option that it does not know, and shows how it is used", async () => {
        const { text, status } = await without("--stak", "prod");
        expect(text).to.include("Unknown option '--stak'").and.include("Exit status: 0 if every step passed");
        expect(status).to.equal(2);
    });
    it("--help shows how it is used", async () => {
        const { text, status } = await without("--help");
        expect(text).to.match(/^Plays the life of each stack/);
        expect(status).to.equal(0);
    });
    it("skips where there is no CLI, in one line that says how to get one", async () => {
        const text =
            "Skipped: the e2e needs the Pulumi CLI, and this machine has none. `npx pulumi version` downloads it.";
        expect(await without()).to.deep.equal({ text, status: 0 });
        expect(JSON.parse((await without("--json")).text)).to.deep.equal({ skipped: text });
    });
    it("ends with a table of all steps, their changes and what went wrong", () => {
        const text = stepTable([
            { stack: "dev", step: "up", changes: { a: "create", b: "create", c: "update x" }, watch: "", problems: [] },
            { stack: "dev", step: "edit", changes: {}, watch: "SUCCEEDED", problems: ["Topic a is gone"] },
        ]);
        const rows = text.split("\n").map((line) => line.split("│").map((cell) => cell.trim()));
        expect(rows.filter((cells) => cells.length > 1)).to.deep.equal([
            ["", "stack", "step", "changes", "waiting watch", "ended", ""],
            ["", "dev", "up", "2 create, 1 update", "", "passed", ""],
            ["", "dev", "edit", "", "SUCCEEDED", "FAILED", ""],
            ["", "", "- Topic a is gone", "", "", "", ""],
        ]);
        expect(text).to.match(/\n2 steps, 1 passed, 1 failed\.$/);
    });
});
