import { expect } from "chai";
import { type Fault, Faults, isRemoved } from "../../../../../proof/simulator/aws/core/faults";

/** What the call comes to at each of these seconds, and how often it was carried out. */
function answers(fault: Omit<Fault, "call">, ...seconds: number[]) {
    const faults = new Faults([{ call: "glue:GetSession", ...fault }], 1000);
    let carriedOut = 0;
    const replies = seconds.map((second) =>
        faults.answer("glue:GetSession", 1000 + second * 1000, () => {
            carriedOut++;
            return { result: "ok" };
        }),
    );
    return [...replies.map((reply) => ("error" in reply ? reply.error : reply.result)), carriedOut];
}

describe("Faults", () => {
    it("hit one kind of call", () => {
        const faults = new Faults([{ call: "glue:GetSession", error: "X" }], 0);
        expect(faults.answer("glue:StopSession", 0, () => ({ result: 1 }))).to.deep.equal({ result: 1 });
        expect(faults.answer("glue:GetSession", 0, () => ({ result: 1 }))).to.deep.equal({
            error: "X",
            cause: "Simulated fault of glue:GetSession",
        });
    });
    it("begin and end when they are asked to", () => {
        expect(answers({ error: "X", fromSeconds: 2, toSeconds: 4 }, 1, 2, 3.999, 4)).to.deep.equal([
            "ok",
            "X",
            "X",
            "ok",
            2,
        ]);
    });
    it("hit so many calls", () => {
        expect(answers({ error: "X", times: 2 }, 1, 2, 3)).to.deep.equal(["X", "X", "ok", 1]);
    });
    it("lose the answer only", () => {
        expect(answers({ error: "X", carriedOut: true }, 1)).to.deep.equal(["X", 1]);
    });
    it("delay an answer, or an error", () => {
        const late = (fault: Omit<Fault, "call">) =>
            new Faults([{ call: "sns:Publish", seconds: 7, ...fault }], 0).answer("sns:Publish", 0, () => ({
                result: 1,
            }));
        expect(late({})).to.deep.equal({ result: 1, seconds: 7 });
        expect(late({ error: "X" })).to.deep.equal({ error: "X", cause: "Simulated fault of sns:Publish", seconds: 7 });
    });
});

describe("isRemoved", () => {
    it("asks for the action and the time", () => {
        const removals = [
            { action: "sns:Publish", fromSeconds: 2, toSeconds: 4 },
            { action: "glue:GetSession" },
        ] as const;
        expect([1, 2, 3.9, 4].map((second) => isRemoved(removals, "sns:Publish", second))).to.deep.equal([
            false,
            true,
            true,
            false,
        ]);
        expect(isRemoved(removals, "glue:GetSession", 1e9)).to.equal(true);
        expect(isRemoved(removals, "glue:StopSession", 0)).to.equal(false);
    });
});
