import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readConfigOption } from "../../commands/configOption";
import { main as report } from "../../commands/report/main";
import { main as start } from "../../commands/start/main";

const folder = mkdtempSync(join(tmpdir(), "config-option-"));
const write = (content: string | Uint8Array) => {
    const file = join(folder, "file.json");
    writeFileSync(file, content);
    return file;
};
const config = {
    "aws:region": { value: "eu-west-2", secret: false },
    "glue-cost-control:waitSeconds": { value: "7200", secret: false },
};
/** As Windows PowerShell writes what a command prints. */
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");

describe("readConfigOption", () => {
    it("is nothing where the option is not given", async () => {
        expect(await readConfigOption(undefined)).to.equal(undefined);
    });
    it("reads what the CLI printed, in UTF-16 too", async () => {
        const file = write(utf16('{\r\n"a:b": {}}'));
        expect(await readConfigOption(file)).to.deep.equal({ text: '{\n"a:b": {}}', source: file });
    });
    it("takes the place of a stack's file", async () => {
        const defaults = Object.fromEntries(
            Object.entries({
                limits: "[]",
                mode: "stop",
                sweepHours: "0",
                curfew: "",
                digestAt: "",
                timeZone: "",
                warnSeconds: "0",
                maxWaitSeconds: "0",
                extendWhileBusy: "false",
                successTopicArn: "",
                failureTopicArn: "",
                notificationEmail: "you@example.com",
                chat: "{}",
                ownerMail: "{}",
                logRetentionDays: "30",
                logExecutionData: "true",
                enabled: "true",
                topicKeyArn: "",
                dataKeyArn: "",
                permissionsBoundaryArn: "",
                createTrail: "false",
                dpuHourUsd: "",
                publishMetrics: "true",
                createDashboard: "false",
            }).map(([key, value]) => [`glue-cost-control:${key}`, { value, secret: false }]),
        );
        const file = write(utf16(JSON.stringify({ ...defaults, ...config })));
        const { text, status } = await start(["--stack", "esc", "--config", file, "--scenario", "ready-when-due"]);
        expect(text.split("\n")[0]).to.equal(
            `Stack esc, deployed into a simulated AWS in eu-west-2 (aws:region of ${file}): sessions may live 7200 s.`,
        );
        expect(status).to.equal(0);
    });
    it("and another option cannot both be standard input", async () => {
        expect(await start(["--config", "-", "--event", "-"])).to.deep.equal({
            text: "Standard input can be read once: take - for one option.",
            status: 2,
        });
    });

    const noise: readonly (readonly [what: string, content: string | Uint8Array])[] = [
        ["nothing", ""],
        ["null", "null"],
        ["a number", "5"],
        ["a text", '"secret-text"'],
        ["a list of lists", "[[[]]]"],
        ["half an object", '{"secret-text": '],
        ["an object of other things", '{"a": ["secret-text", {"detail": 5}], "detail": null}'],
        ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00])],
        ["a megabyte of noise", Buffer.alloc(1_000_000, 0xc3)],
    ];
    for (const [what, content] of noise) {
        for (const [command, run] of [
            ["start --event", (file: string) => start(["--event", file])],
            ["start --state", (file: string) => start(["--state", file])],
            ["start --config", (file: string) => start(["--config", file])],
            ["report --file", (file: string) => report(["--file", file])],
            ["report --stack prod --config", (file: string) => report(["--stack", "prod", "--config", file])],
        ] as const) {
            it(`${command} refuses ${what} in one message, and does not repeat it`, async () => {
                const { text, status } = await run(write(content));
                expect(status).to.equal(2);
                expect(text).not.to.match(/ {4}at |secret-text/);
                expect(text.length).to.be.lessThan(1500);
            });
        }
    }
    it("no command reads a folder", async () => {
        for (const { text, status } of [
            await start(["--event", folder]),
            await start(["--state", folder]),
            await start(["--config", folder]),
            await report(["--file", folder]),
        ]) {
            expect(status).to.equal(2);
            expect(text).to.match(/cannot be read: EISDIR/);
        }
    });
});
