import { expect } from "chai";
import { dpuHourPrice } from "../../../model/money/pricing";

describe("dpuHourPrice", () => {
    it("is not known where no source tells it", () => {
        expect(dpuHourPrice("sa-east-1")).to.equal(undefined);
        expect(dpuHourPrice("constructor")).to.equal(undefined);
    });
    it("is the region's, where a source tells it", () => {
        expect([dpuHourPrice("us-east-1"), dpuHourPrice("eu-west-1", "")]).to.deep.equal(["0.44", "0.44"]);
    });
    it("is what the setting says, everywhere", () => {
        expect([dpuHourPrice("eu-west-1", "0.4"), dpuHourPrice("sa-east-1", "0.69")]).to.deep.equal(["0.4", "0.69"]);
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
