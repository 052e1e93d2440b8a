import { expect } from "chai";
import { sessionReader, sessionReaderNeeds } from "../../../model/workflow/reader";
import { checkDefinition } from "../../../proof/simulator/aws/stepfunctions/definition/checkDefinition";
import { StateMachine } from "../../../proof/simulator/aws/stepfunctions/stateMachine";
import { machineArn, roleArn, runMachine, start } from "../../support/runMachine";
import { workflowArgs } from "../../support/watch";

const work = { ...workflowArgs, partition: "aws-cn", maxWaitSeconds: 43_200, extendWhileBusy: true };
const minutesAgo = (minutes: number) => start - minutes * 60_000;

/** What the reader says of a session whose statements are these, page after page. */
async function says(...pages: unknown[]) {
    const machine = new StateMachine(sessionReader(work), machineArn, roleArn);
    const replies = pages.map((result) => ({ result }));
    const { execution, calls } = await runMachine(machine, { input: { session: "s-1" }, replies });
    expect(execution.status).to.equal("SUCCEEDED");
    return { ...(execution.output as { busy: boolean; at: number }), calls: calls.map(([args]) => args) };
}

describe("sessionReader", () => {
    for (const [what, page, busy] of [
        ["no statements", { Statements: [] }, false],
        ["an answer without statements", {}, false],
        ["statements that are none", { Statements: [null, 5, "RUNNING", {}] }, false],
        ["a state that nobody knows", { Statements: [{ State: "THINKING" }] }, false],
        ["an end in the future", { Statements: [{ State: "AVAILABLE", CompletedOn: start + 3_600_000 }] }, false],
        ["an end that is text", { Statements: [{ State: "AVAILABLE", CompletedOn: String(start) }] }, false],
        ["an end of eleven minutes ago", { Statements: [{ State: "AVAILABLE", CompletedOn: minutesAgo(11) }] }, false],
        ["an end of nine minutes ago", { Statements: [{ State: "AVAILABLE", CompletedOn: minutesAgo(9) }] }, true],
        [
            "an end of nine minutes ago in seconds",
            { Statements: [{ State: "ERROR", CompletedOn: minutesAgo(9) / 1000 }] },
            true,
        ],
        ["one that waits", { Statements: [{ State: "WAITING" }] }, true],
        ["one that is being cancelled", { Statements: [{ State: "CANCELLING" }] }, true],
        [
            "one that runs, among others",
            { Statements: [{ State: "AVAILABLE", CompletedOn: minutesAgo(300) }, { State: "RUNNING" }] },
            true,
        ],
    ] as const) {
        it(`takes ${what} for ${busy ? "work" : "no work"}`, async () => {
            expect((await says(page)).busy).to.equal(busy);
        });
    }
    it("reads page after page, and no further than the first that shows work", async () => {
        const old = { Statements: [{ State: "AVAILABLE", CompletedOn: minutesAgo(60) }], NextToken: "2" };
        const running = { Statements: [{ State: "RUNNING" }], NextToken: "3" };
        const { busy, calls } = await says(old, running, {});
        expect(busy).to.equal(true);
        expect(calls).to.deep.equal([{ SessionId: "s-1" }, { SessionId: "s-1", NextToken: "2" }]);
    });
    it("says when the last work was, and nothing else", async () => {
        const { calls, ...answer } = await says({
            Statements: [
                { State: "AVAILABLE", CompletedOn: minutesAgo(5), Code: "secret", Output: { Data: "secret" } },
                { State: "AVAILABLE", CompletedOn: minutesAgo(50) },
            ],
        });
        expect(calls).to.have.length(1);
        expect(answer).to.deep.equal({ busy: true, at: minutesAgo(5) });
    });
    for (const [what, args, states] of [
        ["a sweep", { sweepHours: 6 }, ["ListSessions"]],
        ["a digest", { digestAt: "08:00" }, ["ListSessions"]],
        [
            "sessions at work",
            work,
            ["ChooseList", "ListStatements", "MoreStatements", "SayWhetherBusy", "NothingAsked"],
        ],
        [
            "both",
            { ...work, sweepHours: 6 },
            ["ChooseList", "ListStatements", "MoreStatements", "SayWhetherBusy", "ListSessions"],
        ],
    ] as const) {
        it(`has the states, and the rights, for ${what} alone`, () => {
            const definition = sessionReader({ ...workflowArgs, ...args });
            expect(Object.keys(definition.States)).to.deep.equal(states);
            expect(checkDefinition(definition)).to.deep.equal([]);
            expect(sessionReaderNeeds({ ...workflowArgs, ...args }).map(({ Sid }) => Sid)).to.deep.equal(
                ["ListSessions", "ListStatements"].filter((name) => (states as readonly string[]).includes(name)),
            );
        });
    }
});
