import { expect } from "chai";
import type { SessionLimit } from "../../../../model/limits/limits";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";
import { runStack } from "../../../../proof/simulator/program/program";
import type { Registered } from "../../../../proof/simulator/program/registration";
import { limitScenarios } from "../../../../proof/simulator/scenarios/limitScenarios";
import { runScenario } from "../../../../proof/simulator/results/runScenario";
import type { Scenario } from "../../../../proof/simulator/scenarios/scenario";
import { config } from "../../../support/stacks";

function named(name: string): Scenario {
    const scenario = limitScenarios.find((scenario) => scenario.name === name);
    if (!scenario) {
        throw new Error(`There is no scenario ${name}.`);
    }
    return scenario;
}

const rows = (name: string) => JSON.parse(named(name).settings?.limits ?? "[]") as SessionLimit[];

/** What a scenario's failures are once its settings are changed. */
async function failures(name: string, changed: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const scenario = named(name);
    const guard = readGuard(await runStack("prod", config({ ...scenario.settings, ...changed })));
    return (await runScenario(guard, scenario)).failures;
}

describe("limitScenarios", () => {
    for (const stack of ["dev", "prod"]) {
        for (const scenario of limitScenarios) {
            it(`${scenario.name} passes on ${stack}`, async () => {
                const guard = readGuard(await runStack(stack, config(scenario.settings)));
                expect((await runScenario(guard, scenario)).failures).to.deep.equal([]);
            });
        }
    }

    describe("fail without their row", () => {
        for (const [name, row] of [
            ["dbt-run", "pipelines"],
            ["own-limit", "data previews"],
            ["exempt-id", "kept by id"],
            ["exempt-tag", "kept on purpose"],
            ["tag-later", "kept on purpose"],
            ["too-large", "too large"],
            ["too-many-workers", "too many workers"],
            ["idle-too-long", "idle for too long"],
            ["no-connection", "outside the VPC"],
            ["first-row-wins", "pipelines"],
            ["may-be-exempt", "kept on purpose"],
        ] as const) {
            it(name, async () => {
                const without = rows(name).filter((one) => one.name !== row);
                expect(without).to.have.length(rows(name).length - 1);
                expect(await failures(name, { limits: JSON.stringify(without) })).not.to.deep.equal([]);
            });
        }
        it("tell, in mode stop", async () => {
            expect(await failures("tell", { mode: "stop" })).not.to.deep.equal([]);
        });
    });

    describe("hold what is exempt by IAM", () => {
        /** The workflow broken on purpose: it takes no exemption for one, and stops everything. */
        async function blind(name: string) {
            const scenario = named(name);
            const program = await runStack("prod", config(scenario.settings));
            const resources = program.resources.map(
                (resource) =>
                    JSON.parse(
                        resource.type.endsWith(":StateMachine")
                            ? JSON.stringify(resource).replaceAll("'exempt': true", "'seconds': 0")
                            : JSON.stringify(resource),
                    ) as Registered,
            );
            expect(JSON.stringify(resources)).not.to.equal(JSON.stringify(program.resources));
            const guard = readGuard({ ...program, resources });
            return runScenario(guard, { ...scenario, expects: {}, check: undefined });
        }
        for (const name of ["exempt-id", "exempt-tag", "tag-later"]) {
            it(`${name}: a workflow that stops everything is denied, and reports the session`, async () => {
                const { aws, outcome } = await blind(name);
                expect(aws.sessions.map((session) => session.endedBy(aws.cloud.clock.now))).to.deep.equal([undefined]);
                expect(outcome.notices.map(({ attributes }) => attributes.kind)).to.deep.equal(["found"]);
            });
        }
    });

    it("give the final states an output that holds the facts, and nothing of the request", async () => {
        const scenario = named("own-limit");
        const guard = readGuard(await runStack("prod", config(scenario.settings)));
        const { aws } = await runScenario(guard, scenario);
        expect(aws.cloud.executions.map(({ output }) => output)).to.deep.equal([
            {
                outcome: "stopped",
                owner: "alice@example.com",
                limit: "data previews",
                sessionKind: "data-preview",
                dpuHours: 0.500_555_555_555_555_5,
                idleUpperBoundUsd: 0.44,
            },
        ]);
    });
});
