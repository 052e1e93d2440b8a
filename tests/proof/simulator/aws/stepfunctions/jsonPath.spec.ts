import { expect } from "chai";
import { StateMachine } from "../../../../../proof/simulator/aws/stepfunctions/stateMachine";
import { machineArn, runMachine, roleArn, timeline } from "../../../../support/runMachine";
import type { Reply } from "../../../../../proof/simulator/aws/core/calls";

const stop = { Type: "Task", Resource: "arn:aws-cn:states:::aws-sdk:glue:stopSession" };
const jsonPath = (states: Readonly<Record<string, unknown>>, rest: object = {}) =>
    new StateMachine({ StartAt: Object.keys(states)[0], States: states, ...rest }, machineArn, roleArn);
const refused = (state: object) => {
    try {
        jsonPath({ A: state });
    } catch (error) {
        return (error as Error).message.split("\n- ").slice(1);
    }
    return [];
};
const refusal: Reply = { error: "Glue.IllegalSessionStateException", cause: "Session is in PROVISIONING status" };

describe("a machine in JSONPath", () => {
    const faults: Readonly<Record<string, readonly [state: object, faults: readonly string[]]>> = {
        "a type that is not simulated": [
            { Type: "Pass", End: true },
            ["State A: Type Pass is not simulated in JSONPath; Fail, Task, Wait are."],
        ],
        "a field that is not simulated": [
            { ...stop, OutputPath: "$.x", End: true },
            [
                "State A: OutputPath is not simulated in a JSONPath Task; " +
                    "Type, Comment, Resource, Parameters, TimeoutSeconds, Retry, Catch, Next, End are.",
            ],
        ],
        "JSONata's Arguments": [
            { ...stop, Arguments: { Id: "{% $states.input.id %}" }, End: true },
            [
                "State A: Arguments is not simulated in a JSONPath Task; " +
                    "Type, Comment, Resource, Parameters, TimeoutSeconds, Retry, Catch, Next, End are.",
            ],
        ],
        "both Seconds and SecondsPath": [
            { Type: "Wait", Seconds: 1, SecondsPath: "$.wait", End: true },
            ["State A: it has both Seconds and SecondsPath."],
        ],
        "an expression in Seconds": [
            { Type: "Wait", Seconds: "{% 1 %}", End: true },
            ['State A: Seconds is "{% 1 %}", but JSONPath takes a whole number.'],
        ],
        "a Retry that AWS refuses": [
            { ...stop, Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 0 }], End: true },
            ["State A: Retry[0]/IntervalSeconds is 0, but must be a whole number from 1 to 99,999,999."],
        ],
        "a Catch that keeps its input": [
            { ...stop, Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "A" }], End: true },
            ["State A: Catch[0]/ResultPath is not simulated in JSONPath; ErrorEquals and Next are."],
        ],
        "a state that is not there": [
            { ...stop, Next: "B" },
            [
                'State A: Next is "B", but no state has that name.',
                "The definition: no state ends an execution, by End, Succeed or Fail.",
            ],
        ],
        "a path that is none": [
            { ...stop, Parameters: { "Id.$": "session_id" }, End: true },
            [`State A: Id.$ is "session_id", but must be a path: $ and then .name, ['name'] or [0].`],
        ],
        "a path to many": [
            { ...stop, Parameters: { "Id.$": "$.ids[*]" }, End: true },
            [`State A: Id.$ is "$.ids[*]", but must be a path: $ and then .name, ['name'] or [0].`],
        ],
        "a format with fewer values than places": [
            { ...stop, Parameters: { "Id.$": "States.Format('{} and {}', $.a)" }, End: true },
            ["State A: Id.$: States.Format has 2 places, but 1 values."],
        ],
        "a format without a text": [
            { ...stop, Parameters: { "Id.$": "States.Format($.a)" }, End: true },
            ['State A: Id.$ is "States.Format($.a)", but States.Format takes a text in single quotes first.'],
        ],
    };
    for (const [what, [state, expected]] of Object.entries(faults)) {
        it(`is refused with ${what}`, () => {
            expect(refused(state)).to.deep.equal(expected);
        });
    }
    it("is what a definition is that names no language, or this one", () => {
        const states = { A: { Type: "Wait", SecondsPath: "$.wait", End: true } };
        expect(() => jsonPath(states)).not.to.throw();
        expect(() => jsonPath(states, { QueryLanguage: "JSONPath" })).not.to.throw();
        expect(() => jsonPath(states, { QueryLanguage: "XPath" })).to.throw('must be "JSONata"');
    });
});

describe("a missing path", () => {
    const states = {
        A: {
            ...stop,
            Parameters: { "Id.$": "$.session_id" },
            Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 10 }],
            Catch: [{ ErrorEquals: ["States.ALL"], Next: "B" }],
            End: true,
        },
        B: { Type: "Wait", Seconds: 1, End: true },
    };
    it("ends the execution as States.Runtime, past Retry and Catch, with AWS's words", async () => {
        const played = await runMachine(jsonPath(states), { input: { sessionId: "" } });
        expect(played.execution).to.include({ status: "FAILED", error: "States.Runtime" });
        expect(played.execution.cause).to.equal(
            "An error occurred while executing the state 'A' (entered at the event id #2). The JSONPath " +
                `'$.session_id' specified for the field 'Id.$' could not be found in the input '{"sessionId":""}'`,
        );
        expect(timeline(played)).to.deep.equal(["0 ExecutionStarted", "0 TaskStateEntered", "0 ExecutionFailed"]);
        expect(played.calls).to.deep.equal([]);
    });
    it("is not one that holds null", async () => {
        expect((await runMachine(jsonPath(states), { input: { session_id: null } })).calls).to.deep.equal([
            [{ Id: null }, 0],
        ]);
    });
});

