import { expect } from "chai";
import { chartSvg, chartText, shares } from "../../../commands/bench/chart";

describe("chart", () => {
    it("draws nothing of no values", () => {
        expect(shares([])).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0]);
        expect(chartText([{ name: "none", values: [] }]).split("\n")).to.have.length(9);
        expect(chartSvg("Title", [{ name: "none", values: [] }])).to.include('d="M60 340"');
    });
    it("counts a value at the end of a span into it", () => {
        expect(shares([0, 1, 1.001, 10, 60, 300, 900, 3600, 86_400, 1e9])).to.deep.equal([
            0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1,
        ]);
    });
    it("writes a bar of forty blocks for all", () => {
        const [head, first, second] = chartText([{ name: "guard", values: [0.5, 0.5, 0.5, 5] }]).split("\n");
        expect(head).to.equal("guard (4 sessions past their limit)");
        expect(first).to.equal(`   to 1 s ${"█".repeat(30)}${" ".repeat(10)}  75.0 %`);
        expect(second).to.equal(`  to 10 s ${"█".repeat(10)}${" ".repeat(30)}  25.0 %`);
    });
    it("draws a line for each distribution, from nought to all, to the right edge", () => {
        const svg = chartSvg("A < B & C", [
            { name: "one", values: [0.01, 1e9] },
            { name: "<two>", values: [1] },
        ]);
        expect(svg).to.include('d="M60 340H60V200H740V60H740"');
        expect(svg).to.include('d="M60 340H167.9V60H740"');
        expect(svg).to.include("<title>A &lt; B &amp; C</title>").and.include("&lt;two&gt;");
        expect(svg.match(/<path /g)).to.have.length(2);
    });
    it("draws no more than 200 steps", () => {
        const svg = chartSvg("many", [{ name: "many", values: Array.from({ length: 5000 }, (_, value) => value) }]);
        expect(/d="([^"]*)"/.exec(svg)?.[1]?.match(/V/g)).to.have.length(200);
    });
});
