import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../../commands/start/main";
import type { Scenario } from "../../../proof/simulator/scenarios/scenario";
import { scenarios } from "../../../proof/simulator/scenarios/scenarios";

const example = join(__dirname, "../../../examples/create-session.json");
const state = (stack: string) => join(__dirname, `../../fixtures/${stack}.state.json`);

describe("npm start", () => {
    let folder: string;
    before(() => {
        folder = mkdtempSync(join(tmpdir(), "events-"));
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });
    const file = (content: unknown): string => {
        const path = join(folder, "event.json");
        writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
        return path;
    };

    for (const [args, text] of [
        [
            ["--scenario", "stop-denid"],
            'There is no scenario "stop-denid"; the nearest is "stop-denied". `npm start -- --list` names all.',
        ],
        [
            ["--stack", "prode"],
            'There is no stack "prode"; the nearest is "prod". Stacks are the files Pulumi.<stack>.yaml.',
        ],
    ] as const) {
        it(`refuses ${args.join(" ")}`, async () => {
            expect(await main(args)).to.deep.equal({ text, status: 2 });
        });
    }
    it("refuses two tasks at once", async () => {
        expect(await main(["--event", example, "--list"])).to.deep.equal({
            text: "--event and --list exclude one another: take one.",
            status: 2,
        });
    });
    for (const args of [["--storey", "x"], ["stop-denied"], ["--scenario"]]) {
        it(`refuses ${args.join(" ")}, and tells its usage`, async () => {
            const { text, status } = await main(args);
            expect(status).to.equal(2);
            expect(text).to.include("Exit status: 0 if every scenario passed");
        });
    }
    for (const [what, content, text] of [
        ["that is no JSON", "{", "is not JSON: "],
        [
            "that is no record",
            { a: 1 },
            "holds no CloudTrail record. Expected: a record, EventBridge's event around it",
        ],
        ["without records", { Records: [] }, "holds no CloudTrail record."],
        [
            "with half an envelope",
            { detail: {} },
            "EventBridge's event has no text as source, detail-type, account, region",
        ],
        [
            "with a year for a time",
            { eventSource: "s", eventName: "n", eventID: "i", eventTime: "2024", awsRegion: "r" },
            "eventTime must be a time in UTC such as 2024-06-03T07:00:00Z.",
        ],
        ["that is null", "null", "holds no CloudTrail record."],
    ] as const) {
        it(`refuses an event file ${what}`, async () => {
            const printed = await main(["--event", file(content)]);
            expect(printed.status).to.equal(2);
            expect(printed.text).to.include(text);
        });
    }
    it("refuses a file that is not there", async () => {
        const printed = await main(["--event", join(folder, "none.json")]);
        expect(printed.status).to.equal(2);
        expect(printed.text).to.match(/none\.json cannot be read: ENOENT/);
    });
    it("refuses an event of another region than the stack's own", async () => {
        const record = {
            eventSource: "glue.amazonaws.com",
            eventName: "CreateSession",
            eventID: "i",
            awsRegion: "us-east-1",
        };
        const path = file({ ...record, eventTime: "2024-06-03T07:00:00Z" });
        expect(await main(["--event", path, "--stack", "prod"])).to.deep.equal({
            text: "The event is of us-east-1, but stack prod watches eu-west-1 (aws:region of Pulumi.prod.yaml).",
            status: 2,
        });
    });

    for (const [args, text] of [
        [["--state", "s", "--stack", "dev"], "--state and --stack exclude one another: take one."],
        [["--state", "s", "--month"], "--state and --month exclude one another: take one."],
        [["--guard", "sessions"], "--guard chooses a guard of a state: it needs --state."],
    ] as const) {
        it(`refuses ${args.join(" ")}`, async () => {
            expect(await main(args)).to.deep.equal({ text, status: 2 });
        });
    }
    it("refuses a state that is not there, is none, or has no guard", async () => {
        const none = await main(["--state", join(folder, "none.json")]);
        expect([none.status, none.text]).to.satisfy(
            ([status, text]: [number, string]) => status === 2 && /none\.json cannot be read: ENOENT/.test(text),
        );
        expect(await main(["--state", file({ deployment: {}, version: 3 })])).to.deep.equal({
            text: "The stack has no guard: nothing in its state was made by GlueSessionGuard.",
            status: 2,
        });
    });
    it("refuses a state whose guard does what the simulator would pass over", async () => {
        const text = readFileSync(state("dev"), "utf8").replace('"sqsManagedSseEnabled": true', '"kmsKey": "x"');
        expect(await main(["--state", file(text)])).to.deep.equal({
            text:
                "The guard of stack dev was deployed by another version of this project, which this one cannot play: " +
                'The simulator does not take kmsKey "x" of aws:sqs/queue:Queue "sessions-rule-dead-letters". ' +
                "Fix: check out the version that deployed it, or `pulumi up` with this one.",
            status: 2,
        });
    });
    it("refuses a state whose guard is switched off, as a refresh found it", async () => {
        const text = readFileSync(state("prod"), "utf8").replaceAll('"state": "ENABLED"', '"state": "DISABLED"');
        expect(await main(["--state", file(text), "--all"])).to.deep.equal({
            text: "The guard of stack prod is switched off (enabled: false): it would watch nothing.",
            status: 2,
        });
    });
    it("--state plays what is deployed, not what the program says", async () => {
        const text = readFileSync(state("dev"), "utf8").replaceAll(
            '\\"limit\\":{\\"seconds\\":30',
            '\\"limit\\":{\\"seconds\\":60',
        );
        const played = await main(["--state", file(text), "--scenario", "ready-when-due"]);
        expect(played.status).to.equal(0);
        expect(played.text).to.match(
            /^Stack dev, deployed into a simulated AWS in eu-west-1 \(the state\): sessions may live 60 s\./,
        );
        expect(played.text).to.include("  07:01:00  Step Functions  asks Glue to stop the session\n");
        const all = await main(["--state", state("prod"), "--all", "--guard", "sessions"]);
        // Those with settings of their own need a stack.
        expect(all.text).to.match(/\n24 scenarios, 24 passed, 0 failed\.$/);
    });
    it("--state plays an event, in the region of the guard", async () => {
        const { text, status } = await main(["--state", state("dev"), "--event", example]);
        expect(status).to.equal(0);
        expect(text).to.include("STOPPED, by guard");
        const elsewhere = file(readFileSync(state("dev"), "utf8").replaceAll("eu-west-1", "us-east-1"));
        expect(await main(["--state", elsewhere, "--event", example])).to.deep.equal({
            text: "The event is of eu-west-1, but stack dev watches us-east-1 (the state).",
            status: 2,
        });
    });
    it("--state - reads standard input, also where it comes late and in pieces", () => {
        const home = join(__dirname, "../../..");
        const { stdout, status } = spawnSync(
            "sh",
            [
                "-c",
                `(head -c 1000 "$1"; sleep 0.3; tail -c +1001 "$1") | "$2" -r ts-node/register/transpile-only commands/start/main.ts --state - --scenario data-preview --json`,
                "sh",
                state("dev"),
                process.execPath,
            ],
            { cwd: home, encoding: "utf8" },
        );
        expect(status).to.equal(0);
        expect(JSON.parse(stdout)).to.have.nested.property("[0].ok", true);
    });

    it("--help tells how to use it", async () => {
        expect((await main(["--help"])).text).to.match(/^Plays what the guard does/);
    });
    it("--list has a line for each scenario", async () => {
        const { text } = await main(["--list"]);
        expect(text.split("\n").map((line) => line.split(" ")[0])).to.deep.equal(scenarios.map(({ name }) => name));
    });
    it("plays the article's test in full and all others in a table", async () => {
        const { text, status } = await main([]);
        expect(status).to.equal(0);
        expect(text).to.match(
            /^Stack dev names no region yet, so this plays eu-west-1\. Set yours: .*\nStack dev, deployed into a simulated AWS in eu-west-1: sessions may live 30 s\.\nWarning: Nobody is subscribed .*\n\ndata-preview: The article's test/,
        );
        expect(text.match(/^ {2}07:.*$/gm)).to.deep.equal([
            "  07:00:00  Glue            glue-studio-datapreview-3f905608-50f1-4b9e-80e2-f4071feb2282 is opened: PROVISIONING",
            "  07:00:03  EventBridge     CreateSession of glue.amazonaws.com arrives: the rule matches",
            "  07:00:03  Step Functions  waits until 07:00:30",
            "  07:00:30  Step Functions  looks the session up: PROVISIONING (4 times)",
            "  07:01:01  Glue            READY",
            "  07:01:10  Step Functions  looks the session up: READY",
            "  07:01:10  Step Functions  asks Glue to stop the session",
            "  07:01:10  Glue            STOPPING",
            "  07:01:11  Glue            STOPPED, by guard",
            "  07:01:20  Step Functions  looks the session up: STOPPED",
            "  07:01:20  SNS             mails glue-cost-control--dev--sessions-success: Glue session stopped: glue-studio-datapreview-3f905608-50f1-4b9e-80e2-f4071feb2282",
            "  07:01:20  Step Functions  watch over",
        ]);
        expect(text).to.include("Passed.");
        const others = scenarios.length - 1;
        expect(text.endsWith(`${others} scenarios, ${others} passed, 0 failed.`)).to.equal(true);
    });
    it("--all counts every scenario", async () => {
        const { text } = await main(["--all", "--stack", "prod"]);
        expect(text.endsWith(`\n${scenarios.length} scenarios, ${scenarios.length} passed, 0 failed.`)).to.equal(true);
    });
    it("--json tells each scenario's outcome", async () => {
        const { text } = await main(["--scenario", "target-denied", "--json"]);
        const [scenario, ...others] = JSON.parse(text) as Record<string, unknown>[];
        expect(others).to.deep.equal([]);
        expect(Object.keys(scenario ?? {})).to.deep.equal([
            "scenario",
            "ok",
            "failures",
            "ruleMatched",
            "executions",
            "sessions",
            "notices",
            "mails",
            "posts",
            "alarms",
            "metrics",
            "deadLetters",
        ]);
        expect(scenario).to.deep.include({ scenario: "target-denied", ok: true, ruleMatched: true, executions: [] });
    });
    it("ends with status 1 when a scenario fails", async () => {
        const wrong: Scenario = { ...(scenarios[0] as Scenario), name: "wrong", expects: { stopped: 2 } };
        (scenarios as Scenario[]).push(wrong);
        try {
            const { text, status } = await main(["--scenario", "wrong"]);
            expect(status).to.equal(1);
            expect(text).to.include('FAILED:\n  - executions: expected [], seen ["SUCCEEDED"]');
            const [printed] = JSON.parse((await main(["--scenario", "wrong", "--json"])).text) as {
                ok: boolean;
                failures: string[];
            }[];
            expect([printed?.ok, printed?.failures.length]).to.deep.equal([false, 3]);
        } finally {
            (scenarios as Scenario[]).pop();
        }
    });
    it("--event plays the user's own record, bare or in EventBridge's envelope", async () => {
        const bare = await main(["--event", example, "--json"]);
        expect(bare.status).to.equal(0);
        const [outcome] = JSON.parse(bare.text) as { sessions: unknown[]; notices: { message: string }[] }[];
        expect(outcome?.sessions).to.deep.equal([
            { id: "dbt-glue__analyst__0c1d", status: "STOPPED", stoppedBy: "guard", dpuSeconds: 82 },
        ]);
        expect(outcome?.notices[0]?.message).to.include(
            "\nOwner:    bob (arn:aws:sts::123456789012:assumed-role/Analyst/bob)\n",
        );
        const text = await main(["--event", example]);
        expect(text.text).to.include("looks the session up: READY");
    });
});
