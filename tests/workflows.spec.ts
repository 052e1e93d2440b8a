import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { pathFilters } from "../deployments/pathFilters";

const home = join(__dirname, "..");
const folder = join(home, ".github/workflows");

interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
    readonly if?: string;
    readonly uses?: string;
    readonly needs?: string;
    readonly environment?: string;
    readonly concurrency?: object;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
    readonly steps?: readonly Step[];
    readonly "timeout-minutes"?: number;
    readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
    readonly on: Readonly<Record<string, { readonly branches?: string[]; readonly paths?: string[] } | null>>;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly jobs: Readonly<Record<string, Job>>;
}

const read = (file: string): string => readFileSync(join(folder, file), "utf8");
const files = readdirSync(folder);
const workflow = (file: string) => parse(read(file)) as Workflow;
const jobs = files.flatMap((file) => Object.entries(workflow(file).jobs).map(([name, job]) => ({ file, name, job })));
const steps = jobs.flatMap(({ file, name, job }) => (job.steps ?? []).map((step) => ({ file, name, step })));
const action = ({ uses = "" }: Step) => uses.split("@")[0];
const { devDependencies, engines, scripts } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
    engines: { node: string };
    scripts: Record<string, string>;
};

describe("workflows", () => {
    it("are these", () => {
        expect(files).to.deep.equal(["check.yml", "preview.yml", "up-stack.yml", "up.yml"]);
    });
    it("pin each action by its commit, and name its version beside it", () => {
        const lines = files.flatMap((file) => read(file).match(/uses: .*/g) ?? []);
        const remote = lines.filter((line) => !line.startsWith("uses: ./"));
        expect(remote).to.have.length(10);
        expect(
            remote.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
        ).to.deep.equal([]);
        expect(new Set(remote).size, "one version of each action").to.equal(
            new Set(remote.map((line) => line.split("@")[0])).size,
        );
        for (const line of lines.filter((line) => line.startsWith("uses: ./"))) {
            expect(existsSync(join(home, line.slice("uses: ".length))), line).to.equal(true);
        }
    });
    it("start on pushes and pull requests only, never with the rights of a branch that a fork chose", () => {
        expect(files.map((file) => [file, Object.keys(workflow(file).on)])).to.deep.equal([
            ["check.yml", ["push", "pull_request"]],
            ["preview.yml", ["pull_request"]],
            ["up-stack.yml", ["workflow_call"]],
            ["up.yml", ["push"]],
        ]);
    });
    it("have these permissions and no others", () => {
        const deploy = { contents: "read", "id-token": "write" };
        expect(files.map((file) => [file, workflow(file).permissions])).to.deep.equal([
            ["check.yml", { contents: "read" }],
            ["preview.yml", {}],
            ["up-stack.yml", {}],
            ["up.yml", {}],
        ]);
        expect(jobs.map(({ file, name, job }) => [file, name, job.permissions])).to.deep.equal([
            ["check.yml", "check", undefined],
            ["preview.yml", "preview", { ...deploy, "pull-requests": "write" }],
            ["up-stack.yml", "up", deploy],
            ["up.yml", "dev", deploy],
            ["up.yml", "prod", deploy],
        ]);
    });
    it("know no secret, and no key that lasts", () => {
        for (const file of files) {
            expect(read(file), file).not.to.match(/secrets\b|inherit|access-key|(AKIA|ASIA)[A-Z0-9]{16}/i);
        }
    });
    it("preview no pull request from a fork", () => {
        expect(workflow("preview.yml").jobs.preview?.if).to.include(
            "github.event.pull_request.head.repo.full_name == github.repository",
        );
    });
    it("leave no token of git behind, and put no expression into a shell", () => {
        const checkouts = steps.filter(({ step }) => action(step) === "actions/checkout");
        expect(checkouts.map(({ step }) => step.with?.["persist-credentials"])).to.deep.equal([false, false, false]);
        expect(steps.filter(({ step }) => step.run?.includes("${{"))).to.deep.equal([]);
    });
    it("run commands that exist, and end some time", () => {
        const commands = steps.flatMap(({ step }) => step.run ?? []);
        expect(commands).to.have.length(3);
        const known = (command: string) => {
            const [, script] = /^bash (\S+)$/.exec(command) ?? [];
            const [, task] = /^npm (?:run )?(?!ci\b)(\S+)/.exec(command) ?? [];
            return script ? existsSync(join(home, script)) : task ? task in scripts : command.startsWith("npm ci ");
        };
        expect(commands.filter((command) => !known(command))).to.deep.equal([]);
        expect(jobs.filter(({ job }) => job.steps && !job["timeout-minutes"])).to.deep.equal([]);
    });
    it("check on the oldest Node that package.json allows, and on newer ones", () => {
        const { node } = workflow("check.yml").jobs.check?.strategy?.matrix as { node: string[] };
        expect(node).to.deep.equal([engines.node.replace(">=", ""), "22", "24"]);
        expect(steps.find(({ file, step }) => file === "check.yml" && step.run)?.step.run).to.equal("bash .ci/run");
    });
    it("take credentials by OIDC before Pulumi runs, in the version that package.json names, without developers' tools", () => {
        const pulumi = jobs.filter(({ job }) => job.steps?.some((step) => action(step) === "pulumi/actions"));
        expect(pulumi.map(({ file }) => file)).to.deep.equal(["preview.yml", "up-stack.yml"]);
        for (const { job } of pulumi) {
            expect(job.steps?.map((step) => step.run ?? action(step))).to.deep.equal([
                "actions/checkout",
                "actions/setup-node",
                "npm ci --omit=dev --no-audit --no-fund",
                "aws-actions/configure-aws-credentials",
                "pulumi/actions",
            ]);
            const [credentials, run] = job.steps?.slice(3) ?? [];
            expect(credentials?.with).to.have.all.keys("aws-region", "role-to-assume");
            expect(run?.with?.["pulumi-version"]).to.equal(devDependencies.pulumi);
        }
    });
    it("bring up main only: dev, then prod, each in its own environment and one at a time", () => {
        const { on, jobs } = workflow("up.yml");
        expect(on.push?.branches).to.deep.equal(["main"]);
        expect(Object.entries(jobs).map(([name, { needs, with: given }]) => [name, needs, given?.stack])).to.deep.equal(
            [
                ["dev", undefined, "dev"],
                ["prod", "dev", "prod"],
            ],
        );
        const { up } = workflow("up-stack.yml").jobs;
        expect(up?.environment).to.equal("${{ inputs.stack }}");
        expect(up?.concurrency).to.deep.equal({ group: "${{ inputs.stack }}", "cancel-in-progress": false });
        expect(up?.steps?.at(-1)?.with).to.include({ command: "up", "stack-name": "${{ inputs.stack }}" });
    });
    it("comment a preview of both stacks", () => {
        const { preview } = workflow("preview.yml").jobs;
        const { include } = preview?.strategy?.matrix as { include: { stack: string; role: string }[] };
        expect(include.map(({ stack, role }) => [stack, role])).to.deep.equal([
            ["dev", "${{ vars.DEV_PREVIEW_ROLE_ARN }}"],
            ["prod", "${{ vars.PROD_PREVIEW_ROLE_ARN }}"],
        ]);
        expect(preview?.steps?.at(-1)?.with).to.include({ command: "preview", "comment-on-pr": true });
    });
    it("deploy and preview for the files that Pulumi Deployments would deploy for, excludes last", () => {
        const paths = [...new Set([...pathFilters("dev"), ...pathFilters("prod")])];
        for (const found of [workflow("up.yml").on.push?.paths, workflow("preview.yml").on.pull_request?.paths]) {
            expect(found).to.have.members(paths);
            // GitHub, unlike Pulumi, takes the last filter that matches.
            const excludes = (found ?? []).map((path) => path.startsWith("!"));
            expect(excludes).to.deep.equal([...excludes].sort((one, other) => Number(one) - Number(other)));
        }
    });
});
