import { expect } from "chai";
import { decodeText } from "../../../deployments/input/decodeText";
import { InputError } from "../../../deployments/input/inputError";

const text = '{"id": "é ✓ 𝒳"}\n';
const utf16be = (characters: string) => Buffer.from(characters, "utf16le").swap16();

describe("decodeText", () => {
    for (const [name, bytes] of [
        ["bytes that are no UTF-8", [0x7b, 0xc3, 0x28]],
        ["half a character of UTF-16", [0xff, 0xfe, 0x00, 0xd8]],
        ["a picture", [0x89, 0x50, 0x4e, 0x47]],
    ] as const) {
        it(`refuses ${name}`, () => {
            expect(() => decodeText(Uint8Array.from(bytes), "event.json")).to.throw(
                InputError,
                "event.json is not text in UTF-8 or UTF-16. Fix: save it as UTF-8.",
            );
        });
    }
    for (const [name, bytes] of [
        ["UTF-8", Buffer.from(text)],
        ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${text}`)],
        ["UTF-16, little end first", Buffer.from(text, "utf16le")],
        ["UTF-16 as PowerShell writes it", Buffer.from(`\ufeff${text}`, "utf16le")],
        ["UTF-16, big end first", utf16be(text)],
        ["UTF-16, big end first, with a byte order mark", utf16be(`\ufeff${text}`)],
        ["lines that end in CRLF", Buffer.from(text.replace("\n", "\r\n"))],
    ] as const) {
        it(`reads ${name}`, () => {
            expect(decodeText(bytes, "event.json")).to.equal(text);
        });
    }
    it("reads an empty file, and one of a single character", () => {
        expect([decodeText(new Uint8Array(), "x"), decodeText(Buffer.from("7"), "x")]).to.deep.equal(["", "7"]);
    });
});
