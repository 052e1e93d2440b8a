import { expect } from "chai";
import type { Retrier } from "../../../../../model/aws/asl";
import { Retries, takes } from "../../../../../proof/simulator/aws/stepfunctions/retry";

describe("takes", () => {
    const cases: readonly (readonly [errorEquals: string[], error: string, is: boolean])[] = [
        [["States.ALL"], "States.Runtime", false],
        [["States.ALL"], "States.DataLimitExceeded", false],
        [["States.Runtime"], "States.Runtime", false],
        [["States.DataLimitExceeded"], "States.DataLimitExceeded", true],
        [["States.TaskFailed"], "States.Timeout", false],
        [["States.TaskFailed"], "States.Runtime", false],
        [["Glue.InvalidInputException"], "Glue.AccessDeniedException", false],
        [["Glue"], "Glue.AccessDeniedException", false],
        [["States.ALL"], "States.Timeout", true],
        [["States.ALL"], "States.QueryEvaluationError", true],
        [["States.ALL"], "Glue.AccessDeniedException", true],
        [["States.TaskFailed"], "Glue.AccessDeniedException", true],
        [["States.TaskFailed"], "States.QueryEvaluationError", true],
        [["States.Timeout"], "States.Timeout", true],
        [["A", "Glue.AccessDeniedException"], "Glue.AccessDeniedException", true],
    ];
    for (const [errorEquals, error, is] of cases) {
        it(`says ${is} of ${error} for ${errorEquals.join(", ")}`, () => {
            expect(takes(errorEquals, error)).to.equal(is);
        });
    }
});

describe("Retries", () => {
    /** Milliseconds of each retry until there is none any more. */
    function delays(retrier: Omit<Retrier, "ErrorEquals">, random = 0.5, most = 20): number[] {
        const retries = new Retries([{ ErrorEquals: ["States.ALL"], ...retrier }]);
        const all: number[] = [];
        for (
            let delay = retries.delay("E", () => random);
            delay !== undefined;
            delay = retries.delay("E", () => random)
        ) {
            if (all.push(delay) === most) {
                break;
            }
        }
        return all;
    }

    const cases: readonly (readonly [retrier: Omit<Retrier, "ErrorEquals">, delays: readonly number[]])[] = [
        [{ MaxAttempts: 0 }, []],
        [{}, [1000, 2000, 4000]],
        [{ IntervalSeconds: 10 }, [10_000, 20_000, 40_000]],
        [{ IntervalSeconds: 10, BackoffRate: 1, MaxAttempts: 2 }, [10_000, 10_000]],
        [{ BackoffRate: 1.5 }, [1000, 1500, 2250]],
        [{ IntervalSeconds: 2, MaxDelaySeconds: 5, MaxAttempts: 4 }, [2000, 4000, 5000, 5000]],
        [{ JitterStrategy: "NONE" }, [1000, 2000, 4000]],
        [{ JitterStrategy: "FULL" }, [500, 1000, 2000]],
        [{ JitterStrategy: "FULL", MaxDelaySeconds: 2 }, [500, 1000, 1000]],
    ];
    for (const [retrier, expected] of cases) {
        it(`waits ${expected.join(", ") || "not once"} ms with ${JSON.stringify(retrier)}`, () => {
            expect(delays(retrier)).to.deep.equal(expected);
        });
    }

    it("draws full jitter from 0 to the whole delay", () => {
        const retrier = { JitterStrategy: "FULL", MaxAttempts: 1 } as const;
        expect(delays(retrier, 0)).to.deep.equal([0]);
        expect(delays(retrier, 0.9999)).to.deep.equal([1000]);
    });

    it("counts for each retrier by itself, and asks the first that takes the error", () => {
        const retries = new Retries([
            { ErrorEquals: ["A"], IntervalSeconds: 1, MaxAttempts: 2 },
            { ErrorEquals: ["B"], MaxAttempts: 0 },
            { ErrorEquals: ["States.ALL"], IntervalSeconds: 100, MaxAttempts: 1 },
        ]);
        const delay = (error: string): number | undefined => retries.delay(error, () => 0);
        expect(["A", "C", "A", "B", "C", "A"].map(delay)).to.deep.equal([
            1000,
            100_000,
            2000,
            undefined,
            undefined,
            undefined,
        ]);
    });
});
