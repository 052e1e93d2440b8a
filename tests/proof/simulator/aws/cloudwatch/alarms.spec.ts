import { expect } from "chai";
import { Alarm, type AlarmSettings } from "../../../../../proof/simulator/aws/cloudwatch/alarms";
import { Clock } from "../../../../../proof/simulator/aws/core/clock";

const settings: AlarmSettings = {
    name: "alarm",
    arn: "arn",
    description: "",
    namespace: "AWS/States",
    metricName: "ExecutionsFailed",
    dimensions: { StateMachineArn: "machine" },
    statistic: "Sum",
    periodSeconds: 60,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    treatMissingData: "notBreaching",
    actions: [],
};

/** Changes of state as "second STATE", when these values arrive at these seconds. */
async function changes(
    values: readonly (readonly [second: number, value: number])[],
    more: Partial<AlarmSettings> = {},
    datapoint: object = {},
): Promise<string[]> {
    const clock = new Clock(0);
    const seen: string[] = [];
    const alarm = new Alarm({ ...settings, ...more }, ({ state }) => seen.push(`${clock.now / 1000} ${state}`));
    const { namespace, metricName, dimensions } = settings;
    for (const [second, value] of values) {
        clock.at(second * 1000, () => {
            alarm.take({ namespace, metricName, dimensions, value, ...datapoint }, clock);
        });
    }
    await clock.run();
    return seen;
}

describe("Alarm", () => {
    for (const [what, more, message] of [
        ["statistic", { statistic: "p99" }, 'The simulator does not know the statistic "p99" of an alarm.'],
        ["comparison", { comparisonOperator: "x" }, 'The simulator does not know the comparison "x" of an alarm.'],
        ["treatment", { treatMissingData: "x" }, 'The simulator does not know the missing data treatment "x".'],
    ] as const) {
        it(`refuses a ${what} that it does not have`, () => {
            expect(() => new Alarm({ ...settings, ...more }, () => undefined)).to.throw(message);
        });
    }
    for (const [what, datapoint] of [
        ["another namespace", { namespace: "AWS/Events" }],
        ["another metric", { metricName: "ExecutionsAborted" }],
        ["another dimension's value", { dimensions: { StateMachineArn: "other" } }],
        ["one dimension more", { dimensions: { StateMachineArn: "machine", More: "x" } }],
        ["no dimension", { dimensions: {} }],
    ] as const) {
        it(`does not see values of ${what}`, async () => {
            expect(await changes([[1, 1]], {}, datapoint)).to.deep.equal([]);
        });
    }
    it("goes off at the end of the period, and back when a period is empty", async () => {
        expect(await changes([[61, 1]])).to.deep.equal(["120 ALARM", "180 OK"]);
    });
    it("is OK, not off, at its threshold", async () => {
        expect(await changes([[1, 0]])).to.deep.equal(["60 OK"]);
    });
    it("stays off, without a second change, while values come", async () => {
        expect(
            await changes([
                [1, 1],
                [61, 1],
                [121, 1],
            ]),
        ).to.deep.equal(["60 ALARM", "240 OK"]);
    });
    it("adds up a period's values", async () => {
        expect(
            await changes(
                [
                    [1, 1],
                    [2, 1],
                ],
                { threshold: 1 },
            ),
        ).to.deep.equal(["60 ALARM", "120 OK"]);
        expect(
            await changes(
                [
                    [1, 1],
                    [2, 1],
                ],
                { threshold: 1, statistic: "Maximum" },
            ),
        ).to.deep.equal(["60 OK"]);
    });
    it("needs as many bad periods as it says", async () => {
        const twoOfThree = { evaluationPeriods: 3, datapointsToAlarm: 2 };
        expect(await changes([[1, 1]], twoOfThree)).to.deep.equal(["60 OK"]);
        expect(
            await changes(
                [
                    [1, 1],
                    [121, 1],
                ],
                twoOfThree,
            ),
        ).to.deep.equal(["60 OK", "180 ALARM", "240 OK"]);
    });
    for (const [treatMissingData, expected] of [
        ["missing", ["60 ALARM", "120 INSUFFICIENT_DATA"]],
        ["ignore", ["60 ALARM"]],
        ["breaching", ["60 ALARM"]],
    ] as const) {
        it(`treats empty periods as ${treatMissingData}`, async () => {
            expect(await changes([[1, 1]], { treatMissingData })).to.deep.equal(expected);
        });
    }
    it("stays off while a level lasts", async () => {
        expect(await changes([[1, 1]], {}, { lasting: true })).to.deep.equal(["60 ALARM"]);
        expect(
            await changes(
                [
                    [1, 1],
                    [121, 0],
                ],
                {},
                { lasting: true },
            ),
        ).to.deep.equal(["60 ALARM", "180 OK"]);
    });
});
