import { expect } from "chai";
import type { Catcher, Retrier, TaskState } from "../../../../../model/aws/asl";
import type { StateMachine } from "../../../../../proof/simulator/aws/stepfunctions/stateMachine";
import {
    causeIn,
    done,
    end,
    machine,
    nothing,
    runMachine,
    task,
    timeline,
    types,
} from "../../../../support/runMachine";
import type { Reply } from "../../../../../proof/simulator/aws/core/calls";

const service = { resourceType: "aws-sdk:glue", resource: "getSession" };
const denied = { error: "Glue.AccessDeniedException", cause: "No." };
const busy: Reply = { error: "Glue.ThrottlingException", cause: "Later." };
const good: Reply = { result: { ok: true } };
const tooMuch: Reply = { result: "x".repeat(262_143) };
const dataLimit = {
    error: "States.DataLimitExceeded",
    cause: "The state/task 'aws-sdk:glue' returned a result with a size exceeding the maximum number of bytes service limit.",
};
const retryAll: Retrier = { ErrorEquals: ["States.ALL"] };
const catchAll: Catcher = { ErrorEquals: ["States.ALL"], Next: "Caught" };

/** Look, with Done behind it. Caught, where catchers lead, puts out what it was given. */
function looking(fields: Partial<Omit<TaskState, "Next" | "End">>, rest: object = {}): StateMachine {
    const Look = { ...task, Catch: [{ ErrorEquals: ["Never"], Next: "Caught" }], ...fields, Next: "Done" } as const;
    const Caught = { Type: "Succeed", Output: { caught: "{% $states.input %}" } } as const;
    return machine({ Look, Done: done, Caught }, rest);
}

const failed = (error: string, cause?: string): object => ({ status: "FAILED", error, ...(cause && { cause }) });

describe("a Task", () => {
    it("that fails and catches nothing ends the execution with its error and cause", async () => {
        const played = await runMachine(looking({}), { replies: [{ ...denied, seconds: 2 }] });
        expect(end(played)).to.deep.equal(failed(denied.error, denied.cause));
        expect(timeline(played)).to.deep.equal([
            "0 ExecutionStarted",
            "0 TaskStateEntered",
            "0 TaskScheduled",
            "0 TaskStarted",
            "2 TaskFailed",
            "2 ExecutionFailed",
        ]);
        expect(played.execution.history[4]?.details).to.deep.equal({ ...service, ...denied });
        expect(played.execution.transitions).to.equal(1);
    });

    const timeouts: readonly (readonly [seconds: number, status: string, lines: readonly string[]])[] = [
        [60.001, "FAILED", ["60 TaskTimedOut", "60 ExecutionFailed"]],
        [
            60,
            "SUCCEEDED",
            [
                "60 TaskSucceeded",
                "60 TaskStateExited",
                "60 SucceedStateEntered",
                "60 SucceedStateExited",
                "60 ExecutionSucceeded",
            ],
        ],
    ];
    for (const [seconds, status, lines] of timeouts) {
        it(`with TimeoutSeconds 60 has ${status} when its call takes ${seconds} s`, async () => {
            const played = await runMachine(looking({ TimeoutSeconds: 60 }), { replies: [{ result: 1, seconds }] });
            expect(played.execution.status).to.equal(status);
            expect(timeline(played).slice(4)).to.deep.equal(lines);
        });
    }

    it("that times out has an error but no cause, and leaves an empty one to its catcher", async () => {
        const replies = [{ ...denied, seconds: 99 }];
        const alone = await runMachine(looking({ TimeoutSeconds: 60 }), { replies });
        expect(end(alone)).to.deep.equal(failed("States.Timeout"));
        expect(alone.execution.history[4]?.details).to.deep.equal({ ...service, error: "States.Timeout" });
        const caught = await runMachine(looking({ TimeoutSeconds: 60, Catch: [catchAll] }), { replies });
        expect(end(caught)).to.deep.equal({
            status: "SUCCEEDED",
            output: { caught: { Error: "States.Timeout", Cause: "" } },
        });
    });

    it("is cut by the TimeoutSeconds of the machine in the middle of its call", async () => {
        const played = await runMachine(looking({}, { TimeoutSeconds: 30 }), { replies: [{ result: 1, seconds: 31 }] });
        expect(end(played)).to.deep.equal({ status: "TIMED_OUT", error: "States.Timeout" });
        expect(timeline(played).slice(3)).to.deep.equal(["0 TaskStarted", "30 ExecutionTimedOut"]);
    });

    it("stops without a word when it is aborted during its call, or before its retry", async () => {
        const aborted = looking({ Retry: [retryAll] });
        const during = await runMachine(aborted, {
            replies: [{ result: 1, seconds: 5 }],
            meanwhile: (execution) => (execution.status = "ABORTED"),
        });
        expect(types(during).slice(3)).to.deep.equal(["TaskStarted"]);
        const before = await runMachine(aborted, {
            replies: [busy],
            meanwhile: (execution) => (execution.status = "ABORTED"),
        });
        expect(types(before).slice(3)).to.deep.equal(["TaskStarted", "TaskFailed"]);
        expect(end(before)).to.deep.equal({ status: "ABORTED" });
        expect(before.execution.transitions).to.equal(1);
    });

    it("calls with its Arguments, and puts out the result", async () => {
        const input = { id: "x" };
        const Arguments = { Id: "{% $states.input.id %}", Limits: [1, "{% 1 + 1 %}"] };
        const played = await runMachine(looking({ Arguments }), { input });
        expect(played.calls).to.deep.equal([[{ Id: "x", Limits: [1, 2] }, 0]]);
        expect(end(played)).to.deep.equal({ status: "SUCCEEDED", output: { ok: true } });
    });

    it("calls with Arguments from an expression, and with none at all", async () => {
        expect((await runMachine(looking({ Arguments: "{% { 'a': 1 } %}" }))).calls).to.deep.equal([[{ a: 1 }, 0]]);
        expect((await runMachine(looking({}))).calls).to.deep.equal([[{}, 0]]);
    });

    it("makes no call with Arguments above 256 KiB", async () => {
        const Arguments = { Id: "{% $pad('', 262144, 'x') %}" };
        const played = await runMachine(looking({ Arguments, Retry: [retryAll], Catch: [catchAll] }));
        expect(end(played)).to.deep.equal(failed(dataLimit.error, dataLimit.cause.replace("aws-sdk:glue", "Look")));
        expect(played.calls).to.deep.equal([]);
    });

    it("tells an optimised integration from an SDK one", async () => {
        const publish = looking({ Resource: "arn:aws-cn:states:::sns:publish" });
        const { execution } = await runMachine(publish);
        expect(execution.history[3]?.details).to.deep.equal({ resourceType: "sns", resource: "publish" });
    });
});

