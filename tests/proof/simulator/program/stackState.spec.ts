import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { maxWaitSeconds, stopWorkflow } from "../../../../model/workflow/stopWorkflow";
import { workflowArgs } from "../../../support/watch";
import { runScenario } from "../../../../proof/simulator/results/runScenario";
import { runStack, type Program } from "../../../../proof/simulator/program/program";
import { readState, waitSecondsOf } from "../../../../proof/simulator/program/stackState";
import { watchScenarios } from "../../../../proof/simulator/scenarios/watchScenarios";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";
import type { Deployed } from "../../../../proof/simulator/aws/deployed";

interface Resource {
    urn: string;
    type: string;
    delete?: boolean;
    parent?: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
}
interface Export {
    version: number;
    deployment: { resources?: Resource[]; pending_operations?: { type: string; resource: Resource }[] };
}

/** States of the e2e, after the first update: `npm run e2e -- --record` writes them. */
const fixture = (stack: string) => readFileSync(join(__dirname, `../../../fixtures/${stack}.state.json`), "utf8");

/** A state with a change. */
function changed(change: (state: Export) => void): string {
    const state = JSON.parse(fixture("dev")) as Export;
    change(state);
    return JSON.stringify(state);
}
const find = ({ deployment }: Export, name: string, type: string): Resource => {
    const found = deployment.resources?.find((one) => one.urn.endsWith(`::${name}`) && one.type.endsWith(`:${type}`));
    expect(found, `${type} ${name}`).to.not.equal(undefined);
    return found as Resource;
};

function refusal(text: string, guard?: string): string {
    try {
        readState(text, guard);
    } catch (error) {
        return (error as Error).message;
    }
    return "it was taken";
}

/** A second guard beside the first. */
const twoGuards = changed(({ deployment }) => {
    const second = JSON.parse(JSON.stringify(deployment.resources).replaceAll("::sessions", "::other")) as Resource[];
    deployment.resources?.push(...second.filter(({ urn }) => urn.includes("::other")));
});

