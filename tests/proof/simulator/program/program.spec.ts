import * as pulumi from "@pulumi/pulumi";
import { Topic } from "@pulumi/aws/sns";
import { getAmiOutput } from "@pulumi/aws/ec2/getAmi";
import { Instance } from "@pulumi/aws/ec2/instance";
import { expect } from "chai";
import { runPulumi, runStack } from "../../../../proof/simulator/program/program";

/** The message of the error with which a run of this program ends. */
async function failure(program: () => unknown): Promise<string> {
    try {
        await runPulumi(program, { stack: "test", config: {} });
    } catch (error) {
        return (error as Error).message;
    }
    return "no error";
}

describe("runPulumi", () => {
    const cases: Readonly<Record<string, readonly [program: () => unknown, message: string]>> = {
        "a program that throws": [
            () => {
                throw new Error("thrown");
            },
            "thrown",
        ],
        "a program that rejects": [() => Promise.reject(new Error("rejected")), "rejected"],
        "a rejection that nobody attends": [() => void Promise.reject(new Error("unattended")), "unattended"],
        "an error in an apply that nobody uses": [
            () =>
                void pulumi.output(1).apply(() => {
                    throw new Error("in apply");
                }),
            "in apply",
        ],
        "an error on the way into a resource": [
            () =>
                new Topic("topic", {
                    displayName: pulumi.output("x").apply((): string => {
                        throw new Error("on the way");
                    }),
                }),
            "on the way",
        ],
        "an Output in a text": [
            () => {
                const { arn } = new Topic("topic");
                // eslint-disable-next-line @typescript-eslint/restrict-template-expressions, @typescript-eslint/no-base-to-string -- this is the mistake
                return new Topic("other", { displayName: `${arn}` });
            },
            "Calling [toString] on an [Output<T>] is not supported.",
        ],
        "two resources of one name": [
            () => [new Topic("topic"), new Topic("topic")],
            'Two resources are called aws:sns/topic:Topic "topic".',
        ],
        "a type that the simulator does not know": [
            () => new Instance("server", {}),
            'The simulator does not know the resource type aws:ec2/instance:Instance of "server".',
        ],
        "a call that the simulator does not know": [
            () => getAmiOutput({}),
            "The simulator does not know the call aws:ec2/getAmi:getAmi.",
        ],
    };
    for (const [what, [program, message]] of Object.entries(cases)) {
        it(`fails on ${what}`, async () => {
            expect(await failure(program)).to.include(message);
        });
    }
    it("leaves no listener and no change behind", async () => {
        const before = [process.listenerCount("unhandledRejection"), console.warn, Error.stackTraceLimit];
        await failure(() => {
            throw new Error("x");
        });
        expect([process.listenerCount("unhandledRejection"), console.warn, Error.stackTraceLimit]).to.deep.equal(
            before,
        );
    });
    it("returns what was registered, and the outputs", async () => {
        const { resources, outputs, place } = await runPulumi(
            () => ({ arn: new Topic("topic", { displayName: "x" }).arn }),
            { stack: "test", config: { "aws:region": "cn-north-1" }, account: "111122223333" },
        );
        const arn = "arn:aws-cn:sns:cn-north-1:111122223333:topic-23d611a";
        expect(place).to.deep.equal({ partition: "aws-cn", region: "cn-north-1", account: "111122223333" });
        expect(outputs).to.deep.equal({ arn });
        expect(resources).to.deep.equal([
            {
                type: "aws:sns/topic:Topic",
                name: "topic",
                parent: "glue-cost-control-test",
                custom: true,
                dependsOn: [],
                inputs: { displayName: "x" },
                outputs: { id: "topic-23d611a", name: "topic-23d611a", arn, displayName: "x" },
            },
        ]);
    });
});

describe("runStack", () => {
    it("runs the program anew each time", async () => {
        const first = await runStack("dev");
        const second = await runStack("dev", { "glue-cost-control:waitSeconds": "45" });
        expect([first.settings.waitSeconds, second.settings.waitSeconds]).to.deep.equal(["30", "45"]);
        expect(first.resources).to.have.length(second.resources.length);
    });
});
