import { expect } from "chai";
import fc from "fast-check";
import { fitsPattern } from "../../../model/limits/pattern";
import { glob } from "../../../proof/simulator/aws/iam/policyCondition";

describe("fitsPattern", () => {
    for (const [pattern, text, fits] of [
        ["abc", "abc", true],
        ["abc", "ABC", false],
        ["abc", "abcd", false],
        ["a*", "a", true],
        ["a*c", "a\nb\u2028c", true],
        ["a*c", "ab\n", false],
        ["*", "", true],
        ["?", "", false],
        ["?", "𝒳", true],
        ["??", "𝒳", false],
        ["a.c", "abc", false],
        ["a/b\\[c]", "a/b\\[c]", true],
        ["*b*b", "ab", false],
        ["*a*b*c", "aabbc", true],
    ] as const) {
        it(`"${pattern}" ${fits ? "fits" : "does not fit"} ${JSON.stringify(text)}`, () => {
            expect(fitsPattern([pattern], text)).to.equal(fits);
            expect(fitsPattern(["no", pattern, "none"], text)).to.equal(fits);
        });
    }
    it("fits what IAM's own patterns fit", () => {
        const sign = fc.constantFrom("a", "b", "*", "?", "𝒳", "-");
        fc.assert(
            fc.property(
                fc.array(sign, { maxLength: 8 }),
                fc.array(fc.constantFrom("a", "b", "𝒳", "-"), { maxLength: 10 }),
                (pattern, text) => {
                    expect(fitsPattern([pattern.join("")], text.join(""))).to.equal(
                        glob(pattern.join("")).test(text.join("")),
                    );
                },
            ),
            { numRuns: 3000 },
        );
    });
    it("is not slowed down by a text that was made for that", () => {
        // Without its atomic groups this pattern would take longer than anybody's patience.
        expect(fitsPattern([`${"*a".repeat(20)}*b`], "a".repeat(2000))).to.equal(false);
    });
});