describe("Retry", () => {
    const cases: readonly (readonly [
        what: string,
        retriers: readonly Retrier[],
        replies: readonly Reply[],
        calls: readonly number[],
        status: string,
    ])[] = [
        ["none", [], [busy], [0], "FAILED"],
        ["3 times after 1, 2 and 4 s by default", [retryAll], [busy], [0, 1, 3, 7], "FAILED"],
        ["till it is answered", [retryAll], [busy, busy, good], [0, 1, 3], "SUCCEEDED"],
        ["counted from the end of the call", [retryAll], [{ ...busy, seconds: 5 }, good], [0, 6], "SUCCEEDED"],
        [
            "after half of each delay with full jitter",
            [{ ...retryAll, JitterStrategy: "FULL" }],
            [busy],
            [0, 0.5, 1.5, 3.5],
            "FAILED",
        ],
        [
            "at most 60 s apart",
            [{ ...retryAll, IntervalSeconds: 50, MaxDelaySeconds: 60 }],
            [busy],
            [0, 50, 110, 170],
            "FAILED",
        ],
        [
            "not with MaxAttempts 0, whatever comes after",
            [{ ErrorEquals: [denied.error], MaxAttempts: 0 }, retryAll],
            [denied],
            [0],
            "FAILED",
        ],
        [
            "by each retrier for itself",
            [
                { ErrorEquals: [denied.error], MaxAttempts: 1 },
                { ...retryAll, MaxAttempts: 1 },
            ],
            [denied, busy, good],
            [0, 1, 2],
            "SUCCEEDED",
        ],
        ["not a result above 256 KiB", [retryAll], [tooMuch], [0], "FAILED"],
        ["not States.Runtime", [retryAll], [{ error: "States.Runtime", cause: "" }], [0], "FAILED"],
    ];
    for (const [what, Retry, replies, calls, status] of cases) {
        it(`retries ${what}: calls at ${calls.join(", ")} s`, async () => {
            const played = await runMachine(looking({ Retry }), { replies });
            expect(played.calls.map(([, seconds]) => seconds)).to.deep.equal(calls);
            expect(played.execution.status).to.equal(status);
            expect(played.execution.transitions).to.equal(calls.length + (status === "SUCCEEDED" ? 1 : 0));
        });
    }

    it("shows each attempt in the history, and its number in the context", async () => {
        const Arguments = { Attempt: "{% $states.context.State.RetryCount %}" };
        const played = await runMachine(looking({ Arguments, Retry: [retryAll] }), { replies: [busy, good] });
        expect(timeline(played).slice(1, -3)).to.deep.equal([
            "0 TaskStateEntered",
            "0 TaskScheduled",
            "0 TaskStarted",
            "0 TaskFailed",
            "1 TaskScheduled",
            "1 TaskStarted",
            "1 TaskSucceeded",
            "1 TaskStateExited",
        ]);
        expect(played.calls).to.deep.equal([
            [{ Attempt: 0 }, 0],
            [{ Attempt: 1 }, 1],
        ]);
    });

    it("counts anew at the next visit to the Task", async () => {
        const again = machine({
            Look: {
                ...task,
                Retry: [{ ...retryAll, MaxAttempts: 1 }],
                Assign: { tries: "{% $states.result %}" },
                Next: "Again",
            },
            Again: { Type: "Choice", Choices: [{ Condition: "{% $tries = 2 %}", Next: "Done" }], Default: "Look" },
            Done: done,
        });
        const played = await runMachine(again, { replies: [busy, { result: 1 }, busy, { result: 2 }] });
        expect(played.execution.status).to.equal("SUCCEEDED");
        expect(played.calls.map(([, seconds]) => seconds)).to.deep.equal([0, 1, 1, 2]);
        // Look, its retry, Again, Look, its retry, Again, Done.
        expect(played.execution.transitions).to.equal(7);
    });

    it("retries its own expressions: Arguments that fail are no call, an Output that fails is one more", async () => {
        const error = "States.QueryEvaluationError";
        const Retry = [{ ErrorEquals: [error], MaxAttempts: 1 }];
        const before = await runMachine(looking({ Retry, Arguments: { Id: "{% $states.input.id %}" } }));
        expect(end(before)).to.deep.equal(
            failed(error, causeIn("Look", 2, nothing("$states.input.id", "Arguments/Id"))),
        );
        expect(timeline(before).slice(2)).to.deep.equal([
            "0 EvaluationFailed",
            "1 EvaluationFailed",
            "1 ExecutionFailed",
        ]);
        expect(before.calls).to.deep.equal([]);
        expect(before.execution.transitions).to.equal(2);

        const after = await runMachine(looking({ Retry, Output: "{% $states.result.late %}" }), {
            replies: [good, { result: { late: "here" } }],
        });
        expect(end(after)).to.deep.equal({ status: "SUCCEEDED", output: "here" });
        expect(timeline(after).slice(4, 9)).to.deep.equal([
            "0 TaskSucceeded",
            "0 EvaluationFailed",
            "1 TaskScheduled",
            "1 TaskStarted",
            "1 TaskSucceeded",
        ]);
    });

    it("is cut by the TimeoutSeconds of the machine, and the retry that never came is not counted", async () => {
        const Retry = [{ ...retryAll, IntervalSeconds: 60 }];
        const played = await runMachine(looking({ Retry }, { TimeoutSeconds: 30 }), { replies: [busy] });
        expect(timeline(played).slice(4)).to.deep.equal(["0 TaskFailed", "30 ExecutionTimedOut"]);
        expect(played.execution.transitions).to.equal(1);
    });
});

