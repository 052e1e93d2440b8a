import { DescribeExecutionCommand, ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { findWatches } from "../../../../commands/doctor/account/watches";
import { healthyAccount, now, prod, watches } from "../../../support/healthyAccount";

const running = (id: string, minutes: number) => ({ input: { request: { id } }, minutes, status: "RUNNING" as const });

describe("findWatches", () => {
    it("finds the newest watch of each session, and describes no more than it needs", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        watches(subject, [
            running("a", 1),
            { ...running("a", 5), status: "FAILED" },
            ...Array.from({ length: 18 }, (_, index) => running(`other-${index}`, 6)),
            running("b", 60),
        ]);
        const { of, complete } = await findWatches(aws.states, subject.machineArn, ["a"], 0);
        expect([...of.values()].map(({ session, status }) => [session, status])).to.deep.equal([["a", "RUNNING"]]);
        expect(complete).to.equal(true);
        expect(mocks.states.commandCalls(DescribeExecutionCommand)).to.have.length(10);
    });

    it("asks for nothing where no session is looked for", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        expect((await findWatches(aws.states, subject.machineArn, [], 0)).of.size).to.equal(0);
        expect(mocks.states.commandCalls(ListExecutionsCommand)).to.have.length(0);
    });

    it("goes no further back than asked", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        watches(subject, [running("a", 30), running("b", 90)]);
        const { of, complete } = await findWatches(aws.states, subject.machineArn, ["a", "b"], now - 60 * 60_000);
        expect([[...of.keys()], complete]).to.deep.equal([["a"], true]);
    });

    it("gives up after a thousand watches, and says so", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        const page = watches(
            subject,
            Array.from({ length: 100 }, (_, index) => running(`other-${index}`, 1)),
        );
        mocks.states.on(ListExecutionsCommand).resolves({ executions: page, nextToken: "more" });
        const { of, complete } = await findWatches(aws.states, subject.machineArn, ["a"], 0);
        expect([of.size, complete]).to.deep.equal([0, false]);
        expect(mocks.states.commandCalls(ListExecutionsCommand)).to.have.length(10);
    });
});
