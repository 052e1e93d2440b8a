import aslValidator from "asl-validator";
import { expect } from "chai";
import type { Definition } from "../../../../../../model/aws/asl";
import { checkDefinition } from "../../../../../../proof/simulator/aws/stepfunctions/definition/checkDefinition";

/** A good definition with every type of state and every field. */
const good: Definition = {
    Comment: "A good one",
    QueryLanguage: "JSONata",
    StartAt: "Prepare",
    TimeoutSeconds: 99_999_999,
    States: {
        Prepare: {
            Type: "Pass",
            Comment: "",
            Assign: { größe_1: [1, { two: "{% $states.input.two %}" }], flag: true, none: null },
            Output: { text: "a literal {% inside %} it", "odd key": "{% 1 %}" },
            Next: "Sleep",
        },
        Sleep: { Type: "Wait", Seconds: 99_999_999, Next: "SleepMore" },
        SleepMore: { Type: "Wait", Timestamp: "2026-11-22T20:10:00.123Z", Next: "Look" },
        Look: {
            Type: "Task",
            Resource: "arn:aws-us-gov:states:::aws-sdk:glue:getSession",
            Arguments: { Id: "{% $states.input.two %}" },
            TimeoutSeconds: 1,
            Retry: [
                { ErrorEquals: ["States.QueryEvaluationError", "Glue.InvalidInputException"], MaxAttempts: 0 },
                {
                    ErrorEquals: ["States.ALL"],
                    IntervalSeconds: 1,
                    MaxAttempts: 99_999_999,
                    BackoffRate: 1,
                    MaxDelaySeconds: 2,
                    JitterStrategy: "FULL",
                },
            ],
            Catch: [
                { ErrorEquals: ["States.Timeout"], Assign: { failed: true }, Output: "{% 1 %}", Next: "Done" },
                { ErrorEquals: ["States.ALL"], Next: "Broken" },
            ],
            Next: "Choose",
        },
        Choose: {
            Type: "Choice",
            Choices: [
                {
                    Comment: "Again",
                    Condition: "{% $flag %}",
                    Assign: { flag: false },
                    Output: null,
                    Next: "SleepMore",
                },
            ],
            Default: "Publish",
            Assign: { flag: false },
            Output: {},
        },
        Publish: {
            Type: "Task",
            Resource: "arn:aws:states:::sns:publish",
            Arguments: "{% $states.input %}",
            End: true,
        },
        Done: { Type: "Succeed", Output: "{% $states.input %}" },
        Broken: { Type: "Fail", Error: "Broken", Cause: "{% 'because' %}" },
    },
};

/** `good` with one field set to another value, or without it. The path is the field's, with dots. */
function spoiled(path: string, value?: unknown): unknown {
    const copy = structuredClone(good) as unknown as Record<string, unknown>;
    const names = path.split(".");
    const last = names.pop() ?? "";
    let object = copy;
    for (const name of names) {
        object = object[name] as Record<string, unknown>;
    }
    if (value === undefined) {
        Reflect.deleteProperty(object, last);
    } else {
        object[last] = value;
    }
    return copy;
}

const errorNames =
    'an error name, and under "States." one of States.ALL, States.DataLimitExceeded, States.HeartbeatTimeout, ' +
    "States.Permissions, States.QueryEvaluationError, States.Runtime, States.TaskFailed, States.Timeout";
const resource = "a literal arn:<partition>:states:::<service>:<action>, without .sync or .waitForTaskToken";
const delimiters = "an expression from {% to %}, without spaces outside, or a literal without them";
const unreached = (state: string): string => `State ${state}: nothing leads to it from StartAt, "Prepare".`;
const variable =
    'is no name of a variable: letters, digits and _, first a letter, at most 80 characters, not "states".';

