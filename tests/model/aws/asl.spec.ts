import { expect } from "chai";
import { isExpression, parseTimestamp } from "../../../model/aws/asl";

describe("isExpression", () => {
    const texts: Readonly<Record<string, boolean>> = {
        "{% $x %}": true,
        "{%%}": true,
        "{%}": false,
        "{% $x": false,
        "$x %}": false,
        " {% $x %}": false,
        "{% $x %} ": false,
        "a {% $x %} b": false,
    };
    for (const [text, is] of Object.entries(texts)) {
        it(`says ${is} of ${JSON.stringify(text)}`, () => {
            expect(isExpression(text)).to.equal(is);
        });
    }
});

describe("parseTimestamp", () => {
    for (const text of [
        "",
        "2026-11-22",
        "2026-11-22T20:10Z",
        "2026-11-22 20:10:00Z",
        "2026-11-22T20:10:00",
        "2026-11-22T20:10:00+00:00",
        "2026-11-22t20:10:00Z",
        "2026-11-22T20:10:00.Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T23:60:00Z",
        "Nov 22, 2026, 8:10:00 PM",
    ]) {
        it(`takes "${text}" for no time`, () => {
            expect(parseTimestamp(text)).to.equal(undefined);
        });
    }
    for (const text of ["2026-11-22T20:10:07Z", "2026-11-22T20:10:07.9Z", "2026-11-22T20:10:07.999999999Z"]) {
        it(`cuts ${text} to 20:10:07`, () => {
            expect(parseTimestamp(text)).to.equal(Date.UTC(2026, 10, 22, 20, 10, 7));
        });
    }
    it("knows 29 February 2028", () => {
        expect(parseTimestamp("2028-02-29T00:00:00Z")).to.equal(Date.UTC(2028, 1, 29));
    });
});
