import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../../commands/report/main";

const article = join(__dirname, "../../../examples/article.csv");
const head = "month,stops,time_outs,dpu_hours,actual_usd";

describe("npm run report", () => {
    let folder: string;
    before(() => {
        folder = mkdtempSync(join(tmpdir(), "report-"));
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });
    const file = (...lines: readonly string[]): string => {
        const path = join(folder, "months.csv");
        writeFileSync(path, lines.join("\n"));
        return path;
    };

    for (const [args, text] of [
        [[], "Name one source: --file with a CSV or JSON file, such as examples/article.csv, or --stack."],
        [["--file", article, "--format", "htm"], '--format is "htm"; the nearest is "html".'],
        [["--file", article, "--from", "June"], '--from is "June", but must be a month such as 2024-06.'],
        [["--file", article, "--from", "2024-08", "--to", "2024-07"], "--from is 2024-08, after --to, 2024-07."],
        [
            ["--file", article, "--from", "2025-01"],
            `${article} has no month from 2025-01 to 9999-12: it has 2024-06 to 2024-11.`,
        ],
        [
            ["--format", "x", "--to", "x"],
            "Name one source: --file with a CSV or JSON file, such as examples/article.csv, or --stack.\n" +
                '--to is "x", but must be a month such as 2024-06.\n--format is "x"; the nearest is "csv".',
        ],
    ] as const) {
        it(`refuses ${args.join(" ").replace(article, "FILE") || "no file"}`, async () => {
            expect(await main(args)).to.deep.equal({ text, status: 2 });
        });
    }
    it("refuses words that it does not know, and tells its usage", async () => {
        const { text, status } = await main(["--fiel", "x"]);
        expect(status).to.equal(2);
        expect(text).to.include("npm run report -- --file FILE");
    });
    it("tells every line that cannot be used, with its number, at once", async () => {
        const path = file(
            head,
            "2024-06,11,9,5.731,2.52",
            "2024-13,1,,1,1",
            "2024-07,1.5,x,-1,two",
            "2024-06,1,,1,1",
            "2024-08,,,1,1",
        );
        expect(await main(["--file", path])).to.deep.equal({
            status: 2,
            text: [
                `${path} cannot be used:`,
                '  - line 3: month is "2024-13", but must be a month such as 2024-06',
                '  - line 4: stops is "1.5", but must be a whole number of stops',
                '  - line 4: time_outs is "x", but must be a whole number, or empty',
                '  - line 4: dpu_hours is "-1", but must be a number such as 5.731 (write 1234, not 1,234, which may be either)',
                '  - line 4: actual_usd is "two", but must be an amount such as 2.52, without a sign',
                "  - line 5: 2024-06 stands in line 2 already",
                '  - line 6: stops is "", but must be a whole number of stops',
            ].join("\n"),
        });
    });
    it("reads what a spreadsheet writes where the comma is the decimal sign", async () => {
        const path = file("sep=;", head.replaceAll(",", ";"), "Jun-24;1.234;;5,731;2,52");
        const { text, status } = await main(["--file", path, "--format", "csv"]);
        expect([status, text.split("\n")[1]?.split(",").slice(0, 3)]).to.deep.equal([0, ["2024-06", "1234", "5.731"]]);
    });
    for (const [what, lines, text] of [
        ["without lines", [head], "there is no line with a month"],
        ["that is empty", [""], "there is no line with a month"],
        [
            "with a column too many",
            [`${head},note`, "2024-06,1,,1,1,x"],
            "line 2: there is no column note; the columns are month, stops",
        ],
        [
            "with cells too many, beside other problems",
            [head, "2024-06,1,,1,1,x,y", "2024-13,1,,1,1"],
            "  - line 2: it has 7 cells, but the head line names 5 columns\n" +
                '  - line 3: month is "2024-13", but must be a month such as 2024-06',
        ],
        [
            "with time-outs that used nothing",
            [head, "2024-06,1,9,0.0,1"],
            "line 2: dpu_hours is 0, but sessions that timed out have used some; leave time_outs empty if unknown",
        ],
        [
            "of JSON that is a single object",
            ['{"month":"2024-06","stops":1}'],
            "JSON must be a list of objects, one for each month, but is a single object",
        ],
        ["with lines too short", [head, "2024-06,1", "2024-07"], 'line 3: stops is ""'],
        ["of JSON that is none", ["[{]"], "JSON"],
        ["of JSON without objects", ["[null]"], 'line 1: month is "", but must be a month such as 2024-06'],
    ] as const) {
        it(`refuses a file ${what}`, async () => {
            const printed = await main(["--file", file(...lines)]);
            expect(printed.status).to.equal(2);
            expect(printed.text).to.include(text);
        });
    }
    it("refuses a file that is not there", async () => {
        expect((await main(["--file", join(folder, "none.csv")])).text).to.match(/none\.csv cannot be read: ENOENT/);
    });

    it("prints the article's tables, and where they disagree with what was measured", async () => {
        const { text, status } = await main(["--file", article]);
        expect(status).to.equal(0);
        expect(text.split("\n").map((line) => line.trimEnd())).to.include.members([
            "│ 2024-06 │    11 │     5.731 │          4.84 │       2.52 │            2.32 │",
            "│ TOTAL   │   132 │    11.189 │         58.08 │       4.92 │           53.16 │",
            "Estimate: it takes every stopped session for a whole time-out of 2 DPU x 0.5 h x 0.44 USD = 0.44 USD, less what was billed.",
            "Measured: at most 32.06 USD. In 2024-06 9 sessions timed out, and all sessions of that time used 5.731 " +
                "DPU-hours: a time-out cannot have used more than 0.637 DPU-hours on average, or cost more than 0.28 USD. " +
                "The estimate's 0.44 USD a stop, 53.16 USD in all, is more than the bill allows.",
        ]);
    });
    it("takes only the months asked for", async () => {
        const { text } = await main(["--file", article, "--from", "2024-07", "--to", "2024-08", "--format", "csv"]);
        expect(text).to.equal(
            [
                "period,stops,dpu_hours,potential_usd,actual_usd,estimated_saving_usd",
                "2024-07,5,0.197,2.20,0.09,2.11",
                "2024-08,61,2.615,26.84,1.15,25.69",
                "TOTAL,66,2.812,29.04,1.24,27.80",
            ].join("\n"),
        );
    });
    it("measures by the time-outs of a month that is not asked for", async () => {
        const { text } = await main(["--file", article, "--from", "2024-07"]);
        // 121 stops of at most 0.280 USD, less 2.40 USD billed.
        expect(text).to.include("Measured: at most 31.50 USD. In 2024-06 9 sessions timed out");
    });
    it("reads JSON as it reads CSV, in any order of months", async () => {
        const path = file(
            '[{"month":"2024-07","stops":5,"dpu_hours":"0.197","actual_usd":0.09},',
            '{"month":"2024-06","stops":1,"dpu_hours":1,"actual_usd":1,"idle_upper_bound_usd":"0.40"}]',
        );
        const { text } = await main(["--file", path, "--format", "json"]);
        const report = JSON.parse(text) as { rows: { month: string; savedUsd: string }[]; notes: string[] };
        expect(report.rows.map(({ month, savedUsd }) => `${month} ${savedUsd}`)).to.deep.equal([
            "2024-06 -0.56",
            "2024-07 2.11",
        ]);
        expect(report.notes[1]).to.match(/^Measured: the stopped sessions could still have cost at most 0\.40 USD/);
    });
    it("makes an HTML page that needs nothing else", async () => {
        const { text } = await main(["--file", article, "--format", "html"]);
        expect(text).not.to.match(/<script|src=|href=|@import|url\(/);
        expect(text.match(/<rect /g)).to.have.length(18);
        const cells = [...text.matchAll(/<tr class="total"><th scope="row">TOTAL<\/th>(.*?)<\/tr>/g)].map(
            ([, row = ""]) => row.replace(/<\/?td>/g, " ").split(/\s+/),
        );
        expect(cells).to.deep.equal([["", "132", "11.189", "58.08", "4.92", "53.16", ""]]);
        expect(
            [...text.matchAll(/<p class="note">(.*?)<\/p>/g)].map(([, note = ""]) => note.split(":")[0]),
        ).to.deep.equal(["Estimate", "Measured"]);
        expect(text).to.include('<meta name="viewport" content="width=device-width, initial-scale=1">');
    });
    it("draws bars as high as their amounts", async () => {
        const { text } = await main(["--file", article, "--format", "html"]);
        const heights = [...text.matchAll(/<rect [^>]* height="([^"]*)"/g)].map(([, height]) => Number(height));
        const amounts = [
            [4.84, 2.52, 2.32],
            [2.2, 0.09, 2.11],
            [26.84, 1.15, 25.69],
            [0, 0, 0],
            [23.32, 1.13, 22.19],
            [0.88, 0.03, 0.85],
        ].flat();
        expect(heights.map((height) => Math.round((height / 200) * 100))).to.deep.equal(
            amounts.map((amount) => Math.round((amount / 26.84) * 100)),
        );
    });
    it("ships the article's six months as an example", () => {
        expect(readFileSync(article, "utf8").split("\n")[0]).to.equal(head);
    });
});
