import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Project } from "../../../proof/e2e/project";
import { home } from "../../../deployments/stack/stack";

/** On a CLI that only prints what a test wants it to: the e2e itself runs the real one. */
describe("Project", () => {
    let folder: string;
    let project: Project;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "fake-cli-"));
        project = new Project(join(folder, "pulumi"), "dev", { aws: 1, awsx: 2 });
    });
    afterEach(() => {
        project.remove();
        rmSync(folder, { recursive: true });
    });
    const cli = (script: string) => writeFileSync(join(folder, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const events = (...all: object[]) =>
        cli(`cat <<'END'\nnot an event\n${all.map((event) => JSON.stringify(event)).join("\n")}\nEND`);
    const event = (op: string, type: string, name: string, diffs?: string[]) => ({
        resourcePreEvent: { metadata: { op, urn: `urn:pulumi:dev::p::a$${type}::${name}`, type, diffs } },
    });

    it("tells what the engine did, a replacement as one change, and not what stayed the same", async () => {
        events(
            event("update", "pulumi:pulumi:Stack", "glue-cost-control-dev"),
            event("same", "aws:sns/topic:Topic", "kept"),
            event("create", "aws:iam/role:Role", "role"),
            event("create", "glue-cost-control:index:GuardRole", "role"),
            event("update", "aws:sfn/stateMachine:StateMachine", "machine", ["definition", "roleArn"]),
            event("create-replacement", "aws:sns/topic:Topic", "replaced", ["name"]),
            event("replace", "aws:sns/topic:Topic", "replaced", ["name"]),
            event("delete-replaced", "aws:sns/topic:Topic", "replaced"),
            { diagnosticEvent: { severity: "debug", message: "x" } },
            { diagnosticEvent: { severity: "warning", message: "nobody is subscribed\n" } },
        );
        expect(await project.step("up")).to.deep.equal({
            succeeded: true,
            changes: {
                "Role role": "create",
                "GuardRole role": "create",
                "StateMachine machine": "update definition roleArn",
                "Topic replaced": "replace name",
            },
            messages: ["nobody is subscribed"],
        });
    });
    it("tells what a refresh found, which the engine knows only at its end", async () => {
        const { metadata } = event("update", "aws:sns/topic:Topic", "changed", ["tagsAll"]).resourcePreEvent;
        events(event("refresh", "aws:sns/topic:Topic", "changed"), { resOutputsEvent: { metadata } });
        expect((await project.step("refresh")).changes).to.deep.equal({ "Topic changed": "update tagsAll" });
    });
    it("tells that a step failed", async () => {
        cli("echo no >&2; exit 255");
        expect(await project.step("up")).to.deep.equal({ succeeded: false, changes: {}, messages: [] });
    });
    it("throws with what the CLI printed where it must not fail", async () => {
        cli("echo out; echo error >&2; exit 3");
        const error = await project.must("stack", "export").catch((error: unknown) => error);
        expect((error as Error).message).to.equal("pulumi stack export ended with status 3:\nout\nerror\n");
    });
    it("runs in a copy, with a state of its own, and with nothing of the developer's shell", async () => {
        process.env.AWS_SECRET_ACCESS_KEY = "secret";
        process.env.PULUMI_ACCESS_TOKEN = "secret";
        cli("pwd; env | grep -E '^(AWS|PULUMI)_' | sort");
        const output = await project.must("whatever").finally(() => {
            delete process.env.AWS_SECRET_ACCESS_KEY;
            delete process.env.PULUMI_ACCESS_TOKEN;
        });
        const [place = "", ...environment] = output.trim().split("\n");
        const at = place.replace(/program$/, "");
        expect(environment).to.deep.equal([
            `PULUMI_BACKEND_URL=file://${at}state`,
            "PULUMI_CONFIG_PASSPHRASE=e2e",
            "PULUMI_DEBUG_PROVIDERS=aws:1,awsx:2",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
            "PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true",
            `PULUMI_HOME=${at}home`,
            "PULUMI_NODEJS_TRANSPILE_ONLY=true",
            "PULUMI_SKIP_UPDATE_CHECK=true",
        ]);
        expect(readdirSync(place)).to.include.members(["index.ts", "model", "components", "node_modules"]);
    });
    it("edits the copy alone, and refuses an edit of what is not there", () => {
        const before = readFileSync(join(home, "index.ts"), "utf8");
        project.edit("index.ts", "sessions", "others");
        expect(project.read("index.ts")).to.equal(before.replaceAll("sessions", "others"));
        expect(readFileSync(join(home, "index.ts"), "utf8")).to.equal(before);
        expect(() => project.edit("index.ts", "sessions", "x")).to.throw(
            "index.ts does not hold the text that the e2e edits: sessions",
        );
    });
});
