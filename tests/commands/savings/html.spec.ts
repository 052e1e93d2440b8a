import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../../commands/report/main";

const browser = ["chromium", "chromium-browser", "google-chrome"].find(
    (name) => spawnSync(name, ["--version"]).status === 0,
);

describe("html, in a real browser", function () {
    this.timeout(60_000);
    let folder: string;
    before(function () {
        if (!browser) {
            console.log("      skipped: there is no Chromium on this machine");
            this.skip();
        }
        folder = mkdtempSync(join(tmpdir(), "html-"));
    });
    after(() => {
        if (browser) {
            rmSync(folder, { recursive: true });
        }
    });

    for (const [device, width] of [
        ["a phone", 375],
        ["a desktop", 1200],
    ] as const) {
        it(`is no wider than ${device}, tables neither, and shows 18 bars and all rows`, async () => {
            const { text } = await main([
                "--file",
                join(__dirname, "../../../examples/article.csv"),
                "--format",
                "html",
            ]);
            writeFileSync(join(folder, "report.html"), text);
            // A headless window is 500 px wide at least, a frame in it as wide as one likes. The page has no script of
            // its own; this one asks the browser what it made of it.
            const probe = `onload = () => {
                const page = frames[0].document;
                const all = (selector) => [...page.querySelectorAll(selector)];
                const wide = [page.documentElement, ...all(".wide")].filter((one) => one.scrollWidth > one.clientWidth);
                document.title = [page.documentElement.clientWidth, wide.length, all("rect").length, all("tr").length].join(" ");
            }`;
            const page = join(folder, "page.html");
            const frame = `<iframe src="report.html" style="width:${width}px;height:2000px;border:0"></iframe>`;
            writeFileSync(page, `<title></title><script>${probe}</script>${frame}`);
            const args = [
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                `--user-data-dir=${folder}/profile`,
                "--allow-file-access-from-files",
            ];
            const { stdout } = spawnSync(
                browser ?? "",
                [...args, "--window-size=1280,2100", "--dump-dom", `file://${page}`],
                { encoding: "utf8", timeout: 50_000 },
            );
            expect(/<title>(.*)<\/title>/.exec(stdout)?.[1]).to.equal(`${width} 0 18 21`);
        });
    }
});
