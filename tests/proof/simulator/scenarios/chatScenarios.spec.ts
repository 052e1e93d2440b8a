import { expect } from "chai";
import { readGuard, type DeployedGuard } from "../../../../proof/simulator/program/deployedGuard";
import { runStack } from "../../../../proof/simulator/program/program";
import { chatScenarios } from "../../../../proof/simulator/scenarios/chatScenarios";
import { runScenario } from "../../../../proof/simulator/results/runScenario";
import { config } from "../../../support/stacks";

const scenarioOf = (name: string) => {
    const found = chatScenarios.find((scenario) => scenario.name === name);
    if (!found) {
        throw new Error(`There is no scenario ${name}.`);
    }
    return found;
};

/** A guard whose definition is broken on purpose. */
function broken(guard: DeployedGuard, from: string, to: string): DeployedGuard {
    const change = (definition: unknown): unknown => {
        const text = JSON.stringify(definition);
        expect(text).to.include(from);
        return JSON.parse(text.replaceAll(from, to));
    };
    const machines = guard.deployed.machines.map((machine) => ({ ...machine, definition: change(machine.definition) }));
    return { ...guard, deployed: { ...guard.deployed, machines } };
}

describe("chatScenarios", () => {
    for (const stack of ["dev", "prod"]) {
        for (const scenario of chatScenarios) {
            it(`${scenario.name} passes on ${stack}`, async () => {
                const guard = readGuard(await runStack(stack, config(scenario.settings)));
                expect((await runScenario(guard, scenario)).failures).to.deep.equal([]);
            });
        }
    }
    for (const { name } of chatScenarios.filter(({ name }) => name !== "chat-down")) {
        it(`${name} fails without chat`, async () => {
            const scenario = scenarioOf(name);
            const guard = readGuard(await runStack("dev", config({ ...scenario.settings, chat: "{}" })));
            expect((await runScenario(guard, scenario)).failures).not.to.deep.equal([]);
        });
    }
    for (const [what, name, from, to] of [
        ["obeyed characters pass", "chat-hostile-ids", "[^ -%'", "[^\\\\u003c-\\\\u007f -%'"],
        ["mentions pass", "chat-hostile-ids", "(?:^|[^A-Za-z0-9._-])@+", "no mention"],
        ["values stand bare", "chat-hostile-ids", "'`' & $plain($text) & '`'", "$plain($text)"],
        ["the thread has another name", "chat", "'threadId':", "'threadId': 'mine', 'id':"],
        ["the message is plain text", "chat", "$string({ 'version'", "'said: ' & $string({ 'version'"],
        [
            "its failure is a failure of the watch",
            "chat-down",
            '"Catch":[{"ErrorEquals":["States.ALL"],',
            '"Catch":[{"ErrorEquals":["No.Such"],',
        ],
    ] as const) {
        it(`${name} fails if ${what}`, async () => {
            const scenario = scenarioOf(name);
            const guard = readGuard(await runStack("dev", config(scenario.settings)));
            expect((await runScenario(broken(guard, from, to), scenario)).failures).not.to.deep.equal([]);
        });
    }
});
