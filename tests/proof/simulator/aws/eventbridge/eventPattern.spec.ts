import { expect } from "chai";
import fc from "fast-check";

import { checkPattern, matches } from "../../../../../proof/simulator/aws/eventbridge/eventPattern";

/** A CreateSession record, cut down to what patterns ask about. */
const event = {
    source: "aws.glue",
    "detail-type": "AWS API Call via CloudTrail",
    resources: ["arn:aws:glue:eu-west-1:111122223333:session/a", "arn:aws:glue:eu-west-1:111122223333:session/b"],
    empty: [],
    detail: {
        eventName: "CreateSession",
        responseElements: null,
        userAgent: "",
        "user.name": "ana",
        readOnly: false,
        requestParameters: { id: "dbt-glue__role__1", idleTimeout: 30, numberOfWorkers: 2.0, tags: { owner: "ana" } },
    },
};

/** The pattern asks one field of `detail.requestParameters`. */
const about = (field: string, ...conditions: unknown[]) => ({ detail: { requestParameters: { [field]: conditions } } });

const NUMERIC_RULE =
    "numeric takes [comparison, number] with =, <, <=, > or >=, or a range [> or >=, number, < or <=, larger number], " +
    "numbers from -5000000000 to 5000000000, not ";
const OPERATORS = "prefix, suffix, equals-ignore-case, wildcard, exists, numeric, cidr, anything-but";