/** What is spoiled, with what, and every fault that this makes. */
const cases: readonly (readonly [path: string, value: unknown, faults: readonly string[]])[] = [
    // The machine
    ["QueryLanguage", undefined, ['The definition: QueryLanguage is missing, but must be "JSONata".']],
    ["QueryLanguage", "JSONPath", ['The definition: QueryLanguage is "JSONPath", but must be "JSONata".']],
    ["StartAt", undefined, ["The definition: StartAt is missing, but must be text that is not empty."]],
    ["StartAt", "Nowhere", ['The definition: StartAt is "Nowhere", but no state has that name.']],
    ["StartAt", "toString", ['The definition: StartAt is "toString", but no state has that name.']],
    ["StartAt", "Sleep", ['State Prepare: nothing leads to it from StartAt, "Sleep".']],
    ["TimeoutSeconds", 0, ["The definition: TimeoutSeconds is 0, but must be a whole number from 1 to 99,999,999."]],
    [
        "TimeoutSeconds",
        100_000_000,
        ["The definition: TimeoutSeconds is 100000000, but must be a whole number from 1 to 99,999,999."],
    ],
    [
        "TimeOutSeconds",
        60,
        [
            "The definition: TimeOutSeconds is no field of a state machine, which takes " +
                "Comment, Version, QueryLanguage, StartAt, TimeoutSeconds, States.",
        ],
    ],
    ["States", undefined, ["The definition: States is missing, but must be an object of one or more states."]],
    ["Comment", 1, ["The definition: Comment is 1, but must be text."]],

    // Names and types of states
    ["States.Done", "Succeed", ['State Done: it is "Succeed", but must be an object.']],
    [
        "States.Done.Type",
        "Parallel",
        ['State Done: Type "Parallel" is not simulated; Choice, Fail, Pass, Succeed, Task, Wait are.'],
    ],
    [
        "States.Done.Type",
        "Map",
        ['State Done: Type "Map" is not simulated; Choice, Fail, Pass, Succeed, Task, Wait are.'],
    ],
    [
        "States.Done.Type",
        undefined,
        ["State Done: Type is missing, but must be one of Choice, Fail, Pass, Succeed, Task, Wait."],
    ],
    ["States.Lonely", { Type: "Succeed" }, ['State Lonely: nothing leads to it from StartAt, "Prepare".']],

    // Fields that are none, or not here
    ["States.Done.Outputs", 1, ["State Done: Outputs is no field of a Succeed, which takes Type, Comment, Output."]],
    ["States.Done.Next", "Done", ["State Done: Next is no field of a Succeed, which takes Type, Comment, Output."]],
    [
        "States.Look.HeartbeatSeconds",
        5,
        [
            "State Look: HeartbeatSeconds is no field of a Task, which takes Type, Comment, Resource, Arguments, " +
                "TimeoutSeconds, Retry, Catch, Assign, Output, Next, End.",
        ],
    ],
    ["States.Choose.Retry", [], ["State Choose: Retry stands in a Choice, but only a Task takes it."]],
    ["States.Prepare.Catch", [], ["State Prepare: Catch stands in a Pass, but only a Task takes it."]],
    ["States.Sleep.Retry", [], ["State Sleep: Retry stands in a Wait, but only a Task takes it."]],
    ["States.Look.Parameters", {}, ["State Look: Parameters belongs to JSONPath, but the QueryLanguage is JSONata."]],
    ["States.Look.ResultPath", null, ["State Look: ResultPath belongs to JSONPath, but the QueryLanguage is JSONata."]],
    ["States.Prepare.Result", {}, ["State Prepare: Result belongs to JSONPath, but the QueryLanguage is JSONata."]],
    [
        "States.Choose.Choices.0.Variable",
        "$.x",
        ["State Choose: Choices[0]/Variable belongs to JSONPath, but the QueryLanguage is JSONata."],
    ],
    [
        "States.Look.Arguments.x",
        { "y.$": "$.y" },
        ["State Look: Arguments/x/y.$ is a JSONPath key, but the QueryLanguage is JSONata."],
    ],

    // Where states lead
    ["States.Publish.End", undefined, ["State Publish: it has neither Next nor End, but must have one of them."]],
    ["States.Sleep.End", true, ["State Sleep: it has both Next and End, but must have one of them."]],
    ["States.Publish.End", false, ["State Publish: End is false, but must be true."]],
    [
        "States.Look.Next",
        "Chose",
        ['State Look: Next is "Chose", but no state has that name.', unreached("Choose"), unreached("Publish")],
    ],
    [
        "States.Choose.Default",
        "Chose",
        ['State Choose: Default is "Chose", but no state has that name.', unreached("Publish")],
    ],
    ["States.Choose.Choices.0.Next", "X", ['State Choose: Choices[0]/Next is "X", but no state has that name.']],
    [
        "States.Choose.Choices.0.Next",
        undefined,
        ["State Choose: Choices[0]/Next is missing, but must be text that is not empty."],
    ],
    [
        "States.Look.Catch.1.Next",
        "X",
        ['State Look: Catch[1]/Next is "X", but no state has that name.', unreached("Broken")],
    ],

    // Choice
    ["States.Choose.Choices", [], ["State Choose: Choices is [], but must be a list of one or more rules."]],
    ["States.Choose.Choices", {}, ["State Choose: Choices is {}, but must be a list."]],
    [
        "States.Choose.Choices.0.Condition",
        "$flag",
        ['State Choose: Choices[0]/Condition is "$flag", but must be an expression, {% ... %}.'],
    ],
    [
        "States.Choose.Choices.0.Condition",
        true,
        ["State Choose: Choices[0]/Condition is true, but must be an expression, {% ... %}."],
    ],
    [
        "States.Choose.Choices.0.Conditions",
        1,
        [
            "State Choose: Choices[0]/Conditions is no field of a choice rule, which takes " +
                "Comment, Condition, Assign, Output, Next.",
        ],
    ],

    // Wait
    [
        "States.Sleep.Seconds",
        undefined,
        ["State Sleep: it has neither Seconds nor Timestamp, but must have one of them."],
    ],
    [
        "States.Sleep.Timestamp",
        "{% $now() %}",
        ["State Sleep: it has both Seconds and Timestamp, but must have one of them."],
    ],
    ...[-1, 1.5, 100_000_000, "10"].map((value) => {
        const limit = "an expression or a whole number from 0 to 99,999,999";
        return [
            "States.Sleep.Seconds",
            value,
            [`State Sleep: Seconds is ${JSON.stringify(value)}, but must be ${limit}.`],
        ] as const;
    }),
    ...["2026-11-22 20:10:00Z", "2026-11-22t20:10:00z", "2026-11-22T20:10:00+01:00", "2026-02-30T00:00:00Z"].map(
        (value) => {
            const limit = "an expression or a time such as 2026-11-22T20:10:00Z";
            return [
                "States.SleepMore.Timestamp",
                value,
                [`State SleepMore: Timestamp is "${value}", but must be ${limit}.`],
            ] as const;
        },
    ),

    // Task
    ["States.Look.Resource", undefined, [`State Look: Resource is missing, but must be ${resource}.`]],
    ...[
        "{% $arn %}",
        "arn:aws:lambda:eu-west-1:123456789012:function:f",
        "arn:aws:states:::states:startExecution.sync:2",
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "arn:aws:states:::sns",
    ].map(
        (value) =>
            ["States.Look.Resource", value, [`State Look: Resource is "${value}", but must be ${resource}.`]] as const,
    ),
    [
        "States.Look.Resource",
        "arn:aws:states:::sns:publsh",
        ['State Look: Resource is "arn:aws:states:::sns:publsh", but must be an integration that Step Functions has.'],
    ],
    ["States.Look.Arguments", "Id", ['State Look: Arguments is "Id", but must be an object or an expression.']],
    ["States.Look.Arguments", [1], ["State Look: Arguments is [1], but must be an object or an expression."]],
    ...[0, 100_000_000, 1.5, "{% $limit %}"].map((value) => {
        const limit = "a whole number from 1 to 99,999,999";
        return [
            "States.Look.TimeoutSeconds",
            value,
            [`State Look: TimeoutSeconds is ${JSON.stringify(value)}, but must be ${limit}.`],
        ] as const;
    }),

    // Errors that are retried or caught
    ["States.Look.Retry", {}, ["State Look: Retry is {}, but must be a list."]],
    ["States.Look.Retry.0", 1, ["State Look: Retry[0] is 1, but must be an object."]],
    [
        "States.Look.Retry.0.ErrorEquals",
        [],
        ["State Look: Retry[0]/ErrorEquals is [], but must be a list of one or more error names."],
    ],
    [
        "States.Look.Catch.0.ErrorEquals",
        [""],
        [`State Look: Catch[0]/ErrorEquals[0] is "", but must be ${errorNames}.`],
    ],
    [
        "States.Look.Catch.0.ErrorEquals",
        ["States.TimeOut"],
        [`State Look: Catch[0]/ErrorEquals[0] is "States.TimeOut", but must be ${errorNames}.`],
    ],
    [
        "States.Look.Catch.1.ErrorEquals",
        ["States.ALL", "A"],
        ['State Look: Catch[1]/ErrorEquals is ["States.ALL","A"], but must be States.ALL alone where it stands.'],
    ],
    [
        "States.Look.Catch.0.ErrorEquals",
        ["States.ALL"],
        ['State Look: Catch[0]/ErrorEquals is ["States.ALL"], but only the last of Catch may be.'],
    ],
    [
        "States.Look.Retry.0.ErrorEquals",
        ["States.ALL"],
        ['State Look: Retry[0]/ErrorEquals is ["States.ALL"], but only the last of Retry may be.'],
    ],
    [
        "States.Look.Retry.1.IntervalSeconds",
        0,
        ["State Look: Retry[1]/IntervalSeconds is 0, but must be a whole number from 1 to 99,999,999."],
    ],
    [
        "States.Look.Retry.1.MaxAttempts",
        -1,
        ["State Look: Retry[1]/MaxAttempts is -1, but must be a whole number from 0 to 99,999,999."],
    ],
    [
        "States.Look.Retry.1.BackoffRate",
        0.9,
        ["State Look: Retry[1]/BackoffRate is 0.9, but must be a number from 1 on."],
    ],
    [
        "States.Look.Retry.1.MaxDelaySeconds",
        31_622_401,
        ["State Look: Retry[1]/MaxDelaySeconds is 31622401, but must be a whole number from 1 to 31,622,400."],
    ],
    [
        "States.Look.Retry.1.MaxDelaySeconds",
        1,
        ["State Look: Retry[1]/MaxDelaySeconds is 1, but must be above IntervalSeconds, 1."],
    ],
    [
        "States.Look.Retry.0.MaxDelaySeconds",
        1,
        ["State Look: Retry[0]/MaxDelaySeconds is 1, but must be above IntervalSeconds, 1."],
    ],
    [
        "States.Look.Retry.1.JitterStrategy",
        "full",
        ['State Look: Retry[1]/JitterStrategy is "full", but must be "FULL" or "NONE".'],
    ],
    [
        "States.Look.Retry.1.Interval",
        1,
        [
            "State Look: Retry[1]/Interval is no field of a retrier, which takes Comment, ErrorEquals, IntervalSeconds, " +
                "MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy.",
        ],
    ],

    // Data
    ["States.Prepare.Assign", "{% $x %}", ['State Prepare: Assign is "{% $x %}", but must be an object.']],
    ...["states", "1st", "a-b", "$a", "", "a".repeat(81)].map(
        (name) => ["States.Prepare.Assign", { [name]: 1 }, [`State Prepare: Assign/${name} ${variable}`]] as const,
    ),
    ["States.Done.Output", "{% 1", [`State Done: Output is "{% 1", but must be ${delimiters}.`]],
    ["States.Done.Output", "1 %}", [`State Done: Output is "1 %}", but must be ${delimiters}.`]],
    ["States.Done.Output", " {% 1 %}", [`State Done: Output is " {% 1 %}", but must be ${delimiters}.`]],
    ["States.Done.Output", " {% 1 %} ", [`State Done: Output is " {% 1 %} ", but must be ${delimiters}.`]],
    ["States.Done.Output", "{%}", [`State Done: Output is "{%}", but must be ${delimiters}.`]],
    [
        "States.Look.Catch.0.Output",
        { a: ["{% 1"] },
        [`State Look: Catch[0]/Output/a[0] is "{% 1", but must be ${delimiters}.`],
    ],
    ["States.Done.Output", [NaN], ["State Done: Output[0] is null, but must be JSON."]],
    ["States.Broken.Cause", 1, ["State Broken: Cause is 1, but must be text."]],
    ["States.Broken.Error", "{% 1", [`State Broken: Error is "{% 1", but must be ${delimiters}.`]],
];

