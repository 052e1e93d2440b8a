import { expect } from "chai";
import { glueQuota, startQuota, throttle } from "../../../../proof/bench/day/callRate";
import type { Call } from "../../../../proof/simulator/aws/core/calls";

const never = () => {
    throw new Error("A refused call is not carried out.");
};
const refused = { error: "Glue.ThrottlingException", cause: "Simulated quota of 2 calls a second" };

describe("throttle", () => {
    it("refuses what the bucket does not hold, for all calls that share it, and takes nothing for a refusal", () => {
        const answer = throttle(glueQuota(2));
        const calls: readonly (readonly [Call, number])[] = [
            ["glue:GetSession", 0],
            ["glue:StopSession", 0],
            ["glue:GetSession", 0],
            ["glue:StopSession", 499],
            ["glue:StopSession", 500],
            ["glue:StopSession", 500],
        ];
        expect(calls.map(([call, now]) => answer(call, now, never))).to.deep.equal([
            undefined,
            undefined,
            refused,
            refused,
            undefined,
            refused,
        ]);
    });
    it("never holds more than its bucket", () => {
        const answer = throttle(glueQuota(2));
        const day = 86_400_000;
        expect([0, day, day, day].map((now) => answer("glue:GetSession", now, never))).to.deep.equal([
            undefined,
            undefined,
            undefined,
            refused,
        ]);
    });
    it("keeps quotas apart, and lets through what has none", () => {
        const answer = throttle(glueQuota(1), { ...startQuota, bucket: 1 });
        expect(answer("glue:GetSession", 0, never)).to.equal(undefined);
        expect(answer("states:StartExecution", 0, never)).to.equal(undefined);
        expect(answer("sns:Publish", 0, never)).to.equal(undefined);
        expect(answer("states:StartExecution", 0, never)).to.deep.equal({
            error: "StepFunctions.ThrottlingException",
            cause: "Simulated quota of 150 calls a second",
        });
    });
});
