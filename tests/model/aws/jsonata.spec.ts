import { expect } from "chai";
import { fold, jsonata, literal } from "../../../model/aws/jsonata";

describe("fold", () => {
    it("makes one line of many, and leaves spaces within a line", () => {
        expect(fold`
            a  b
                & ${5}
        `).to.equal("a  b & 5");
    });
    it("leaves backslashes to JSONata", () => {
        expect(fold`'\n' & ${"x"}`).to.equal("'\\n' & x");
    });
});

describe("jsonata", () => {
    it("is an expression of a state", () => {
        expect(jsonata`$x`).to.equal("{% $x %}");
    });
});

describe("literal", () => {
    it("quotes what would end the text", () => {
        expect(literal(`a "b" \\ 'c'`)).to.equal(`"a \\"b\\" \\\\ 'c'"`);
    });
});
