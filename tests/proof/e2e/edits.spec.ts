import { expect } from "chai";
import { backAndForth, edits } from "../../../proof/e2e/edits";
import { readStack } from "../../../deployments/stack/stack";

describe("edits", () => {
    for (const stack of ["dev", "prod"] as const) {
        const all = [...edits[stack], backAndForth[stack]];

        it(`of ${stack} try every setting of Pulumi.yaml`, () => {
            const settings = Object.keys(readStack(stack).config)
                .filter((key) => key.startsWith("glue-cost-control:"))
                .map((key) => key.replace("glue-cost-control:", ""));
            const tried = new Set(all.flatMap(({ set }) => Object.keys(set)));
            expect([...tried].sort()).to.deep.equal(settings.sort());
        });
        it(`of ${stack} never replace or delete what a waiting watch lives on`, () => {
            const changes = all.flatMap(({ changes }) => Object.entries(changes));
            const lifeline = changes.filter(([resource]) =>
                /^(StateMachine|Role|RolePolicy) sessions-[rw]/.test(resource),
            );
            expect(lifeline).to.have.length.above(5);
            expect(lifeline.filter(([, change]) => !change.startsWith("update "))).to.deep.equal([]);
        });
        it(`of ${stack} let a new wait change the definition in place, and nothing else`, () => {
            const waits = all.filter(({ set }) => "waitSeconds" in set).map(({ changes }) => changes);
            const definition = { "StateMachine sessions-workflow-machine": "update definition" };
            expect(waits).to.deep.equal([definition, definition]);
        });
    }
});
