import { expect } from "chai";
import { ownCost, ownCostTotal, type Usage } from "../../../model/money/ownCost";

const of = (usage: Partial<Usage>) => ownCostTotal({ guards: 1, stops: 0, dashboards: false, ...usage }).toFixed(2);

describe("ownCost", () => {
    for (const [what, usage, usd] of [
        ["one idle guard", {}, "0.00"],
        ["one idle guard whose account has used up its free tier", { freeTier: false }, "0.50"],
        ["two idle guards", { guards: 2 }, "0.00"],
        ["three idle guards", { guards: 3 }, "0.50"],
        ["ten idle guards", { guards: 10 }, "4.00"],
        ["three idle guards with dashboards", { guards: 3, dashboards: true }, "0.50"],
        ["ten idle guards with dashboards", { guards: 10, dashboards: true }, "25.00"],
        ["one guard and 400 stops", { stops: 400 }, "0.00"],
        // 6,000 transitions and no mail beyond the free ones.
        ["one guard and 1,000 stops", { stops: 1000 }, "0.15"],
        // 10,000 transitions, 5 alarms, 4 metrics, 1,000 requests to put them, 1,000 mails.
        ["one guard and 1,000 stops, nothing free", { stops: 1000, freeTier: false }, "1.98"],
        // Two metrics beyond the ten.
        ["three guards and one stop", { guards: 3, stops: 1 }, "1.10"],
    ] as const) {
        it(`is ${usd} USD a month for ${what}`, () => {
            expect(of(usage)).to.equal(usd);
        });
    }
    it("names what is paid for, and how much is free", () => {
        const rows = ownCost({ guards: 3, stops: 500, dashboards: true });
        expect(
            rows.map(({ what, quantity, free, usd }) => [what, quantity, free, usd.toFixed(3)].join(" ")),
        ).to.deep.equal([
            "state transitions 5000 4000 0.025",
            "alarms 15 10 0.500",
            "custom metrics 12 10 0.600",
            "requests to put metrics 500 1000000 0.000",
            "dashboards 3 3 0.000",
            "gigabytes of logs 0 5 0.000",
            "mails 500 1000 0.000",
        ]);
    });
});