describe("checkPattern", () => {
    const refused: [title: string, pattern: unknown, faults: string[]][] = [
        [
            "a pattern that is text",
            '{"source":["aws.glue"]}',
            ['pattern: "{\\"source\\":[\\"aws.glue\\"]}" is not an object of fields.'],
        ],
        ["a pattern that is a list", [], ["pattern: [] is not an object of fields."]],
        ["a pattern that is missing", undefined, ["pattern: undefined is not an object of fields."]],
        ["an empty pattern", {}, ["pattern: {} is empty; it must name a field."]],
        ["an empty object", { detail: {} }, ["detail: {} is empty; it must name a field."]],
        ["an empty list", { source: [] }, ["source: [] is empty; it must hold a value or a condition."]],
        [
            "a bare text",
            { source: "aws.glue" },
            ['source: "aws.glue" is neither a list of values nor an object of fields.'],
        ],
        [
            "a bare null",
            { detail: { a: null } },
            ["detail.a: null is neither a list of values nor an object of fields."],
        ],
        [
            "an operator that is not in a list",
            { source: { prefix: "aws" } },
            ['source.prefix: "aws" is neither a list of values nor an object of fields.'],
        ],
        [
            "a list in a list",
            { source: [["aws.glue"]] },
            ['source[0]: ["aws.glue"] is not a string, a number, true, false, null or an object with an operator.'],
        ],
        ["a condition without operator", { a: [{}] }, ["a[0]: {} must have exactly one operator."]],
        [
            "a condition with two operators",
            { a: [{ prefix: "x", suffix: "y" }] },
            ['a[0]: {"prefix":"x","suffix":"y"} must have exactly one operator.'],
        ],
        [
            "cidr with an address alone",
            { a: [{ cidr: "10.0.0.0" }] },
            ['a[0]: cidr takes a range of IP addresses, such as "10.0.0.0/24", not "10.0.0.0".'],
        ],
        [
            "cidr with a prefix that is too long",
            { a: [{ cidr: "10.0.0.0/33" }] },
            ['a[0]: cidr takes a range of IP addresses, such as "10.0.0.0/24", not "10.0.0.0/33".'],
        ],
        [
            "an operator in capitals",
            { a: [{ EXISTS: true }] },
            [`a[0]: operator "EXISTS" is not supported; allowed are ${OPERATORS}.`],
        ],
        [
            "a name that every object inherits",
            { a: [{ constructor: "x" }] },
            [`a[0]: operator "constructor" is not supported; allowed are ${OPERATORS}.`],
        ],
        ["exists with a text", { a: [{ exists: "true" }] }, ['a[0]: exists takes true or false, not "true".']],
        ["prefix with a number", { a: [{ prefix: 1 }] }, ["a[0]: prefix takes a string, not 1."]],
        ["suffix with a list", { a: [{ suffix: [".png"] }] }, ['a[0]: suffix takes a string, not [".png"].']],
        [
            "prefix with an operator that it does not take",
            { a: [{ prefix: { wildcard: "x*" } }] },
            ['a[0]: prefix takes a string or {"equals-ignore-case": string}, not {"wildcard":"x*"}.'],
        ],
        [
            "suffix ignoring the case of a number",
            { a: [{ suffix: { "equals-ignore-case": 1 } }] },
            ['a[0]: suffix takes a string or {"equals-ignore-case": string}, not {"equals-ignore-case":1}.'],
        ],
        [
            "equals-ignore-case with a list",
            { a: [{ "equals-ignore-case": ["x"] }] },
            ['a[0]: equals-ignore-case takes a string, not ["x"].'],
        ],
        ["wildcard with a number", { a: [{ wildcard: 1 }] }, ["a[0]: wildcard takes a string, not 1."]],
        [
            "wildcard with consecutive stars",
            { a: [{ wildcard: "a**b" }] },
            ['a[0]: wildcard "a**b" has consecutive *.'],
        ],
        ...[
            { a: { b: [{ wildcard: "*:*:*:*:*:event-bus/*" }] } },
            { a: { b: [{ "anything-but": { wildcard: ["x", "*:*:*:*:*:event-bus/*"] } }] } },
            { $or: [{ a: { b: [{ wildcard: "*:*:*:*:*:event-bus/*" }] } }, { c: ["d"] }] },
        ].map((pattern): [string, object, string[]] => [
            `wildcards that AWS finds too complex: ${JSON.stringify(pattern)}`,
            pattern,
            [
                "a.b: wildcards are too complex: one text may be at 11 places of them at once, and only 9 are known to be " +
                    "taken. Use fewer *, or fewer repetitions after one.",
            ],
        ]),
        [
            "wildcard with an escape of something else",
            { a: [{ wildcard: "a\\b" }] },
            ['a[0]: wildcard "a\\\\b" has a \\ that escapes neither * nor \\.'],
        ],
        [
            "wildcard with a backslash at its end",
            { a: [{ wildcard: "a\\" }] },
            ['a[0]: wildcard "a\\\\" has a \\ that escapes neither * nor \\.'],
        ],
        ["numeric with a number", { a: [{ numeric: 10 }] }, [`a[0]: ${NUMERIC_RULE}10.`]],
        ["numeric with a text for a number", { a: [{ numeric: ["=", "10"] }] }, [`a[0]: ${NUMERIC_RULE}["=","10"].`]],
        ["numeric with an unknown comparison", { a: [{ numeric: ["!=", 1] }] }, [`a[0]: ${NUMERIC_RULE}["!=",1].`]],
        ["numeric without limit", { a: [{ numeric: [">", 0, "<"] }] }, [`a[0]: ${NUMERIC_RULE}[">",0,"<"].`]],
        [
            "numeric with two lower limits",
            { a: [{ numeric: [">", 0, ">", 1] }] },
            [`a[0]: ${NUMERIC_RULE}[">",0,">",1].`],
        ],
        [
            "numeric with the upper limit first",
            { a: [{ numeric: ["<", 5, ">", 0] }] },
            [`a[0]: ${NUMERIC_RULE}["<",5,">",0].`],
        ],
        [
            "numeric with an empty range",
            { a: [{ numeric: [">=", 5, "<=", 5] }] },
            [`a[0]: ${NUMERIC_RULE}[">=",5,"<=",5].`],
        ],
        ["numeric beyond 5e9", { a: [{ numeric: ["<", 5000000001] }] }, [`a[0]: ${NUMERIC_RULE}["<",5000000001].`]],
        ["numeric below -5e9", { a: [{ numeric: [">", -5000000001] }] }, [`a[0]: ${NUMERIC_RULE}[">",-5000000001].`]],
        ...([null, true, [], [null], ["a", 1], [["a"]]] as unknown[]).map((operand): [string, unknown, string[]] => [
            `anything-but ${JSON.stringify(operand)}`,
            { a: [{ "anything-but": operand }] },
            [
                "a[0]: anything-but takes a string, a number, a list of strings or a list of numbers, " +
                    `not ${JSON.stringify(operand)}.`,
            ],
        ]),
        ...[{}, { exists: true }, { numeric: ["=", 1] }, { prefix: "a", suffix: "b" }].map(
            (operand): [string, unknown, string[]] => [
                `anything-but ${JSON.stringify(operand)}`,
                { a: [{ "anything-but": operand }] },
                [
                    `a[0]: anything-but takes one of prefix, suffix, equals-ignore-case, wildcard, not ${JSON.stringify(operand)}.`,
                ],
            ],
        ),
        ...["prefix", "suffix", "equals-ignore-case", "wildcard"].flatMap((operator) =>
            [1, [], ["a", 1], { "equals-ignore-case": "a" }].map((operand): [string, unknown, string[]] => [
                `anything-but ${operator} ${JSON.stringify(operand)}`,
                { a: [{ "anything-but": { [operator]: operand } }] },
                [`a[0]: anything-but ${operator} takes a string or a list of strings, not ${JSON.stringify(operand)}.`],
            ]),
        ),
        [
            "anything-but an empty prefix",
            { a: [{ "anything-but": { prefix: "" } }] },
            ["a[0]: anything-but prefix must not be empty."],
        ],
        [
            "anything-but an empty suffix in a list",
            { a: [{ "anything-but": { suffix: ["x", ""] } }] },
            ["a[0]: anything-but suffix must not be empty."],
        ],
        [
            "anything-but a wildcard with consecutive stars",
            { a: [{ "anything-but": { wildcard: ["x*", "**"] } }] },
            ['a[0]: wildcard "**" has consecutive *.'],
        ],
        ["$or that is no list", { $or: { a: ["x"] } }, ['$or: {"a":["x"]} is not a list of two or more objects.']],
        [
            "$or with one alternative",
            { detail: { $or: [{ a: ["x"] }] } },
            ['detail.$or: [{"a":["x"]}] is not a list of two or more objects.'],
        ],
        ["$or with a text", { $or: [{ a: ["x"] }, "b"] }, ['$or[1]: "b" is not an object of fields.']],
        ["$or with an empty object", { $or: [{ a: ["x"] }, {}] }, ["$or[1]: {} is empty; it must name a field."]],
        [
            "$or with a field named as an operator",
            { detail: { $or: [{ a: ["x"] }, { b: { numeric: ["=", 1] } }] } },
            ['detail.$or[1].b.numeric: "numeric" is the name of an operator, which cannot be a field inside $or.'],
        ],
        [
            "$or of 1024 combinations",
            Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`f${n}`, { $or: [{ a: ["x"] }, { b: ["y"] }] }])),
            ["pattern: $or makes 1024 combinations, more than 1000."],
        ],
        ["2049 characters", { a: ["x".repeat(2039)] }, ["pattern: 2049 characters of JSON are more than 2048."]],
    ];
    for (const [title, pattern, faults] of refused) {
        it(`refuses ${title}`, () => {
            expect(checkPattern(pattern)).to.deep.equal(faults);
        });
    }

    it("finds every fault, each with its place", () => {
        const pattern = {
            source: "aws.glue",
            detail: { state: [{ prefix: 1 }, "ok", { cidr: "x" }], $or: [{ a: [] }, {}] },
        };
        expect(checkPattern(pattern)).to.deep.equal([
            'source: "aws.glue" is neither a list of values nor an object of fields.',
            "detail.state[0]: prefix takes a string, not 1.",
            'detail.state[2]: cidr takes a range of IP addresses, such as "10.0.0.0/24", not "x".',
            "detail.$or[0].a: [] is empty; it must hold a value or a condition.",
            "detail.$or[1]: {} is empty; it must name a field.",
        ]);
    });

    const accepted: [title: string, pattern: unknown][] = [
        ["2048 characters", { a: ["x".repeat(2038)] }],
        ["1000 combinations", orOf(10, 10, 10)],
        [
            "text that is empty, for prefix, suffix and wildcard",
            { a: [{ prefix: "" }, { suffix: "" }, { wildcard: "" }] },
        ],
        ["numbers of exactly 5e9", { a: [{ numeric: [">=", -5e9, "<=", 5e9] }] }],
        ["a field named as an operator, outside $or", { numeric: ["x"] }],
    ];
    for (const [title, pattern] of accepted) {
        it(`accepts ${title}`, () => {
            expect(checkPattern(pattern)).to.deep.equal([]);
        });
    }
});

