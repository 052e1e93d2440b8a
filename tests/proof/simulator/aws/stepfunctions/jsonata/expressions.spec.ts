import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { Template } from "../../../../../../model/aws/asl";
import {
    bindings,
    compile,
    compileTyped,
    QueryEvaluationError,
    type Scope,
} from "../../../../../../proof/simulator/aws/stepfunctions/jsonata/expressions";

/** 22 November 2026, 20:10:00.123 UTC. */
const at = Date.UTC(2026, 10, 22, 20, 10, 0, 123);
const names = { states: ["input", "context", "result"], variables: new Set(["list", "text", "nothingYet"]) };
const scope: Scope = {
    states: {
        input: { id: "a b", none: null, rows: [{ n: 1 }, { n: 2 }], one: [{ n: 7 }], json: '{"a":[1]}' },
        context: { State: { Name: "Here" } },
        result: { Status: "READY" },
    },
    variables: { list: [3, 1, 2], text: "abc" },
    at,
    random: () => 0.999,
};

function faultsOf(template: Template): string[] {
    const faults: string[] = [];
    compile(template, "Output", names, faults);
    return faults;
}

async function evaluate(template: Template): Promise<unknown> {
    const faults: string[] = [];
    const field = compile(template, "Output", names, faults);
    expect(faults).to.deep.equal([]);
    return await field(bindings(scope));
}

/** Location and message of the QueryEvaluationError that a promise rejects with. */
async function failure(promise: unknown): Promise<readonly [string, string]> {
    try {
        await promise;
    } catch (thrown) {
        if (thrown instanceof QueryEvaluationError) {
            return [thrown.location, thrown.message];
        }
        throw thrown;
    }
    throw new Error("It did not fail.");
}

