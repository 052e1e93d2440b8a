import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { GlueSessionGuard } from "../../components";
import { runPulumi, type Program } from "../../proof/simulator/program/program";
import { readDeployed } from "../../proof/simulator/program/deployed";
import { SimulatedAccount } from "../../proof/simulator/account/simulatedAccount";

const run = (program: () => unknown, region = "eu-west-1", stack = "test") =>
    runPulumi(program, { stack, config: { "aws:region": region } });

/** The error of building this guard. */
async function refusal(program: () => unknown, stack?: string): Promise<pulumi.InputPropertiesError> {
    try {
        await run(program, undefined, stack);
    } catch (error) {
        return error as pulumi.InputPropertiesError;
    }
    throw new Error("It was built.");
}

const names = ({ resources }: Program) => resources.map(({ type, name }) => `${type} ${name}`);

describe("GlueSessionGuard", () => {
    it("refuses bad arguments, all at once", async () => {
        const error = await refusal(() => new GlueSessionGuard("a name", { waitSeconds: 1.5, logRetentionDays: 8 }));
        expect(error.message).to.equal('GlueSessionGuard "a name" cannot be built');
        expect(
            error.errors.map(({ propertyPath, reason }) => `${propertyPath} ${reason.split(":")[0] ?? ""}`),
        ).to.deep.equal([
            "waitSeconds is 1.5, but it must be a whole number of seconds from 0 to 31449600 (364 days)",
            "logRetentionDays is 8, but CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, " +
                "400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days and nothing between",
            'name is "a name", but must be 1 to 40 letters, digits, "-" or "_"',
        ]);
    });
    it("refuses what would be ignored, and plain ARNs that are none", async () => {
        const topic = "arn:aws:sns:us-east-1:123456789012:topic";
        const error = await refusal(
            () =>
                new GlueSessionGuard("guard", {
                    waitSeconds: 1,
                    region: "eu-west-1",
                    successTopicArn: topic,
                    failureTopicArn: pulumi.output(topic),
                    notificationEmail: "team@example.com",
                }),
        );
        expect(error.errors.map(({ propertyPath }) => propertyPath)).to.deep.equal([
            "successTopicArn",
            "notificationEmail",
        ]);
    });
    it("refuses unknown and missing arguments, and other types, by name: no type checker may stand before it", async () => {
        const wrong = { waitSecond: 60, enabled: "false", logRetentionDays: "30", topicKeyArn: 5 };
        const error = await refusal(() => new GlueSessionGuard("guard", wrong as never));
        expect(error.errors).to.deep.equal([
            { propertyPath: "waitSecond", reason: "is no argument; the nearest is waitSeconds" },
            {
                propertyPath: "waitSeconds",
                reason: "is missing: how old a session may get, in seconds, such as 1800",
            },
            { propertyPath: "enabled", reason: 'is "false", but must be a boolean' },
            { propertyPath: "logRetentionDays", reason: 'is "30", but must be a number' },
            { propertyPath: "topicKeyArn", reason: "is 5, but must be a string" },
            {
                propertyPath: "topicKeyArn",
                reason:
                    "is 5, but topics that the stack creates have no key: remove it, or set successTopicArn or " +
                    "failureTopicArn to the encrypted topic",
            },
        ]);
        expect((await refusal(() => new GlueSessionGuard("guard", undefined as never))).errors).to.have.length(1);
    });
    it("refuses a promise or an output for what shapes the deployment, by name", async () => {
        const late = {
            waitSeconds: Promise.resolve(1),
            curfew: pulumi.output("19:00"),
            createTrail: pulumi.secret(true),
        };
        expect((await refusal(() => new GlueSessionGuard("guard", late as never))).errors).to.deep.equal(
            Object.keys(late).map((propertyPath) => ({
                propertyPath,
                reason:
                    "is a promise or an output, but must be a plain value: " +
                    "it shapes what is deployed, and a preview must show it",
            })),
        );
    });
    it("takes null for not given, and a promise for any text that names something", async () => {
        const topic = "arn:aws:sns:eu-west-1:123456789012:topic";
        const program = await run(
            () =>
                new GlueSessionGuard("guard", {
                    waitSeconds: 1,
                    enabled: null as never,
                    permissionsBoundaryArn: null as never,
                    successTopicArn: Promise.resolve(topic),
                    failureTopicArn: Promise.resolve(topic),
                    region: Promise.resolve("eu-west-1"),
                    dpuHourUsd: Promise.resolve("0.5"),
                }),
        );
        expect(names(program).filter((name) => name.startsWith("aws:sns"))).to.deep.equal([]);
        const rule = program.resources.find(({ type }) => type.endsWith(":EventRule"));
        expect(rule?.inputs.state).to.equal("ENABLED");
    });
    it("checks a promise and an output when it resolves", async () => {
        for (const late of [Promise.resolve("nobody"), pulumi.output("nobody")]) {
            const error = await refusal(
                () => new GlueSessionGuard("guard", { waitSeconds: 1, notificationEmail: late }),
            );
            expect(error.errors.map(({ propertyPath }) => propertyPath)).to.deep.equal(["notificationEmail"]);
        }
    });
    it("repeats no secret in a message", async () => {
        const error = await refusal(
            () => new GlueSessionGuard("guard", { waitSeconds: 1, notificationEmail: pulumi.secret("nobody") }),
        );
        expect(error.errors).to.deep.equal([
            {
                propertyPath: "notificationEmail",
                reason:
                    "is secret, but it must be one mail address, without a name, brackets or a comma: " +
                    "set an address such as team@example.com, or leave it empty",
            },
        ]);
    });
    it("refuses a name of 41 characters", async () => {
        const error = await refusal(() => new GlueSessionGuard("x".repeat(41), { waitSeconds: 1 }));
        expect(error.errors).to.deep.equal([
            { propertyPath: "name", reason: `is "${"x".repeat(41)}", but must be 1 to 40 letters, digits, "-" or "_"` },
        ]);
    });
    it("shortens the names of a stack that is called as AWS calls nothing", async () => {
        const { resources } = await run(
            () => new GlueSessionGuard("guard", { waitSeconds: 1 }),
            undefined,
            `prod.${"x".repeat(90)}`,
        );
        const names = resources.flatMap(({ inputs }) => (typeof inputs.name === "string" ? [inputs.name] : []));
        expect(names).to.have.length(18);
        for (const name of names) {
            expect(name).to.match(/^(\/aws\/vendedlogs\/states\/)?glue-cost-control--prod_xxxxx_[0-9a-z]{7}--guard/);
        }
    });

    it("stands twice in one stack: each resource has its own name, each state machine its own rule", async () => {
        const two = await run(() => {
            new GlueSessionGuard("short", { waitSeconds: 60 });
            new GlueSessionGuard("long", { waitSeconds: 3600 });
        });
        const one = await run(() => new GlueSessionGuard("short", { waitSeconds: 60 }));
        expect(two.resources).to.have.length(2 * one.resources.length);
        expect(
            names(two)
                .filter((name) => / short/.test(name))
                .sort(),
        ).to.deep.equal(names(one).sort());
        const { machines, rules } = readDeployed(two.resources, []);
        expect(rules.map(({ targets }) => targets.map(({ arn }) => arn))).to.deep.equal(
            machines.filter(({ express }) => !express).map(({ arn }) => [arn]),
        );
    });

    it("stands under any parent, and hands its options on", async () => {
        class Platform extends pulumi.ComponentResource {
            constructor() {
                super("test:index:Platform", "platform");
                new GlueSessionGuard("guard", { waitSeconds: 60 }, { parent: this });
                this.registerOutputs({});
            }
        }
        const { resources } = await run(() => new Platform());
        expect(resources.find(({ name }) => name === "guard")?.parent).to.equal("platform");
        expect(
            resources.filter(({ parent }) => parent === "glue-cost-control-test").map(({ name }) => name),
        ).to.deep.equal(["platform"]);
    });

    it("registers its public properties as its outputs", async () => {
        const { resources } = await run(() => new GlueSessionGuard("guard", { waitSeconds: 60 }));
        const guard = resources.find(({ type }) => type.endsWith(":GlueSessionGuard"));
        expect(Object.keys(guard?.outputs ?? {}).sort()).to.deep.equal([
            "deadLetterQueueUrl",
            "failureTopicArn",
            "logGroupName",
            "ruleArn",
            "ruleName",
            "stateMachineArn",
            "stateMachineUrl",
            "successTopicArn",
        ]);
    });

    it("takes topics from other resources of the program", async () => {
        const topicArn = "arn:aws:sns:eu-west-1:123456789012:later";
        const { resources } = await run(
            () =>
                new GlueSessionGuard("guard", {
                    waitSeconds: 60,
                    successTopicArn: pulumi.output(Promise.resolve(topicArn)),
                    failureTopicArn: pulumi.output(topicArn),
                }),
        );
        expect(resources.filter(({ type }) => type.includes(":sns/"))).to.deep.equal([]);
        const machine = resources.find(({ name }) => name === "guard-workflow-machine");
        expect(String(machine?.inputs.definition)).to.include(`"TopicArn":"${topicArn}"`);
    });

    it("waits for executions when it is deleted: the limit, at most a day, and a quarter of an hour", async () => {
        const timeouts: unknown[] = [];
        for (const waitSeconds of [30, 1800, 86_400, 864_000]) {
            const { resources } = await run(() => new GlueSessionGuard("guard", { waitSeconds }));
            timeouts.push(resources.find(({ name }) => name === "guard-workflow-machine")?.deleteTimeout);
        }
        expect(timeouts).to.deep.equal(["930s", "2700s", "87300s", "87300s"]);
    });

    for (const [partition, region] of [
        ["aws", "ap-southeast-2"],
        ["aws-cn", "cn-north-1"],
        ["aws-us-gov", "us-gov-west-1"],
    ] as const) {
        it(`names only ARNs of ${partition} and ${region}`, async () => {
            const { resources } = await run(() => new GlueSessionGuard("guard", { waitSeconds: 60 }), region);
            const text = JSON.stringify(resources.map(({ inputs, outputs }) => [inputs, outputs]));
            const arns = [...text.matchAll(/arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):/g)];
            expect(arns.length).to.be.greaterThan(50);
            const foreign = arns.filter(
                ([, of, service, where]) =>
                    of !== partition ||
                    ![service === "iam" || service === "states" ? "" : region, region].includes(where ?? ""),
            );
            expect(foreign.map(([arn]) => arn)).to.deep.equal([]);
        });
    }

    it("watches the region that it is given, beside the provider's", async () => {
        const { resources, place } = await run(
            () => new GlueSessionGuard("guard", { waitSeconds: 60, region: "us-east-1" }),
            "eu-west-1",
        );
        const regional = resources.filter(({ custom, type }) => custom && !type.startsWith("aws:iam/"));
        expect(regional.filter(({ inputs }) => inputs.region !== "us-east-1").map(({ name }) => name)).to.deep.equal(
            [],
        );
        expect(JSON.stringify(resources.map(({ inputs }) => inputs))).not.to.include(place.region);
    });

    it("keeps the dashboard of earlier versions, in which it stood directly below the guard", async () => {
        const { resources } = await run(() => new GlueSessionGuard("guard", { waitSeconds: 1, createDashboard: true }));
        const moved = resources.filter(({ oldParents }) => oldParents);
        expect(moved.map(({ name, parent, oldParents }) => ({ name, parent, oldParents }))).to.deep.equal([
            { name: "guard-dashboard", parent: "guard-dashboard", oldParents: ["guard"] },
        ]);
    });

    it("lets the shorter limit win, where two guards watch", async () => {
        const program = await run(() => {
            new GlueSessionGuard("long", { waitSeconds: 3600 });
            new GlueSessionGuard("short", { waitSeconds: 600 });
        });
        const aws = new SimulatedAccount({
            program,
            deployed: readDeployed(program.resources, []),
            limitSeconds: 600,
            limits: [],
            mode: "stop",
            decisionOf: () => ({ exempt: "no" as const, name: "", seconds: 600 }),
            limitSecondsOf: () => 600,
        });
        aws.create(0, { id: "s-1", readyAfterSeconds: 20 });
        await aws.run();
        expect(aws.cloud.executions.map(({ status }) => status)).to.deep.equal(["SUCCEEDED", "SUCCEEDED"]);
        expect(aws.sessions[0]?.endedAt(aws.cloud.clock.now)).to.equal(aws.startsAt + 601_100);
        expect(aws.cloud.notices).to.have.length(1);
    });
});
