import { expect } from "chai";
import { main, table } from "../../../commands/e2e/main";

async function printed(...args: string[]): Promise<readonly [status: number | string, text: string]> {
    const lines: string[] = [];
    const status = await main(args, (line) => lines.push(line), undefined).catch((error: unknown) => String(error));
    return [status, lines.join("\n")];
}

describe("npm run e2e", () => {
    it("refuses a stack that has no end-to-end run", async () => {
        expect(await printed("--stack", "prd")).to.deep.equal([
            'Error: There is no stack "prd"; the nearest is "prod".',
            "",
        ]);
    });
    it("refuses an option that it does not know, and tells its usage", async () => {
        const [status] = await printed("--stak", "prod");
        expect(status).to.include("Unknown option '--stak'").and.include("Exit status: 0 if every step passed");
    });
    it("--help tells how to use it", async () => {
        expect(await printed("--help")).to.satisfy(
            ([status, text]: readonly [number, string]) =>
                status === 0 && text.startsWith("Plays the life of each stack"),
        );
    });
    it("skips where there is no CLI, in one line that says how to get one", async () => {
        expect(await printed()).to.deep.equal([
            0,
            "Skipped: the e2e needs the Pulumi CLI, and this machine has none. `npx pulumi version` downloads it.",
        ]);
    });
    it("ends with a table of all steps, their changes and what went wrong", () => {
        const text = table([
            { stack: "dev", step: "up", changes: { a: "create", b: "create", c: "update x" }, watch: "", faults: [] },
            { stack: "dev", step: "edit", changes: {}, watch: "SUCCEEDED", faults: ["Topic a is gone"] },
        ]);
        const rows = text.split("\n").map((line) => line.split("│").map((cell) => cell.trim()));
        expect(rows.filter((cells) => cells.length > 1)).to.deep.equal([
            ["", "stack", "step", "changes", "waiting watch", "went", ""],
            ["", "dev", "up", "2 create, 1 update", "", "passed", ""],
            ["", "dev", "edit", "", "SUCCEEDED", "FAILED", ""],
            ["", "", "- Topic a is gone", "", "", "", ""],
        ]);
        expect(text).to.match(/\n2 steps, 1 passed, 1 failed\.$/);
    });
});