/** A pattern with one `$or` for each length. */
function orOf(...lengths: number[]): unknown {
    const list = (length: number) => Array.from({ length }, () => ({ a: [1] }));
    return Object.fromEntries(lengths.map((length, n) => [`f${n}`, { $or: list(length) }]));
}

describe("matches", () => {
    it("throws with every fault of a pattern that is not valid, each time it is asked", () => {
        const pattern = { source: "aws.glue", detail: {} };
        const message =
            'The event pattern is not valid. source: "aws.glue" is neither a list of values nor an object of fields. ' +
            "detail: {} is empty; it must name a field.";
        for (let time = 1; time <= 2; time++) {
            expect(thrownBy(() => matches(pattern, event))).to.equal(message);
        }
    });

    const different: [title: string, pattern: unknown, event: unknown][] = [
        ["an event that is no object", { source: [{ exists: true }] }, "aws.glue"],
        ["an event that is a list", { source: [{ exists: true }] }, [{ source: "aws.glue" }]],
        ["another value", { source: ["aws.s3"] }, event],
        ["a key in other case", { Source: ["aws.glue"] }, event],
        ["a value in other case", { source: ["AWS.Glue"] }, event],
        ["only one of two fields", { source: ["aws.glue"], detail: { eventName: ["StopSession"] } }, event],
        ["a list that shares no value", { resources: ["arn:aws:glue:eu-west-1:111122223333:session/c"] }, event],
        ['"30" for 30', about("idleTimeout", "30"), event],
        ['30 for "30"', { a: [30] }, { a: "30" }],
        ['"false" for false', { detail: { readOnly: ["false"] } }, event],
        ["0 for false", { a: [0] }, { a: false }],
        ["null for the empty text", { detail: { userAgent: [null] } }, event],
        ["the empty text for null", { detail: { responseElements: [""] } }, event],
        ['"null" for null', { detail: { responseElements: ["null"] } }, event],
        ["null for a missing key", { detail: { errorCode: [null] } }, event],
        ["null for an empty list", { empty: [null] }, event],
        ["a field of text that holds JSON", { detail: { a: ["x"] } }, { detail: '{"a":"x"}' }],
        ["an inherited member", { constructor: [{ exists: true }] }, {}],
        ["exists: true, where there is nothing", { detail: { errorCode: [{ exists: true }] } }, event],
        ["exists: true, where there is an object", { detail: { requestParameters: [{ exists: true }] } }, event],
        ["exists: true, where there is an empty list", { empty: [{ exists: true }] }, event],
        ["exists: false, where there is a value", { detail: { eventName: [{ exists: false }] } }, event],
        ["exists: false, where there is null", { detail: { responseElements: [{ exists: false }] } }, event],
        ["prefix in other case", about("id", { prefix: "DBT" }), event],
        ["prefix of a number", about("idleTimeout", { prefix: "3" }), event],
        ["prefix that is empty, of a number", about("idleTimeout", { prefix: "" }), event],
        ["suffix elsewhere in the text", about("id", { suffix: "dbt" }), event],
        ["equals-ignore-case of part of the text", { source: [{ "equals-ignore-case": "aws" }] }, event],
        ["equals-ignore-case of a number", about("idleTimeout", { "equals-ignore-case": "30" }), event],
        ["wildcard of part of the text", { source: [{ wildcard: "aws.*x" }] }, event],
        ["wildcard whose dot is a dot", { source: [{ wildcard: "aws?glue" }, { wildcard: "a.s.glue" }] }, event],
        ["wildcard with an escaped star", { a: [{ wildcard: "x\\*z" }] }, { a: "xyz" }],
        ["wildcard of a number", about("idleTimeout", { wildcard: "*" }), event],
        ["wildcard that is empty, of a text", { source: [{ wildcard: "" }] }, event],
        ["anything-but the value", about("id", { "anything-but": "dbt-glue__role__1" }), event],
        ["anything-but a list with the value", about("id", { "anything-but": ["x", "dbt-glue__role__1"] }), event],
        ["anything-but the number", about("numberOfWorkers", { "anything-but": 2 }), event],
        ["anything-but its prefix", about("id", { "anything-but": { prefix: "dbt-glue" } }), event],
        ["anything-but prefixes with its own", about("id", { "anything-but": { prefix: ["x", "dbt"] } }), event],
        ["anything-but its suffix", about("id", { "anything-but": { suffix: "__1" } }), event],
        [
            "anything-but its text in other case",
            { source: [{ "anything-but": { "equals-ignore-case": "AWS.GLUE" } }] },
            event,
        ],
        ["anything-but its wildcard", about("id", { "anything-but": { wildcard: ["x*", "dbt*1"] } }), event],
        ["anything-but on a missing key", { detail: { errorCode: [{ "anything-but": "x" }] } }, event],
        ["anything-but a prefix, on a missing key", about("none", { "anything-but": { prefix: "x" } }), event],
        ["anything-but on an object", { detail: { requestParameters: [{ "anything-but": "x" }] } }, event],
        ["anything-but over a list of nothing else", { a: [{ "anything-but": ["x", "y"] }] }, { a: ["x", "y"] }],
        ["numeric of a text", { a: [{ numeric: ["=", 30] }] }, { a: "30" }],
        ["numeric of null", { a: [{ numeric: ["<", 1] }] }, { a: null }],
        ["numeric of a number beyond 5e9", { a: [{ numeric: [">", 0] }] }, { a: 5000000001 }],
        ["numeric on its open limits", { a: [{ numeric: [">", 1, "<", 3] }] }, { a: [1, 3] }],
        ["no alternative of $or", { $or: [{ source: ["aws.s3"] }, { source: ["aws.ec2"] }] }, event],
        [
            "an alternative of $or without what stands beside it",
            { a: ["y"], $or: [{ b: [1] }, { c: [2] }] },
            { a: "x", b: 1, c: 2 },
        ],
        ["a path of which $or keeps the later conditions", { a: ["x"], $or: [{ a: ["y"] }, { b: ["z"] }] }, { a: "x" }],
        ["fields of two elements of a list", { tags: { key: ["a"], value: ["2"] } }, tagged()],
        ["fields of two elements, though one is in a deeper list", { t: { key: ["a"], s: { v: [2] } } }, deep()],
        ["fields of two lists of a list", { a: { b: [1], c: [2] } }, { a: [[{ b: 1 }], [{ c: 2 }]] }],
        [
            "fields of two elements, with a field of another list between them",
            { t: { a: [1], s: { v: [1] }, z: [1] } },
            { t: [{ a: 1 }, { z: 1 }], "t.s": [{ v: 1 }] },
        ],
        ["fields of two elements of a list of lists", { a: { b: [1], c: [2] } }, { a: [[{ b: 1 }, { c: 2 }]] }],
        ["a dotted key under an equal dotted key", { a: { "b.c": { c: [1] } } }, { a: { b: { c: 1 } } }],
    ];
    for (const [title, pattern, other] of different) {
        it(`does not match ${title}`, () => {
            expect(matches(pattern, other)).to.equal(false);
        });
    }

    const equal: [title: string, pattern: unknown, event: unknown][] = [
        ["one of several values", { source: ["aws.s3", "aws.glue"] }, event],
        ["fields at several depths", { source: ["aws.glue"], ...about("id", "dbt-glue__role__1") }, event],
        ["a list that shares one value", { resources: ["x", "arn:aws:glue:eu-west-1:111122223333:session/b"] }, event],
        ["2 for 2.0", about("numberOfWorkers", 2), event],
        ["false", { detail: { readOnly: [false] } }, event],
        ["null", { detail: { responseElements: [null] } }, event],
        ["the empty text", { detail: { userAgent: [""] } }, event],
        ["a number beyond 5e9 by value", { a: [123456789012] }, { a: 123456789012 }],
        ["exists: true, where there is null", { detail: { responseElements: [{ exists: true }] } }, event],
        ["exists: true, where there is the empty text", { detail: { userAgent: [{ exists: true }] } }, event],
        ["exists: false, where there is nothing", { detail: { errorCode: [{ exists: false }] } }, event],
        ["exists: false, where the parent is missing", { detail: { error: { code: [{ exists: false }] } } }, event],
        [
            "exists: false, where the parent is null",
            { detail: { responseElements: { id: [{ exists: false }] } } },
            event,
        ],
        ["exists: false, where there is an object", { detail: { requestParameters: [{ exists: false }] } }, event],
        ["exists: false, where there is an empty list", { empty: [{ exists: false }] }, event],
        ["prefix", about("id", { prefix: "dbt-glue" }), event],
        ["prefix that is empty, of the empty text", { detail: { userAgent: [{ prefix: "" }] } }, event],
        ["prefix in other case, when ignored", about("id", { prefix: { "equals-ignore-case": "DBT-Glue" } }), event],
        ["suffix", about("id", { suffix: "__1" }), event],
        ["suffix in other case, when ignored", about("id", { suffix: { "equals-ignore-case": "__ROLE__1" } }), event],
        [
            "suffix of a text in capitals, when ignored",
            { a: [{ suffix: { "equals-ignore-case": "Xy" } }] },
            { a: "ABXY" },
        ],
        ["equals-ignore-case", { source: [{ "equals-ignore-case": "AWS.Glue" }] }, event],
        ["wildcard", about("id", { wildcard: "dbt*role*1" }), event],
        ["wildcard whose star is empty", { source: [{ wildcard: "*aws.*glue*" }] }, event],
        ["wildcard over lines", { a: [{ wildcard: "x*z" }] }, { a: "x\ny\nz" }],
        ["wildcard with an escaped star and backslash", { a: [{ wildcard: "x\\*\\\\*" }] }, { a: "x*\\y" }],
        ["wildcard of other marks", { a: [{ wildcard: "a.b+(c)[d]{e}^$|?*" }] }, { a: "a.b+(c)[d]{e}^$|?" }],
        ["anything-but another text", about("id", { "anything-but": "x" }), event],
        ["anything-but a text, on a number", about("idleTimeout", { "anything-but": "30" }), event],
        ["anything-but a number, on a text", { a: [{ "anything-but": 30 }] }, { a: "30" }],
        ["anything-but a text, on null", { detail: { responseElements: [{ "anything-but": "x" }] } }, event],
        ["anything-but a list without the value", about("id", { "anything-but": ["x", "y"] }), event],
        ["anything-but another prefix", about("id", { "anything-but": { prefix: ["x", "y"] } }), event],
        ["anything-but a suffix, on a number", about("idleTimeout", { "anything-but": { suffix: "0" } }), event],
        ["anything-but the empty wildcard", { source: [{ "anything-but": { wildcard: "" } }] }, event],
        ["anything-but over a list with another value", { a: [{ "anything-but": "x" }] }, { a: ["x", "y"] }],
        [
            "anything-but, or a missing key",
            { detail: { errorCode: [{ "anything-but": "x" }, { exists: false }] } },
            event,
        ],
        ["numeric =", about("idleTimeout", { numeric: ["=", 30.0] }), event],
        ["numeric on its closed limits", { a: [{ numeric: [">=", 3, "<=", 4] }] }, { a: 3 }],
        ["numeric <", { a: [{ numeric: ["<", -1] }] }, { a: -1.5 }],
        ["numeric within an open range", { a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 5 }],
        [
            "one alternative of $or",
            { source: ["aws.glue"], $or: [{ a: [1] }, { detail: { readOnly: [false] } }] },
            event,
        ],
        ["$or within $or", { $or: [{ a: [1] }, { $or: [{ b: [1] }, { source: ["aws.glue"] }] }] }, event],
        ["a path of which $or has the later conditions", { a: ["x"], $or: [{ a: ["y"] }, { b: ["z"] }] }, { a: "y" }],
        ["a dotted key of the pattern", { "detail.requestParameters.id": [{ prefix: "dbt" }] }, event],
        ["a dotted key of the event", { detail: { user: { name: ["ana"] } } }, event],
        ["a dotted key of the event that holds an object", { a: { b: { c: { d: [1] } } } }, { "a.b.c": { d: 1 } }],
        ["an empty key", { "": ["x"] }, { "": "x" }],
        ["fields of one element of a list", { tags: { key: ["b"], value: ["2"] } }, tagged()],
        ["fields of one element that is not the first to fit", { t: { key: ["a"], s: { v: [3] } } }, deep()],
        ["a field of one element that lacks another", { tags: { key: ["a"], note: [{ exists: false }] } }, tagged()],
        ["the same, asked the other way round", { tags: { note: [{ exists: false }], key: ["a"] } }, tagged()],
        ["a text and an object of one list", { a: ["x"], "a.b": [1] }, { a: ["x", { b: 1 }] }],
        [
            "fields of different lists",
            { tags: { key: ["a"] }, others: { key: ["b"] } },
            { ...tagged(), others: tagged().tags },
        ],
        ["an element of a list of lists", { a: { b: [1], c: [2] } }, { a: [[{ b: 1, c: 1 }], [{ b: 1, c: 2 }]] }],
    ];
    for (const [title, pattern, other] of equal) {
        it(`matches ${title}`, () => {
            expect(matches(pattern, other)).to.equal(true);
        });
    }

    it("matches prefix, suffix and the plain value alike for any text", () => {
        const text = fc.string({ unit: "binary", minLength: 1 });
        fc.assert(
            fc.property(text, text, (a, b) => {
                const escaped = (a + b).replaceAll(/[*\\]/g, "\\$&");
                for (const condition of [a + b, { prefix: a }, { suffix: b }, { wildcard: escaped }]) {
                    expect(matches({ a: [condition] }, { a: a + b })).to.equal(true);
                    expect(matches({ a: [{ "anything-but": condition }] }, { a: a + b })).to.equal(false);
                }
            }),
            { examples: [["*", "\\"]] },
        );
    });

    it("reads a pattern once, however often it is asked", () => {
        let reads = 0;
        const pattern = {
            get source() {
                reads++;
                return ["aws.glue"];
            },
        };
        expect(matches(pattern, event)).to.equal(true);
        const first = reads;
        for (let n = 0; n < 1000; n++) {
            matches(pattern, event);
        }
        expect(reads).to.equal(first);
    });
});

