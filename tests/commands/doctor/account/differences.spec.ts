import { expect } from "chai";
import { differences, normalPolicy, parsed } from "../../../../commands/doctor/account/differences";

describe("differences", () => {
    it("names each member that differs, is missing, or was added", () => {
        const expected = { a: 1, b: { c: [1, 2], d: "x" }, e: true };
        const actual = { a: 2, b: { c: [2, 1], d: "x", f: null } };
        expect(differences(expected, actual)).to.deep.equal(["a", "b.c", "b.f", "e"]);
        expect(differences({ a: {} }, { a: [] })).to.deep.equal(["a"]);
    });

    it("finds nothing where only the order of members differs", () => {
        expect(differences({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).to.deep.equal([]);
    });
});

describe("normalPolicy", () => {
    it("takes one action as text or list for the same, and lists of any order", () => {
        const one = { Statement: [{ Action: "a", Resource: ["y", "x"] }] };
        const other = { Statement: [{ Action: ["a"], Resource: ["x", "y"] }] };
        expect(normalPolicy(one)).to.deep.equal(normalPolicy(other));
    });

    it("keeps the order of statements, and what differs", () => {
        expect(normalPolicy({ Statement: [{ Action: "b" }, { Action: "a" }] })).to.deep.equal({
            Statement: [{ Action: "b" }, { Action: "a" }],
        });
    });
});

describe("parsed", () => {
    it("reads JSON, and JSON as IAM encodes it, and takes nothing else", () => {
        expect(parsed('{"a":"%7B"}')).to.deep.equal({ a: "%7B" });
        expect(parsed(encodeURIComponent('{"a":"100 %"}'))).to.deep.equal({ a: "100 %" });
        expect(parsed("%7B%")).to.equal(undefined);
        expect(parsed("no JSON")).to.equal(undefined);
        expect(parsed(undefined)).to.equal(undefined);
    });
});
