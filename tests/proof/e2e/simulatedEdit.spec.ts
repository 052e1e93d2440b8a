import { expect } from "chai";
import { simulateEdit } from "../../../proof/e2e/simulatedEdit";
import { runStack, type Program } from "../../../proof/simulator/program/program";
import { config as set } from "../../support/stacks";

const topic = "arn:aws:sns:eu-west-1:123456789012:other";

/** The stack with its machine's permissions changed. */
function permissionsWithout(program: Program, action: string): Program {
    const resources = program.resources.map((resource) => {
        const { policy } = resource.outputs as { policy?: { Statement: { Action: unknown }[] } };
        return resource.name === "sessions-workflow-role-permissions" && policy
            ? {
                  ...resource,
                  outputs: {
                      ...resource.outputs,
                      policy: { ...policy, Statement: policy.Statement.filter(({ Action }) => Action !== action) },
                  },
              }
            : resource;
    });
    return { ...program, resources };
}

describe("simulateEdit", () => {
    let dev: Program;
    before(async () => {
        dev = await runStack("dev", set({ waitSeconds: "60" }));
    });

    it("tells of an edit that takes the right to stop sessions away", async () => {
        const { ended, problems } = await simulateEdit(dev, permissionsWithout(dev, "glue:StopSession"));
        expect(ended).to.equal("FAILED StopDenied");
        expect(problems).to.deep.equal([
            "its session is READY",
            "its session ended Infinity s after its limit",
            "it ended FAILED StopDenied",
        ]);
    });
    it("tells of an edit after which the notice can no longer be sent, though its topic is still there", async () => {
        const { ended, problems } = await simulateEdit(dev, permissionsWithout(dev, "sns:Publish"));
        expect([ended, problems]).to.deep.equal(["FAILED NoticeNotSent", ["it ended FAILED NoticeNotSent"]]);
    });
    it("tells of an edit that takes the role away", async () => {
        const resources = dev.resources.filter(({ name }) => name !== "sessions-workflow-role");
        const { ended, problems } = await simulateEdit(dev, { ...dev, resources });
        expect(ended).to.equal("FAILED LookUpFailed");
        expect(problems[0]).to.equal("its session is READY");
    });
    it("forgives the notice to a topic that the edit removed, and nothing else", async () => {
        const after = await runStack("dev", set({ waitSeconds: "60", successTopicArn: topic }));
        expect(await simulateEdit(dev, after)).to.deep.equal({ ended: "FAILED NoticeNotSent", problems: [] });
    });
    it("forgives it as well where the update failed before the topic was removed", async () => {
        const after = await runStack("dev", set({ waitSeconds: "60", successTopicArn: topic }));
        const topics = dev.resources.filter(({ type }) => type.startsWith("aws:sns/"));
        const half = {
            ...after,
            resources: [...after.resources.filter(({ type }) => !type.startsWith("aws:sns/")), ...topics],
        };
        expect(await simulateEdit(dev, half)).to.deep.equal({ ended: "FAILED NoticeNotSent", problems: [] });
    });
    it("leaves a topic that was adopted where it is, if the update failed before the role's policy was changed", async () => {
        const adopted = await runStack("dev", set({ waitSeconds: "60", successTopicArn: topic }));
        const permissions = ({ name }: Program["resources"][number]) => name === "sessions-workflow-role-permissions";
        const half = {
            ...dev,
            resources: [
                ...dev.resources.filter((resource) => !permissions(resource)),
                ...adopted.resources.filter(permissions),
            ],
        };
        expect(await simulateEdit(adopted, half)).to.deep.equal({ ended: "SUCCEEDED", problems: [] });
    });
    it("lets a watch keep the limit that it began with", async () => {
        const after = await runStack("dev", set({ waitSeconds: "10" }));
        expect(await simulateEdit(dev, after)).to.deep.equal({ ended: "SUCCEEDED", problems: [] });
    });
    it("lets a watch go on when the rule is switched off", async () => {
        const after = await runStack("dev", set({ waitSeconds: "60", enabled: "false" }));
        expect(await simulateEdit(dev, after)).to.deep.equal({ ended: "SUCCEEDED", problems: [] });
    });
});
