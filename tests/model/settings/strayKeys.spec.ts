import { expect } from "chai";
import { strayKeys } from "../../../model/settings/strayKeys";

describe("strayKeys", () => {
    const stray = (...keys: string[]) => strayKeys(keys, "glue-cost-control", ["waitSeconds", "enabled"]);

    it("finds settings under another prefix, mistyped ones too", () => {
        expect(stray("glue:waitSeconds", "glue-cost-controll:waitSecond", "x:enable")).to.have.length(3);
    });
    it("leaves alone what is ours, what a package owns, and what has another name", () => {
        expect(
            stray("glue-cost-control:waitSeconds", "aws:enabled", "pulumi:autonaming", "awsx:enabled", "other:region"),
        ).to.deep.equal([]);
    });
});
