import { expect } from "chai";
import { consoleHostOf, partitionOf, regions } from "../../../model/aws/regions";

describe("partitionOf", () => {
    for (const [region, partition] of [
        ["eu-west-1", "aws"],
        ["cn-north-1", "aws-cn"],
        ["us-gov-west-1", "aws-us-gov"],
        ["eusc-de-east-1", "aws-eusc"],
        ["us-iso-east-1", "aws-iso"],
        ["us-isob-east-1", "aws-iso-b"],
        ["eu-west-11", undefined],
        ["", undefined],
    ] as const) {
        it(`says ${partition ?? "nothing"} of ${region || "no region"}`, () => {
            expect(partitionOf(region)).to.equal(partition);
        });
    }
    it("knows each region once", () => {
        expect(new Set(regions).size).to.equal(regions.length);
    });
});

describe("consoleHostOf", () => {
    it("is not known for partitions that are not public", () => {
        expect([consoleHostOf("aws-cn"), consoleHostOf("aws-iso")]).to.deep.equal(["console.amazonaws.cn", undefined]);
    });
});
