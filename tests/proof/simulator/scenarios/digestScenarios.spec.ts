import { expect } from "chai";
import fc from "fast-check";
import type { Fault } from "../../../../proof/simulator/aws/core/faults";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";
import { runStack } from "../../../../proof/simulator/program/program";
import { digestScenarios } from "../../../../proof/simulator/scenarios/digestScenarios";
import { runScenario } from "../../../../proof/simulator/results/runScenario";
import { SimulatedAccount } from "../../../../proof/simulator/account/simulatedAccount";
import { config } from "../../../support/stacks";

const settingsOf = (name: string) => digestScenarios.find((scenario) => scenario.name === name)?.settings ?? {};

describe("digestScenarios", () => {
    for (const stack of ["dev", "prod"]) {
        for (const scenario of digestScenarios) {
            it(`${scenario.name} passes on ${stack}`, async () => {
                const guard = readGuard(await runStack(stack, config(scenario.settings)));
                expect((await runScenario(guard, scenario)).failures).to.deep.equal([]);
            });
        }
    }
    for (const name of ["digest", "digest-large", "digest-running"]) {
        it(`${name} fails without digestAt`, async () => {
            const scenario = digestScenarios.find((scenario) => scenario.name === name);
            const guard = readGuard(
                await runStack("prod", config({ ...scenario?.settings, digestAt: "", timeZone: "" })),
            );
            expect(scenario && (await runScenario(guard, scenario)).failures).not.to.deep.equal([]);
        });
    }
    it("name by limits why a session was stopped, and mail nothing about money where no price is known", async () => {
        const limits = JSON.stringify([{ name: "notebooks", ids: ["notebook-*"], waitSeconds: 900 }]);
        const program = await runStack("dev", {
            ...config({ ...settingsOf("digest"), limits }),
            "aws:region": "ap-south-2",
        });
        const aws = new SimulatedAccount(readGuard(program));
        aws.create(0, { id: "notebook-1", readyAfterSeconds: 30, dpu: 5 });
        aws.digest(80_000);
        await aws.run();
        const notice = aws.cloud.notices.find(({ attributes }) => attributes.kind === "digest");
        expect(notice?.message.split("\n").slice(0, 4)).to.deep.equal([
            "glue-cost-control--dev--sessions, account 123456789012, ap-south-2: 1 session, 1.251 DPU-hours.",
            "",
            "alice@example.com: 1 session, 1.251 DPU-hours",
            "  notebook-1: stopped after 15 min 1 s, 1.251 DPU-hours (notebooks)",
        ]);
    });
    it("lose no line whatever fails at whatever step, and leave nothing in the queue", async () => {
        const guard = readGuard(await runStack("prod", config(settingsOf("digest"))));
        const hour = 60 * 60;
        const arn = [...guard.deployed.queues.keys()].find((arn) => arn.endsWith("-digest")) ?? "";
        const fault: fc.Arbitrary<Fault> = fc.record({
            call: fc.constantFrom<Fault["call"][]>("sqs:ReceiveMessage", "sqs:DeleteMessage", "sns:Publish"),
            error: fc.constantFrom("Sqs.SqsException", "Sqs.SdkClientException", "States.Timeout"),
            // Around one of the first four digests, of six.
            fromSeconds: fc.constantFrom(20, 22, 24, 26).map((at) => at * hour - 1),
            times: fc.integer({ min: 1, max: 20 }),
            carriedOut: fc.boolean(),
        });
        await fc.assert(
            fc.asyncProperty(
                fc.array(fault, { maxLength: 3 }),
                fc.integer({ min: 1, max: 23 }),
                async (faults, count) => {
                    const aws = new SimulatedAccount(guard, { faults });
                    for (let number = 0; number < count; number++) {
                        aws.create(number * 60, { id: `notebook-${number}`, readyAfterSeconds: 30 });
                    }
                    for (const at of [20, 22, 24, 26, 28, 30]) {
                        aws.digest(at * hour);
                    }
                    await aws.run();
                    const digests = aws.cloud.notices.filter(({ attributes }) => attributes.kind === "digest");
                    const lines = digests.map(({ message }) => message.match(/notebook-\d+/g) ?? []);
                    expect(new Set(lines.flat()).size).to.equal(count);
                    // Twice in one digest would count it twice.
                    expect(lines.every((ids) => new Set(ids).size === ids.length)).to.equal(true);
                    expect(aws.cloud.queues.depth(arn)).to.equal(0);
                },
            ),
            { numRuns: 60, seed: 1 },
        );
    }).timeout(60_000);
    it("mail what still runs also on a day without a stop, and say so where that cannot be read", async () => {
        const guard = readGuard(await runStack("prod", config(settingsOf("digest-running"))));
        const digestsOf = async (denied: string[]) => {
            const aws = new SimulatedAccount(guard, { denied });
            aws.create(0, { id: "notebook-1", readyAfterSeconds: 30 });
            aws.digest(80_000);
            aws.digest(160_000);
            await aws.run();
            return aws.cloud.notices
                .filter(({ attributes }) => attributes.kind === "digest")
                .map(({ message }) => message.replace(/\n\nLook:.*$/, ""));
        };
        expect((await digestsOf([]))[1]).to.equal(
            "glue-cost-control--prod--sessions, account 123456789012, eu-west-1: 0 sessions, 0 DPU-hours, 0.00 USD, " +
                "up to 0.00 USD avoided.\n\nStill running past their limit:\n  notebook-1, since 2024-06-03T07:00:00.000Z",
        );
        const unread = await digestsOf(["glue:ListSessions"]);
        expect(unread).to.have.length(1);
        expect(unread[0]).to.match(/\n\nWhat still runs past its limit could not be read\.$/);
    });
});
