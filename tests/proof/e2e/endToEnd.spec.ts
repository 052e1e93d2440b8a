import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Account } from "../../../proof/e2e/provider/account";
import type { Step } from "../../../proof/e2e/project";
import { onlyBy, EndToEnd, within, type Expected, type Result } from "../../../proof/e2e/endToEnd";

interface Export {
    deployment: { resources: { urn: string; type: string; id: string; custom: boolean }[] };
}
const state = readFileSync(join(__dirname, "../../fixtures/dev.state.json"), "utf8");
const machine = "StateMachine sessions-workflow-machine";
const good: Step = { succeeded: true, changes: {}, messages: [] };

/** An account in which just what the state tells is found. */
class FoundAccount extends Account {
    constructor(readonly found: readonly { type: string; id: string }[]) {
        super({ partition: "aws", region: "eu-west-1", account: "123456789012" });
    }
    override get resources() {
        return this.found.map(({ type, id }) => ({ type, id, inputs: {}, added: {} }));
    }
}
const customs = (JSON.parse(state) as Export).deployment.resources.filter(
    ({ custom, type }) => custom && !type.startsWith("pulumi:"),
);

/** A e2e on an engine that answers so. */
function e2e(step: Partial<Step>, found = customs, printed: Result[] = []): EndToEnd {
    const project = {
        stack: "dev",
        step: () => Promise.resolve({ ...good, ...step }),
        must: () => Promise.resolve(state),
        pulumi: () => Promise.resolve({ status: 255, output: "error: waitSeconds is wrong" }),
    };
    return new EndToEnd(project, new FoundAccount(found), (result) => printed.push(result));
}

async function problemsOf(step: Partial<Step>, expected: Expected, fails?: RegExp): Promise<readonly string[]> {
    const played = e2e(step);
    // The first change is the one that creates: only later ones may not cut a lifeline.
    await played.change("first", () => []);
    await played.change("second", expected, "up", fails);
    return played.results[1]?.problems ?? ["there is no result"];
}

describe("EndToEnd", () => {
    it("tells of a change that was not foreseen, of one that was not made, and of one of another kind", async () => {
        const changes = { "Topic a": "create", "Topic b": "update name" };
        expect(await problemsOf({ changes }, { "Topic b": "replace name", "Topic c": "delete" })).to.deep.equal([
            'Topic b: should be "replace name", was "update name"',
            'Topic c: should be "delete", was "same"',
            'Topic a: should be "same", was "create"',
        ]);
    });
    for (const change of ["replace definition", "delete", "create"]) {
        it(`never lets an edit ${change} the machine that watches wait on, foreseen or not`, async () => {
            const changes = { [machine]: change };
            expect(await problemsOf({ changes }, changes)).to.deep.equal([`it may never ${change} ${machine}`]);
        });
    }
    it("tells of a step that failed, with what the engine said", async () => {
        expect(await problemsOf({ succeeded: false, messages: ["no", "and why"] }, {})).to.deep.equal([
            "it failed: no\nand why",
        ]);
    });
    it("tells of a step that should fail, and does not, or fails of something else", async () => {
        const problem = ["it did not fail as it should"];
        expect(await problemsOf({}, {}, /ServiceUnavailable/)).to.deep.equal(problem);
        expect(await problemsOf({ succeeded: false, messages: ["x"] }, {}, /ServiceUnavailable/)).to.deep.equal(
            problem,
        );
        expect(
            await problemsOf({ succeeded: false, messages: ["ServiceUnavailable"] }, {}, /ServiceUna/),
        ).to.deep.equal([]);
    });
    it("tells of what stands in the account and not in the state, and the other way round", async () => {
        const [first, ...others] = customs;
        const played = e2e({}, [...others, { type: "aws:sns/topic:Topic", id: "odd", urn: "", custom: true }]);
        await played.change("up", {});
        expect(played.results[0]?.problems).to.deep.equal([
            'the state does not know aws:sns/topic:Topic "odd"',
            `the account has no ${String(first?.type)} "${String(first?.id)}"`,
        ]);
    });
    it("tells of what destroy leaves behind", async () => {
        const played = e2e({ changes: { "Topic a": "delete", "Topic b": "update name" } });
        await played.destroy("destroy");
        expect(played.results[0]?.problems).to.deep.equal([
            "it may not update name Topic b",
            ...customs.map(({ type, id }) => `${type} "${id}" is left behind`),
        ]);
    });
    it("tells of a stack file that the CLI refuses without the right words", async () => {
        const played = e2e({});
        await played.refuse("bad", ["waitSeconds is wrong", "logRetentionDays is wrong"]);
        expect(played.results[0]?.problems).to.deep.equal(['the CLI does not say "logRetentionDays is wrong"']);
    });
    it("plays a watch that waits over a change, and none over the first update", async () => {
        const printed: Result[] = [];
        const played = e2e({ changes: { [machine]: "update definition" } }, customs, printed);
        await played.change("first", () => []);
        await played.change("second", { [machine]: "update definition" });
        expect(printed).to.deep.equal([
            { stack: "dev", step: "first", changes: { [machine]: "update definition" }, watch: "", problems: [] },
            {
                stack: "dev",
                step: "second",
                changes: { [machine]: "update definition" },
                watch: "SUCCEEDED",
                problems: [],
            },
        ]);
    });
});

describe("what a step may do", () => {
    const changes = { "Topic a": "create", "Topic b": "delete" };
    it("by one kind only, of resources with such names", () => {
        expect(onlyBy("create")(changes)).to.deep.equal(["it may not delete Topic b"]);
        expect(onlyBy("create", / b/)(changes)).to.deep.equal([
            "it may not create Topic a",
            "it may not delete Topic b",
        ]);
    });
    it("within a set of changes", () => {
        expect(within({ "Topic a": "create", "Topic c": "create" })(changes)).to.deep.equal([
            "it may not delete Topic b",
        ]);
    });
});
