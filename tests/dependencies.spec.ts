import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { minimatch } from "minimatch";
import { licences } from "../commands/docs/licences";

const home = join(__dirname, "..");
const read = (file: string): string => readFileSync(join(home, file), "utf8");

/** Licences that ask no more than to be named. */
const permissive = [
    "(BSD-3-Clause AND Apache-2.0)",
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "CC-BY-3.0", // spdx-exceptions: a list, not a program
    "CC0-1.0",
    "ISC",
    "MIT",
    "Python-2.0", // argparse
];

describe("what users run", () => {
    for (const lockFile of ["package-lock.json", "components/package-lock.json"]) {
        it(`is under permissive licences, by ${lockFile}`, () => {
            const found = [...licences(lockFile)];
            expect(found.flatMap(([, names]) => names).length).to.be.greaterThan(200);
            expect(found.filter(([licence]) => !permissive.includes(licence))).to.deep.equal([
                ["SEE LICENSE IN LICENSE", ["@logdna/tail-file 2.2.0"]],
            ]);
        });
    }
    it("has MIT's text where a package names no licence", () => {
        expect(read("node_modules/@logdna/tail-file/LICENSE")).to.match(
            /Permission is hereby granted, free of charge, to any person obtaining a copy/,
        );
    });
    it("comes without a registry's address, so that every registry serves", () => {
        for (const lockFile of ["package-lock.json", "components/package-lock.json"]) {
            expect(read(lockFile), lockFile).not.to.match(/"resolved": "http/);
        }
    });
    it("is named by exact versions", () => {
        for (const file of ["package.json", "components/package.json"]) {
            const { dependencies, devDependencies = {} } = JSON.parse(read(file)) as Record<
                string,
                Record<string, string>
            >;
            const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
                ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
            );
            expect(loose, file).to.deep.equal([]);
        }
    });
});

describe("renovate.json", () => {
    interface Rule {
        readonly matchPackageNames?: readonly string[];
        readonly groupName?: string;
        readonly allowedVersions?: string;
        readonly description?: string;
    }
    const { packageRules, customManagers } = JSON.parse(read("renovate.json")) as {
        packageRules: Rule[];
        customManagers: { matchStrings: string[]; depNameTemplate: string }[];
    };
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read("package.json")) as Record<
        string,
        Record<string, string>
    >;
    const all: Record<string, string> = { ...dependencies, ...devDependencies };

    it("groups all of Pulumi, the CLI of the workflows among it", () => {
        const pulumi = packageRules.find(({ groupName }) => groupName === "Pulumi")?.matchPackageNames ?? [];
        const grouped = Object.keys(all).filter((name) => pulumi.some((pattern) => minimatch(name, pattern)));
        expect(grouped.sort()).to.deep.equal(
            Object.keys(all)
                .filter((name) => /pulumi/.test(name))
                .sort(),
        );
        const [{ matchStrings, depNameTemplate } = { matchStrings: [], depNameTemplate: "" }] = customManagers;
        expect(depNameTemplate).to.equal("pulumi");
        const version = new RegExp(matchStrings[0] ?? "").exec(read(".github/workflows/up-stack.yml"))?.groups
            ?.currentValue;
        expect(version).to.equal(all.pulumi);
    });
    it("holds back only packages that are there, each for a reason, at a bound that today's version keeps", () => {
        const held = packageRules.filter(({ allowedVersions }) => allowedVersions);
        expect(
            held.map(({ matchPackageNames, allowedVersions }) => [matchPackageNames?.join(), allowedVersions]),
        ).to.deep.equal([
            ["@pulumi/pulumi", `<=${all["@pulumi/pulumi"] ?? ""}`],
            ["typescript", "<6"],
            ["@types/node", "<21"],
            ["jsonata", all.jsonata],
        ]);
        expect(Number(all.typescript?.split(".")[0])).to.be.below(6);
        expect(Number(all["@types/node"]?.split(".")[0])).to.be.below(21);
        expect(held.filter(({ description }) => !description)).to.deep.equal([]);
    });
});
