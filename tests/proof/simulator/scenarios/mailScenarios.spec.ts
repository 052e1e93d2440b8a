import { expect } from "chai";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";
import { runStack } from "../../../../proof/simulator/program/program";
import { mailScenarios } from "../../../../proof/simulator/scenarios/mailScenarios";
import { runScenario } from "../../../../proof/simulator/results/runScenario";
import { config } from "../../../support/stacks";

/** What fails of a scenario once its settings are changed. */
async function failures(name: string, changed: Readonly<Record<string, string>>, stack = "dev"): Promise<string[]> {
    const scenario = mailScenarios.find((scenario) => scenario.name === name);
    if (!scenario) {
        throw new Error(`There is no scenario ${name}.`);
    }
    const guard = readGuard(await runStack(stack, config({ ...scenario.settings, ...changed })));
    return [...(await runScenario(guard, scenario)).failures];
}

const to = (more: object) => ({
    ownerMail: JSON.stringify({ sender: "glue@example.com", domains: ["example.com"], ...more }),
});

describe("mailScenarios", () => {
    for (const stack of ["dev", "prod"]) {
        for (const { name } of mailScenarios) {
            it(`${name} passes on ${stack}`, async () => {
                expect(await failures(name, {}, stack)).to.deep.equal([]);
            });
        }
    }
    for (const [name, what, changed] of [
        ["owner-mailed", "nobody is mailed", { ownerMail: "{}" }],
        ["owner-mailed", "another domain is", to({ domains: ["example.org"] })],
        [
            "owner-not-mailed",
            "a role is believed whose users choose their names",
            to({ roles: ["arn:aws:iam::123456789012:role/DataEngineer"] }),
        ],
        ["owner-not-mailed", "a domain below is, too", to({ domains: ["example.com", "sub.example.com"] })],
        ["owner-of-named-role", "no role is named", to({})],
        ["owner-mail-refused", "nobody is mailed", { ownerMail: "{}" }],
        ["owner-mail-found", "nobody is mailed", { ownerMail: "{}" }],
    ] as const) {
        it(`${name} fails if ${what}`, async () => {
            expect(await failures(name, changed)).not.to.deep.equal([]);
        });
    }
});
