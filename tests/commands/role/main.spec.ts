import { expect } from "chai";
import { main } from "../../../commands/role/main";

describe("npm run role", () => {
    for (const [args, text] of [
        [["--stack", "prod"], "Name a stack, and one of --pulumi, --github and --boundary."],
        [["--pulumi", "acme"], "Name a stack, and one of --pulumi, --github and --boundary."],
        [
            ["--stack", "prod", "--pulumi", "acme", "--github", "a/b"],
            "Name a stack, and one of --pulumi, --github and --boundary.",
        ],
        [["--stack", "prod", "--github", "acme"], '--github is "acme", but must be <owner>/<name>.'],
        [
            ["--stack", "prd", "--github", "acme/glue"],
            'There is no row for the stack "prd"; the nearest is "prod". Add a line to deployments/stacks.ts.',
        ],
        [["--stack", "prod", "--pulumi", "*"], '--pulumi is "*", but must be the name of an organization.'],
        [["--stak", "prod"], "Unknown option '--stak'"],
    ] as const) {
        it(`refuses ${args.join(" ")}`, async () => {
            const { text: printed, status } = await main(args);
            expect(status).to.equal(2);
            expect(printed.startsWith(text), printed).to.equal(true);
        });
    }
    it("prints one role for Pulumi, two for GitHub, and the boundary, as JSON that AWS takes", async () => {
        const print = async (...args: string[]) => {
            const { text, status } = await main(["--stack", "prod", ...args]);
            expect(status).to.equal(0);
            return JSON.parse(text) as object;
        };
        expect(await print("--pulumi", "acme")).to.have.all.keys("trust", "permissions");
        expect(await print("--github", "acme/glue")).to.have.all.keys("up", "preview");
        expect(await print("--boundary")).to.have.all.keys("Version", "Statement");
    });
    it("warns where nothing bounds the guard's roles", async () => {
        const warned: string[] = [];
        const warn = (text: string) => warned.push(text);
        await main(["--stack", "prod", "--pulumi", "acme"], warn);
        expect(warned).to.deep.equal([]);
        await main(["--stack", "dev", "--pulumi", "acme"], warn);
        expect(warned.join("")).to.match(/^Warning: dev has no permissions boundary, .* --boundary` prints the policy/);
    });
    it("tells how it is used", async () => {
        expect(await main(["--help"])).to.include({ status: 0 });
    });
});
