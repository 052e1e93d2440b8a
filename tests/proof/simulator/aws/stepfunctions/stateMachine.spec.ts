import { expect } from "chai";
import { StateMachine } from "../../../../../proof/simulator/aws/stepfunctions/stateMachine";
import {
    causeIn,
    done,
    end,
    machine,
    machineArn,
    nothing,
    runMachine,
    roleArn,
    start,
    task,
    timeline,
    types,
} from "../../../../support/runMachine";

describe("new StateMachine", () => {
    it("lists every fault, of the definition and of its expressions", () => {
        const states = {
            A: { Type: "Pass", Output: { x: "{% 1 + %}" }, Assign: { seen: "{% $foo %}" }, Next: "B" },
            B: { Type: "Map", Next: "C" },
            C: { Type: "Wait", Seconds: -1, Next: "D" },
            D: {
                ...task,
                Arguments: { Id: "{% $states.result %}" },
                Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.result %}", Next: "D" }],
                Output: "{% $seen & $states.result & $states.errorOutput %}",
                Next: "E",
            },
            E: { Type: "Fail", Cause: "{% id %}" },
        };
        expect(() => machine(states as never)).to.throw(
            Error,
            [
                "The definition has faults:",
                'State B: Type "Map" is not simulated; Choice, Fail, Pass, Succeed, Task, Wait are.',
                "State C: Seconds is -1, but must be an expression or a whole number from 0 to 99,999,999.",
                "State A: Assign/seen: $foo is no function, and no state assigns it.",
                "State A: Output/x: S0207: Unexpected end of expression, in {% 1 + %}.",
                "State D: Arguments: ...",
            ]
                .slice(0, 5)
                .join("\n- "),
        );
    });

    it("refuses an ARN that is none of a state machine", () => {
        for (const arn of [
            "watch",
            "arn:aws:states:eu-west-1:123456789012:execution:watch:one",
            "arn:aws:sns:eu-west-1:123456789012:stateMachine:x",
        ]) {
            expect(() => new StateMachine({}, arn, roleArn)).to.throw(
                `${arn} is no ARN of a state machine, arn:<partition>:states:<region>:<account>:stateMachine:<name>.`,
            );
        }
    });
});

describe("start", () => {
    const simple = machine({ Done: done });

    it("refuses an input above 256 KiB, and takes one of 262,144 bytes", () => {
        const input = (bytes: number): string => "ä" + "x".repeat(bytes - 4);
        expect(() => simple.start("one", input(262_145), start)).to.throw(
            "The input of one has 262145 bytes, but may have 262144 at most.",
        );
        expect(simple.start("one", input(262_144), start).status).to.equal("RUNNING");
    });

    it("refuses names of 0 and 81 characters, and an input that is no JSON", () => {
        expect(() => simple.start("", {}, start)).to.throw('1 to 80 characters, but "" has 0.');
        expect(() => simple.start("n".repeat(81), {}, start)).to.throw("has 81.");
        expect(() => simple.start("one", undefined, start)).to.throw(
            TypeError,
            "A payload must be JSON, but this one is undefined.",
        );
    });

    it("gives an execution that runs, with its ARN and one event", () => {
        const input = { id: "x" };
        expect(simple.start("one", input, start)).to.deep.equal({
            arn: "arn:aws-cn:states:cn-north-1:123456789012:execution:watch:one",
            name: "one",
            input,
            startedAt: start,
            status: "RUNNING",
            transitions: 0,
            history: [{ id: 1, previousEventId: 0, type: "ExecutionStarted", at: start, details: { input, roleArn } }],
        });
    });
});

