import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { knownGaps, unheardAlarm } from "../../../proof/fuzz/knownGaps";
import { documents, upToDate } from "../../../commands/docs/update";
import { alarms } from "../../../model/monitoring/alarms";
import { eventPattern } from "../../../model/event/createSession";
import { ownCostTotal } from "../../../model/money/ownCost";
import { settingsTable, type Settings } from "../../../model/settings/settings";
import { stopWorkflow } from "../../../model/workflow/stopWorkflow";
import { createSessionRecord, envelope } from "../../../proof/simulator/aws/cloudtrail/events";
import { runStack } from "../../../proof/simulator/program/program";
import { breaks } from "../../support/breaks";
import { workflowArgs } from "../../support/watch";

const home = join(__dirname, "../../..");
const read = (file: string): string => readFileSync(join(home, file), "utf8");
const files = (folder: string): string[] =>
    readdirSync(join(home, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
const pages = [
    ...readdirSync(home).filter((file) => file.endsWith(".md")),
    ...files("docs").filter((file) => file.endsWith(".md")),
];
const adopted = { "glue-cost-control:failureTopicArn": "arn:aws:sns:eu-west-1:123456789012:failure" };
const scripts = (JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts;

describe("documents", () => {
    for (const document of documents) {
        it(`${document} repeats what the code says now (npm run docs)`, async () => {
            expect(await upToDate(document)).to.equal(read(document));
        });
    }
    for (const page of pages) {
        it(`${page} links to what exists`, () => {
            const links = [...read(page).matchAll(/\]\(([^)#:$]+)(?:#([^)]+))?\)/g)].map(([, file, anchor]) => [
                file,
                anchor,
            ]);
            const broken = links.filter(([file = "", anchor]) => {
                try {
                    const headings = readFileSync(join(home, page, "..", file), "utf8").match(/^#+ .*$/gm) ?? [];
                    const anchors = headings.map((heading) =>
                        heading
                            .replace(/^#+ /, "")
                            .toLowerCase()
                            .replace(/[^\w -]/g, "")
                            .replaceAll(" ", "-"),
                    );
                    return anchor !== undefined && !anchors.includes(anchor);
                } catch {
                    return true;
                }
            });
            expect(broken).to.deep.equal([]);
        });
        it(`${page} names npm tasks that exist`, () => {
            const named = [...read(page).matchAll(/npm (?:run )?(start|test|run (\w+))\b/g)].map(
                ([, task = "", other]) => other ?? task,
            );
            expect(named.filter((task) => !(task in scripts))).to.deep.equal([]);
        });
        it(`${page} sets settings and reads outputs that exist`, async () => {
            const config = Object.assign(
                {},
                ...["Pulumi.yaml", "deployments/Pulumi.yaml"].map(
                    (file) => (parse(read(file)) as { config: object }).config,
                ),
            ) as object;
            const { outputs } = await runStack("dev");
            const set = [...read(page).matchAll(/pulumi config set ([a-z]\w*)\b(?!:)/g)].map(([, key = ""]) => key);
            const shown = [...read(page).matchAll(/pulumi stack output (\w+)/g)].map(([, key = ""]) => key);
            expect(set.filter((key) => !(key in config))).to.deep.equal([]);
            expect(shown.filter((key) => !(key in outputs))).to.deep.equal([]);
        });
    }
    it("README.md fits three screens", () => {
        expect(read("README.md").split("\n").length).to.be.at.most(150);
    });
    it("docs/operations.md names the session of a watch, whatever its input holds", () => {
        const line = /^ *node -e '(const i = .*)'$/m.exec(read("docs/operations.md"))?.[1] ?? "";
        for (const [input, reported] of [
            [{ request: { id: "s-1" }, response: null }, "s-1"],
            [{ request: null, response: { session: { id: "s-2" } } }, "s-2"],
            [{ request: { id: "" }, response: "" }, "no id"],
            [{}, "no id"],
        ] as const) {
            const printed = execFileSync(process.execPath, ["-e", line], {
                input: JSON.stringify(input),
                encoding: "utf8",
            });
            expect(printed).to.equal(`${reported}\n`);
        }
    });
    it("CONTRIBUTING.md lists every task of package.json", () => {
        expect(
            Object.keys(scripts).filter(
                (task) => !new RegExp(`\\| .npm (run )?${task}. \\|`).test(read("CONTRIBUTING.md")),
            ),
        ).to.deep.equal([]);
    });
    const evening = { "glue-cost-control:curfew": "19:00" };
    it("docs/settings.md has a command for each setting, which does what it says", async () => {
        const { config } = parse(read("Pulumi.yaml")) as { config: Record<string, { default: unknown }> };
        const part = /<!-- commands -->([^]*?)<!-- end -->/.exec(read("docs/settings.md"))?.[1] ?? "";
        const paths = [...part.matchAll(/^npx pulumi config set --path '(.*)' (\S+)$/gm)];
        expect(paths.map(([, path, value]) => [path, value])).to.deep.equal(
            Object.values(settingsTable).flatMap(({ paths = {} }: { paths?: object }) => Object.entries(paths)),
        );
        // What members set one by one is set as a whole here.
        const seen = new Set<string>();
        const whole = part.replaceAll(/^npx pulumi config set --path '(\w+).*\n/gm, (_, key: keyof Settings) => {
            const isFirst = !seen.has(key);
            seen.add(key);
            return isFirst ? `npx pulumi config set ${key} ${settingsTable[key].example}\n` : "";
        });
        const commands = [...whole.matchAll(/^npx pulumi config set (\w+) (?:"([^"]*)"|(\S+))/gm)].map(
            ([, key = "", quoted, value = ""]) => ({ key: `glue-cost-control:${key}`, value: quoted ?? value }),
        );
        expect(commands.map(({ key }) => key)).to.deep.equal(
            Object.keys(config).map((key) => `glue-cost-control:${key}`),
        );
        const bases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
            topicKeyArn: adopted,
            timeZone: evening,
            extendWhileBusy: { "glue-cost-control:maxWaitSeconds": "43200" },
        };
        for (const { key, value } of commands) {
            // As the hint beside it says.
            const base = bases[key.split(":")[1] ?? ""] ?? {};
            const [before, after] = [await runStack("dev", base), await runStack("dev", { ...base, [key]: value })];
            expect(JSON.stringify(after.resources), key).not.to.equal(JSON.stringify(before.resources));
        }
    });
    it("docs/settings.md shows a wrong edit as the preview says it", async () => {
        const reported = await runStack("prod", {
            "glue-cost-control:waitSecond": "30",
            "glue-cost-control:waitSeconds": "-1",
        }).then(
            () => "nothing",
            (error: unknown) => (error as Error).message,
        );
        expect(read("docs/settings.md")).to.include(`error: ${reported}\n`);
    });
    it("docs/delivery.md names each switch of deployments/, and its edition", () => {
        const { config } = parse(read("deployments/Pulumi.yaml")) as {
            config: Record<string, { default?: unknown; description: string }>;
        };
        const switches = Object.entries(config).filter(([, declared]) => declared.default !== undefined);
        const rows = switches.map(
            ([key]) => new RegExp(`^\\| .${key}. \\|.*$`, "m").exec(read("docs/delivery.md"))?.[0] ?? key,
        );
        expect(rows.map((row) => /Enterprise, Business Critical/.test(row))).to.deep.equal(
            switches.map(([, { description }]) => /Enterprise and Business Critical/.test(description)),
        );
        expect(rows.filter((row) => !row.startsWith("|"))).to.deep.equal([]);
    });
    it("docs/how-it-works.md counts the resources of the dev stack as they are", async () => {
        const { resources } = await runStack("dev");
        const count = (type: RegExp) => resources.filter((resource) => type.test(resource.type)).length;
        const reported = (what: string) =>
            Number(new RegExp(`^\\| ${what} \\| (\\d+)`, "m").exec(read("docs/how-it-works.md"))?.[1]);
        expect([
            reported("EventBridge rule and target"),
            reported("IAM roles"),
            reported("CloudWatch alarms"),
            reported("SQS dead-letter queue"),
        ]).to.deep.equal([count(/:EventRule$/), count(/:Role$/), count(/:MetricAlarm$/), count(/:Queue$/)]);
    });
    it("docs/cost.md sums up what the guard costs as the report does", () => {
        const of = (stops: number, freeTier: boolean) =>
            `**${ownCostTotal({ guards: 1, stops, dashboards: false, freeTier }).toFixed(2)} USD**`;
        const difference = ownCostTotal({ guards: 1, stops: 1000, dashboards: false, freeTier: false }).minus("0.50");
        expect(read("docs/cost.md")).to.include(
            `| **Sum, with the free tier its own** | ${of(0, true).replace("0.00", "0")} | ${of(1000, true)} |`,
        );
        expect(read("docs/cost.md")).to.include(
            `| **Sum, with nothing free, without dashboard** | ${of(0, false)} | **${difference.toFixed(2)} USD** |`,
        );
    });
    it("docs/operations.md has a row for each alarm, and for each way in which a watch fails", () => {
        const operations = read("docs/operations.md");
        const definition = JSON.stringify(stopWorkflow(workflowArgs));
        const errors = [...definition.matchAll(/"error":"([A-Z]\w+)"/g)].map(([, error = ""]) => error);
        expect([...new Set(errors)].sort()).to.deep.equal([
            "InvalidRequest",
            "LookUpFailed",
            "NoticeNotSent",
            "SessionStillRunning",
            "StopDenied",
            "WorkflowFault",
        ]);
        const rows = [...errors, ...alarms.map(({ key }) => key)];
        expect(rows.filter((name) => !operations.includes(`\n| \`${name}\` |`))).to.deep.equal([]);
    });
    it("docs/operations.md makes the workflow's input of a dead letter", () => {
        const line = /^node -e '(.*)' > input\.json$/m.exec(read("docs/operations.md"))?.[1] ?? "";
        const place = { partition: "aws", region: "eu-west-1", account: "123456789012" };
        const record = createSessionRecord({ id: `it's "odd"` }, place, 0);
        const folder = mkdtempSync(join(tmpdir(), "message-"));
        try {
            const received = { Messages: [{ Body: JSON.stringify(envelope(record)), ReceiptHandle: "handle" }] };
            writeFileSync(join(folder, "message.json"), JSON.stringify(received));
            const input = execFileSync(process.execPath, ["-e", line], { cwd: folder, encoding: "utf8" });
            expect(JSON.parse(input)).to.deep.equal({
                request: record.requestParameters,
                response: record.responseElements,
                who: record.userIdentity,
                eventId: record.eventID,
                eventTime: "1970-01-01T00:00:00Z",
                region: "eu-west-1",
            });
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
    it("docs/proof.md counts each known gap, with its reason, and the deliberate breaks", () => {
        const rows = [...read("docs/proof.md").matchAll(/^\| `([\w-]+)` \| [\d,]+ \| (.*) \|$/gm)];
        expect(rows.map(([, name, why]) => ({ name, why }))).to.deep.equal(
            [...knownGaps, unheardAlarm].map(({ name, why }) => ({ name, why })),
        );
        expect(read("docs/proof.md")).to.include(`: ${breaks.length} deliberate breaks`);
    });
    it("README.md repeats three figures of docs/proof.md", () => {
        const figures = /of [\d,]+ simulated sessions \d+ missed, \d+ stopped wrongly, \d+ false alarms/i;
        const reported = ["README.md", "docs/proof.md"].map((page) => figures.exec(read(page))?.[0].toLowerCase());
        expect(reported[0]).to.be.a("string").and.equal(reported[1]);
    });
    it("docs/how-it-works.md says what the rule matches", () => {
        const { detail } = eventPattern({ account: "123456789012", region: "eu-west-1" });
        expect(read("docs/how-it-works.md")).to.include(
            `\`${detail.eventName.join()}\` of \`${detail.eventSource.join()}\`, without an \`errorCode\``,
        );
    });
});
