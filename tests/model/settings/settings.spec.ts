import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { settingsTable } from "../../../model/settings/settings";
import { settingsProblems } from "../../../model/settings/settingsProblems";

describe("settingsTable", () => {
    it("has what Pulumi.yaml declares: keys, types, defaults and meanings, in the same order", () => {
        const { config } = parse(readFileSync(join(__dirname, "../../../Pulumi.yaml"), "utf8")) as { config: object };
        const declared = Object.entries(settingsTable).map(([key, setting]) => [
            key,
            {
                type: setting.type,
                ...(setting.type === "array" && { items: { type: "object" } }),
                default: setting.default,
                description: setting.meaning,
            },
        ]);
        expect(Object.entries(config)).to.deep.equal(declared);
    });
    it("has defaults and examples without a problem, which differ", () => {
        for (const [key, setting] of Object.entries(settingsTable)) {
            expect(settingsProblems({ [key]: setting.default }), key).to.deep.equal([]);
            const value: unknown = ["integer", "array", "object"].includes(setting.type)
                ? JSON.parse(setting.example)
                : setting.example;
            expect(settingsProblems({ [key]: value }), key).to.deep.equal([]);
            expect(JSON.stringify(setting.default)).not.to.equal(JSON.stringify(value));
        }
    });
});
