import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { pathFilters } from "../../deployments/pathFilters";
import { runPulumi, runStack, type Program } from "../../proof/simulator/program/program";
import { readStack } from "../../deployments/stack/stack";

const home = join(__dirname, "../..");
const project = "glue-cost-control-deployments";

/** The program with the defaults of its Pulumi.yaml, its stack file, and these changes. */
function run(changes: Record<string, unknown> = {}): Promise<Program> {
    const declared = (parse(readFileSync(join(home, "deployments/Pulumi.yaml"), "utf8")) as { config: object }).config;
    const defaults = Object.entries(declared as Record<string, { default?: unknown }>).flatMap(([key, value]) =>
        value.default === undefined ? [] : [[key, value.default] as const],
    );
    const config = Object.fromEntries(
        [...defaults, ["repository", "acme/glue-cost-control"] as const, ...Object.entries(changes)].map(
            ([key, value]) => [`${project}:${key}`, typeof value === "string" ? value : JSON.stringify(value)],
        ),
    );
    return runPulumi(loadProgram, { stack: "settings", project, organization: "acme", config });
}

/** A module runs once; the program has to run anew each time. */
function loadProgram(): unknown {
    const path = require.resolve("../../deployments/index");
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the cache has no other way to forget
    delete require.cache[path];
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import` would run it only once
    return require(path) as unknown;
}

const lines = ({ resources }: Program) => resources.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);
const inputs = ({ resources }: Program, type: string, name: string) =>
    resources.find((resource) => resource.type.endsWith(`:${type}`) && resource.name === name)?.inputs;

async function refusal(changes: Record<string, unknown>): Promise<string[]> {
    try {
        await run(changes);
    } catch (error) {
        return (error as Error).message.split("\n");
    }
    return [];
}

describe("deployments/index.ts", () => {
    it("sets up dev and prod, and nothing that needs another edition", async () => {
        expect(lines(await run())).to.deep.equal(["DeploymentSettings dev", "DeploymentSettings prod"]);
    });
    it("deploys prod from its own branch, previews no pull request, and takes credentials by OIDC", async () => {
        expect(inputs(await run(), "DeploymentSettings", "prod")).to.deep.equal({
            organization: "acme",
            project: "glue-cost-control",
            stack: "prod",
            vcs: {
                provider: "github",
                repository: "acme/glue-cost-control",
                deployCommits: true,
                previewPullRequests: false,
                pullRequestTemplate: false,
                paths: pathFilters("prod"),
            },
            sourceContext: { git: { branch: "refs/heads/production", repoDir: "." } },
            operationContext: {
                environmentVariables: { AWS_REGION: "eu-west-1" },
                preRunCommands: ["npm ci --omit=dev --no-audit --no-fund"],
                oidc: {
                    aws: {
                        roleARN: "arn:aws:iam::123456789012:role/glue-cost-control-deploy-prod",
                        sessionName: "${project.name}-${stack.name}-${deployment.id}",
                    },
                },
                options: {
                    skipInstallDependencies: true,
                    skipIntermediateDeployments: true,
                    deleteAfterDestroy: false,
                },
            },
        });
    });
    it("looks for drift once a day where that is switched on, and changes nothing by itself", async () => {
        const program = await run({ driftDetection: true, reviewStacks: true });
        expect(lines(program).filter((line) => line.startsWith("DriftSchedule"))).to.deep.equal([
            "DriftSchedule dev-drift",
            "DriftSchedule prod-drift",
        ]);
        expect(inputs(program, "DriftSchedule", "prod-drift")).to.deep.equal({
            organization: "acme",
            project: "glue-cost-control",
            stack: "prod",
            scheduleCron: "0 6 * * *",
            autoRemediate: false,
        });
    });
    it("makes a template of review stacks where that is switched on, which is never deployed itself", async () => {
        const program = await run({ reviewStacks: true });
        expect(lines(program).sort()).to.deep.equal([
            "DeploymentSettings dev",
            "DeploymentSettings pr",
            "DeploymentSettings prod",
            "Stack pr",
        ]);
        const settings = inputs(program, "DeploymentSettings", "pr") as {
            vcs: object;
            operationContext: { options: object };
        };
        expect(settings.vcs).to.include({
            deployCommits: false,
            previewPullRequests: false,
            pullRequestTemplate: true,
        });
        expect(settings.operationContext.options).to.include({ deleteAfterDestroy: true });
    });
    it("destroys a review stack at the time that is given", async () => {
        const program = await run({ reviewStackEnds: { "pr-7": "2026-12-24T00:00:00Z" } });
        expect(inputs(program, "TtlSchedule", "pr-7-end")).to.deep.equal({
            organization: "acme",
            project: "glue-cost-control",
            stack: "pr-7",
            timestamp: "2026-12-24T00:00:00Z",
            deleteAfterDestroy: true,
        });
    });
    it("refuses a repository that is none, and ends that are none or of other stacks", async () => {
        expect(
            await refusal({ repository: "glue", reviewStackEnds: { prod: "2026-12-24T00:00:00Z", "pr-7": "soon" } }),
        ).to.deep.equal([
            "The deployments cannot be set up:",
            '  - repository is "glue", but must be <owner>/<name>. Fix: `pulumi config set repository ...`.',
            "  - reviewStackEnds names prod, which is no review stack: it would be destroyed. Fix: remove it.",
            '  - reviewStackEnds of pr-7 is "soon", but must be a time such as 2026-12-24T00:00:00Z.',
        ]);
    });
    it("prints the policies of each stack's role", async () => {
        const { outputs } = await run();
        const roles = outputs.roles as Record<string, { trust: string; permissions: string }>;
        expect(Object.keys(roles)).to.deep.equal(["dev", "prod"]);
        expect(JSON.parse(roles.prod?.permissions ?? "")).to.have.property("Version", "2012-10-17");
        expect(roles.prod?.trust).to.include("project:glue-cost-control:stack:prod:operation:update:*");
    });
    it("holds no static key", async () => {
        const { resources } = await run({ driftDetection: true, reviewStacks: true });
        expect(JSON.stringify(resources)).not.to.match(/(AKIA|ASIA)[A-Z0-9]{16}|ACCESS_KEY|accessKey/);
    });
});

describe("Pulumi.pr.yaml", () => {
    it("watches nothing", async () => {
        const { resources } = await runStack("pr");
        const rule = resources.find(({ type }) => type.endsWith(":EventRule"));
        expect(rule?.inputs.state).to.equal("DISABLED");
    });
    it("shares no fixed name with dev, and is tagged as what it is", async () => {
        const fixed = async (stack: string) =>
            (await runStack(stack)).resources.flatMap(({ inputs }) =>
                typeof inputs.name === "string" ? [inputs.name] : [],
            );
        const [dev, pr] = [await fixed("dev"), await fixed("pr")];
        expect(pr).to.have.length(18);
        expect(pr.filter((name) => dev.includes(name))).to.deep.equal([]);
        const tags = JSON.parse(readStack("pr").config["aws:defaultTags"] ?? "{}") as object;
        expect(tags).to.deep.equal({
            tags: { project: "glue-cost-control", stack: "pr", repository: "glue-cost-control" },
        });
    });
});