describe("run", () => {
    it("refuses an execution that was run before", async () => {
        const simple = machine({ Done: done });
        const { execution } = await runMachine(simple);
        const again = simple.run(execution, { call: () => ({ result: 1 }), random: () => 0 });
        let message = "";
        await again.next().catch((thrown: unknown) => (message = String(thrown)));
        expect(message).to.equal("Error: Execution one was run before.");
    });

    it("leaves no trace in an execution that was aborted before it began", async () => {
        const simple = machine({ Done: done });
        const execution = simple.start("one", {}, start);
        execution.status = "ABORTED";
        expect(await simple.run(execution, { call: () => ({ result: 1 }), random: () => 0 }).next()).to.deep.equal({
            value: undefined,
            done: true,
        });
        expect(execution.history).to.have.length(1);
    });

    it("stops without a word when it is aborted while it waits", async () => {
        const played = await runMachine(machine({ Sleep: { Type: "Wait", Seconds: 60, Next: "Done" }, Done: done }), {
            meanwhile: (execution) => (execution.status = "ABORTED"),
        });
        expect(end(played)).to.deep.equal({ status: "ABORTED" });
        expect(types(played)).to.deep.equal(["ExecutionStarted", "WaitStateEntered"]);
    });

    it("passes on the error of a host that breaks its promise", async () => {
        const broken = machine({ Look: { ...task, Next: "Done" }, Done: done });
        let message = "";
        await runMachine(broken, { replies: [{ result: undefined }] }).catch(
            (thrown: unknown) => (message = String(thrown)),
        );
        expect(message).to.equal("TypeError: A payload must be JSON, but this one is undefined.");
    });

    it("writes the history of a Task as AWS does", async () => {
        const result = { Session: { Status: "READY" } };
        const input = { id: "x" };
        const states = {
            Look: {
                ...task,
                Arguments: { Id: "{% $states.input.id %}" },
                TimeoutSeconds: 60,
                Assign: { status: "{% $states.result.Session.Status %}" },
                Output: "{% $states.input %}",
                End: true,
            },
        } as const;
        const { execution } = await runMachine(machine(states), { input, replies: [{ result, seconds: 1.5 }] });
        const service = { resourceType: "aws-sdk:glue", resource: "getSession" };
        const at = start + 1500;
        expect(execution).to.deep.equal({
            arn: "arn:aws-cn:states:cn-north-1:123456789012:execution:watch:one",
            name: "one",
            input,
            startedAt: start,
            stoppedAt: at,
            status: "SUCCEEDED",
            output: input,
            transitions: 1,
            history: [
                { id: 1, previousEventId: 0, type: "ExecutionStarted", at: start, details: { input, roleArn } },
                // AWS lets the first state follow nothing.
                { id: 2, previousEventId: 0, type: "TaskStateEntered", at: start, details: { name: "Look", input } },
                {
                    id: 3,
                    previousEventId: 2,
                    type: "TaskScheduled",
                    at: start,
                    details: { ...service, region: "cn-north-1", parameters: { Id: "x" }, timeoutInSeconds: 60 },
                },
                { id: 4, previousEventId: 3, type: "TaskStarted", at: start, details: service },
                { id: 5, previousEventId: 4, type: "TaskSucceeded", at, details: { ...service, output: result } },
                {
                    id: 6,
                    previousEventId: 5,
                    type: "TaskStateExited",
                    at,
                    details: { name: "Look", output: input, assignedVariables: { status: "READY" } },
                },
                { id: 7, previousEventId: 6, type: "ExecutionSucceeded", at, details: { output: input } },
            ],
        });
        expect(execution.history[5]?.details["output"]).to.equal(input);
    });
});

