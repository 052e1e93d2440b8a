import { expect } from "chai";
import fc from "fast-check";

import {
    checkTransformer,
    type InputTransformer,
    type RuleContext,
    transform,
} from "../../../../../proof/simulator/aws/eventbridge/inputTransformer";

const context: RuleContext = {
    ruleArn: "arn:aws:events:eu-west-1:111122223333:rule/guard",
    ruleName: "guard",
    ingestionTime: "2026-11-22T20:10:03Z",
};

const event = {
    version: "0",
    "detail-type": "AWS API Call via CloudTrail",
    time: "2026-11-22T20:10:00Z",
    resources: ["a", "b"],
    detail: {
        readOnly: false,
        requestParameters: { id: "session-1", timeout: 30, "role/name": "r", tags: { owner: "ana" } },
        responseElements: null,
        statements: [{ id: 1 }, { id: 2 }, {}],
    },
};

const PREDEFINED =
    "aws.events.rule-arn, aws.events.rule-name, aws.events.event.ingestion-time, aws.events.event, aws.events.event.json";
const PATH_RULE = "is not a path: $ and then .name, ['name'], [0], .* or [*], at most 256 characters, no filters.";

const paths = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, "$.id"]));

describe("checkTransformer", () => {
    const refused: [title: string, transformer: InputTransformer, faults: string[]][] = [
        ["101 paths", { inputPaths: paths(101), inputTemplate: "{}" }, ["inputPaths: 101 paths are more than 100."]],
        ...["a b", "", "a.b", "é", "x".repeat(257)].map((name): [string, InputTransformer, string[]] => [
            `the name "${name.slice(0, 9)}"`,
            { inputPaths: { [name]: "$.id" }, inputTemplate: "{}" },
            [`inputPaths: "${name}" is not a name: 1 to 256 letters, digits, _ and -.`],
        ]),
        ...["AWS.x", "aws.events.rule-arn"].map((name): [string, InputTransformer, string[]] => [
            `the reserved name "${name}"`,
            { inputPaths: { [name]: "$.id" }, inputTemplate: "{}" },
            [`inputPaths: "${name}" is reserved; a name must not start with AWS. or aws.`],
        ]),
        ...[
            ...[
                "",
                "id",
                "detail.id",
                "$id",
                "$.",
                "$..id",
                "$.detail[?(@.id)]",
                "$.a[-1]",
                "$.a[0:1]",
                "$.a[0,1]",
                "$.a b",
            ],
            ...["$.a[b]", "$.a['b", "$.a['']", "$.a.length()", `$.${"x".repeat(255)}`],
        ].map((path): [string, InputTransformer, string[]] => [
            `the path "${path.slice(0, 20)}"`,
            { inputPaths: { id: path }, inputTemplate: "{}" },
            [`inputPaths.id: "${path}" ${PATH_RULE}`],
        ]),
        ["an empty template", { inputTemplate: "" }, ["inputTemplate: 0 characters; 1 to 8192 are allowed."]],
        [
            "a template of 8193 characters",
            { inputTemplate: "x".repeat(8193) },
            ["inputTemplate: 8193 characters; 1 to 8192 are allowed."],
        ],
        [
            "a placeholder that is not declared",
            { inputPaths: { id: "$.id" }, inputTemplate: '{"id": <Id>}' },
            [`inputTemplate: <Id> is not declared; declared and predefined are id, ${PREDEFINED}.`],
        ],
        [
            "a predefined variable that is none",
            { inputTemplate: '"<aws.events.time>"' },
            [`inputTemplate: <aws.events.time> is not declared; declared and predefined are ${PREDEFINED}.`],
        ],
        [
            "a placeholder with a name that every object inherits",
            { inputTemplate: "<constructor>" },
            [`inputTemplate: <constructor> is not declared; declared and predefined are ${PREDEFINED}.`],
        ],
        [
            "text between < and > that is meant as text",
            { inputPaths: {}, inputTemplate: '"1 < 2 > 1"' },
            [`inputTemplate: < 2 > is not declared; declared and predefined are ${PREDEFINED}.`],
        ],
        ...["{<id>: 1}", '{"<id>": 1}', ' {"a": {"x <id> y" : 1}}', '[{"<id>":1}]', '{"\\"<id>\\"": 1}'].map(
            (inputTemplate): [string, InputTransformer, string[]] => [
                `the key in ${inputTemplate}`,
                { inputPaths: { id: "$.id" }, inputTemplate },
                ["inputTemplate: <id> is in an object's key; it may only be in a value."],
            ],
        ),
        [
            "several faults, all at once",
            { inputPaths: { "a b": "x" }, inputTemplate: "{<c>: <c>}" },
            [
                'inputPaths: "a b" is not a name: 1 to 256 letters, digits, _ and -.',
                `inputPaths.a b: "x" ${PATH_RULE}`,
                `inputTemplate: <c> is not declared; declared and predefined are a b, ${PREDEFINED}.`,
                "inputTemplate: <c> is in an object's key; it may only be in a value.",
                `inputTemplate: <c> is not declared; declared and predefined are a b, ${PREDEFINED}.`,
            ],
        ],
    ];
    for (const [title, transformer, faults] of refused) {
        it(`refuses ${title}`, () => {
            expect(checkTransformer(transformer)).to.deep.equal(faults);
        });
    }

    const accepted: [title: string, transformer: InputTransformer][] = [
        ["100 paths", { inputPaths: paths(100), inputTemplate: "<p0><p99>" }],
        [
            "a name and a path of 256 characters",
            { inputPaths: { ["n".repeat(256)]: `$.${"x".repeat(254)}` }, inputTemplate: "{}" },
        ],
        ["a template of 8192 characters", { inputTemplate: "x".repeat(8192) }],
        ["a colon after a placeholder in text", { inputPaths: { id: "$.id" }, inputTemplate: '"<id>: stopped"' }],
        [
            "a placeholder in a value before another key",
            { inputPaths: { id: "$.id" }, inputTemplate: '{"a": "<id>", "b": <id>, "c": 1}' },
        ],
        ["a colon after a bare placeholder in text", { inputPaths: { id: "$.id" }, inputTemplate: "<id>: stopped" }],
        ["a lone <", { inputTemplate: '"1 < 2"' }],
        ...["$", "$.detail-type", "$.a_b.c/d", "$['detail']", '$.a["b c"][0].*', "$[*].a"].map(
            (path): [string, InputTransformer] => [
                `the path ${path}`,
                { inputPaths: { id: path }, inputTemplate: "<id>" },
            ],
        ),
    ];
    for (const [title, transformer] of accepted) {
        it(`accepts ${title}`, () => {
            expect(checkTransformer(transformer)).to.deep.equal([]);
        });
    }
});

