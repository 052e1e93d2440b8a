import Big from "big.js";
import { expect } from "chai";
import * as fc from "fast-check";
import { articleAssumption, estimate, isEstimate, measure, total, type Month } from "../../../model/money/savings";

const month = (
    name: string,
    stops: number | undefined,
    dpuHours: string,
    actual: string,
    more: Partial<Month> = {},
): Month => ({
    month: name,
    stops,
    dpuHours: new Big(dpuHours),
    actualUsd: new Big(actual),
    ...more,
});
const article = [
    month("2024-06", 11, "5.731", "2.52", { timeOuts: 9 }),
    month("2024-07", 5, "0.197", "0.09"),
    month("2024-08", 61, "2.615", "1.15"),
    month("2024-09", 0, "0.000", "0.00"),
    month("2024-10", 53, "2.567", "1.13"),
    month("2024-11", 2, "0.079", "0.03"),
];

describe("estimate", () => {
    it("gives the article's table, to the cent", () => {
        const rows = estimate(article, articleAssumption).filter(isEstimate);
        expect(
            [...rows, total(rows)].map(({ month, stops, potentialUsd, actualUsd, savedUsd }) =>
                [month, stops, potentialUsd.toFixed(2), actualUsd.toFixed(2), savedUsd.toFixed(2)].join(" "),
            ),
        ).to.deep.equal([
            "2024-06 11 4.84 2.52 2.32",
            "2024-07 5 2.20 0.09 2.11",
            "2024-08 61 26.84 1.15 25.69",
            "2024-09 0 0.00 0.00 0.00",
            "2024-10 53 23.32 1.13 22.19",
            "2024-11 2 0.88 0.03 0.85",
            "TOTAL 132 58.08 4.92 53.16",
        ]);
        expect(total(rows).dpuHours.toFixed(3)).to.equal("11.189");
    });
    it("is negative where the bill is more than the stops explain", () => {
        expect(total(estimate([month("2024-06", 1, "5", "2.20")], articleAssumption)).savedUsd.toFixed(2)).to.equal(
            "-1.76",
        );
    });
    it("leaves a month out of the sums of which nobody knows the stops", () => {
        const rows = estimate([month("2024-06", undefined, "5", "2.20"), ...article.slice(1)], articleAssumption);
        expect(rows.map(({ month, actualUsd }) => `${month} ${actualUsd.toFixed(2)}`)[0]).to.equal("2024-06 2.20");
        expect(rows.map(isEstimate)).to.deep.equal([false, true, true, true, true, true]);
        expect(total(rows)).to.deep.equal({ ...total(rows.slice(1)) });
        expect(total(rows).savedUsd.toFixed(2)).to.equal("50.84");
    });
});

describe("total", () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 }).map((cents) => new Big(cents).div(100));
    const months = fc.array(
        fc.record({ month: fc.constant("2024-06"), stops: fc.nat(10_000), dpuHours: cents, actualUsd: cents }),
    );
    it("is the sum of its parts, exactly, and potential less actual", () => {
        fc.assert(
            fc.property(months, (list) => {
                const rows = estimate(list, articleAssumption).filter(isEstimate);
                const all = total(rows);
                const sum = (of: (row: (typeof rows)[number]) => Big) =>
                    rows.reduce((so, row) => so.plus(of(row)), new Big(0)).toString();
                expect(all.stops).to.equal(rows.reduce((so, { stops }) => so + stops, 0));
                expect(all.potentialUsd.toString()).to.equal(sum((row) => row.potentialUsd));
                expect(all.actualUsd.toString()).to.equal(sum((row) => row.actualUsd));
                expect(all.savedUsd.toString()).to.equal(all.potentialUsd.minus(all.actualUsd).toString());
                expect(all.potentialUsd.gte(0) && all.dpuHours.gte(0)).to.equal(true);
            }),
        );
    });
    it("of nothing is nothing", () => {
        expect(total([]).savedUsd.toString()).to.equal("0");
    });
});

describe("measure", () => {
    it("has no ground without time-outs or metrics", () => {
        expect(measure(article.slice(1), articleAssumption)).to.equal(undefined);
        expect(measure([], articleAssumption)).to.equal(undefined);
        expect(measure([month("2024-06", 1, "1", "1", { timeOuts: 0 })], articleAssumption)).to.equal(undefined);
    });
    it("bounds the article's saving by what a time-out can have cost", () => {
        const measured = measure(article, articleAssumption);
        expect(measured?.savedAtMostUsd.toFixed(2)).to.equal("32.06");
        expect(measured?.ground === "time-outs" && measured.dpuHoursEach.toFixed(3)).to.equal("0.637");
        expect(measured?.ground === "time-outs" && measured.usdEach.toFixed(2)).to.equal("0.28");
    });
    it("takes all months' time-outs together, also of months that are not shown", () => {
        const more = month("2024-12", 4, "0.269", "0.12", { timeOuts: 1 });
        const measured = measure(article.slice(1), articleAssumption, [...article, more]);
        // 6.000 DPU-hours of 10 time-outs: 0.264 USD each; 121 stops; 2.40 USD billed.
        expect(measured).to.deep.equal({
            ground: "time-outs",
            savedAtMostUsd: new Big("29.544"),
            months: ["2024-06", "2024-12"],
            timeOuts: 10,
            dpuHours: new Big("6"),
            dpuHoursEach: new Big("0.6"),
            usdEach: new Big("0.264"),
        });
    });
    it("leaves out the bill of a month that was not measured, and never says less than nothing", () => {
        const known = [month("2024-06", 1, "1", "0.44", { timeOuts: 1 })];
        const savedAtMost = (list: readonly Month[]) =>
            measure(list, articleAssumption, known)?.savedAtMostUsd.toString();
        expect(savedAtMost([month("2024-07", undefined, "9", "9"), month("2024-08", 2, "1", "0.40")])).to.equal("0.48");
        expect(savedAtMost([month("2024-07", 2, "9", "9")])).to.equal("0");
    });
    it("takes the guard's own measurements before all else", () => {
        const bound = (usd: string) => ({ idleUpperBoundUsd: new Big(usd) });
        const list = [
            month("2024-06", 1, "1", "1", { timeOuts: 3, ...bound("0.1") }),
            month("2024-07", 1, "1", "1", bound("0.2")),
        ];
        const measured = measure(list, articleAssumption);
        expect([measured?.ground, measured?.savedAtMostUsd.toString()]).to.deep.equal(["metrics", "0.3"]);
    });
});
