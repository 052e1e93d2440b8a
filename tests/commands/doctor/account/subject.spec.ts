import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readSubject } from "../../../../commands/doctor/account/subject";
import { InputError } from "../../../../deployments/input/inputError";
import { now, stateFile } from "../../../support/healthyAccount";

const folder = mkdtempSync(join(tmpdir(), "doctor-"));

async function problem(reading: Promise<unknown>): Promise<string> {
    try {
        await reading;
    } catch (error) {
        expect(error).to.be.instanceOf(InputError);
        return (error as Error).message;
    }
    return "no problem";
}

describe("readSubject", () => {
    const path = process.env.PATH;
    afterEach(() => {
        process.env.PATH = path;
    });

    it("says so where there is no Pulumi CLI, and where it refuses", async () => {
        process.env.PATH = folder;
        const fix = "Fix: run it where you deploy, and hand in what it prints with --state FILE.";
        expect(await problem(readSubject("prod", { now }))).to.equal(
            "`pulumi stack export --stack prod` does not answer: there is no Pulumi CLI here. " + fix,
        );
        writeFileSync(join(folder, "pulumi"), "#!/bin/sh\necho 'error: no stack named prod found' >&2\nexit 255\n", {
            mode: 0o755,
        });
        expect(await problem(readSubject("prod", { now }))).to.equal(
            "`pulumi stack export --stack prod` does not answer: error: no stack named prod found. " + fix,
        );
    });

    it("asks the CLI for the state where no file is given", async () => {
        process.env.PATH = `${folder}:${String(path)}`;
        writeFileSync(
            join(folder, "pulumi"),
            `#!/bin/sh\n[ "$*" = "stack export --stack prod" ] && cat ${stateFile}\n`,
            {
                mode: 0o755,
            },
        );
        expect((await readSubject("prod", { now })).guard).to.equal("glue-cost-control--prod--sessions");
    });

    it("refuses the state of another stack, and one of another version of the project", async () => {
        expect(await problem(readSubject("dev", { state: stateFile, now }))).to.equal(
            "The state is of stack prod, not of dev. Fix: export that of dev.",
        );
        const older = join(folder, "older.json");
        writeFileSync(older, readFileSync(stateFile, "utf8").replaceAll('"STANDARD"', '"OTHER"'));
        expect(await problem(readSubject("prod", { state: older, now }))).to.match(
            /^The guard of stack prod was deployed by another version of this project/,
        );
    });

    it("knows the guard by the state, and region and account by state and settings", async () => {
        const subject = await readSubject("prod", { state: stateFile, now });
        expect(subject.guard).to.equal("glue-cost-control--prod--sessions");
        expect(subject.program.place).to.deep.equal({
            partition: "aws",
            region: "eu-west-1",
            account: "123456789012",
        });
        expect(subject.settingsRegion).to.deep.equal({ region: "eu-west-1", from: "aws:region of Pulumi.prod.yaml" });
        expect(subject.limits.map(({ name }) => name)).to.deep.equal(["pipelines", "kept on purpose", "data previews"]);
    });
});
