import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { answer, forTerminal, readOptions } from "../../commands/commandLine";
import { table } from "../../commands/table";

describe("readOptions", () => {
    const usage = "Counts.\n\n  --json  for programs";
    const command = (...args: string[]) =>
        answer(() => Promise.resolve(JSON.stringify(readOptions(args, { json: { type: "boolean" } }, usage))));

    it("gives what a command line says", async () => {
        expect(await command("--json")).to.deep.equal({ text: '{"json":true}', status: 0 });
    });
    it("has --help of itself, whatever else is asked", async () => {
        expect(await command("--json", "--help")).to.deep.equal({ text: usage, status: 0 });
    });
    it("shows the usage below what is wrong", async () => {
        const { text, status } = await command("--jsno");
        expect(text)
            .to.match(/^Unknown option '--jsno'.*\n\nCounts\./)
            .and.to.satisfy((all: string) => all.endsWith(usage));
        expect(status).to.equal(2);
    });
});

describe("forTerminal", () => {
    it("shows no character that a terminal would obey", () => {
        const text = "a\u001b[2Jb\r\u007f\u0085\u009b\u202ec\u2028d";
        expect(forTerminal(`${text}\n${text}`)).to.equal("a?[2Jb?c?d\na?[2Jb?c?d");
    });
    it("leaves what commands print as it is: tables, signs, letters", () => {
        const text = `${table(["a"], [["b"]])}\n✓ well ! é 中\n`;
        expect(forTerminal(text)).to.equal(text);
    });
    it("is what a command prints into a terminal, and into no pipe", function () {
        if (spawnSync("sh", ["-c", "command -v script"]).status !== 0) {
            this.skip();
        }
        const file = join(mkdtempSync(join(tmpdir(), "terminal-")), "\u001b[2Jrecord.json");
        writeFileSync(file, "null");
        const command = `${process.execPath} --require ts-node/register/transpile-only commands/start/main.ts --stack dev --event`;
        const run = (program: string, ...args: string[]) =>
            spawnSync(program, args, { encoding: "utf8", cwd: join(__dirname, "../.."), input: "" });
        const piped = run("sh", "-c", `${command} "$1"`, "sh", file).stderr;
        const terminal = run("script", "-qec", `${command} '${file}'`, "/dev/null").stdout;
        expect([
            piped.includes("\u001b[2J"),
            terminal.includes("?[2Jrecord.json holds no CloudTrail record"),
        ]).to.deep.equal([true, true]);
        expect(terminal).not.to.include("\u001b");
    }).timeout(60_000);
});