describe("readState", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
    const cases: Readonly<Record<string, readonly [text: string, message: string | RegExp]>> = {
        "what is no JSON": ["Error: no stack selected", /^The state cannot be read as JSON: Unexpected token/],
        null: ["null", "This is no state of a stack: `pulumi stack export` prints one."],
        "other JSON": ['{"version": 3}', "This is no state of a stack: `pulumi stack export` prints one."],
        "a state of another version": [
            changed((state) => (state.version = 2)),
            "The state is of version 2, but only 3 and 4 are known here. " +
                "Fix: export it with the Pulumi CLI that package.json names.",
        ],
        "a stack that was destroyed": [
            changed(({ deployment }) => delete deployment.resources),
            "The stack has no guard: nothing in its state was made by GlueSessionGuard.",
        ],
        "a stack without a guard": [
            changed(({ deployment }) => {
                deployment.resources = deployment.resources?.filter(({ type }) => !type.endsWith(":GlueSessionGuard"));
            }),
            "The stack has no guard: nothing in its state was made by GlueSessionGuard.",
        ],
        "two guards": [twoGuards, "The stack has 2 guards, sessions and other: take one, with --guard."],
        "pending operations": [
            changed((state) => {
                const resource = find(state, "sessions-rule", "EventRule");
                state.deployment.pending_operations = [{ type: "updating", resource }];
            }),
            "An update of the stack did not come to its end (updating sessions-rule). " +
                "Fix: `pulumi refresh` and `pulumi up`, then export again.",
        ],
        "what was replaced and not deleted yet": [
            changed((state) => (find(state, "sessions-rule", "EventRule").delete = true)),
            "An update of the stack did not come to its end (delete the old sessions-rule). " +
                "Fix: `pulumi refresh` and `pulumi up`, then export again.",
        ],
        "an encrypted property": [
            changed((state) => {
                find(state, "sessions-rule", "EventRule").outputs = { state: { ...secret, ciphertext: "v1:x" } };
            }),
            "The state encrypts a property of sessions-rule. Fix: `pulumi stack export --show-secrets`.",
        ],
        "a guard whose definition is another": [
            changed((state) => {
                const { outputs } = find(state, "sessions-workflow-machine", "StateMachine");
                Object.assign(outputs ?? {}, { definition: "{}" });
            }),
            "The guard of stack dev was deployed by another version of this project, which this one cannot play: no state " +
                "machine of it tells the limit. Fix: check out the version that deployed it, or `pulumi up` with this one.",
        ],
    };
    for (const [what, [text, message]] of Object.entries(cases)) {
        it(`refuses ${what}`, () => {
            if (typeof message === "string") {
                expect(refusal(text)).to.equal(message);
            } else {
                expect(refusal(text)).to.match(message);
            }
        });
    }
    it("refuses the name of a guard that is not there", () => {
        expect(refusal(twoGuards, "othr")).to.equal('There is no guard "othr"; the nearest is "other".');
    });
    it("takes one of two guards, with its resources and no others", () => {
        const names = (text: string, guard?: string) => readState(text, guard).resources.map(({ name }) => name);
        expect(names(twoGuards, "sessions").sort()).to.deep.equal(names(fixture("dev")).sort());
        expect(names(twoGuards, "other").filter((name) => !name.startsWith("other"))).to.deep.equal([]);
    });
    it("reads a secret that the export shows", () => {
        const text = changed((state) => {
            const { outputs } = find(state, "sessions-rule", "EventRule");
            Object.assign(outputs ?? {}, { state: { ...secret, plaintext: '"DISABLED"' } });
        });
        const rule = readState(text).resources.find(({ type }) => type.endsWith(":EventRule"));
        expect([rule?.inputs.state, rule?.outputs.state]).to.deep.equal(["DISABLED", "DISABLED"]);
    });
    it("takes what a refresh found for what is deployed, over what the program wrote", () => {
        const text = changed((state) => {
            Object.assign(find(state, "sessions-rule", "EventRule").outputs ?? {}, { state: "DISABLED" });
        });
        expect(readGuard(readState(text)).deployed.rules.map(({ enabled }) => enabled)).to.deep.equal([false]);
    });
    it("reads an alarm's datapoints that nobody set as all of its periods", () => {
        const text = changed((state) => {
            const { outputs } = find(state, "sessions-alarms-rule-failed", "MetricAlarm");
            Object.assign(outputs ?? {}, { datapointsToAlarm: 0, evaluationPeriods: 2 });
        });
        const alarm = readGuard(readState(text)).deployed.alarms.find(({ name }) => name.includes("rule-failed"));
        expect(alarm?.datapointsToAlarm).to.equal(2);
    });

    for (const stack of ["dev", "prod"]) {
        describe(`on the state of ${stack}`, () => {
            let state: Program;
            before(() => {
                state = readState(fixture(stack));
            });

            it("finds what the program registers today (stale? npm run e2e -- --record)", async () => {
                const email = { "glue-cost-control:notificationEmail": "you@example.com" };
                const program = await runStack(stack, stack === "dev" ? email : {});
                const lines = ({ resources }: Program) =>
                    resources.map(({ type, name, parent, custom }) => [type, name, parent, custom].join(" ")).sort();
                expect(lines(state)).to.deep.equal(lines(program).filter((line) => !line.startsWith("pulumi:")));
                const { readme: _, ...outputs } = program.outputs;
                expect({ ...state, resources: [], settings: {} }).to.deep.equal({
                    stack,
                    place: program.place,
                    settings: {},
                    resources: [],
                    outputs,
                    warnings: [],
                });
                expect(state.settings).to.deep.equal({
                    waitSeconds: program.settings.waitSeconds,
                    limits: program.settings.limits,
                    mode: program.settings.mode,
                    successTopicArn: program.settings.successTopicArn,
                    failureTopicArn: program.settings.failureTopicArn,
                    topicKeyArn: "",
                });
                // The order of alarms is that of their making, which nobody waits for.
                const deployed = ({ alarms, ...rest }: Deployed) => ({
                    ...rest,
                    alarms: Object.fromEntries(alarms.map((alarm) => [alarm.name, alarm])),
                });
                expect(deployed(readGuard(state).deployed)).to.deep.equal(deployed(readGuard(program).deployed));
            });
            it("plays every scenario, and each passes", async () => {
                const guard = readGuard(state);
                const failures: unknown[] = [];
                for (const scenario of watchScenarios) {
                    failures.push(...(await runScenario(guard, scenario)).failures);
                }
                expect(failures).to.deep.equal([]);
            });
        });
    }
});

describe("waitSecondsOf", () => {
    for (const waitSeconds of [0, 30, maxWaitSeconds]) {
        it(`reads ${waitSeconds} s out of a definition's text`, () => {
            for (const more of [{}, { maxWaitSeconds }]) {
                const definition = stopWorkflow({ ...workflowArgs, waitSeconds, ...more });
                expect(waitSecondsOf(JSON.stringify(definition))).to.equal(waitSeconds);
            }
        });
    }
    it("reads nothing out of another definition, or of none", () => {
        expect([waitSecondsOf('{"StartAt":"Wait"}'), waitSecondsOf(undefined)]).to.deep.equal([undefined, undefined]);
    });
});
