import { expect } from "chai";
import { wants } from "../../../../../proof/simulator/aws/sns/subscription";

describe("wants", () => {
    const subscription = { topicArn: "t", queueArn: "q", filter: { kind: ["stopped", "found"] } };
    for (const [attributes, answer] of [
        [{}, false],
        [{ kind: "failed" }, false],
        [{ kind: "found" }, true],
        [{ kind: "stopped", owner: "alice" }, true],
    ] as const) {
        it(`says ${answer} to ${JSON.stringify(attributes)}`, () => {
            expect(wants(subscription, attributes)).to.equal(answer);
        });
    }
    it("says yes to everything without a filter", () => {
        expect(wants({ topicArn: "t", queueArn: "q" }, {})).to.equal(true);
    });
});