describe("Pass", () => {
    it("fails with an expression that gives nothing: no Pass can catch", async () => {
        const states = {
            First: { Type: "Pass", Next: "Second" },
            Second: { Type: "Pass", Output: { a: "{% $states.input.absent %}" }, End: true },
        } as const;
        const played = await runMachine(machine(states));
        const cause = causeIn("Second", 4, nothing("$states.input.absent", "Output/a"));
        const error = "States.QueryEvaluationError";
        expect(end(played)).to.deep.equal({ status: "FAILED", error, cause });
        expect(types(played).slice(3)).to.deep.equal(["PassStateEntered", "EvaluationFailed", "ExecutionFailed"]);
        expect(played.execution.history[4]?.details).to.deep.equal({
            error,
            cause,
            location: "Output/a",
            state: "Second",
        });
        expect(played.execution.history[5]?.details).to.deep.equal({ error, cause });
    });

    it("passes its input on, and lets Output replace it", async () => {
        const states = {
            Same: { Type: "Pass", Next: "Other" },
            Other: { Type: "Pass", Output: { was: "{% $states.input %}" }, Next: "Done" },
            Done: { Type: "Succeed", Output: ["{% $states.input.was %}"] },
        } as const;
        const played = await runMachine(machine(states), { input: [1] });
        expect(end(played)).to.deep.equal({ status: "SUCCEEDED", output: [[1]] });
        expect(types(played)).to.deep.equal([
            "ExecutionStarted",
            "PassStateEntered",
            "PassStateExited",
            "PassStateEntered",
            "PassStateExited",
            "SucceedStateEntered",
            "SucceedStateExited",
            "ExecutionSucceeded",
        ]);
        expect(played.execution.transitions).to.equal(3);
    });

    it("assigns all its variables at once, from the values before it", async () => {
        const states = {
            Set: { Type: "Pass", Assign: { a: 1, b: 2, kept: 0 }, Next: "Swap" },
            Swap: {
                Type: "Pass",
                Assign: { a: "{% $b %}", b: "{% $a %}", c: "{% $a + $b %}" },
                Output: "{% [$a, $b] %}",
                Next: "Done",
            },
            Done: { Type: "Succeed", Output: "{% { 'before': $states.input, 'after': [$a, $b, $c, $kept] } %}" },
        } as const;
        const played = await runMachine(machine(states));
        expect(end(played)).to.deep.equal({ status: "SUCCEEDED", output: { before: [1, 2], after: [2, 1, 3, 0] } });
        expect(played.execution.history[4]?.details).to.deep.equal({
            name: "Swap",
            output: [1, 2],
            assignedVariables: { a: 2, b: 1, c: 3 },
        });
    });

    it("finds no value in a variable that no state has assigned yet", async () => {
        const states = {
            First: { Type: "Pass", Output: "{% $later %}", Next: "Second" },
            Second: { Type: "Pass", Assign: { later: 1 }, End: true },
        } as const;
        expect(end(await runMachine(machine(states)))).to.deep.equal({
            status: "FAILED",
            error: "States.QueryEvaluationError",
            cause: causeIn("First", 2, nothing("$later", "Output")),
        });
    });

    it("reads the context, at virtual time", async () => {
        const states = {
            Sleep: { Type: "Wait", Seconds: 10, Next: "Done" },
            Done: { Type: "Succeed", Output: ["{% $states.context %}", "{% $now() %}"] },
        } as const;
        const { execution } = await runMachine(machine(states), { input: { id: "x" } });
        expect(execution.output).to.deep.equal([
            {
                Execution: {
                    Id: "arn:aws-cn:states:cn-north-1:123456789012:execution:watch:one",
                    Input: { id: "x" },
                    Name: "one",
                    RoleArn: roleArn,
                    StartTime: "2026-11-22T20:10:00.250Z",
                },
                StateMachine: { Id: machineArn, Name: "watch" },
                State: { EnteredTime: "2026-11-22T20:10:10.250Z", Name: "Done", RetryCount: 0 },
            },
            "2026-11-22T20:10:10.250Z",
        ]);
    });
});