describe("checkDefinition", () => {
    for (const [shown, definition] of [["missing"], ["null", null], ["[]", []], ['"{}"', "{}"]] as const) {
        it(`refuses a definition that is ${shown}`, () => {
            expect(checkDefinition(definition)).to.deep.equal([
                `The definition: it is ${shown}, but must be an object.`,
            ]);
        });
    }

    for (const [path, value, faults] of cases) {
        it(`refuses ${path} ${value === undefined ? "left out" : `set to ${JSON.stringify(value)}`}`, () => {
            expect(checkDefinition(spoiled(path, value))).to.deep.equal(faults);
        });
    }

    it("refuses a machine in which no state ends", () => {
        const definition = { QueryLanguage: "JSONata", StartAt: "A", States: { A: { Type: "Pass", Next: "A" } } };
        expect(checkDefinition(definition)).to.deep.equal([
            "The definition: no state ends an execution, by End, Succeed or Fail.",
        ]);
    });

    it("refuses names of states of 0 and of 81 characters, and takes one of 80", () => {
        const end = { Type: "Succeed" };
        const machine = (name: string): unknown => ({
            QueryLanguage: "JSONata",
            StartAt: "A",
            States: {
                A: { Type: "Choice", Choices: [{ Condition: "{% true %}", Next: name }], Default: "B" },
                [name]: end,
                B: end,
            },
        });
        const long = "n".repeat(81);
        expect(checkDefinition(machine(long))).to.deep.equal([
            `State ${long}: its name is 81 characters long, but must be 1 to 80.`,
        ]);
        expect(checkDefinition(machine(""))).to.include("State : its name is 0 characters long, but must be 1 to 80.");
        expect(checkDefinition(machine("n".repeat(80)))).to.deep.equal([]);
    });

    it("tells all faults at once, in the order of the definition", () => {
        const definition = {
            QueryLanguage: "JSONPath",
            StartAt: "A",
            States: { A: { Type: "Pass", Next: "B", Retry: [] }, C: { Type: "Wait", Seconds: -1, End: true } },
        };
        expect(checkDefinition(definition)).to.deep.equal([
            'The definition: QueryLanguage is "JSONPath", but must be "JSONata".',
            "State A: Retry stands in a Pass, but only a Task takes it.",
            "State C: Seconds is -1, but must be an expression or a whole number from 0 to 99,999,999.",
            'State A: Next is "B", but no state has that name.',
            'State C: nothing leads to it from StartAt, "A".',
        ]);
    });

    it("finds no fault in a definition with every type of state and every field, and leaves it as it was", () => {
        const copy = structuredClone(good);
        expect(checkDefinition(copy)).to.deep.equal([]);
        expect(copy).to.deep.equal(good);
    });

    it("agrees with asl-validator about the good definition", () => {
        // It changes what it is given, hence the clone.
        expect(aslValidator(structuredClone(good)).errors).to.deep.equal([]);
    });

    for (const path of ["States.Look.Next", "States.Look.Resource", "States.Sleep.Seconds", "StartAt"]) {
        it(`agrees with asl-validator that ${path} must not be left out`, () => {
            expect(checkDefinition(spoiled(path))).to.have.length.above(0);
            expect(aslValidator(spoiled(path)).errors).to.have.length.above(0);
        });
    }
});
