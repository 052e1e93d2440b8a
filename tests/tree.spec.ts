import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import ts from "typescript";

const home = join(__dirname, "..");
const read = (file: string): string => readFileSync(join(home, file), "utf8");
const files = (folder: string): string[] =>
    readdirSync(join(home, folder), { recursive: true, encoding: "utf8" })
        .map((file) => join(folder, file))
        .filter((file) => !file.includes("node_modules"));
const sources = ["model", "components", "commands", "deployments", "proof"]
    .flatMap(files)
    .filter((file) => file.endsWith(".ts"));
const tests = files("tests").filter((file) => file.endsWith(".ts"));
const pages = [...readdirSync(home), ...files("docs")].filter((file) => file.endsWith(".md"));

/** The folders from which one comes to a folder again by following imports; a folder inside another is one of its own. */
function circles(): string[] {
    const imports = new Map<string, Set<string>>();
    for (const file of sources) {
        const folder = dirname(file);
        for (const { fileName } of ts.preProcessFile(read(file)).importedFiles) {
            const other = dirname(join(folder, fileName));
            if (fileName.startsWith(".") && other !== folder) {
                imports.set(folder, (imports.get(folder) ?? new Set()).add(other));
            }
        }
    }
    const reached = (folder: string, found = new Set<string>()): Set<string> => {
        for (const other of [...(imports.get(folder) ?? [])].filter((other) => !found.has(other))) {
            reached(other, found.add(other));
        }
        return found;
    };
    return [...imports.keys()].filter((folder) => reached(folder).has(folder));
}

describe("tree", () => {
    it("has no folder with more than a dozen source files", () => {
        const sizes = new Map<string, number>();
        for (const file of [...sources, ...tests]) {
            sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
        }
        expect([...sizes].filter(([, size]) => size > 12)).to.deep.equal([]);
    });
    it("has no circle of folders, not even of a folder with one inside it, which lint lets pass", () => {
        expect(circles()).to.deep.equal([]);
    });
    it("is mirrored by the tests: no spec without its source", () => {
        const whole = ["config", "dependencies", "examples", "index", "tree", "workflows", "commands/docs/documents"];
        const orphans = tests
            .filter(
                (file) => file.endsWith(".spec.ts") && !whole.includes(file.slice("tests/".length, -".spec.ts".length)),
            )
            .filter((file) => !sources.includes(file.slice("tests/".length).replace(".spec.ts", ".ts")));
        expect(orphans).to.deep.equal([]);
    });
    it("has every path that a document or a comment names", () => {
        const tops = "model|components|commands|deployments|proof|tests|docs|examples";
        const path = new RegExp(`(?<![\\w./-])(?:${tops})/[\\w./-]*\\.(?:ts|md|json|yaml|svg|png|csv)\\b`, "g");
        const missing = [...pages, ...sources].flatMap((file) =>
            [...read(file).matchAll(path)]
                .filter(([named]) => !existsSync(join(home, named)))
                .map(([named]) => `${file}: ${named}`),
        );
        expect(missing).to.deep.equal([]);
    });
    it("uses no word that only we would understand, in names, code and documents", () => {
        const own = new RegExp(
            "theatre|rehears|campaign|\\b(told|cures?|stor(y|ies)|scenes?|stages?|endings|holes?|by chance|" +
                "performances?(?!\\.now)|mend(s|ed|ing)?|faults? of (the |a )?settings?)\\b",
            "i",
        );
        const stacks = readdirSync(home).filter((file) => /\.(ya?ml|cjs|mjs)$/.test(file));
        const texts = [...pages, ...sources, ...tests, ...stacks].filter((file) => file !== "tests/tree.spec.ts");
        expect(texts.length).to.be.greaterThan(250);
        const found = texts.flatMap((file) => own.exec(`${file}\n${read(file)}`)?.[0] ?? []);
        expect(found).to.deep.equal([]);
    });
});
