import { expect } from "chai";
import { assumptions } from "../../../../proof/bench/day/assumptions";
import { weather } from "../../../../proof/bench/day/weather";
import type { Call } from "../../../../proof/simulator/aws/core/calls";

const calls = 20_000;

/** What this many calls get, one a second, and how many are carried out by the fault itself. */
function answers(seed: number, call: Call, outageAt?: number) {
    const answer = weather(seed, outageAt);
    let performed = 0;
    const errors = Array.from({ length: calls }, (_, second) => {
        const reply = answer(call, second * 1000, () => ({ result: performed++ }));
        return reply && "error" in reply ? reply.error : undefined;
    });
    return { errors, performed };
}

describe("weather", () => {
    it("fails every call to Glue during an outage of three minutes, and none to others", () => {
        const outage = (call: Call) => answers(1, call, 5_000_000).errors.slice(5000, 5181);
        expect(outage("glue:GetSession").map((error) => error !== undefined)).to.deep.equal([
            ...Array.from({ length: 180 }, () => true),
            false,
        ]);
        expect(outage("sns:Publish").filter((error) => error !== undefined).length).to.be.below(10);
    });
    it("fails the assumed share of calls, with errors of their own service", () => {
        for (const call of [
            "glue:GetSession",
            "sns:Publish",
            "cloudwatch:PutMetricData",
            "states:StartExecution",
        ] as const) {
            const errors = answers(1, call).errors.filter((error) => error !== undefined);
            expect(errors.length / calls).to.be.closeTo(assumptions.callFaultShare.value, 0.0015);
            const prefix = { glue: "Glue", sns: "SNS", cloudwatch: "CloudWatch", states: "StepFunctions" }[
                call.split(":")[0] ?? ""
            ];
            expect(errors.filter((error) => !error.startsWith(`${prefix}.`))).to.deep.equal([]);
        }
    });
    it("carries out the calls whose answers time out, and no others", () => {
        const { errors, performed } = answers(1, "glue:StopSession");
        expect(performed).to.equal(errors.filter((error) => error === "Glue.OperationTimeoutException").length);
        expect(performed).to.be.above(0);
    });
    it("is the same for the same seed, and another for another", () => {
        expect(answers(7, "glue:GetSession")).to.deep.equal(answers(7, "glue:GetSession"));
        expect(answers(7, "glue:GetSession")).not.to.deep.equal(answers(8, "glue:GetSession"));
    });
});
