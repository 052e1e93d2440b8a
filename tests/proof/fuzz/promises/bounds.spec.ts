import { expect } from "chai";
import { everythingInBounds } from "../../../../proof/fuzz/promises/bounds";
import { aftermath, at, call, calls, troubled, watch } from "../../../support/aftermath";

describe("everythingInBounds", () => {
    for (const [what, world, printed] of [
        [
            "a call that the roles do not allow",
            aftermath({ calls: [call("glue:StopSession", 1800, { allowed: false, done: false })] }),
            "glue:StopSession was denied by the deployed roles",
        ],
        ["a watch that runs for ever", aftermath({ watches: [watch({ status: "RUNNING" })] }), "a watch ended RUNNING"],
        [
            "a watch that ran out of time",
            aftermath({ watches: [watch({ status: "TIMED_OUT" })] }),
            "a watch ended TIMED_OUT",
        ],
        [
            "transitions without a poll",
            aftermath({ watches: [watch({ transitions: 11 })] }),
            "a watch took 11 transitions, more than 10",
        ],
        [
            "transitions beyond the give-up time",
            aftermath({ watches: [watch({ stoppedAt: at(9999), transitions: 375 })] }),
            "a watch took 375 transitions, more than 374",
        ],
    ] as const) {
        it(`finds ${what}`, () => {
            expect(everythingInBounds(world).map(({ promise, what }) => [promise, what])).to.deep.equal([
                ["bounds", printed],
            ]);
        });
    }
    for (const [what, world] of [
        ["ten transitions in one poll", aftermath()],
        [
            "a transition for each call that failed",
            aftermath({
                watches: [watch({ transitions: 11 })],
                calls: [...calls, call("glue:GetSession", 1805, troubled)],
            }),
        ],
        [
            "a permission that somebody took away",
            aftermath({ calls: [call("glue:StopSession", 1800, { ...troubled, allowed: false })] }),
        ],
        ["a watch that fails at once", aftermath({ watches: [watch({ stoppedAt: at(3), transitions: 3 })] })],
    ] as const) {
        it(`is content with ${what}`, () => {
            expect(everythingInBounds(world)).to.deep.equal([]);
        });
    }
});
