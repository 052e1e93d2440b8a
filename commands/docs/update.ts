import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { promises } from "../../proof/fuzz/promises/promises";
import { alarms } from "../../model/monitoring/alarms";
import { stopWorkflow } from "../../model/workflow/stopWorkflow";
import { scenarios } from "../../proof/simulator/scenarios/scenarios";
import { componentSchema, schemaFile } from "./componentSchema";
import { licencesTable } from "./licences";
import { stateDiagram } from "./stateDiagram";

/** The parts of the documents that repeat what the code says: `npm run docs` writes them, and a test compares. */
const home = join(__dirname, "../..");

interface Declared {
    readonly type: string;
    readonly default: unknown;
    readonly description: string;
}

function declaredSettings(): Record<string, Declared> {
    return (parse(readFileSync(join(home, "Pulumi.yaml"), "utf8")) as { config: Record<string, Declared> }).config;
}

/** Each row begins with a name in the code. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    return [
        line(head),
        `|${"---|".repeat(head.length)}`,
        ...rows.map(([name = "", ...rest]) => line([`\`${name}\``, ...rest])),
    ].join("\n");
}

function settingsTable(): string {
    const rows = Object.entries(declaredSettings()).map(([key, { type, default: value, description }]) => [
        key,
        type,
        value === "" ? "empty" : String(value),
        description,
    ]);
    return table(["setting", "type", "default", "what it is"], rows);
}

/** A value for each setting, and what to mind. */
const examples: Readonly<Record<string, readonly [value: string, hint?: string]>> = {
    waitSeconds: ["3600"],
    successTopicArn: ["arn:aws:sns:eu-west-1:123456789012:sessions-stopped"],
    failureTopicArn: ["arn:aws:sns:eu-west-1:123456789012:sessions-failed"],
    notificationEmail: ["you@example.com", "only while the stack creates a topic"],
    logRetentionDays: ["90"],
    logExecutionData: ["false"],
    enabled: ["false"],
    topicKeyArn: ["arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd", "only with an adopted topic"],
    permissionsBoundaryArn: ["arn:aws:iam::123456789012:policy/boundary"],
    createTrail: ["true"],
    dpuHourUsd: ["0.396"],
    publishMetrics: ["false"],
    createDashboard: ["true"],
};

/** One command for each setting, in the order of `Pulumi.yaml`. */
function settingCommands(): string {
    const lines = Object.keys(declaredSettings()).map((key) => {
        const [value, hint] = examples[key] ?? ["?"];
        return `npx pulumi config set ${key} ${value}${hint ? `   # ${hint}` : ""}`;
    });
    return ["```sh", ...lines, "```"].join("\n");
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

/** The floors of `.dependency-cruiser.cjs`, whose rules are named by what they say. */
function importsTable(): string {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a configuration file is no module of TypeScript
    const { forbidden } = require(join(home, ".dependency-cruiser.cjs")) as { forbidden: readonly { name: string }[] };
    const names = forbidden.map(({ name }) => name);
    const rows = names.flatMap((name) => {
        const [, floor = "", imports] = /^(\S+) imports only (.*)$/.exec(name) ?? [];
        const may = (what: string) => (names.includes(`${floor} imports nothing of ${what}`) ? "no" : "yes");
        return imports === undefined ? [] : [[floor, imports, may("Node"), may("Pulumi")]];
    });
    return table(["what", "imports of this repository", "Node", "Pulumi"], rows);
}

/** What stands between `<!-- name -->` and `<!-- end -->` in a document. */
const parts: Readonly<Record<string, () => string>> = {
    settings: settingsTable,
    commands: settingCommands,
    licences: () => licencesTable("package-lock.json"),
    "state diagram": () => `\`\`\`mermaid\n${stateDiagram(workflow)}\n\`\`\``,
    alarms: () =>
        table(
            ["alarm", "what it means", "what to do first"],
            alarms.map(({ key, meaning, firstStep }) => [key, meaning, firstStep]),
        ),
    imports: importsTable,
    promises: () =>
        table(
            ["check", "what must hold after every world"],
            Object.entries(promises).map(([name, { title }]) => [name, title]),
        ),
    scenarios: () =>
        table(
            ["scenario", "what it shows"],
            scenarios.map(({ name, title }) => [name, title]),
        ),
};

/** Documents with such parts. */
export const documents = [
    "README.md",
    "docs/settings.md",
    "docs/decisions.md",
    "docs/delivery.md",
    "docs/how-it-works.md",
    "docs/licences.md",
    "docs/operations.md",
    "docs/proof.md",
];

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
