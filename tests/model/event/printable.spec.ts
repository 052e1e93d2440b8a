import { expect } from "chai";
import jsonata from "jsonata";
import { cutFunction, misleading, notAscii, printable, shown } from "../../../model/event/printable";

const inJsonata = (text: string, length: number, replaced?: string) =>
    jsonata(`(${cutFunction}; ${printable("$text", length, replaced)})`).evaluate({}, { text }) as Promise<string>;

describe("printable", () => {
    for (const [what, text, length, expected] of [
        ["an ordinary text", "dbt-glue 1", 20, "dbt-glue 1"],
        ["letters of other languages", "José Müller Ωμέγα 東京 שלום", 40, "José Müller Ωμέγα 東京 שלום"],
        ["a line break", "a\nStop it by hand:", 40, "a?Stop it by hand:"],
        ["all characters in a row at once", "a\r\n\u2028\u2029\u0085\u202eb", 40, "a?b"],
        ["what erases a terminal's line", `${"\u007f".repeat(70)}id`, 40, "?id"],
        ["a character beyond the first 65,536", "a🙂b", 40, "a?b"],
        ["a text that is just as long", "x".repeat(20), 20, "x".repeat(20)],
        ["a text that is longer", "x".repeat(21), 20, `${"x".repeat(17)}...`],
    ] as const) {
        it(`shows ${what}, in JSONata and in TypeScript`, async () => {
            expect([await inJsonata(text, length), shown(text, length)]).to.deep.equal([expected, expected]);
        });
    }
    it("shows every letter and number, and no character that controls, formats or separates lines", () => {
        const wrong: string[] = [];
        for (let code = 0; code <= 0xffff; code++) {
            const character = String.fromCharCode(code);
            const kept = shown(character, 10) === character;
            const obeyed = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(character);
            const needed = /[\p{L}\p{N}]/u.test(character);
            if ((kept && obeyed && character !== "?") || (!kept && needed)) {
                wrong.push(code.toString(16));
            }
        }
        expect(wrong).to.deep.equal([]);
    });
    it("leaves ASCII alone in a subject", async () => {
        expect([await inJsonata("é~ \tz", 10, notAscii), shown("é~ \tz", 10, notAscii)]).to.deep.equal([
            "?~ ?z",
            "?~ ?z",
        ]);
    });
    it("is written in ASCII: a definition is edited by many tools", () => {
        expect(misleading).to.match(/^[ -~]+$/);
    });
});
