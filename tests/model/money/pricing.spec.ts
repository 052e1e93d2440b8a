import { expect } from "chai";
import { partitionOf } from "../../../model/aws/regions";
import { dpuHourPrice, prices } from "../../../model/money/pricing";

describe("dpuHourPrice", () => {
    it("is not known where no source tells it", () => {
        expect(dpuHourPrice("eu-central-2")).to.equal(undefined);
        expect(dpuHourPrice("constructor")).to.equal(undefined);
    });
    it("is the region's, where a source tells it", () => {
        expect([dpuHourPrice("us-east-1"), dpuHourPrice("eu-west-1", "")]).to.deep.equal(["0.44", "0.44"]);
    });
    it("is what the setting says, everywhere", () => {
        expect([dpuHourPrice("eu-west-1", "0.4"), dpuHourPrice("eu-central-2", "0.49")]).to.deep.equal(["0.4", "0.49"]);
    });
    it("has a source and a grade in each of 24 regions, which AWS has", () => {
        expect(prices.size).to.equal(24);
        for (const [region, { usd, grade, source }] of prices) {
            expect(partitionOf(region), region).to.be.a("string");
            expect(Number(usd)).to.be.within(0.3, 1);
            expect(source).to.match(grade === "jobs" ? /^https:/ : /pricing|bills/);
        }
        expect(dpuHourPrice("sa-east-1")).to.equal("0.69");
        expect([...prices.values()].filter(({ grade }) => grade === "bills")).to.have.length(2);
    });
    it("agrees with the article's bills, to the cent", () => {
        for (const [dpuHours, usd] of [
            [5.731, 2.52],
            [0.197, 0.09],
            [2.615, 1.15],
            [2.567, 1.13],
            [0.079, 0.03],
        ] as const) {
            expect(Math.round(dpuHours * Number(dpuHourPrice("eu-west-1")) * 100) / 100).to.equal(usd);
        }
    });
});