function tagged() {
    return {
        tags: [
            { key: "a", value: "1" },
            { key: "b", value: "2", note: "x" },
        ],
    };
}

/** Two elements, each with a list of its own; both have key "a". */
function deep() {
    return {
        t: [
            { key: "a", s: [{ v: 1 }] },
            { key: "b", s: [{ v: 2 }] },
            { key: "a", s: [{ v: 3 }] },
        ],
    };
}

function thrownBy(act: () => unknown): string | undefined {
    try {
        act();
        return undefined;
    } catch (error) {
        return (error as Error).message;
    }
}

describe("cidr", () => {
    for (const [range, address, fits] of [
        ["10.0.0.0/24", "10.0.0.255", true],
        ["10.0.0.0/24", "10.0.1.0", false],
        ["0.0.0.0/0", "203.0.113.9", true],
        ["2001:db8::/32", "2001:db8:1::1", true],
        ["2001:db8::/32", "10.0.0.1", false],
        ["10.0.0.0/24", "AWS Internal", false],
        ["10.0.0.0/24", 10, false],
    ] as const) {
        it(`${range} ${fits ? "fits" : "does not fit"} ${JSON.stringify(address)}`, () => {
            expect(matches({ a: [{ cidr: range }] }, { a: address })).to.equal(fits);
        });
    }
});
