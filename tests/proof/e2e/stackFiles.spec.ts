import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readStack } from "../../../deployments/stack/stack";
import { forms } from "../../../proof/e2e/stackFiles";

describe("forms", () => {
    it("are more than twenty, each with a name of its own", () => {
        expect(new Set(forms.map(({ name }) => name)).size)
            .to.equal(forms.length)
            .and.to.be.greaterThan(20);
    });
    for (const { name, stack, project = "", folder = "." } of forms) {
        it(`${name}: the reader takes it`, () => {
            const home = mkdtempSync(join(tmpdir(), "forms-spec-"));
            try {
                mkdirSync(join(home, folder), { recursive: true });
                writeFileSync(join(home, "Pulumi.yaml"), `name: forms\nruntime: nodejs\n${project}`);
                writeFileSync(join(home, folder, "Pulumi.dev.yaml"), stack);
                const { config } = readStack("dev", undefined, home);
                expect(Object.values(config).every((value) => typeof value === "string")).to.equal(true);
                expect(Object.keys(config)).not.to.deep.equal([]);
            } finally {
                rmSync(home, { recursive: true });
            }
        });
    }
});