describe("compile", () => {
    const top = (name: string): string => `Output: Reference to '${name}' at the top level is not supported.`;
    const refused: readonly (readonly [expression: string, ...faults: string[]])[] = [
        ["{% %}", "Output: S0207: Unexpected end of expression, in {% %}."],
        ["{% 1 + %}", "Output: S0207: Unexpected end of expression, in {% 1 + %}."],
        ["{% $text ?? 1 %}", 'Output: S0211: The symbol "?" cannot be used as a unary operator, in {% $text ?? 1 %}.'],
        ["{% $eval('1') %}", "Output: $eval is not available; $parse reads JSON."],
        ["{% $map($list, $eval) %}", "Output: $eval is not available; $parse reads JSON."],
        ["{% $ %}", top("$")],
        ["{% $.id %}", top("$")],
        ["{% $$.id %}", "Output: Reference to '$$' is not supported."],
        ["{% $list[$$.id = $] %}", "Output: Reference to '$$' is not supported."],
        ["{% id %}", top("id")],
        ["{% id.name %}", top("id")],
        ["{% 'id'.name %}", top("id")],
        ["{% * %}", top("*")],
        ["{% **.id %}", top("**")],
        ["{% id = 1 and name = 2 %}", top("id"), top("name")],
        ["{% { 'a': id } %}", top("id")],
        ["{% [1, id] %}", top("id")],
        ["{% -id %}", top("id")],
        ["{% $text ? id : 1 %}", top("id")],
        ["{% ($x := id; $x) %}", top("id")],
        ["{% sum($list) %}", top("sum")],
        ["{% $string(id) %}", top("id")],
        ["{% id ~> $string %}", top("id")],
        ["{% $map($list, function($v) { id }) %}", top("id")],
        ["{% $foo %}", "Output: $foo is no function, and no state assigns it."],
        ["{% $strin(1) %}", "Output: $strin is no function, and no state assigns it."],
        ["{% $list[$foo = 1] %}", "Output: $foo is no function, and no state assigns it."],
        [
            "{% $states.errorOutput %}",
            "Output: $states.errorOutput does not exist here; there are $states.input, $states.context, $states.result.",
        ],
        [
            "{% $states.inputs.id %}",
            "Output: $states.inputs does not exist here; there are $states.input, $states.context, $states.result.",
        ],
    ];
    for (const [expression, ...faults] of refused) {
        it(`refuses ${expression}`, () => {
            expect(faultsOf(expression)).to.deep.equal(faults);
        });
    }

    it("names the place of each fault in a template", () => {
        expect(faultsOf({ a: ["{% $foo %}", { b: "{% id %}" }], c: "{% $text %}" })).to.deep.equal([
            "Output/a[0]: $foo is no function, and no state assigns it.",
            "Output/a[1]/b: Reference to 'id' at the top level is not supported.",
        ]);
    });

    const accepted = [
        "{% $states.input.rows[n > 1].n %}",
        "{% $states.input.rows.$string(n) %}",
        "{% $states.input.rows^(>n).n %}",
        "{% $states.input.rows{ $string(n): n } %}",
        "{% $states.input.rows.(n; $) %}",
        "{% $list[$ > 1] %}",
        "{% $states.input.rows@$row.$row.n %}",
        "{% $states.input.rows#$index.$index %}",
        "{% $states.input.rows[n > 1]#$index.$index %}",
        "{% $map($list, function($v, $i) { $v + $i }) %}",
        "{% ($double := function($v) { $v * 2 }; $double(2)) %}",
        "{% $states.input ~> |rows|{'n': n + 1}, ['id']| %}",
        "{% ($add := function($a, $b) { $a + $b }; $inc := $add(?, 1); $inc(1)) %}",
    ];
    for (const expression of accepted) {
        it(`takes ${expression}`, async () => {
            expect(await evaluate(expression)).to.not.equal(undefined);
        });
    }

    it("knows every function of the pinned JSONata but $eval", () => {
        const source = readFileSync(require.resolve("jsonata"), "utf8");
        const functions = [...source.matchAll(/(?:staticFrame|environment)\.bind\('([a-zA-Z0-9]+)'/g)].map(
            ([, name]) => name ?? "",
        );
        expect(functions).to.have.length(65);
        const unknown = functions.filter((name) => faultsOf(`{% $type($${name}) %}`).length > 0);
        expect(unknown).to.deep.equal(["eval"]);
    });
});

describe("an expression", () => {
    const called = (expression: string): string =>
        `The JSONata expression '${expression}' specified for the field 'Output'`;
    const failing: readonly (readonly [expression: string, what: string])[] = [
        ["$states.input.absent", "returned nothing (undefined)."],
        ["$nothingYet", "returned nothing (undefined)."],
        ["$states.input.rows[n > 9]", "returned nothing (undefined)."],
        ["$string", "returned an unsupported result type."],
        ["{ 'f': function($x) { $x } }", "returned an unsupported result type."],
        ["$sum ~> $string", "returned an unsupported result type."],
        ["/a/", "returned an unsupported result type."],
        [
            "$text + 1",
            'threw an error during evaluation. T2001: The left side of the "+" operator must evaluate to a number',
        ],
        ["$text(1)", "threw an error during evaluation. T1006: Attempted to invoke a non-function"],
        ["$error('no')", "threw an error during evaluation. D3137: no"],
        ["$parse('')", "threw an error during evaluation. Unexpected end of JSON input"],
        [
            "$hash('a', 'sha-256')",
            "threw an error during evaluation. $hash knows MD5, SHA-1, SHA-256, SHA-384, SHA-512, but not sha-256",
        ],
        ["$range(1, 360146, 1)", "threw an error during evaluation. Expression evaluation memory limit exceeded"],
        ["$partition($list, 0)", "returned nothing (undefined)."],
        ["$partition([], 2)", "returned nothing (undefined)."],
        ["$range(1, 3)", "returned nothing (undefined)."],
        ["$range(1, 3, 0)", "returned nothing (undefined)."],
        ["$range(1, 3, -1)", "returned nothing (undefined)."],
        ["$hash('a')", "returned nothing (undefined)."],
        [
            "$toMillis('Nov 22, 2026, 8:10:00 PM')",
            "threw an error during evaluation. D3110: The argument of the toMillis function must be an ISO 8601 " +
                'formatted timestamp. Given "Nov 22, 2026, 8:10:00 PM"',
        ],
    ];
    for (const [expression, what] of failing) {
        it(`${expression} fails: it ${what}`, async () => {
            expect(await failure(evaluate(`{% ${expression} %}`))).to.deep.equal([
                "Output",
                `${called(expression)} ${what}`,
            ]);
        });
    }

    const values: readonly (readonly [expression: string, value: unknown])[] = [
        ["$states.input.id", "a b"],
        ["$states.input.none", null],
        ["$states.result.Status", "READY"],
        ["$states.context.State.Name", "Here"],
        ["$text & '!'", "abc!"],
        ["$exists($states.input.absent)", false],
        ["$states.input.rows.n", [1, 2]],
        ["$states.input.rows[n > 1].n", 2],
        ["$states.input.one.n", 7],
        ["$states.input.one.n[]", [7]],
        ["{ 'kept': 1, 'dropped': $states.input.absent }", { kept: 1 }],
        ["$sort($list)", [1, 2, 3]],
        ["1/0", "Infinity"],
        ["[-1/0, { 'k': 0/0 }]", ["-Infinity", { k: "NaN" }]],
        // AWS's own functions
        ["$partition($list, 2)", [[3, 1], [2]]],
        ["$partition($list, 2.9)", [[3, 1], [2]]],
        ["$partition($list, 9)", [[3, 1, 2]]],
        ["$range(0, 10, 5)", [0, 5, 10]],
        ["$range(0, 9, 5)", [0, 5]],
        ["$range(3, 1, -1)", [3, 2, 1]],
        ["$range(-1.7, 1, 1)", [-1, 0, 1]],
        ["$range(2, 2, 1)", 2],
        ["$count($range(1, 360145, 1))", 360145],
        ["$hash('abc', 'MD5')", "900150983cd24fb0d6963f7d28e17f72"],
        ["$hash('abc', 'SHA-1')", "a9993e364706816aba3e25717850c26c9cd0d89d"],
        ["$hash('abc', 'SHA-256')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
        ["$length($hash('abc', 'SHA-384'))", 96],
        ["$length($hash('abc', 'SHA-512'))", 128],
        ["$parse($states.input.json)", { a: [1] }],
        ["$uuid()", "ffffffff-ffff-4fff-bfff-ffffffffffff"],
        ["$random()", 0.999],
        ["$random(5) = $random(5)", true],
        ["$random(5) = $random(6)", false],
        // Virtual time
        ["$millis()", at],
        ["$now()", "2026-11-22T20:10:00.123Z"],
        ["$now('[Y]/[M01]')", "2026/11"],
        ["$now('[H]', '+0100')", "21"],
        ["$toMillis('2026-11-22T20:10:00.123Z')", at],
        ["$fromMillis($toMillis('12:30', '[H]:[m]'))", "2026-11-22T12:30:00.000Z"],
        ["$map(['2026-11-22T20:10:00.123Z'], function($t) { $toMillis($t) })", at],
    ];
    for (const [expression, value] of values) {
        it(`${expression} is ${JSON.stringify(value)}`, async () => {
            expect(await evaluate(`{% ${expression} %}`)).to.deep.equal(value);
        });
    }

    it("gives plain lists, without the marks of JSONata", async () => {
        const list = (await evaluate("{% $states.input.rows.n %}")) as unknown[];
        expect(Object.getOwnPropertyNames(list)).to.deep.equal(["0", "1", "length"]);
    });

    it("gives the very object that it reads, not a copy", async () => {
        expect(await evaluate("{% $states.input %}")).to.equal(scope.states.input);
    });

    it("keeps to the time of its own scope while others are evaluated", async () => {
        const field = compile("{% ($list; $list; $millis()) %}", "Output", names, []);
        const times = [1, 2, 3].map((ms) => field(bindings({ ...scope, at: ms })));
        expect(await Promise.all(times)).to.deep.equal([1, 2, 3]);
    });
});

describe("a template", () => {
    it("without expressions is itself", () => {
        const template = { a: [1, "x", null, { b: "$text" }], c: " % " };
        expect(compile(template, "Output", names, [])(bindings(scope))).to.equal(template);
    });

    it("evaluates expressions at any depth, and keeps null", async () => {
        const template = { a: ["{% $text %}", { b: ["{% $states.input.none %}"] }], c: "text", "{% 1 %}": true };
        expect(await evaluate(template)).to.deep.equal({ a: ["abc", { b: [null] }], c: "text", "{% 1 %}": true });
    });

    it("fails at the place of the expression that gives nothing", async () => {
        expect(await failure(evaluate({ a: [1, { b: "{% $nothingYet %}" }] }))).to.deep.equal([
            "Output/a[1]/b",
            "The JSONata expression '$nothingYet' specified for the field 'Output/a[1]/b' returned nothing (undefined).",
        ]);
    });
});

describe("compileTyped", () => {
    const wrong: readonly (readonly ["boolean" | "number" | "string", string, string, string])[] = [
        ["boolean", "'true'", "string", '"true"'],
        ["boolean", "1", "number", "1"],
        ["boolean", "null", "null", "null"],
        ["number", "'1'", "string", '"1"'],
        ["number", "[1]", "array", "[1]"],
        ["string", "{ 'a': 1 }", "object", '{"a":1}'],
    ];
    for (const [type, expression, actual, value] of wrong) {
        it(`refuses ${expression} for a ${type}`, async () => {
            const field = compileTyped(type, `{% ${expression} %}`, "Seconds", names, []);
            expect(await failure(field(bindings(scope)))).to.deep.equal([
                "Seconds",
                `The JSONata expression '${expression}' specified for the field 'Seconds' returned an unexpected ` +
                    `result type. Expected '${type}', but was '${actual}' for value: ${value}`,
            ]);
        });
    }

    it("gives a value of the type, be it literal or computed", async () => {
        expect(await compileTyped("number", 5, "Seconds", names, [])(bindings(scope))).to.equal(5);
        expect(await compileTyped("boolean", "{% $text = 'abc' %}", "Condition", names, [])(bindings(scope))).to.equal(
            true,
        );
    });
});
