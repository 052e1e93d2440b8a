import { expect } from "chai";
import { InputError } from "../../../deployments/input/inputError";
import { parseJson } from "../../../deployments/input/parseJson";

describe("parseJson", () => {
    for (const [text, what] of [
        ["", "it is empty"],
        [" \n", "it is empty"],
        ["hunter2", "invalid symbol in line 1, column 1"],
        ["{", "close brace expected in line 1, column 2"],
        ['{"a": 1,\n "b": 2,}', "property name expected in line 2, column 9"],
        ["[1 2]", "comma expected in line 1, column 4"],
        ["1 2", "end of file expected in line 1, column 3"],
        ["// note\n1", "invalid comment token in line 1, column 1"],
        ['"\u0001"', "invalid character in line 1, column 1"],
        ["[".repeat(100_000), "it is nested too deep"],
        ["password ".repeat(120_000), "invalid symbol in line 1, column 1"],
    ] as const) {
        it(`refuses ${JSON.stringify(text.slice(0, 20))} with the place, and without its content`, () => {
            expect(() => parseJson(text, "event.json")).to.throw(InputError, `event.json is not JSON: ${what}.`);
        });
    }
    it("refuses what is nested so deep that nobody could walk through it", () => {
        const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
        for (const levels of [502, 100_000]) {
            expect(() => parseJson(nested(levels), "event.json")).to.throw(
                InputError,
                "event.json is nested more than 500 levels deep.",
            );
        }
        expect(JSON.stringify(parseJson(nested(501), "event.json"))).to.equal(nested(501));
    });
    it("reads what is JSON", () => {
        expect(parseJson(' {"a": [1, null, "é"]}\n', "event.json")).to.deep.equal({ a: [1, null, "é"] });
    });
});
