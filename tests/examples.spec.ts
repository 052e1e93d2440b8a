import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { schemaFile } from "../commands/docs/componentSchema";
import { runPulumi } from "../proof/simulator/program/program";

const examples = join(__dirname, "../examples");

interface Component {
    readonly inputProperties: Readonly<Record<string, { readonly type: string }>>;
    readonly requiredInputs: readonly string[];
    readonly properties: Readonly<Record<string, unknown>>;
}
interface YamlProgram {
    readonly resources: Readonly<
        Record<string, { readonly type: string; readonly properties: Record<string, unknown> }>
    >;
    readonly outputs: Readonly<Record<string, string>>;
}
const { resources: schema } = JSON.parse(readFileSync(schemaFile, "utf8")) as { resources: Record<string, Component> };
const example = parse(readFileSync(join(examples, "yaml/Pulumi.yaml"), "utf8")) as YamlProgram;

/** What the schema says against a program in YAML. */
function faults({ resources, outputs }: YamlProgram): string[] {
    const ofResources = Object.entries(resources).flatMap(([name, { type, properties }]) => {
        const component = schema[type];
        return component
            ? [
                  ...component.requiredInputs
                      .filter((key) => !(key in properties))
                      .map((key) => `${name} lacks ${key}`),
                  ...Object.entries(properties).flatMap(([key, value]) =>
                      component.inputProperties[key]?.type === typeof value
                          ? []
                          : [`${name} takes no ${key} ${String(value)}`],
                  ),
              ]
            : [`${name} is of no type ${type}`];
    });
    const ofOutputs = Object.values(outputs).filter((value) => {
        const [, name = "", property = ""] = /^\$\{(\w+)\.(\w+)\}$/.exec(value) ?? [];
        return !(property in (schema[resources[name]?.type ?? ""]?.properties ?? {}));
    });
    return [...ofResources, ...ofOutputs.map((value) => `no ${value}`)];
}

const lines = (file: string) =>
    readFileSync(join(examples, file), "utf8")
        .split("\n")
        .filter((line) => line.trim() !== "").length;

describe("examples", () => {
    it("YAML: fits the component's schema", () => {
        expect(faults(example)).to.deep.equal([]);
    });
    it("YAML: a program that does not fit would be found", () => {
        expect(
            faults({
                resources: {
                    guard: {
                        type: "glue-cost-control:index:GlueSessionGuard",
                        properties: { waitSecond: 5, enabled: "yes" },
                    },
                    other: { type: "glue-cost-control:index:Guard", properties: {} },
                },
                outputs: { url: "${guard.url}", fine: "${guard.ruleName}" },
            }),
        ).to.deep.equal([
            "guard lacks waitSeconds",
            "guard takes no waitSecond 5",
            "guard takes no enabled yes",
            "other is of no type glue-cost-control:index:Guard",
            "no ${guard.url}",
        ]);
    });
    it("TypeScript: builds a guard with a topic of the program's own", async () => {
        const { resources, outputs } = await runPulumi(
            // eslint-disable-next-line @typescript-eslint/no-require-imports -- it must run under the mocks
            () => require("../examples/typescript/index") as unknown,
            { stack: "dev", project: "glue-sessions", config: {} },
        );
        const machines = resources.filter(({ name }) => name.endsWith("-workflow-machine"));
        expect(machines.map(({ inputs }) => inputs.name)).to.deep.equal(["glue-sessions--dev--guard"]);
        const topic = resources.find(({ name }) => name === "glue-failures");
        expect(String(machines[0]?.inputs.definition)).to.include(`"TopicArn":"${String(topic?.outputs.arn)}"`);
        expect(outputs.stateMachineUrl).to.match(/stateMachine:glue-sessions--dev--guard$/);
    });
    it("are a dozen lines each", () => {
        expect(lines("yaml/Pulumi.yaml")).to.be.at.most(15);
        expect(lines("typescript/index.ts")).to.be.at.most(12);
    });
});
