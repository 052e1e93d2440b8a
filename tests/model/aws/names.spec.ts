import { expect } from "chai";
import { bucketName, guardName, rolePath, stackPrefix } from "../../../model/aws/names";

describe("guardName", () => {
    for (const [project, stack, guard, name] of [
        ["glue-cost-control", "dev", "sessions", "glue-cost-control--dev--sessions"],
        ["p", "a_b-C9", "g", "p--a_b-C9--g"],
    ] as const) {
        it(`is ${name}`, () => {
            expect(guardName(project, stack, guard)).to.equal(name);
        });
    }
    it("shortens what is too long or has characters that AWS refuses, each to another name", () => {
        const stacks = ["prod.eu-west-1", "prod.eu.west.1", "dev--x", "-dev", "dev-", `pr-${"x".repeat(90)}`, "ü", ""];
        const names = stacks.map((stack) => guardName("glue-cost-control", stack, "sessions"));
        expect(new Set(names).size).to.equal(stacks.length);
        for (const name of names) {
            expect(name).to.match(/^glue-cost-control--[A-Za-z0-9_-]{7,18}--sessions$/);
            expect(name.split("--")).to.have.length(3);
        }
        expect(guardName("g", `pr-${"x".repeat(90)}`, "s")).to.match(/^g--pr-xxxxxxx_[0-9a-z]{7}--s$/);
    });
    it("leaves room for the longest ending in the 64 characters of a role and a rule", () => {
        const longest = "x".repeat(100);
        expect(`${guardName(longest, longest, longest)}-workflow`).to.have.length.at.most(64);
    });
});

describe("stackPrefix", () => {
    it("is the beginning of no other stack's names", () => {
        const stacks = ["dev", "dev-2", "dev--x", "de", "dev-", "prod", "pr", "pr-1"];
        for (const stack of stacks) {
            const reached = stacks.filter((other) =>
                guardName("glue", other, "sessions").startsWith(stackPrefix("glue", stack)),
            );
            expect(reached).to.deep.equal([stack]);
        }
    });
});

describe("names of review stacks", () => {
    it("begin with the template's name and -, and those of no other stack do", () => {
        const reviews = ["pr-1", "pr-x.y", "pr--1", "pr-", `pr-${"x".repeat(90)}`];
        const others = [
            "pr.x",
            "pr.-x",
            ".pr-x",
            "-pr-x",
            "pr_x",
            "pr",
            "pr.",
            "prx",
            `pr${"x".repeat(90)}`,
            "PR-1",
            "dev",
        ];
        const reached = [...reviews, ...others].filter((stack) => stackPrefix("glue", stack).startsWith("glue--pr-"));
        // The template itself is deployed nowhere.
        expect(reached).to.deep.equal([...reviews, "pr"]);
    });
});

describe("rolePath", () => {
    it("holds project and stack", () => {
        expect(rolePath("glue-cost-control", "dev")).to.equal("/glue-cost-control/glue-cost-control--dev/");
    });
});

describe("bucketName", () => {
    it("is in lower case, without _", () => {
        expect(bucketName("Glue_x--Dev--trail")).to.equal("glue-x--dev--trail");
    });
});