describe("Catch", () => {
    const uncaught: readonly (readonly [what: string, fields: Partial<TaskState>, reply: Reply, outcome: object])[] = [
        ["another error", { Catch: [{ ...catchAll, ErrorEquals: ["A"] }] }, denied, failed(denied.error, denied.cause)],
        [
            "a time-out as States.TaskFailed",
            { TimeoutSeconds: 1, Catch: [{ ...catchAll, ErrorEquals: ["States.TaskFailed"] }] },
            { result: 1, seconds: 2 },
            failed("States.Timeout"),
        ],
        [
            "States.Runtime",
            { Catch: [catchAll] },
            { error: "States.Runtime", cause: "x" },
            failed("States.Runtime", "x"),
        ],
        ["a result above 256 KiB", { Catch: [catchAll] }, tooMuch, failed(dataLimit.error, dataLimit.cause)],
        [
            "what fails in the catcher itself",
            { Catch: [{ ...catchAll, Output: "{% $states.input.absent %}" }] },
            denied,
            failed(
                "States.QueryEvaluationError",
                causeIn("Look", 2, nothing("$states.input.absent", "Catch[0]/Output")),
            ),
        ],
    ];
    for (const [what, fields, reply, outcome] of uncaught) {
        it(`does not catch ${what}`, async () => {
            expect(end(await runMachine(looking(fields), { replies: [reply] }))).to.deep.equal(outcome);
        });
    }

    it("catches a result above 256 KiB by its name", async () => {
        const played = await runMachine(looking({ Catch: [{ ...catchAll, ErrorEquals: [dataLimit.error] }] }), {
            replies: [tooMuch],
        });
        expect(end(played)).to.deep.equal({
            status: "SUCCEEDED",
            output: { caught: { Error: dataLimit.error, Cause: dataLimit.cause } },
        });
    });
    it("takes over when the retries are used up, with error and cause as the output", async () => {
        const played = await runMachine(looking({ Retry: [{ ...retryAll, MaxAttempts: 1 }], Catch: [catchAll] }), {
            replies: [denied],
        });
        expect(end(played)).to.deep.equal({
            status: "SUCCEEDED",
            output: { caught: { Error: "Glue.AccessDeniedException", Cause: "No." } },
        });
        expect(timeline(played).slice(4)).to.deep.equal([
            "0 TaskFailed",
            "1 TaskScheduled",
            "1 TaskStarted",
            "1 TaskFailed",
            "1 TaskStateExited",
            "1 SucceedStateEntered",
            "1 SucceedStateExited",
            "1 ExecutionSucceeded",
        ]);
        // Look, its retry, Caught.
        expect(played.execution.transitions).to.equal(3);
    });

    it("takes the first catcher that names the error, with its own Assign and Output", async () => {
        const Catch: Catcher[] = [
            { ErrorEquals: ["A"], Output: 1, Next: "Done" },
            {
                ErrorEquals: ["B", denied.error],
                Assign: { why: "{% $states.errorOutput.Error %}" },
                Output: ["{% $states.errorOutput.Cause %}", "{% $states.input.id %}"],
                Next: "Caught",
            },
            catchAll,
        ];
        const played = await runMachine(looking({ Catch, Assign: { why: "not this" }, Output: "not this" }), {
            input: { id: "x" },
            replies: [denied],
        });
        expect(end(played)).to.deep.equal({ status: "SUCCEEDED", output: { caught: ["No.", "x"] } });
        expect(played.execution.history[5]?.details).to.deep.equal({
            name: "Look",
            output: ["No.", "x"],
            assignedVariables: { why: "Glue.AccessDeniedException" },
        });
    });

    const own: readonly (readonly [field: string, fields: Partial<TaskState>])[] = [
        ["Arguments", { Arguments: "{% $states.input.absent %}" }],
        ["Assign/x", { Assign: { x: "{% $states.input.absent %}" } }],
        ["Output", { Output: "{% $states.input.absent %}" }],
    ];
    for (const [field, fields] of own) {
        it(`catches what fails in the Task's own ${field}`, async () => {
            const played = await runMachine(looking({ ...fields, Catch: [catchAll] }));
            expect(end(played)).to.deep.equal({
                status: "SUCCEEDED",
                output: {
                    caught: {
                        Error: "States.QueryEvaluationError",
                        Cause: causeIn("Look", 2, nothing("$states.input.absent", field)),
                    },
                },
            });
        });
    }

    it("catches a time-out as States.ALL, and any other error as States.TaskFailed", async () => {
        const late = await runMachine(looking({ TimeoutSeconds: 1, Catch: [catchAll] }), {
            replies: [{ result: 1, seconds: 2 }],
        });
        expect(late.execution.status).to.equal("SUCCEEDED");
        const Catch = [{ ...catchAll, ErrorEquals: ["States.TaskFailed"] }];
        expect((await runMachine(looking({ Catch }), { replies: [busy] })).execution.status).to.equal("SUCCEEDED");
    });
});
