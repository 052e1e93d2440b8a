/** The parts of the documents that repeat what the code says: `npm run docs` writes them, and a test compares. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promises } from "../../proof/fuzz/promises/promises";
import { alarms } from "../../model/monitoring/alarms";
import { lateSettings, settingKeys, settingsTable } from "../../model/settings/settings";
import { stopWorkflow } from "../../model/workflow/stopWorkflow";
import { scenarios } from "../../proof/simulator/scenarios/scenarios";
import { componentSchema, schemaFile } from "./componentSchema";
import { limitsExample } from "./limitsExample";
import { licencesTable } from "./licences";
import { noticeExamples } from "./noticeExamples";
import { stateDiagram } from "./stateDiagram";

const home = join(__dirname, "../..");

/** Each row begins with a name in the code. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    return [
        line(head),
        `|${"---|".repeat(head.length)}`,
        ...rows.map(([name = "", ...rest]) => line([`\`${name}\``, ...rest])),
    ].join("\n");
}

function settingsRows(): string {
    const rows = Object.entries(settingsTable).map(([key, { type, default: value, meaning }]) => [
        key,
        type,
        value === "" ? "empty" : typeof value === "object" ? "none" : String(value),
        meaning,
    ]);
    return table(["setting", "type", "default", "what it is"], rows);
}

/** One command for each setting. */
function settingCommands(): string {
    const lines = settingKeys.flatMap((key) => {
        const { example, hint, paths } = settingsTable[key];
        return paths
            ? Object.entries(paths).map(([path, value]) => `npx pulumi config set --path '${path}' ${value}`)
            : [
                  `npx pulumi config set ${key} ${/ /.test(example) ? `"${example}"` : example}${hint ? `   # ${hint}` : ""}`,
              ];
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
    sweepHours: 6,
});

/** The layers of `.dependency-cruiser.cjs`, whose rules are named by what they say. */
function importsTable(): string {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a configuration file is no module of TypeScript
    const { forbidden } = require(join(home, ".dependency-cruiser.cjs")) as { forbidden: readonly { name: string }[] };
    const names = forbidden.map(({ name }) => name);
    const rows = names.flatMap((name) => {
        const [, layer = "", imports] = /^(\S+) imports only (.*)$/.exec(name) ?? [];
        const may = (what: string) => (names.includes(`${layer} imports nothing of ${what}`) ? "no" : "yes");
        return imports === undefined ? [] : [[layer, imports, may("Node"), may("Pulumi")]];
    });
    return table(["what", "imports of this repository", "Node", "Pulumi"], rows);
}

/** What stands between `<!-- name -->` and `<!-- end -->` in a document. */
const parts: Readonly<Record<string, () => string | Promise<string>>> = {
    settings: settingsRows,
    commands: settingCommands,
    encrypted: () =>
        `\`npx pulumi config set --secret\` encrypts ${lateSettings.map((key) => `\`${key}\``).join(", ")}.`,
    licences: () => licencesTable("package-lock.json"),
    "state diagram": () => `\`\`\`mermaid\n${stateDiagram(workflow)}\n\`\`\``,
    alarms: () =>
        table(
            ["alarm", "what it means", "what to do first"],
            alarms.map(({ key, meaning, firstStep }) => [key, meaning, firstStep]),
        ),
    "limits example": limitsExample,
    notices: noticeExamples,
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
    "docs/limits.md",
    "docs/notices.md",
    "docs/operations.md",
    "docs/proof.md",
];

const part = /(<!-- (.*) -->\n)[^]*?(<!-- end -->)/g;

/** A document with its parts as the code has them now. */
export async function upToDate(document: string): Promise<string> {
    const text = readFileSync(join(home, document), "utf8");
    const written = new Map<string, string>();
    for (const [, , name = ""] of text.matchAll(part)) {
        written.set(name, (await parts[name]?.()) ?? `no part "${name}"`);
    }
    return text.replace(
        part,
        (_, start: string, name: string, end: string) => `${start}\n${written.get(name) ?? ""}\n${end}`,
    );
}

async function updateAll(): Promise<void> {
    for (const document of documents) {
        writeFileSync(join(home, document), await upToDate(document));
    }
    writeFileSync(schemaFile, await componentSchema());
}

if (require.main === module) {
    void updateAll();
}
