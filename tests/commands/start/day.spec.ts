import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../../commands/start/main";
import { readStackFile } from "../../../deployments/stack/stack";
import { playDay } from "../../../proof/simulator/account/day";
import { openStack } from "../../../proof/simulator/account/openGuard";

const home = join(__dirname, "../../..");
const defaults = readStackFile("Pulumi.dev.yaml").config;

describe("npm start -- --day", () => {
    for (const [args, fault] of [
        [["--chart", "x.svg"], "--chart draws the day: it needs --day."],
        [["--day", "--stack", "prod"], "--day plays examples/Pulumi.full.yaml: it takes no --stack."],
        [["--day", "--month"], "--month and --day exclude one another: take one."],
        [["--day", "--chart", "/nowhere/x.svg"], "/nowhere/x.svg cannot be written: ENOENT"],
    ] as const) {
        it(`refuses ${args.join(" ")}`, async () => {
            const { text, status } = await main(args);
            expect(text.slice(0, fault.length)).to.equal(fault);
            expect(status).to.equal(2);
        });
    }

    it("plays a stack that has everything on", () => {
        const { config, name } = readStackFile("examples/Pulumi.full.yaml");
        expect(name).to.equal("full");
        for (const key of [
            "warnSeconds",
            "maxWaitSeconds",
            "extendWhileBusy",
            "curfew",
            "digestAt",
            "limits",
            "chat",
            "ownerMail",
        ] as const) {
            expect(config[`glue-cost-control:${key}`], key).not.to.equal(defaults[`glue-cost-control:${key}`]);
        }
        expect(config["glue-cost-control:sweepHours"]).to.equal("6");
    });

    it("shows warnings, a kept session, one at work, a sweep, a curfew and the digest", async () => {
        const { text, status } = await main(["--day"]);
        expect(status).to.equal(0);
        expect(text).to.include(
            "\n10 sessions: 7 stopped by the guard, 5 warnings, 1 digest, 0 failures; 10 mails to owners, 13 messages in the chat.\n",
        );
        for (const line of [
            "Mon 04:00  guard   stopped: Glue session stopped: notebook-sunday",
            "Mon 07:17  guard   warning: Glue session will be stopped: glue-studio-datapreview-1",
            "Mon 08:24  bob     keeps it: keep-until=2024-06-03T10:30Z",
            "Mon 10:30  guard   stopped: Glue session stopped: notebook-bob",
            "Mon 11:50  guard   stopped: Glue session stopped: notebook-carol",
            "Mon 17:00  guard   stopped: Glue session stopped: notebook-heidi",
            "Mon 17:30  frank   ends notebook-frank",
            "Mon 18:30  guard   stopped: Glue session stopped: notebook-evening",
            "Tue 06:00  guard   digest: Glue digest: 7 stopped, 0 past their limit",
        ]) {
            expect(text).to.include(`  ${line}\n`);
        }
    });

    it("says in the mails why: no event, kept, at work, curfew", async () => {
        const { aws } = await playDay(await openStack(readStackFile("examples/Pulumi.full.yaml")));
        const of = (id: string) =>
            aws.cloud.notices.find(({ subject }) => subject === `Glue session stopped: ${id}`)?.message ?? "";
        expect(of("notebook-sunday")).to.include("no event reported this session, a sweep found it");
        expect(of("notebook-bob")).to.include("Kept:     once, until 2024-06-03T10:30Z");
        expect(of("notebook-carol")).to.include("At work:  until 2024-06-03T11:40Z");
        expect(of("notebook-heidi")).to.include("limit 'curfew' of ");
    });

    it("draws the picture of the README", async () => {
        const folder = mkdtempSync(join(tmpdir(), "day-"));
        try {
            const file = join(folder, "day.svg");
            await main(["--day", "--chart", file]);
            expect(readFileSync(file, "utf8")).to.equal(readFileSync(join(home, "docs/day.svg"), "utf8"));
            expect(readFileSync(join(home, "README.md"), "utf8")).to.include("](docs/day.svg)");
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("prints JSON for programs", async () => {
        const moments = JSON.parse((await main(["--day", "--json"])).text) as { who: string }[];
        expect(moments).to.have.length(28);
        expect(new Set(moments.map(({ who }) => who)).size).to.equal(9);
    });
});
