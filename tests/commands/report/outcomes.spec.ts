import {
    DescribeExecutionCommand,
    ListExecutionsCommand,
    ListStateMachinesCommand,
    SFNClient,
} from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { expect } from "chai";
import { groupsOf, groupsTable, readGroups } from "../../../commands/report/outcomes";

const outcomes = [
    {
        outcome: "stopped",
        owner: "alice",
        limit: "previews",
        sessionKind: "data-preview",
        dpuHours: 0.5,
        idleUpperBoundUsd: 0.44,
    },
    {
        outcome: "stopped",
        owner: "bob",
        limit: "waitSeconds",
        sessionKind: "other",
        dpuHours: 1.25,
        idleUpperBoundUsd: null,
    },
    {
        outcome: "found",
        owner: "alice",
        limit: "previews",
        sessionKind: "data-preview",
        dpuHours: 0.25,
        idleUpperBoundUsd: 0.1,
    },
    { outcome: "exempt", owner: "dbt", limit: "pipelines", sessionKind: "dbt", dpuHours: null },
    { outcome: "over", owner: "bob", limit: "waitSeconds", sessionKind: "other", dpuHours: 9 },
    { owner: "carol" },
];
const printed = (by: "owner" | "limit" | "kind") =>
    groupsOf(outcomes, by).map(({ name, stopped, found, exempt, over, dpuHours, idleUpperBoundUsd }) =>
        [name, stopped, found, exempt, over, dpuHours.toString(), idleUpperBoundUsd.toString()].join(" "),
    );

describe("groupsOf", () => {
    it("counts by owner, by limit and by kind, and sums what was stopped or reported", () => {
        expect(printed("owner")).to.deep.equal([
            "alice 1 1 0 0 0.75 0.54",
            "bob 1 0 0 1 1.25 0",
            "carol 0 0 0 0 0 0",
            "dbt 0 0 1 0 0 0",
        ]);
        expect(printed("limit")).to.deep.equal([
            "previews 1 1 0 0 0.75 0.54",
            "waitSeconds 1 0 0 1 1.25 0",
            "not recorded 0 0 0 0 0 0",
            "pipelines 0 0 1 0 0 0",
        ]);
        expect(printed("kind")[0]).to.equal("data-preview 1 1 0 0 0.75 0.54");
    });
});

describe("groupsTable", () => {
    it("says so where there is nothing", () => {
        expect(groupsTable([], "owner").split("\n")[0]).to.equal("No watch has ended in these months.");
    });
    it("has a row for each group, and explains what is not recorded", () => {
        const text = groupsTable(groupsOf(outcomes, "limit"), "limit");
        expect(text).to.match(/│ previews +│ +1 │ +1 │ +0 │ +0 │ +0.750 │ +0.54 │/);
        expect(text).to.include('"not recorded": watches that ended without a table');
    });
});

describe("readGroups", () => {
    const client = new SFNClient({ region: "eu-west-1" });
    const states = mockClient(client);
    const arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:guard";
    const query = {
        guard: "guard",
        region: "eu-west-1",
        allowedAccountIds: [],
        from: "2024-06",
        to: "2024-06",
        now: 0,
    };
    beforeEach(() => states.reset());

    it("reads the outputs of the watches that ended well in these months, page by page", async () => {
        states.on(ListStateMachinesCommand).resolves({
            stateMachines: [{ name: "guard", stateMachineArn: arn, type: "STANDARD", creationDate: new Date(0) }],
        });
        const execution = (name: string, stopDate: string) => ({
            executionArn: name,
            stopDate: new Date(stopDate),
            name,
            stateMachineArn: arn,
            status: "SUCCEEDED" as const,
            startDate: new Date(0),
        });
        states
            .on(ListExecutionsCommand, { statusFilter: "SUCCEEDED", nextToken: undefined })
            .resolves({ executions: [execution("a", "2024-06-05"), execution("b", "2024-07-01")], nextToken: "more" })
            .on(ListExecutionsCommand, { nextToken: "more" })
            .resolves({ executions: [execution("c", "2024-06-01")] });
        states.on(DescribeExecutionCommand, { executionArn: "a" }).resolves({ output: JSON.stringify(outcomes[0]) });
        states.on(DescribeExecutionCommand, { executionArn: "c" }).resolves({ output: JSON.stringify(outcomes[1]) });
        const progress: string[] = [];
        const groups = await readGroups(query, "owner", client, (text) => progress.push(text));
        expect(groups.map(({ name, stopped }) => [name, stopped])).to.deep.equal([
            ["alice", 1],
            ["bob", 1],
        ]);
        expect(progress).to.deep.equal(["  account 123456789012, eu-west-1"]);
    });
    it("names the permission that is missing", async () => {
        states.on(ListStateMachinesCommand).rejects(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
        const failure = await readGroups(query, "owner", client, () => undefined).catch(
            (error: unknown) => error as Error,
        );
        expect((failure as Error).message).to.include("states:DescribeExecution");
    });
});
