import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../simulator/main";
import { stories, type Story } from "../../simulator/stories";

const example = join(__dirname, "../../examples/create-session.json");

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
            ["--story", "stop-denid"],
            'There is no story "stop-denid"; the nearest is "stop-denied". `npm start -- --list` names all.',
        ],
        [["--stack", "prode"], 'There is no stack "prode"; the nearest is "prod".'],
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
    for (const args of [["--storey", "x"], ["stop-denied"], ["--story"]]) {
        it(`refuses ${args.join(" ")}, and tells its usage`, async () => {
            const { text, status } = await main(args);
            expect(status).to.equal(2);
            expect(text).to.include("Exit status: 0 if every story ended as told");
        });
    }
    for (const [what, content, text] of [
        ["that is no JSON", "{", "cannot be read as JSON: "],
        [
            "that is no record",
            { a: 1 },
            "is no CloudTrail record, bare or in EventBridge's envelope: no eventSource, eventName, eventID, eventTime, awsRegion.",
        ],
        [
            "with many records",
            { Records: [] },
            'holds many records, as CloudTrail\'s own files do: take one out of "Records".',
        ],
        ["with half an envelope", { detail: {} }, "no source, detail-type, region, id, eventSource, eventName"],
        [
            "with a year for a time",
            { eventSource: "s", eventName: "n", eventID: "i", eventTime: "2024", awsRegion: "r" },
            'eventTime is "2024"',
        ],
        ["that is null", "null", "is no CloudTrail record"],
        [
            "without a time",
            { eventSource: "s", eventName: "n", eventID: "i", eventTime: "yesterday", awsRegion: "r" },
            'eventTime is "yesterday", but must be a time such as 2024-06-03T07:00:00Z.',
        ],
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
        expect(printed.text).to.match(/none\.json cannot be read as JSON: ENOENT/);
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
            text: "The event is of us-east-1, but stack prod watches eu-west-1.",
            status: 2,
        });
    });

    it("--help tells how to use it", async () => {
        expect((await main(["--help"])).text).to.match(/^Plays what the guard does/);
    });
    it("--list has a line for each story", async () => {
        const { text } = await main(["--list"]);
        expect(text.split("\n").map((line) => line.split(" ")[0])).to.deep.equal(stories.map(({ name }) => name));
    });
    it("plays the article's test in full and all others in a table", async () => {
        const { text, status } = await main([]);
        expect(status).to.equal(0);
        expect(text).to.match(
            /^Stack dev, deployed into a simulated AWS: sessions may live 30 s\.\nWarning: Nobody is subscribed .*\n\ndata-preview: The article's test/,
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
            "  07:01:20  SNS             mails sessions-success-topic-3194507: Glue session stopped: glue-studio-datapreview-3f905608-50f1-4b9e-80e2-f4071feb2282",
            "  07:01:20  Step Functions  watch over",
        ]);
        expect(text).to.include("It ended as told.");
        expect(text).to.match(/23 stories, 23 as told, 0 not\.$/);
    });
    it("--all counts every story", async () => {
        expect((await main(["--all", "--stack", "prod"])).text).to.match(/\n24 stories, 24 as told, 0 not\.$/);
    });
    it("--json tells each story's outcome", async () => {
        const { text } = await main(["--story", "target-denied", "--json"]);
        const [story, ...others] = JSON.parse(text) as Record<string, unknown>[];
        expect(others).to.deep.equal([]);
        expect(Object.keys(story ?? {})).to.deep.equal([
            "story",
            "ok",
            "faults",
            "ruleMatched",
            "executions",
            "sessions",
            "notices",
            "alarms",
            "metrics",
            "deadLetters",
        ]);
        expect(story).to.deep.include({ story: "target-denied", ok: true, ruleMatched: true, executions: [] });
    });
    it("ends with status 1 when a story does not end as told", async () => {
        const wrong: Story = { ...(stories[0] as Story), name: "wrong", ends: { stopped: 2 } };
        (stories as Story[]).push(wrong);
        try {
            const { text, status } = await main(["--story", "wrong"]);
            expect(status).to.equal(1);
            expect(text).to.include('NOT AS TOLD:\n  - executions: told [], seen ["SUCCEEDED"]');
            const [printed] = JSON.parse((await main(["--story", "wrong", "--json"])).text) as {
                ok: boolean;
                faults: string[];
            }[];
            expect([printed?.ok, printed?.faults.length]).to.deep.equal([false, 3]);
        } finally {
            (stories as Story[]).pop();
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
