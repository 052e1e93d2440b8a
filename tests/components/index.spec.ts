import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { componentSchema, schemaFile } from "../../commands/docs/componentSchema";
import { importGraph } from "../support/importGraph";

const home = join(__dirname, "../..");
const read = (file: string): string => readFileSync(join(home, file), "utf8");

interface Package {
    readonly name: string;
    readonly version: string;
    readonly main: string;
    readonly engines: object;
    readonly license: string;
    readonly allowScripts: object;
    readonly dependencies: Readonly<Record<string, string>>;
}
const packageOf = (file: string) => JSON.parse(read(file)) as Package;

interface Property {
    readonly description?: string;
}
interface Component {
    readonly description: string;
    readonly inputProperties: Record<string, Property>;
    readonly requiredInputs: string[];
    readonly properties: Record<string, Property>;
}

describe("the component in every language", function () {
    // One run of the analyzer, which type-checks the component.
    this.timeout(120_000);
    let text: string;
    let resources: Record<string, Component>;
    before(async () => {
        text = await componentSchema();
        ({ resources } = JSON.parse(text) as { resources: Record<string, Component> });
    });
    const guard = () => resources["glue-cost-control:index:GlueSessionGuard"] as Component;

    it("has the schema that is on file (npm run docs)", () => {
        expect(text).to.equal(readFileSync(schemaFile, "utf8"));
    });
    it("is one component, and shows what it registers as its outputs", () => {
        expect(Object.keys(resources)).to.deep.equal(["glue-cost-control:index:GlueSessionGuard"]);
        expect(Object.keys(guard().properties)).to.deep.equal([
            "stateMachineArn",
            "stateMachineUrl",
            "logGroupName",
            "ruleName",
            "ruleArn",
            "deadLetterQueueUrl",
            "successTopicArn",
            "failureTopicArn",
        ]);
    });
    it("takes every setting of a stack, and the region", () => {
        const { config } = parse(read("Pulumi.yaml")) as { config: object };
        const settings = Object.keys(config);
        expect(Object.keys(guard().inputProperties).sort()).to.deep.equal([...settings, "region"].sort());
        expect(guard().requiredInputs).to.deep.equal(["waitSeconds"]);
    });
    it("describes itself, and each input and output, in a whole sentence", () => {
        const { description, inputProperties, properties } = guard();
        expect(description).to.match(/^Watches every Glue interactive session/);
        const bare = Object.entries({ ...inputProperties, ...properties }).filter(
            ([, property]) => !/^[A-Z][^]{10,}[.;]/.test(property.description ?? ""),
        );
        expect(bare.map(([name]) => name)).to.deep.equal([]);
    });
});

describe("components/ as a plugin", () => {
    const [whole, plugin] = [packageOf("package.json"), packageOf("components/package.json")];
    it("is the same package in the same version, as the resource's type says", () => {
        const { name, version, main, engines, license, allowScripts } = plugin;
        expect({ name, version, main, engines, license, allowScripts }).to.deep.equal({
            name: "glue-cost-control",
            version: whole.version,
            main: whole.main,
            engines: whole.engines,
            license: whole.license,
            allowScripts: whole.allowScripts,
        });
        expect(parse(read("components/PulumiPlugin.yaml"))).to.deep.equal({ runtime: "nodejs" });
        expect(read("components/.npmrc")).to.equal(read(".npmrc"));
    });
    it("depends on all that it and the model import", () => {
        const imported = [...importGraph("components/index.ts").values()].flat();
        const packages = imported.map((name) =>
            name
                .split("/")
                .slice(0, name.startsWith("@") ? 2 : 1)
                .join("/"),
        );
        expect(packages.filter((name) => !name.startsWith("node:") && !(name in plugin.dependencies))).to.deep.equal(
            [],
        );
        expect(packages).to.include.members(["@pulumi/aws", "@pulumi/awsx", "@pulumi/pulumi"]);
    });
    it("takes these in the program's versions", () => {
        const needed = whole.dependencies;
        expect(plugin.dependencies).to.deep.equal(needed);
        const { packages } = JSON.parse(read("components/package-lock.json")) as {
            packages: Record<string, { version: string }>;
        };
        for (const [name, version] of Object.entries(needed)) {
            expect(packages[`node_modules/${name}`]?.version, name).to.equal(version);
        }
    });
    it("is compiled as the program is, but for types that only tests have", () => {
        const options = (file: string) => (JSON.parse(read(file)) as { compilerOptions: object }).compilerOptions;
        expect(options("components/tsconfig.json")).to.deep.equal({ ...options("tsconfig.json"), types: ["node"] });
    });
});
