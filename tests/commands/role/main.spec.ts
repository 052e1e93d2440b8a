import { expect } from "chai";
import { main } from "../../../commands/role/main";

describe("npm run role", () => {
    for (const [args, text] of [
        [["--stack", "prod"], "Name a stack, and one of --pulumi and --github."],
        [["--pulumi", "acme"], "Name a stack, and one of --pulumi and --github."],
        [["--stack", "prod", "--pulumi", "acme", "--github", "a/b"], "Name a stack, and one of --pulumi and --github."],
        [["--stack", "prod", "--github", "acme"], '--github is "acme", but must be <owner>/<name>.'],
        [
            ["--stack", "prd", "--github", "acme/glue"],
            'There is no row for the stack "prd"; the nearest is "prod". Add a line to deployments/stacks.ts.',
        ],
        [["--stak", "prod"], "Unknown option '--stak'"],
    ] as const) {
        it(`refuses ${args.join(" ")}`, () => {
            const { text: told, status } = main(args);
            expect(status).to.equal(2);
            expect(told.startsWith(text), told).to.equal(true);
        });
    }
    it("prints one role for Pulumi, two for GitHub, as JSON that AWS takes", () => {
        const print = (...args: string[]) => {
            const { text, status } = main(["--stack", "prod", ...args]);
            expect(status).to.equal(0);
            return JSON.parse(text) as object;
        };
        expect(print("--pulumi", "acme")).to.have.all.keys("trust", "permissions");
        expect(print("--github", "acme/glue")).to.have.all.keys("up", "preview");
    });
    it("tells how it is used", () => {
        expect(main(["--help"])).to.include({ status: 0 });
    });
});
