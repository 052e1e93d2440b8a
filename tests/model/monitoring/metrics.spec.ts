import { expect } from "chai";
import { refused, watch, type Script } from "../../support/watch";

const ready = { Status: "READY", CreatedOn: "2026-11-22T20:10:00Z", MaxCapacity: 5 };
const over = { Status: "STOPPED", ExecutionTime: 1802, DpuSeconds: 9010, MaxCapacity: 5, IdleTimeout: 60 };

/** What is measured of a stop, as "metric unit value". */
async function measured(last: object, args: Script["args"] = {}, more: Script = {}): Promise<string[]> {
    const script = {
        args: { publishMetrics: true, dpuHourUsd: "0.44", ...args },
        looks: [ready, { ...over, ...last }],
        ...more,
    };
    const { metricData } = await watch(script);
    expect(metricData.map(({ Namespace }) => Namespace)).to.deep.equal(["GlueCostControl"]);
    const data = metricData.flatMap(({ MetricData }) => MetricData);
    expect(data.map(({ Dimensions }) => Dimensions)).to.deep.equal(
        data.map(() => [{ Name: "Guard", Value: "test-guard" }]),
    );
    return data.map(({ MetricName, Unit, Value }) => `${MetricName} ${Unit} ${Math.round(Value * 1000) / 1000}`);
}

describe("ofStop", () => {
    it("measures a stop: one session, its delay, its use, and what it could still have cost", async () => {
        expect(await measured({})).to.deep.equal([
            "SessionsStopped Count 1",
            "StopDelaySeconds Seconds 0",
            "DpuHoursUsed None 2.503",
            "IdleUpperBoundUsd None 2.2",
        ]);
    });
    it("measures the delay from the limit to the request", async () => {
        expect((await measured({}, {}, { startsAfter: 1860 }))[1]).to.equal("StopDelaySeconds Seconds 60");
    });
    for (const [what, last, args, names] of [
        ["a use", { DpuSeconds: null }, {}, ["SessionsStopped", "StopDelaySeconds", "IdleUpperBoundUsd"]],
        ["a size", { MaxCapacity: null }, {}, ["SessionsStopped", "StopDelaySeconds", "DpuHoursUsed"]],
        ["a price", {}, { dpuHourUsd: undefined }, ["SessionsStopped", "StopDelaySeconds", "DpuHoursUsed"]],
        ["plain DPU", { WorkerType: "R.1X" }, {}, ["SessionsStopped", "StopDelaySeconds"]],
    ] as const) {
        it(`measures less, not wrong, without ${what}`, async () => {
            expect((await measured(last, args)).map((line) => line.split(" ")[0])).to.deep.equal(names);
        });
    }
    it("takes Glue's default of two days for an idle time-out that is not declared", async () => {
        expect((await measured({ IdleTimeout: null })).at(-1)).to.equal("IdleUpperBoundUsd None 105.6");
    });
    for (const reply of [refused("CloudWatch.CloudWatchException"), { result: {}, seconds: 61 }]) {
        it(`fails no stop: ${"error" in reply ? reply.error : "no answer"}`, async () => {
            const { execution, published } = await watch({
                args: { publishMetrics: true },
                looks: [ready, over],
                measures: [reply],
            });
            expect([execution.status, execution.transitions, published.length]).to.deep.equal(["SUCCEEDED", 10, 1]);
        });
    }
    it("fails no stop when it cannot be evaluated", async () => {
        const { execution, published } = await watch({
            args: { publishMetrics: true },
            looks: [ready, over],
            change: (text) => text.replace("$max([0,", "$max(['x',"),
        });
        expect([execution.status, published.length]).to.deep.equal(["SUCCEEDED", 1]);
    });
});
