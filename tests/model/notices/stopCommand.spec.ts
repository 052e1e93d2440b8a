import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hostileIds } from "../../../proof/simulator/scenarios/watchScenarios";
import { ordinaryInput, refused, watch } from "../../support/watch";

const ready = { Status: "READY", CreatedOn: "2026-11-22T20:10:00.000Z", MaxCapacity: 5 };

/** The command that the failure notice of a session with this id tells to paste. */
async function commandFor(id: string): Promise<string> {
    const { published } = await watch({
        input: { ...ordinaryInput, request: { id } },
        looks: [ready],
        stops: [refused("Glue.AccessDeniedException")],
    });
    return published[0]?.Message.split("\n").at(-1) ?? "";
}

/** A folder with an `aws` that only writes down what it was given. */
function standIn(): { folder: string; given: () => string[] } {
    const folder = mkdtempSync(join(tmpdir(), "stop-command-"));
    const file = join(folder, "given");
    writeFileSync(join(folder, "aws"), `#!/bin/sh\nprintf '%s\\0' "$@" >> '${file}'\n`);
    chmodSync(join(folder, "aws"), 0o755);
    return { folder, given: () => (existsSync(file) ? readFileSync(file, "utf8").split("\0").slice(0, -1) : []) };
}

const given = (id: string) => ["glue", "stop-session", "--region", "eu-west-1", `--id=${id}`];
const installed = (command: string) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;

/** Of the last ones shells read the beginning: history, a command's path, a home, a pattern, a brace, an end of a quote. */
const ids = [...hostileIds, "!!", "it's!x", "''", "a''b!'", "=ls", "~root", "*", "{a,b}", "$'x'", "a'$(touch owned)'b"];

/** All characters of Unicode's first 65,536 that are no halves, and some beyond, in rows of 240. */
const rows: string[] = [];
for (let first = 1; first <= 0x10_ffff; first += first < 0x1_0000 ? 240 : 99_999) {
    const row = Array.from({ length: 240 }, (_, index) => first + index).filter(
        (code) => code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff),
    );
    if (row.length > 0) {
        rows.push(String.fromCodePoint(...row));
    }
}

describe("the command of a failure notice", () => {
    it("holds printable ASCII alone, on one line, and gives every shell of this machine each character as it is", async () => {
        const commands: string[] = [];
        for (const row of rows) {
            commands.push(await commandFor(row));
        }
        expect(commands.filter((command) => !/^[ -~]+$/.test(command))).to.deep.equal([]);
        for (const shell of ["sh", "bash", "zsh"].filter(installed)) {
            const { folder, given: seen } = standIn();
            // One shell for all: a process for each would take minutes.
            const script = `aws() { printf '%s\\0' "$@" >> '${folder}/given'; }\n${commands.join("\n")}`;
            expect(spawnSync(shell, [], { input: script, encoding: "utf8" }).stderr, shell).to.equal("");
            expect(seen(), shell).to.deep.equal(rows.flatMap(given));
        }
    }).timeout(300_000);
    for (const [what, id] of [
        ["line breaks at the end", "ends\n\n"],
        ["the sign that keeps them", "_"],
        ["a percent sign beside other characters", "100%s\u0001\\n"],
        ["an exclamation mark and quotes beside other characters", "!!'\"\u0007"],
    ] as const) {
        it(`keeps ${what}`, async () => {
            const { folder, given: seen } = standIn();
            spawnSync("sh", ["-c", await commandFor(id)], { env: { PATH: `${folder}:${process.env.PATH ?? ""}` } });
            expect(seen()).to.deep.equal(given(id));
        });
    }
    it("finds the session by hand where its id is no text that a shell could be given", async () => {
        expect(await commandFor("a\ud800b")).to.match(/^aws glue list-sessions --region eu-west-1 /);
    });
    for (const shell of [
        "bash --noprofile --norc -i",
        "dash -i",
        "zsh -f -i",
        // What people switch on there that reads quotes, signs and words in its own way.
        "zsh -f -i -o rcquotes -o globsubst -o shwordsplit -o extendedglob -o magicequalsubst -o interactivecomments",
    ]) {
        it(`stops the one session and runs nothing else when it is pasted into a terminal with ${shell}`, async function () {
            if (!installed("script") || !installed(shell.split(" ")[0] ?? "")) {
                this.skip();
            }
            const { folder, given: seen } = standIn();
            const commands: string[] = [];
            for (const id of ids) {
                commands.push(await commandFor(id));
            }
            // A terminal without bracketed paste obeys each character as if it were typed.
            spawnSync("script", ["-qec", shell, "/dev/null"], {
                cwd: folder,
                input: `${commands.join("\n")}\nexit\n`,
                env: { PATH: `${folder}:${process.env.PATH ?? ""}`, TERM: "dumb", LANG: "C.UTF-8", HISTFILE: "" },
                timeout: 20_000,
            });
            expect(seen()).to.deep.equal(ids.flatMap(given));
            expect(existsSync(join(folder, "owned"))).to.equal(false);
        }).timeout(30_000);
    }
});