describe("a Wait in JSONPath", () => {
    for (const [wait, what] of [
        [undefined, "does not reference an input value: $.wait"],
        ["5", 'cannot be parsed as a long value: $.wait == "5"'],
        [1.5, "cannot be parsed as a long value: $.wait == 1.5"],
        [-1.5, "cannot be parsed as a long value: $.wait == -1.5"],
        [-1, "references a negative value: $.wait == -1"],
        [100_000_000, "references more than 99999999 seconds: $.wait == 100000000"],
    ] as const) {
        it(`ends the execution when its SecondsPath leads to ${wait}, with AWS's words`, async () => {
            const { execution } = await runMachine(
                jsonPath({ A: { Type: "Wait", SecondsPath: "$.wait", End: true } }),
                {
                    input: { wait },
                },
            );
            expect([execution.status, execution.error, execution.cause]).to.deep.equal([
                "FAILED",
                "States.Runtime",
                "An error occurred while executing the state 'A' (entered at the event id #2). " +
                    `The SecondsPath parameter ${what}`,
            ]);
        });
    }
    it("waits as its SecondsPath says, and hands its input on", async () => {
        const { execution, resumes } = await runMachine(
            jsonPath({ A: { Type: "Wait", SecondsPath: "$.a['b'][1]", End: true } }),
            {
                input: { a: { b: [1, 7] } },
            },
        );
        expect(resumes).to.deep.equal([7]);
        expect(execution.output).to.deep.equal({ a: { b: [1, 7] } });
    });
    it("waits its Seconds", async () => {
        expect((await runMachine(jsonPath({ A: { Type: "Wait", Seconds: 30, End: true } }))).resumes).to.deep.equal([
            30,
        ]);
    });
});

describe("a Task in JSONPath", () => {
    it("tries again after 10, 20 and 40 s when its Retry names no rate, then fails", async () => {
        const retry = { ErrorEquals: ["States.ALL"], IntervalSeconds: 10, MaxAttempts: 3 };
        const { execution, calls } = await runMachine(jsonPath({ A: { ...stop, Retry: [retry], End: true } }), {
            replies: [refusal],
        });
        expect(calls.map(([, at]) => at)).to.deep.equal([0, 10, 30, 70]);
        expect(execution).to.include({ status: "FAILED", error: "Glue.IllegalSessionStateException", transitions: 4 });
    });
    it("hands error and cause alone to the state that its Catch names", async () => {
        const states = {
            A: { ...stop, Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "B" }], End: true },
            B: { Type: "Wait", Seconds: 1, End: true },
        };
        const { execution } = await runMachine(jsonPath(states), { input: { session_id: "x" }, replies: [refusal] });
        expect(execution.output).to.deep.equal({
            Error: "Glue.IllegalSessionStateException",
            Cause: "Session is in PROVISIONING status",
        });
    });
    it("replaces its input by its result", async () => {
        const { execution } = await runMachine(jsonPath({ A: { ...stop, End: true } }), {
            input: { session_id: "x" },
            replies: [{ result: { Id: "x" } }],
        });
        expect(execution).to.deep.include({ status: "SUCCEEDED", output: { Id: "x" } });
    });
    it("computes the members whose names end in .$, in objects and lists, and leaves the others", async () => {
        const Parameters = { "Id.$": "$.id", Plain: "$.id", List: [{ "All.$": "$" }], "Deep.$": "$.a.b" };
        const { calls } = await runMachine(jsonPath({ A: { ...stop, Parameters, End: true } }), {
            input: { id: "x", a: { b: [1] } },
        });
        expect(calls[0]?.[0]).to.deep.equal({
            Id: "x",
            Plain: "$.id",
            List: [{ All: { id: "x", a: { b: [1] } } }],
            Deep: [1],
        });
    });
    it("formats texts bare and objects as Java does", async () => {
        const Parameters = {
            "One.$": "States.Format('Stopped: {}', $)",
            "Two.$": String.raw`States.Format('it\'s {}, {}, {} of {}', $.text, $.list, 'a, b', $.number)`,
        };
        const { calls } = await runMachine(jsonPath({ A: { ...stop, Parameters, End: true } }), {
            input: { text: "Id", list: ["a", null], number: 5 },
        });
        expect(calls[0]?.[0]).to.deep.equal({
            One: "Stopped: {text=Id, list=[a, null], number=5}",
            Two: "it's Id, [a, null], a, b of 5",
        });
    });
});

describe("a Fail in JSONPath", () => {
    it("ends the execution with its error and cause", async () => {
        const { execution } = await runMachine(jsonPath({ A: { Type: "Fail", Error: "Own", Cause: "why" } }));
        expect(execution).to.include({ status: "FAILED", error: "Own", cause: "why" });
    });
});
