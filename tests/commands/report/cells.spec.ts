import { expect } from "chai";
import { plainCount, plainMonth, plainNumber, splitting } from "../../../commands/report/cells";

describe("plainMonth", () => {
    for (const [text, month] of [
        ["2024-06", "2024-06"],
        ["2024-06-01", "2024-06"],
        ["2024/06", "2024-06"],
        ["06/2024", "2024-06"],
        ["Jun-24", "2024-06"],
        ["june 2024", "2024-06"],
        ["Sept. 2024", "2024-09"],
        ["06/07/2024", "06/07/2024"],
        ["2024-06-15", "2024-06-15"],
    ] as const) {
        it(`reads ${text} as ${month}`, () => {
            expect(plainMonth(text)).to.equal(month);
        });
    }
});

describe("plainNumber", () => {
    for (const [text, number] of [
        ["5.7312500000", "5.7312500000"],
        ["1.2E-7", "0.00000012"],
        ["5e0", "5"],
        ["2,52", "2.52"],
        ["0,125", "0.125"],
        ["$1,234.50", "1234.50"],
        ["1.234,50", "1234.50"],
        ["1 234,5 USD", "1234.5"],
        ["1,234,567", "1234567"],
        ["-1", "-1"],
        ["(3)", "(3)"],
        ["", ""],
    ] as const) {
        it(`reads ${text || "nothing"} as ${number || "nothing"}`, () => {
            expect(plainNumber(text)).to.equal(number);
        });
    }
    it("leaves 1,234 as it is: it may be a thousand or a bit more than one", () => {
        expect(plainNumber("1,234")).to.equal("1,234");
    });
    it("reads 5,731 as 5.731 where a comma can only be a decimal sign", () => {
        expect(["5,731", "1.234,5"].map((text) => plainNumber(text, true))).to.deep.equal(["5.731", "1234.5"]);
    });
});

describe("plainCount", () => {
    it("reads thousands with any sign between, and leaves all else as it is", () => {
        const texts = ["1,234", "1.234", "1 234", "1,234,567", "12", "", "2.5", "1,23", "-1,234"];
        expect(texts.map(plainCount)).to.deep.equal([
            "1234",
            "1234",
            "1234",
            "1234567",
            "12",
            "",
            "2.5",
            "1,23",
            "-1,234",
        ]);
    });
});

describe("splitting", () => {
    for (const [what, text, delimiter, skipped] of [
        ["a comma", "month,stops\n", ",", 0],
        ["a semicolon, with decimal commas", "month;stops\n2024-06;1,5\n", ";", 0],
        ["a tab", "month\tstops\n", "\t", 0],
        ["what a spreadsheet's first line names", "sep=|\nmonth|stops\n", "|", 1],
    ] as const) {
        it(`takes ${what}`, () => {
            const found = splitting(text);
            expect([found.delimiter, found.skipped]).to.deep.equal([delimiter, skipped]);
            expect(found.rest.startsWith("month")).to.equal(true);
        });
    }
});
