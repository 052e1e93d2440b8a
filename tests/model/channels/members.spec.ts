import { expect } from "chai";
import { memberProblems, readMembers } from "../../../model/channels/members";

describe("readMembers", () => {
    it("drops what is not given, null or undefined, and nothing else", () => {
        expect(readMembers({ a: null, b: undefined, c: "", d: 0, e: false })).to.deep.equal({ c: "", d: 0, e: false });
    });
    for (const value of ["text", 7, null, undefined, ["a", null]]) {
        it(`leaves ${String(value)} as it is`, () => {
            expect(readMembers(value)).to.equal(value);
        });
    }
});

describe("memberProblems", () => {
    const checks = { name: (value: unknown) => (value === "right" ? undefined : "right") };
    it("knows no members of what is no object", () => {
        expect([null, undefined, "text", 7, ["a"]].map((value) => memberProblems("x", value, checks))).to.deep.equal(
            Array.from({ length: 5 }, () => undefined),
        );
    });
    it("finds every wrong and unknown member, those of every object's prototype too", () => {
        expect(memberProblems("x", { name: 7, nam: 1, constructor: 2 }, checks)).to.deep.equal([
            { row: "x.name", limit: "is 7, but must be right", fix: "correct it, or remove it" },
            { row: "x.nam", limit: "is no member", fix: "the nearest is name" },
            { row: "x.constructor", limit: "is no member", fix: "the nearest is name" },
        ]);
    });
    it("finds nothing where all is right", () => {
        expect(memberProblems("x", { name: "right" }, checks)).to.deep.equal([]);
    });
});
