import { expect } from "chai";
import { SimulatedAccount, type AccountOptions } from "../../../../proof/simulator/account/simulatedAccount";
import { program } from "../../../support/stacks";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";
import type { CallMade } from "../../../../proof/simulator/aws/core/calls";

/** Every call of a watch whose session is ready when due; the dev stack's limit is 30 s. */
async function callsOf(
    options: AccountOptions,
): Promise<{ readonly aws: SimulatedAccount; readonly calls: readonly CallMade[] }> {
    const calls: CallMade[] = [];
    const aws = new SimulatedAccount(readGuard(await program("dev")), {
        ...options,
        onCall: (made) => calls.push(made),
    });
    aws.create(0, { id: "s-1", readyAfterSeconds: 5 });
    await aws.run();
    return { aws, calls };
}

describe("Cloud", () => {
    it("tells of every call, by whom it was made", async () => {
        const { calls, aws } = await callsOf({});
        expect(calls.map(({ call, allowed }) => [call, allowed])).to.deep.equal([
            ["states:StartExecution", true],
            ["glue:GetSession", true],
            ["glue:StopSession", true],
            ["glue:GetSession", true],
            ["cloudwatch:PutMetricData", true],
            ["sns:Publish", true],
        ]);
        const arn = aws.cloud.executions[0]?.arn;
        expect(calls.map(({ executionArn }) => executionArn)).to.deep.equal([undefined, arn, arn, arn, arn, arn]);
        expect(calls[2]).to.deep.include({
            arguments: { Id: "s-1" },
            at: aws.startsAt + 30_100,
            reply: { result: { Id: "s-1" } },
        });
    });
    it("tells what was done, beside what came back", async () => {
        const { calls } = await callsOf({
            faults: [
                { call: "glue:GetSession", error: "Glue.GlueException", times: 1 },
                { call: "glue:StopSession", error: "Glue.SdkClientException", times: 1, carriedOut: true },
            ],
        });
        expect(calls[1]).to.not.have.property("performed");
        const [stop] = calls.filter(({ call }) => call === "glue:StopSession");
        expect(stop?.performed).to.deep.equal({ result: { Id: "s-1" } });
        expect(stop?.reply).to.deep.include({ error: "Glue.SdkClientException" });
    });
    it("lets a boundary leave an action out for a while", async () => {
        const { calls, aws } = await callsOf({
            removals: [{ action: "glue:StopSession", fromSeconds: 30, toSeconds: 50 }],
        });
        const stop = calls.find(({ call }) => call === "glue:StopSession");
        expect(stop?.allowed).to.equal(false);
        expect(stop?.reply).to.deep.include({ error: "Glue.AccessDeniedException" });
        expect((stop?.reply as { cause: string }).cause).to.match(
            / is denied by statement 2 of the permissions boundary\.$/,
        );
        expect(aws.cloud.executions.map(({ error }) => error)).to.deep.equal(["StopDenied"]);
        const soon = await callsOf({ removals: [{ action: "glue:StopSession", fromSeconds: 30, toSeconds: 40 }] });
        expect(soon.aws.cloud.executions.map(({ status }) => status)).to.deep.equal(["SUCCEEDED"]);
        const later = await callsOf({ removals: [{ action: "glue:StopSession", fromSeconds: 31 }] });
        expect(later.aws.cloud.executions.map(({ status }) => status)).to.deep.equal(["SUCCEEDED"]);
    });
    it("keeps the record when the rule may not start a watch for a while", async () => {
        const { aws } = await callsOf({ removals: [{ action: "states:StartExecution", toSeconds: 10 }] });
        expect(aws.cloud.deadLetters.map(({ attributes }) => attributes.ERROR_CODE)).to.deep.equal(["NO_PERMISSIONS"]);
    });
});
