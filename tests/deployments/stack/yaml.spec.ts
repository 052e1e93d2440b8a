import { expect } from "chai";
import { parseYaml } from "../../../deployments/stack/yaml";
import { InputError } from "../../../deployments/input/inputError";

const read = (text: string) => parseYaml(text, "Pulumi.dev.yaml");

describe("parseYaml", () => {
    for (const [name, text, message] of [
        ["a key that stands twice", "a: 1\na: 2", "Pulumi.dev.yaml is no YAML: Map keys must be unique at line 2"],
        ["a list that does not end", "a: [1", "Pulumi.dev.yaml is no YAML: Flow sequence"],
        ["a key that is a number", "1: a", "Pulumi.dev.yaml has 1 as a key, but keys must be text. Fix: quote it."],
        ["a key that is a list", "[a]: b", "Pulumi.dev.yaml has a list or an object as a key"],
    ] as const) {
        it(`refuses ${name}`, () => {
            expect(() => read(text)).to.throw(InputError, message);
        });
    }

    // Each as the real CLI answers: `npm run e2e` compares.
    for (const [text, value] of [
        ["1_800", 1800n],
        ["0144", 100n],
        ["0o17", 15n],
        ["0x1F", 31n],
        ["-0b11", -3n],
        ["0b_11", 3n],
        ["+5", 5n],
        ["08", 8],
        ["012345678901", 12345678901],
        ["123456789012", 123456789012n],
        ["9223372036854775808", 9223372036854775808n],
        ["123456789012345678901234567890", 1.2345678901234568e29],
        ["1e3", 1000],
        [".5", 0.5],
        ["09.5", 9.5],
        ["yes", "yes"],
        ["22:30", "22:30"],
        ["0x", "0x"],
        ["1800abc", "1800abc"],
        ["true", true],
        ["False", false],
        ["TRUE", true],
        ["tRUE", "tRUE"],
        ["~", null],
        ["Null", null],
        ["", null],
        ["2026-01-02", "2026-01-02 00:00:00 +0000 UTC"],
        ["2026-1-2 3:4:5.600", "2026-01-02 03:04:05.6 +0000 UTC"],
        ["2026-01-02T03:04:05Z", "2026-01-02 03:04:05 +0000 UTC"],
        ["2026-01-02T03:04:05+02:00", "2026-01-02 03:04:05 +0200 +0200"],
        ["2026-13-01", "2026-13-01"],
        ["2026-02-30", "2026-02-30"],
        ["2026-01-02 03:04:05Z", "2026-01-02 03:04:05Z"],
        ['"0144"', "0144"],
        ["'true'", "true"],
        ["!!str 123", "123"],
        ['!!int "5"', 5n],
    ] as const) {
        it(`reads ${text === "" ? "nothing" : text}`, () => {
            expect(read(`a: ${text}`)).to.deep.equal({ a: value });
        });
    }

    it("merges what `<<` names: own members win, and of merged ones the first", () => {
        const text = "a: &a {x: 1, y: 2}\nb: &b {x: 3, z: 4}\nc:\n  y: 5\n  <<: [*a, *b]\nd: {<<: *a, x: 6}\n";
        expect(read(text)).to.deep.include({ c: { x: 1n, y: 5n, z: 4n }, d: { x: 6n, y: 2n } });
    });
    it("takes a quoted `<<` for a key", () => {
        expect(read('a: {"<<": 1}')).to.deep.equal({ a: { "<<": 1n } });
    });
    it("reads an empty text and a comment as null, and the first of several documents", () => {
        expect([read(""), read("# nothing\n"), read("a: 1\n---\nb: 2\n")]).to.deep.equal([null, null, { a: 1n }]);
    });
    it("reads block texts, lists and nested objects", () => {
        expect(read("a: |\n  line\nb: >-\n  one\n  two\nc:\n  - 1\n  - {d: [x]}\n")).to.deep.equal({
            a: "line\n",
            b: "one two",
            c: [1n, { d: ["x"] }],
        });
    });
});
