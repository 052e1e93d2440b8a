import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startsOf, subModules, withWholePackage } from "../../../proof/bench/start";

const home = join(__dirname, "../../..");

describe("start", () => {
    it("leaves a file alone that imports nothing of AWS", () => {
        const text = 'import * as pulumi from "@pulumi/pulumi";\nexport const x = 1;\n';
        expect(withWholePackage(text)).to.equal(text);
        expect(subModules([text])).to.deep.equal([]);
    });
    it("imports the whole package in place of sub-modules, under the same names", () => {
        const text = [
            'import * as pulumi from "@pulumi/pulumi";',
            'import { Topic, type TopicPolicy } from "@pulumi/aws/sns";',
            'import { Queue } from "@pulumi/aws/sqs/queue";',
            'import { getRegionOutput } from "@pulumi/aws/getRegion";',
            'import * as awsConfig from "@pulumi/aws/config";',
            'new Topic("x");',
        ].join("\n");
        expect(
            withWholePackage(text)
                .split("\n")
                .filter((line) => line !== ""),
        ).to.deep.equal([
            'import * as aws from "@pulumi/aws";',
            'import * as pulumi from "@pulumi/pulumi";',
            'new Topic("x");',
            "import Topic = aws.sns.Topic;",
            "import TopicPolicy = aws.sns.TopicPolicy;",
            "import Queue = aws.sqs.Queue;",
            "import getRegionOutput = aws.getRegionOutput;",
            "import awsConfig = aws.config;",
        ]);
        expect(subModules([text, text])).to.deep.equal([
            "@pulumi/aws/config",
            "@pulumi/aws/getRegion",
            "@pulumi/aws/sns",
            "@pulumi/aws/sqs/queue",
        ]);
    });
    it("leaves no import of a sub-module in the program's own files", () => {
        for (const file of [
            "config.ts",
            "components/sessionRule.ts",
            "components/glueSessionGuard.ts",
            "components/guardRole.ts",
        ]) {
            const text = readFileSync(join(home, file), "utf8");
            expect(subModules([text]), file).not.to.deep.equal([]);
            expect(subModules([withWholePackage(text)]), file).to.deep.equal([]);
        }
    });
    it("compares the programs of one round, not the medians of a machine that changes", () => {
        const run = (coreSeconds: number) => ({ seconds: 2 * coreSeconds, coreSeconds, peakMegabytes: 100 });
        const starts = startsOf([
            { program: "this program", runs: [run(3), run(9), run(16)] },
            { program: "empty program, our AWS sub-modules", runs: [run(2), run(6), run(4)] },
        ]);
        expect(starts).to.deep.equal([
            { program: "this program", timesSubModules: 1.5, seconds: 18, coreSeconds: 9, peakMegabytes: 100 },
            {
                program: "empty program, our AWS sub-modules",
                timesSubModules: 1,
                seconds: 8,
                coreSeconds: 4,
                peakMegabytes: 100,
            },
        ]);
    });
});
