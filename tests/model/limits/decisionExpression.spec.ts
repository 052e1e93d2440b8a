import { expect } from "chai";
import fc from "fast-check";
import jsonata from "jsonata";
import { decide, kindOf } from "../../../model/limits/decide";
import { decisionExpression } from "../../../model/limits/decisionExpression";
import { asksForTags } from "../../../model/limits/limits";
import { factsOfInput, sessionFacts, sessionTags, tagsOfInput } from "../../../model/limits/sessionFacts";
import { anyInput, anyRows } from "../../support/limits";

/** What the workflow computes, without the members that are for notices. */
async function evaluated(rows: Parameters<typeof decisionExpression>[0], input: object): Promise<unknown> {
    const expression = decisionExpression(rows, 1800, factsOfInput, tagsOfInput);
    const result: unknown = await jsonata(expression).evaluate({}, { states: { input } });
    return JSON.parse(JSON.stringify(result)) as unknown;
}

describe("decisionExpression", () => {
    it("decides as `decide` does, for random tables and sessions", async () => {
        await fc.assert(
            fc.asyncProperty(anyRows, anyInput, async (rows, input) => {
                const facts = sessionFacts(input);
                const { detail, ...seen } = (await evaluated(rows, input)) as Record<string, unknown>;
                expect(detail).to.be.a("string");
                expect(seen).to.deep.equal({
                    ...decide(rows, 1800, facts, sessionTags(input)),
                    kind: kindOf(facts, sessionTags(input)),
                    ...(rows.some(asksForTags) && { facts }),
                });
            }),
            { numRuns: 2000 },
        );
    }).timeout(120_000);
    it("says what was too much", async () => {
        const rows = [{ name: "too large", moreThanDpu: 20, withoutConnection: true, waitSeconds: 0 }];
        const seen = await evaluated(rows, { request: { id: "a", workerType: "G.8X", numberOfWorkers: 5 } });
        expect(seen).to.deep.equal({
            exempt: "no",
            name: "too large",
            seconds: 0,
            detail: "40 DPU, at most 20; no connection",
            kind: "other",
        });
    });
});
