import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { stopWorkflow } from "../model/stopWorkflow";
import { stories } from "../simulator/stories";
import { componentSchema, schemaFile } from "./componentSchema";
import { stateDiagram } from "./stateDiagram";

/** The parts of the documents that repeat what the code says: `npm run docs` writes them, and a test compares. */
const home = join(__dirname, "..");

interface Declared {
    readonly type: string;
    readonly default: unknown;
    readonly description: string;
}

function settingsTable(): string {
    const { config } = parse(readFileSync(join(home, "Pulumi.yaml"), "utf8")) as { config: Record<string, Declared> };
    const rows = Object.entries(config).map(([key, { type, default: value, description }]) => {
        const fallback = value === "" ? "empty" : String(value);
        return `| \`${key}\` | ${type} | ${fallback} | ${description} |`;
    });
    return ["| setting | type | default | what it is |", "|---|---|---|---|", ...rows].join("\n");
}

const workflow = stopWorkflow({
    partition: "aws",
    region: "eu-west-1",
    account: "123456789012",
    guard: "guard",
    waitSeconds: 1800,
    successTopicArn: "success",
    failureTopicArn: "failure",
    publishMetrics: true,
});

/** What stands between `<!-- name -->` and `<!-- end -->` in a document. */
const parts: Readonly<Record<string, () => string>> = {
    settings: settingsTable,
    "state diagram": () => `\`\`\`mermaid\n${stateDiagram(workflow)}\n\`\`\``,
    stories: () =>
        [
            "| story | what it shows |",
            "|---|---|",
            ...stories.map(({ name, title }) => `| \`${name}\` | ${title} |`),
        ].join("\n"),
};

/** Documents with such parts. */
export const documents = ["README.md", "docs/how-it-works.md"];

/** A document with its parts as the code has them now. */
export function upToDate(document: string): string {
    return readFileSync(join(home, document), "utf8").replace(
        /(<!-- (.*) -->\n)[^]*?(<!-- end -->)/g,
        (_, start: string, name: string, end: string) => `${start}\n${parts[name]?.() ?? `no part "${name}"`}\n${end}`,
    );
}

if (require.main === module) {
    for (const document of documents) {
        writeFileSync(join(home, document), upToDate(document));
    }
    void componentSchema().then((schema) => writeFileSync(schemaFile, schema));
}
