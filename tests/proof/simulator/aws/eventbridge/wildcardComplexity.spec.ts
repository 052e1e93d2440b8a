import { expect } from "chai";
import { wildcardComplexity } from "../../../../../proof/simulator/aws/eventbridge/wildcardComplexity";

describe("wildcardComplexity", () => {
    // Patterns and figures of aws/event-ruler, MachineComplexityEvaluatorTest.
    for (const [complexity, ...wildcards] of [
        [1, "*"],
        [3, "*", "ab*c"],
        [1, "abc"],
        [2, "*ab"],
        [3, "*aa"],
        [2, "a*b"],
        [2, "aa*"],
        [2, "a*bc"],
        [3, "a*bb"],
        [3, "a*bcb"],
        [4, "a*bbb"],
        [4, "*ab*ad"],
        [3, "*ab*d"],
        [4, "*aba*"],
        [5, "a*b*bb"],
        [4, "a*b*cb"],
        [3, "a*b*cd"],
        [4, "a*b*b"],
        [4, "a*bb*"],
        [3, "ab*b*"],
        [3, "ab*c", "x*xx"],
        [4, "*abc", "*abcde"],
        [4, "a*bcd", "ab*cd"],
        [7, "a*aaa", "aa*aa"],
        [6, "ab*cd", "ab*wx", "ab*yz"],
        [7, "*ab*b*b*"],
        [17, "*a*a*a*a*a*a*a*a*"],
        [2, "ab*c", "ab*c"],
        [10, "F*eatureFeature", "Fe*atureFeature", "Fea*tureFeature"],
    ] as const) {
        it(`is ${complexity} for ${wildcards.join(" ")}`, () => {
            expect(wildcardComplexity(wildcards)).to.equal(complexity);
        });
    }
    it("reads escapes as the signs themselves, and characters as their bytes", () => {
        expect([["\\*\\*\\*"], ["\\\\*"], ["*\u00e4\u00f6"]].map(wildcardComplexity)).to.deep.equal([1, 2, 3]);
    });
    it("tells what AWS was recorded to take from what it refused", () => {
        expect(
            ["/Users/*/dir/dir/dir/dir/dir/doc.txt", "*:*:*:*:*:event-bus/*"].map((text) => wildcardComplexity([text])),
        ).to.deep.equal([7, 11]);
        const stacks = ["App", "Data", "Shared", "Monitoring"].map((name) => `*:stack/${name}Stack/*`);
        expect([stacks.slice(0, 3), stacks].map(wildcardComplexity)).to.deep.equal([9, 12]);
    });
});
