import { credentials } from "@grpc/grpc-js";
import { ResourceInvokeRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { expect } from "chai";
import { runStack, type Program } from "../../../../proof/simulator/program/program";
import { readStack } from "../../../../deployments/stack/stack";
import { Engine, type Reported } from "../../../../proof/simulator/program/engine";
import { runProcess, type Ended } from "../../../../proof/simulator/program/languageHost";

type Resource = Reported["resources"][number];

/** In one order, whatever the order of registration. */
const sorted = (resources: readonly Resource[]) =>
    [...resources].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
const keyOf = ({ type, name }: Resource) => `${type} ${name}`;
const placeOf = ({ type, name, parent }: Resource) => `${type} ${name}, child of ${parent}`;

const stackResource = (stack: string): Resource => ({
    type: "pulumi:pulumi:Stack",
    name: `glue-cost-control-${stack}`,
    parent: "",
    custom: false,
    inputs: {},
    dependsOn: [],
});

/** What the same program registers under mocks, the stack itself included. */
const underMocks = ({ stack, resources }: Program) =>
    sorted([stackResource(stack), ...resources.map(({ outputs: _, ...resource }) => resource)]);

const definitions = ({ resources }: Pick<Reported, "resources">) =>
    resources.filter(({ type }) => type === "aws:sfn/stateMachine:StateMachine").map(({ inputs }) => inputs.definition);

describe("Engine", () => {
    const place = { partition: "aws", region: "eu-west-1", account: "123456789012" };
    let engine: Engine;
    let client: ResourceMonitorClient;

    beforeEach(async () => {
        engine = new Engine({ project: "glue-cost-control", stack: "dev", place, preview: false });
        client = new ResourceMonitorClient(await engine.listen(), credentials.createInsecure());
    });
    afterEach(() => {
        client.close();
        engine.close();
    });

    const register = (type: string, name: string): Promise<string> =>
        new Promise((resolve) => {
            const request = new RegisterResourceRequest().setType(type).setName(name).setCustom(true);
            client.registerResource(request, (error, response) => resolve(error?.message ?? response.getUrn()));
        });

    it("refuses a second resource of the same URN", async () => {
        const urn = "urn:pulumi:dev::glue-cost-control::aws:sns/topic:Topic::notices";
        expect(await register("aws:sns/topic:Topic", "notices")).to.equal(urn);
        expect(await register("aws:sns/topic:Topic", "notices")).to.equal(
            `6 ALREADY_EXISTS: Two resources have the URN ${urn}.`,
        );
        expect(engine.resources.map(placeOf)).to.deep.equal(["aws:sns/topic:Topic notices, child of "]);
    });

    it("refuses a resource type that AWS is not simulated for", async () => {
        expect(await register("aws:s3/bucketAcl:BucketAcl", "trail")).to.equal(
            '2 UNKNOWN: The simulator does not know the resource type aws:s3/bucketAcl:BucketAcl of "trail".',
        );
        expect(engine.resources).to.deep.equal([]);
    });

    it("refuses a call that it has no answer to", async () => {
        const message = await new Promise((resolve) => {
            const request = new ResourceInvokeRequest().setTok("aws:ec2/getAmi:getAmi");
            client.invoke(request, (error) => resolve(error?.message));
        });
        expect(message).to.equal("5 NOT_FOUND: The engine does not know the call aws:ec2/getAmi:getAmi.");
    });
});

/** The only slow test: three processes, each of which type-checks the program as `pulumi up` does. */
describe("index.ts in a process of its own", function () {
    this.timeout(200_000);

    const dev = { ...readStack("dev").config, "aws:region": "eu-west-1" };
    const prod = { "aws:region": "", ...readStack("prod").config };
    let mistyped: Ended;
    let update: Ended;
    let preview: Ended;

    before(async () => {
        [mistyped, update, preview] = await Promise.all([
            runProcess({
                stack: "dev",
                config: { ...dev, "glue-cost-control:waitSeconds": "-1", "glue-cost-control:waitSecond": "30" },
            }),
            runProcess({ stack: "dev", config: dev }),
            runProcess({ stack: "prod", config: prod, preview: true }),
        ]);
    });

    describe("with two settings that cannot be used", () => {
        it("tells the user of both in one error, registers nothing but the stack, and exits with 32", () => {
            expect(mistyped).to.deep.equal({
                exitCode: 32,
                stdout: "",
                stderr: "",
                resources: [stackResource("dev")],
                outputs: {},
                messages: [
                    {
                        severity: "error",
                        text:
                            "2 settings of stack dev cannot be used:\n" +
                            "  - waitSecond is no setting; the nearest is waitSeconds. " +
                            "Fix: rename it, or `pulumi config rm waitSecond`.\n" +
                            '  - waitSeconds is "-1", but it must be a whole number of seconds from 0 to 31449600 ' +
                            "(364 days). Fix: set a number in that range, such as 1800.",
                    },
                ],
            });
        });
    });

    describe("in an update of dev", () => {
        let mocked: Program;

        before(async () => {
            mocked = await runStack("dev", { "aws:region": "eu-west-1" });
        });

        it("tells the user that nobody is subscribed, prints nothing else, and exits with 0", () => {
            const { exitCode, stdout, stderr, messages } = update;
            expect({ exitCode, stdout, stderr, messages }).to.deep.equal({
                exitCode: 0,
                stdout: "",
                stderr: "",
                messages: [
                    {
                        severity: "warning",
                        text:
                            "Nobody is subscribed to the success and the failure topic that this stack creates. " +
                            "Fix: `pulumi config set notificationEmail you@example.com`, `pulumi up`, and confirm " +
                            "the address in the mail that SNS sends: nothing else arrives before.",
                    },
                ],
            });
        });

        it("registers the resources that the mocks show, under the same parents", () => {
            expect(sorted(update.resources).map(placeOf)).to.deep.equal(underMocks(mocked).map(placeOf));
        });

        it("deploys the definition that the mocks show", () => {
            expect(definitions(update)).to.have.lengthOf(2);
            expect(definitions(update)).to.deep.equal(definitions(mocked));
        });

        it("gives every resource the inputs and dependencies that the mocks show", () => {
            expect(sorted(update.resources)).to.deep.equal(underMocks(mocked));
        });

        it("exports the outputs that the mocks show", () => {
            expect(Object.keys(update.outputs).sort()).to.deep.equal([
                "deadLetterQueueUrl",
                "failureTopicArn",
                "logGroupName",
                "readme",
                "ruleArn",
                "ruleName",
                "stateMachineArn",
                "stateMachineUrl",
                "successTopicArn",
            ]);
            expect(update.outputs).to.deep.equal(mocked.outputs);
        });
    });

    describe("in a preview of prod, which adopts its topics", () => {
        it("tells the user nothing, prints nothing, and exits with 0", () => {
            const { exitCode, stdout, stderr, messages } = preview;
            expect({ exitCode, stdout, stderr, messages }).to.deep.equal({
                exitCode: 0,
                stdout: "",
                stderr: "",
                messages: [],
            });
        });

        it("knows the definition that an update deploys, so that AWS can check it, and in it both topics", async () => {
            const definition = definitions(preview).find((text) => String(text).includes("CheckRequest"));
            expect(definition).to.be.a("string").that.is.not.equal("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
            expect(definition).to.include('"arn:aws:sns:eu-west-1:123456789012:success-stepfunction"');
            expect(definition).to.include('"arn:aws:sns:eu-west-1:123456789012:failure-stepfunction"');
            expect(definitions(preview)).to.deep.equal(definitions(await runStack("prod")));
        });
    });
});
