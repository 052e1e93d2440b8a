import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../report/main";

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
        ["a phone", 500],
        ["a desktop", 1280],
    ] as const) {
        it(`is as wide as ${device}, and shows 18 bars and all rows`, async () => {
            const { text } = await main(["--file", join(__dirname, "../../examples/article.csv"), "--format", "html"]);
            // The page has no script of its own; this one asks the browser what it made of it.
            const probe =
                "document.title = [document.documentElement.scrollWidth <= innerWidth," +
                " document.querySelectorAll('rect').length, document.querySelectorAll('tr').length].join(' ')";
            const page = join(folder, "page.html");
            writeFileSync(page, text.replace("</body>", `<script>${probe}</script></body>`));
            const args = ["--headless=new", "--no-sandbox", "--disable-gpu", `--user-data-dir=${folder}/profile`];
            const { stdout } = spawnSync(
                browser ?? "",
                [...args, `--window-size=${width},900`, "--dump-dom", `file://${page}`],
                { encoding: "utf8", timeout: 50_000 },
            );
            expect(/<title>(.*)<\/title>/.exec(stdout)?.[1]).to.equal("true 18 20");
        });
    }
});
