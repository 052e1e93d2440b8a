import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { InputError } from "../../../deployments/input/inputError";
import { readStack, regionOf, requirePlain, type Stack } from "../../../deployments/stack/stack";

describe("readStack", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "stack-"));
        writeFileSync(join(folder, "Pulumi.yaml"), "name: guard\nconfig: {waitSeconds: 1800}\n");
        writeFileSync(join(folder, "Pulumi.dev.yaml"), "\ufeffconfig:\r\n  waitSeconds: 30\r\n");
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });
    const read = (name: string) => readStack(name, undefined, folder);

    for (const [name, message] of [
        ["prod", 'There is no stack "prod"; the nearest is "dev". Stacks are the files Pulumi.<stack>.yaml.'],
        ["acme/other/dev", "Stack acme/other/dev belongs to the project other, but Pulumi.yaml is of guard."],
        ["a/b/c/d", '"a/b/c/d" is no name of a stack.'],
        ["acme/", '"acme/" is no name of a stack.'],
    ] as const) {
        it(`refuses ${name}`, () => {
            expect(() => read(name)).to.throw(InputError, message);
        });
    }
    for (const name of ["dev", "acme/dev", "acme/guard/dev"]) {
        it(`reads ${name}`, () => {
            expect(read(name)).to.deep.equal({
                name: "dev",
                project: "guard",
                source: "Pulumi.dev.yaml",
                config: { "guard:waitSeconds": "30" },
                encrypted: [],
            });
        });
    }
    it("reads a stack file from stackConfigDir, in UTF-16 as PowerShell writes it", () => {
        writeFileSync(join(folder, "Pulumi.yaml"), "name: guard\nstackConfigDir: stacks\n");
        mkdirSync(join(folder, "stacks"));
        writeFileSync(join(folder, "stacks/Pulumi.dev.yaml"), "\ufeffconfig: {waitSeconds: 60}\r\n", "utf16le");
        expect(read("dev").config).to.deep.equal({ "guard:waitSeconds": "60" });
    });
    it("takes what the CLI printed instead of files", () => {
        const text = '{"guard:waitSeconds": {"value": "45", "secret": false}}';
        expect(readStack("prod", { text, source: "config.json" }, folder)).to.deep.equal({
            name: "prod",
            project: "guard",
            source: "config.json",
            config: { "guard:waitSeconds": "45" },
            encrypted: [],
        });
    });
});

describe("requirePlain", () => {
    const stack: Stack = {
        name: "prod",
        project: "guard",
        source: "Pulumi.prod.yaml",
        config: {},
        encrypted: ["aws:secretKey", "guard:topicKeyArn"],
    };
    it("refuses an encrypted value that is needed, and says how to get it", () => {
        expect(() => {
            requirePlain(stack, (key) => key.startsWith("guard:"));
        }).to.throw(
            InputError,
            "Pulumi.prod.yaml encrypts guard:topicKeyArn, which only the Pulumi CLI can read. Fix: `pulumi config " +
                "--json --show-secrets --stack prod > config.json`, then add `--config config.json`.",
        );
    });
    it("leaves others alone", () => {
        requirePlain(stack, (key) => key === "guard:waitSeconds");
    });
});

describe("regionOf", () => {
    const from = (region: string | undefined, environment: NodeJS.ProcessEnv) =>
        regionOf(
            { source: "Pulumi.dev.yaml", config: region === undefined ? {} : { "aws:region": region } },
            environment,
        );
    it("takes the stack's, else AWS_REGION, else AWS_DEFAULT_REGION, and passes over empty ones", () => {
        const all = { AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-west-2" };
        expect([
            from("eu-west-1", all),
            from("", all),
            from(undefined, all),
            from(undefined, { ...all, AWS_REGION: "" }),
            from(undefined, {}),
        ]).to.deep.equal([
            { region: "eu-west-1", from: "aws:region of Pulumi.dev.yaml" },
            { region: "us-east-1", from: "AWS_REGION" },
            { region: "us-east-1", from: "AWS_REGION" },
            { region: "us-west-2", from: "AWS_DEFAULT_REGION" },
            undefined,
        ]);
    });
});