describe("Wait", () => {
    const waiting = (fields: object): StateMachine =>
        machine({ Sleep: { Type: "Wait", ...fields, Next: "Done" }, Done: done });

    const malformed = (text: string): string =>
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`;
    const outOfRange = (seconds: number): string =>
        `The Seconds field must be a whole number from 0 to 99,999,999, but is: ${seconds}`;
    const failing: readonly (readonly [fields: Record<string, string>, message: string])[] = [
        [{ Timestamp: "{% '2026-11-22 20:10:00Z' %}" }, malformed("2026-11-22 20:10:00Z")],
        [{ Timestamp: "{% '2026-11-22T20:10:00' %}" }, malformed("2026-11-22T20:10:00")],
        [{ Timestamp: "{% '2026-11-31T20:10:00Z' %}" }, malformed("2026-11-31T20:10:00Z")],
        [
            { Timestamp: "{% 5 %}" },
            "The JSONata expression '5' specified for the field 'Timestamp' returned an unexpected result type. " +
                "Expected 'string', but was 'number' for value: 5",
        ],
        [{ Timestamp: "{% $states.input.at %}" }, nothing("$states.input.at", "Timestamp")],
        [{ Seconds: "{% -1 %}" }, outOfRange(-1)],
        [{ Seconds: "{% 0.5 %}" }, outOfRange(0.5)],
        [{ Seconds: "{% 100000000 %}" }, outOfRange(100_000_000)],
        [
            { Seconds: "{% '5' %}" },
            "The JSONata expression ''5'' specified for the field 'Seconds' returned an unexpected result type. " +
                "Expected 'number', but was 'string' for value: \"5\"",
        ],
    ];
    for (const [fields, message] of failing) {
        it(`fails at once with ${JSON.stringify(fields)}: no Wait can catch`, async () => {
            const played = await runMachine(waiting(fields));
            const cause = causeIn("Sleep", 2, message);
            expect(end(played)).to.deep.equal({ status: "FAILED", error: "States.QueryEvaluationError", cause });
            expect(timeline(played)).to.deep.equal([
                "0 ExecutionStarted",
                "0 WaitStateEntered",
                "0 EvaluationFailed",
                "0 ExecutionFailed",
            ]);
        });
    }

    const ends: readonly (readonly [fields: object, seconds: number])[] = [
        [{ Seconds: 60 }, 60],
        [{ Seconds: "{% 30 * 2 %}" }, 60],
        [{ Timestamp: "2026-11-22T20:11:00Z" }, 59.75],
        [{ Timestamp: "2026-11-22T20:11:00.999Z" }, 59.75],
        [{ Timestamp: "{% $fromMillis($millis() + 60000) %}" }, 59.75],
    ];
    for (const [fields, seconds] of ends) {
        it(`with ${JSON.stringify(fields)} ends after ${seconds} s`, async () => {
            const played = await runMachine(waiting(fields));
            expect(played.resumes).to.deep.equal([seconds]);
            expect(timeline(played)).to.deep.equal([
                "0 ExecutionStarted",
                "0 WaitStateEntered",
                `${seconds} WaitStateExited`,
                `${seconds} SucceedStateEntered`,
                `${seconds} SucceedStateExited`,
                `${seconds} ExecutionSucceeded`,
            ]);
        });
    }

    for (const fields of [
        { Seconds: 0 },
        { Timestamp: "2026-11-22T20:10:00.900Z" },
        { Timestamp: "2020-01-01T00:00:00Z" },
    ]) {
        it(`with ${JSON.stringify(fields)} passes at once`, async () => {
            const { execution, resumes } = await runMachine(waiting(fields));
            expect(resumes).to.deep.equal([]);
            expect(execution.stoppedAt).to.equal(start);
        });
    }

    it("evaluates Assign and Output when it ends", async () => {
        const played = await runMachine(
            waiting({ Seconds: 10, Assign: { woke: "{% $millis() %}" }, Output: "{% $now() %}" }),
        );
        expect(played.execution.history[2]?.details).to.deep.equal({
            name: "Sleep",
            output: "2026-11-22T20:10:10.250Z",
            assignedVariables: { woke: start + 10_000 },
        });
    });
});

describe("Choice", () => {
    const choosing = (Default?: string): StateMachine =>
        machine({
            Choose: {
                Type: "Choice",
                Choices: [
                    { Condition: "{% $states.input.n = 1 %}", Assign: { by: "first" }, Output: 1, Next: "Done" },
                    { Condition: "{% $states.input.n < 3 %}", Assign: { by: "second" }, Next: "Done" },
                    { Condition: "{% $states.input.flag %}", Next: "Done" },
                ],
                Default,
                Assign: { by: "default" },
                Output: { by: "default" },
            },
            Done: { Type: "Succeed", Output: "{% [$states.input, $exists($by) ? $by : 'none'] %}" },
        });

    it("fails with States.NoChoiceMatched when no rule holds and there is no Default", async () => {
        const played = await runMachine(choosing(), { input: { n: 3, flag: false } });
        expect(end(played)).to.deep.equal({
            status: "FAILED",
            error: "States.NoChoiceMatched",
            cause: causeIn(
                "Choose",
                2,
                "Failed to transition out of the state. The state does not point to a next state.",
            ),
        });
        expect(types(played)).to.deep.equal(["ExecutionStarted", "ChoiceStateEntered", "ExecutionFailed"]);
    });

    const noBoolean: readonly (readonly [flag: unknown, what: string])[] = [
        ["yes", "returned an unexpected result type. Expected 'boolean', but was 'string' for value: \"yes\""],
        [1, "returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1"],
        [undefined, "returned nothing (undefined)."],
    ];
    for (const [flag, what] of noBoolean) {
        it(`fails, in spite of a Default, when a condition ${what}`, async () => {
            const played = await runMachine(choosing("Done"), { input: { n: 3, flag } });
            const expression =
                "The JSONata expression '$states.input.flag' specified for the field 'Choices[2]/Condition'";
            expect(end(played)).to.deep.equal({
                status: "FAILED",
                error: "States.QueryEvaluationError",
                cause: causeIn("Choose", 2, `${expression} ${what}`),
            });
            expect(types(played).slice(2)).to.deep.equal(["EvaluationFailed", "ExecutionFailed"]);
        });
    }

    const chosen: readonly (readonly [input: unknown, output: unknown])[] = [
        [{ n: 1 }, [1, "first"]],
        [{ n: 2 }, [{ n: 2 }, "second"]],
        [{ n: 3, flag: true }, [{ n: 3, flag: true }, "none"]],
        [{ n: 3, flag: false }, [{ by: "default" }, "default"]],
    ];
    for (const [input, output] of chosen) {
        it(`takes ${JSON.stringify(input)} by the first rule that holds to ${JSON.stringify(output)}`, async () => {
            const played = await runMachine(choosing("Done"), { input });
            expect(end(played)).to.deep.equal({ status: "SUCCEEDED", output });
            expect(types(played).slice(1, 3)).to.deep.equal(["ChoiceStateEntered", "ChoiceStateExited"]);
        });
    }
});

describe("Fail", () => {
    const cases: readonly (readonly [fields: object, outcome: object])[] = [
        [{}, {}],
        [{ Error: "Broken" }, { error: "Broken" }],
        [
            { Error: "{% $states.input.error %}", Cause: "{% 'It is ' & $states.input.what %}" },
            { error: "Worn", cause: "It is old" },
        ],
    ];
    for (const [fields, outcome] of cases) {
        it(`with ${JSON.stringify(fields)} ends in ${JSON.stringify(outcome)}`, async () => {
            const failing = machine({ Broken: { Type: "Fail", ...fields } });
            const played = await runMachine(failing, { input: { error: "Worn", what: "old" } });
            expect(end(played)).to.deep.equal({ status: "FAILED", ...outcome });
            expect(types(played)).to.deep.equal(["ExecutionStarted", "FailStateEntered", "ExecutionFailed"]);
            expect(played.execution.history[2]?.details).to.deep.equal(outcome);
        });
    }

    it("fails otherwise when its Cause is no text", async () => {
        const played = await runMachine(machine({ Broken: { Type: "Fail", Error: "Broken", Cause: "{% 1 %}" } }));
        expect(end(played)).to.deep.equal({
            status: "FAILED",
            error: "States.QueryEvaluationError",
            cause: causeIn(
                "Broken",
                2,
                "The JSONata expression '1' specified for the field 'Cause' returned an unexpected result type. " +
                    "Expected 'string', but was 'number' for value: 1",
            ),
        });
        expect(types(played).slice(1)).to.deep.equal(["FailStateEntered", "EvaluationFailed", "ExecutionFailed"]);
    });
});

describe("limits", () => {
    const kib256 = (letters: number): string => `{% $pad('', ${letters}, 'x') %}`;
    const tooLarge = (of: string): string =>
        `The state/task '${of}' returned a result with a size exceeding the maximum number of bytes service limit.`;

    // A text has two quotes, an object some more around it: {"v":""}.
    const sizes: readonly (readonly [what: string, fields: (letters: number) => object, letters: number])[] = [
        ["an output", (letters) => ({ Output: kib256(letters) }), 262_142],
        ["the variables of one state", (letters) => ({ Assign: { v: kib256(letters) } }), 262_136],
    ];
    for (const [what, fields, letters] of sizes) {
        const passing = (length: number): StateMachine =>
            machine({ Grow: { Type: "Pass", ...fields(length), Next: "Done" }, Done: done });

        it(`end an execution with States.DataLimitExceeded when ${what} has 262,145 bytes`, async () => {
            const played = await runMachine(passing(letters + 1));
            expect(end(played)).to.deep.equal({
                status: "FAILED",
                error: "States.DataLimitExceeded",
                cause: tooLarge("Grow"),
            });
            expect(types(played)).to.deep.equal(["ExecutionStarted", "PassStateEntered", "ExecutionFailed"]);
        });

        it(`allow ${what} of 262,144 bytes`, async () => {
            expect((await runMachine(passing(letters))).execution.status).to.equal("SUCCEEDED");
        });
    }

    it("end an execution by its 25,000th event", async () => {
        const looping = machine({
            Loop: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "Done" }], Default: "Loop" },
            Done: done,
        });
        const played = await runMachine(looping);
        const cause = "The execution reached the maximum number of history events (25000).";
        expect(end(played)).to.deep.equal({ status: "FAILED", error: "States.Runtime", cause });
        expect(played.execution.history.slice(-2)).to.deep.equal([
            {
                id: 24_999,
                previousEventId: 24_998,
                type: "ChoiceStateExited",
                at: start,
                details: { name: "Loop", output: {} },
            },
            {
                id: 25_000,
                previousEventId: 24_999,
                type: "ExecutionFailed",
                at: start,
                details: { error: "States.Runtime", cause },
            },
        ]);
        expect(played.execution.transitions).to.equal(12_499);
    });

    const sleeping = (Seconds: number, TimeoutSeconds?: number): StateMachine =>
        machine({ Sleep: { Type: "Wait", Seconds, Next: "Done" }, Done: done }, { TimeoutSeconds });
    const timeouts: readonly (readonly [what: string, machine: StateMachine, seconds: number])[] = [
        ["a Wait of 25 s at the TimeoutSeconds of 3", sleeping(25, 3), 3],
        ["a Wait of 3 s at the TimeoutSeconds of 3", sleeping(3, 3), 3],
        ["a Wait of 99,999,999 s after a year", sleeping(99_999_999), 31_536_000],
        ["a Wait of 99,999,999 s after a year, whatever TimeoutSeconds", sleeping(99_999_999, 99_999_999), 31_536_000],
    ];
    for (const [what, timed, seconds] of timeouts) {
        it(`cut ${what}`, async () => {
            const played = await runMachine(timed);
            expect(end(played)).to.deep.equal({ status: "TIMED_OUT", error: "States.Timeout" });
            expect(played.resumes).to.deep.equal([seconds]);
            expect(played.execution.stoppedAt).to.equal(start + seconds * 1000);
            expect(played.execution.history.slice(1)).to.deep.equal([
                {
                    id: 2,
                    previousEventId: 0,
                    type: "WaitStateEntered",
                    at: start,
                    details: { name: "Sleep", input: {} },
                },
                {
                    id: 3,
                    previousEventId: 0,
                    type: "ExecutionTimedOut",
                    at: start + seconds * 1000,
                    details: { error: "States.Timeout" },
                },
            ]);
        });
    }

    it("let a Wait of 2 s end before a TimeoutSeconds of 3", async () => {
        expect((await runMachine(sleeping(2, 3))).execution.status).to.equal("SUCCEEDED");
    });
});
