import { expect } from "chai";
import { fixtureOf, isRecorded } from "../../../proof/e2e/fixture";

const exported = (resources: object[]) =>
    JSON.stringify({ version: 3, deployment: { manifest: { time: "now" }, resources } });

describe("fixtureOf", () => {
    it("keeps what a state says, and drops what is another each time", () => {
        const rule = {
            urn: "urn:b",
            id: "sessions-rule",
            inputs: { state: "ENABLED" },
            dependencies: ["urn:z", "urn:a"],
            provider: "urn:p::0a1b",
            created: "now",
            modified: "now",
            sourcePosition: "project:///somewhere",
            stackTrace: [],
            propertyDependencies: {},
        };
        const provider = { urn: "urn:a", id: "62ab9f5d-5e74-449b-98a3-d1d9e42f39b4" };
        expect(JSON.parse(fixtureOf(exported([rule, provider])))).to.deep.equal({
            version: 3,
            deployment: {
                resources: [
                    { urn: "urn:a", id: "id" },
                    {
                        urn: "urn:b",
                        id: "sessions-rule",
                        inputs: { state: "ENABLED" },
                        dependencies: ["urn:a", "urn:z"],
                        provider: "urn:p::id",
                    },
                ],
            },
        });
    });
});

describe("isRecorded", () => {
    it("says when the tests read another state, or none", () => {
        expect([isRecorded("dev", exported([])), isRecorded("none", exported([]))]).to.deep.equal([false, false]);
    });
});