describe("transform", () => {
    it("throws with every fault of a transformer that is not valid", () => {
        const transformer = { inputPaths: { id: "id" }, inputTemplate: "<x>" };
        expect(() => transform(transformer, event, context)).to.throw(
            Error,
            new RegExp(
                `^The input transformer is not valid\\. inputPaths\\.id: "id" .* inputTemplate: <x> is not declared; .*\\.$`,
            ),
        );
    });

    /** What the placeholder makes of the value at the path: bare, and between quotes. */
    const inserted: [title: string, path: string, bare: string, quoted: string][] = [
        ["a text", "$.detail.requestParameters.id", '"session-1"', '"session-1"'],
        ["a number", "$.detail.requestParameters.timeout", "30", '"30"'],
        ["a boolean", "$.detail.readOnly", "false", '"false"'],
        ["null", "$.detail.responseElements", "null", '"null"'],
        ["a missing key", "$.detail.errorCode", '""', '""'],
        ["a key of nothing", "$.detail.responseElements.session.id", '""', '""'],
        ["a key of a text", "$.time.length", '""', '""'],
        ["a key that every object inherits", "$.detail.constructor", '""', '""'],
        ["a name in a list", "$.resources.length", '""', '""'],
        ["an index in an object", "$.detail[0]", '""', '""'],
        ["an index beyond the list", "$.resources[2]", '""', '""'],
        ["an index", "$.resources[1]", '"b"', '"b"'],
        ["a key with a dash", "$.detail-type", '"AWS API Call via CloudTrail"', '"AWS API Call via CloudTrail"'],
        ["a key with a slash", "$.detail.requestParameters.role/name", '"r"', '"r"'],
        ["keys in brackets", `$['detail']["requestParameters"].id`, '"session-1"', '"session-1"'],
    ];
    for (const [title, path, bare, quoted] of inserted) {
        it(`inserts ${title}`, () => {
            const transformer = { inputPaths: { v: path }, inputTemplate: '{"bare": <v>, "quoted": "<v>"}' };
            expect(transform(transformer, event, context)).to.equal(`{"bare": ${bare}, "quoted": ${quoted}}`);
        });
    }

    for (const [title, path, bare, inText] of [
        ["an object", "$.detail.requestParameters.tags", '{"owner":"ana"}', '"{owner:ana}"'],
        ["a list", "$.resources", '["a","b"]', '"[a,b]"'],
        ["* in a list", "$.detail.statements[*].id", "[1,2]", '"[1,2]"'],
        ["* in an object", "$.detail.requestParameters.tags.*", '["ana"]', '"[ana]"'],
        ["* that finds nothing", "$.detail.errorCode.*", "[]", '"[]"'],
    ] as const) {
        it(`inserts ${title} as JSON, without its quotes in a text, and delivers nothing in quotes of a JSON template`, () => {
            const made = (inputTemplate: string) =>
                transform({ inputPaths: { v: path }, inputTemplate }, event, context);
            expect(made('{"bare": <v>}')).to.equal(`{"bare": ${bare}}`);
            expect(made('"<v>"')).to.equal(inText);
            expect(made('{"quoted": "<v>"}')).to.equal(undefined);
        });
    }

    it("inserts the whole event for $", () => {
        const transformer = { inputPaths: { all: "$" }, inputTemplate: "<all>" };
        expect(JSON.parse(transform(transformer, event, context) ?? "")).to.deep.equal(event);
    });

    const { detail, ...envelope } = event;
    const { "detail-type": detailType, ...others } = envelope;
    const withDetailType = { ...others, detailType };
    const predefined: [variable: string, value: unknown][] = [
        ["aws.events.rule-arn", context.ruleArn],
        ["aws.events.rule-name", context.ruleName],
        ["aws.events.event.ingestion-time", context.ingestionTime],
        ["aws.events.event", withDetailType],
        ["aws.events.event.json", { ...envelope, detail }],
    ];
    for (const [variable, value] of predefined) {
        it(`inserts <${variable}>`, () => {
            const text = transform({ inputTemplate: `{"v": <${variable}>}` }, event, context);
            expect(JSON.parse(text ?? "")).to.deep.equal({ v: value });
        });
    }

    it("keeps the rest of the template as it is, escapes and spaces included", () => {
        const transformer = {
            inputPaths: { id: "$.detail.requestParameters.id", tags: "$.detail.requestParameters.tags" },
            inputTemplate: ' {"a\\"" : "x\\\\", "b": [<id>, "\\"<id>\\" \\n <id>/<id>", <tags>], "c": "1 < 2"}\n',
        };
        expect(transform(transformer, event, context)).to.equal(
            ' {"a\\"" : "x\\\\", "b": ["session-1", "\\"session-1\\" \\n session-1/session-1", {"owner":"ana"}], "c": "1 < 2"}\n',
        );
    });

    /** What becomes of an id that its caller has chosen with care. */
    const hostile: [title: string, id: string, template: string, text: string][] = [
        [
            "a second member through quotes around the placeholder",
            'x","session_id":"other',
            '{"session_id":"<id>"}',
            '{"session_id":"x","session_id":"other"}',
        ],
        ["a second member through a bare placeholder", 'x","a":"y', '{"id": <id>}', '{"id": "x","a":"y"}'],
        ["text that is no JSON, with one quote", 'x"y', '{"id": "<id>"}', '{"id": "x"y"}'],
        ["text that is no JSON, with a backslash at its end", "x\\", '{"id": <id>}', '{"id": "x\\"}'],
        [
            "no second insertion: a placeholder in a value stays",
            "<aws.events.rule-arn>",
            '{"id": <id>, "n": "<id>"}',
            '{"id": "<aws.events.rule-arn>", "n": "<aws.events.rule-arn>"}',
        ],
        [
            "nothing to the quotes of the template after it",
            '"',
            '["<id>", <aws.events.rule-name>, "<id>"]',
            '[""", "guard", """]',
        ],
    ];
    for (const [title, id, inputTemplate, text] of hostile) {
        it(`lets the id ${JSON.stringify(id)} bring about ${title}`, () => {
            expect(transform({ inputPaths: { id: "$.id" }, inputTemplate }, { id }, context)).to.equal(text);
        });
    }

    it("carries an object with an id of any text, and nothing else comes of it", () => {
        const transformer = {
            inputPaths: { request: "$.detail.requestParameters", time: "$.time" },
            inputTemplate: '{"request": <request>, "time": <time>, "waitSeconds": 3600}',
        };
        fc.assert(
            fc.property(fc.string({ unit: "binary", maxLength: 255 }), fc.jsonValue(), (id, rest) => {
                const request = { id, rest };
                const text = transform(transformer, { time: "t", detail: { requestParameters: request } }, context);
                expect(JSON.parse(text ?? "")).to.deep.equal({
                    request: JSON.parse(JSON.stringify(request)) as unknown,
                    time: "t",
                    waitSeconds: 3600,
                });
            }),
            {
                examples: [
                    ['x","session_id":"other', null],
                    ["<time>", {}],
                    ['\ud800\t"\\', [1]],
                ],
            },
        );
    });
});
