import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { version } from "pulumi/package.json";
import { findCli } from "../../../proof/e2e/cli";

describe("findCli", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "cli-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });
    const put = (mode: number, ...path: string[]): string => {
        const into = join(folder, ...path);
        mkdirSync(into, { recursive: true });
        writeFileSync(join(into, "pulumi"), "", { mode });
        return into;
    };
    const home = () => join(folder, "home");

    it("finds none where there is none", () => {
        expect(findCli({ PULUMI_HOME: home(), PATH: folder })).to.equal(undefined);
        expect(findCli({ PULUMI_HOME: home() })).to.equal(undefined);
    });
    it("passes over the npm package, which would download one, and what cannot be run", () => {
        const PATH = [put(0o755, "node_modules", ".bin"), put(0o644, "bin")].join(delimiter);
        expect(findCli({ PULUMI_HOME: home(), PATH })).to.equal(undefined);
    });
    it("finds it on the PATH", () => {
        const PATH = [folder, put(0o755, "bin")].join(delimiter);
        expect(findCli({ PULUMI_HOME: home(), PATH })).to.equal(join(folder, "bin", "pulumi"));
    });
    it("prefers the version that package.json names, where npx keeps it", () => {
        const kept = put(0o755, "home", "versions", version, "bin");
        expect(findCli({ PULUMI_HOME: home(), PATH: put(0o755, "bin") })).to.equal(join(kept, "pulumi"));
    });
});
