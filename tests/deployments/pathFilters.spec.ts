import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { minimatch } from "minimatch";
import { pathFilters } from "../../deployments/pathFilters";
import { importGraph } from "../support/importGraph";

const home = join(__dirname, "../..");

/** Pulumi's rule: one include matches, and no exclude does. */
function deploys(stack: string, path: string): boolean {
    const filters = pathFilters(stack);
    const matches = (glob: string) => minimatch(path, glob, { dot: true });
    return (
        filters.some((filter) => !filter.startsWith("!") && matches(filter)) &&
        !filters.some((filter) => filter.startsWith("!") && matches(filter.slice(1)))
    );
}

/** Every file of the project. */
const files = readdirSync(home, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && name !== ".git")
    .flatMap((entry) =>
        entry.isDirectory()
            ? readdirSync(join(home, entry.name), { recursive: true, encoding: "utf8" }).map((file) =>
                  join(entry.name, file),
              )
            : [entry.name],
    )
    .filter((file) => statSync(join(home, file)).isFile());

describe("pathFilters", () => {
    for (const stack of ["dev", "prod", "pr"]) {
        it(`deploys ${stack} for what can change it, and for nothing else`, () => {
            expect(files.filter((file) => deploys(stack, file)).sort()).to.deep.equal(
                [
                    ...importGraph("index.ts").keys(),
                    ".npmrc",
                    "Pulumi.README.md",
                    `Pulumi.${stack}.yaml`,
                    "Pulumi.yaml",
                    // Node asks it where the folder's entry point is, and which kind of modules it holds.
                    "components/package.json",
                    "package-lock.json",
                    "package.json",
                    "tsconfig.json",
                ].sort(),
            );
        });
    }
    it("deploys for a file that is new in model or components", () => {
        expect(deploys("prod", "model/later.ts")).to.equal(true);
        expect(deploys("prod", "components/later/part.ts")).to.equal(true);
    });
    it("does not deploy for documents, tests, other programs and other stacks", () => {
        for (const path of [
            "README.md",
            "docs/operations.md",
            "tests/index.spec.ts",
            "proof/simulator/aws/cloud.ts",
            "commands/report/main.ts",
            "deployments/index.ts",
            "Pulumi.dev.yaml",
            ".github/workflows/check.yml",
        ]) {
            expect(deploys("prod", path), path).to.equal(false);
        }
    });
    it("excludes only what exists", () => {
        const excluded = pathFilters("dev").flatMap((filter) => (filter.startsWith("!") ? [filter.slice(1)] : []));
        expect(excluded.filter((path) => !files.includes(path))).to.deep.equal([]);
    });
});
