import { expect } from "chai";
import { InputError } from "../../../deployments/input/inputError";
import { projectNameOf, readConfigOutput, readFiles, stackFolderOf } from "../../../deployments/stack/stackConfig";

const project = "name: guard\nconfig:\n  waitSeconds: {type: integer, default: 1800}\n";
const read = (stackText: string, projectText = project) =>
    readFiles({ project: "guard", projectText, stackText, stackFile: "Pulumi.dev.yaml" });

describe("readFiles", () => {
    for (const [name, text, message] of [
        [
            "settings of an ESC environment",
            "environment:\n  - aws/prod\n",
            "Pulumi.dev.yaml takes settings from a Pulumi ESC environment, which only the Pulumi CLI can read. " +
                "Fix: `pulumi config --json --stack dev > config.json`, then add `--config config.json`.",
        ],
        [
            "a key with four parts",
            "config:\n  a:config:b:c: 1\n",
            'Pulumi.dev.yaml has the key "a:config:b:c", but a key is <namespace>:<name>. Fix: rename or remove it.',
        ],
        [
            "a key in two forms",
            "config:\n  waitSeconds: 1\n  guard:config:waitSeconds: 2\n",
            "Pulumi.dev.yaml sets guard:waitSeconds twice, in two forms. Fix: remove one.",
        ],
        [
            "a list instead of keys",
            "config: [a]\n",
            "config of Pulumi.dev.yaml must hold keys with values, such as `aws:region: eu-west-1`.",
        ],
        ["a text instead of keys", "hello\n", "Pulumi.dev.yaml must hold keys with values"],
    ] as const) {
        it(`refuses ${name}`, () => {
            expect(() => read(text)).to.throw(InputError, message);
        });
    }

    it("takes the stack's values over the defaults, in each of a key's three forms", () => {
        const text = "config:\n  short: 1\n  guard:config:old: 2\n  guard:full: 3\n  aws:region: eu-west-1\n";
        expect(read(text).config).to.deep.equal({
            "guard:short": "1",
            "guard:old": "2",
            "guard:full": "3",
            "aws:region": "eu-west-1",
            "guard:waitSeconds": "1800",
        });
    });
    it("takes the project's short form, `default` and `value`, of any namespace", () => {
        const declared = [
            "name: guard",
            "config:",
            "  short: 5",
            "  list: [a, 1]",
            "  guard:prefixed: true",
            "  aws:region: eu-central-1",
            "  aws:defaultTags: {value: {tags: {stack: dev}}}",
            "  price: {default: 0.440}",
            "  empty: {type: string, default: ''}",
            "  needed: {type: string}",
        ];
        expect(read("", declared.join("\n")).config).to.deep.equal({
            "guard:short": "5",
            "guard:list": '["a",1]',
            "guard:prefixed": "true",
            "aws:region": "eu-central-1",
            "aws:defaultTags": '{"tags":{"stack":"dev"}}',
            "guard:price": "0.44",
            "guard:empty": "",
        });
    });
    it("writes objects as Go does: members sorted, signs of HTML escaped, large numbers whole", () => {
        const text = "config:\n  o: {b: 9007199254740993, a: ['<&>', null, true]}\n  n: ~\n";
        expect(read(text).config).to.deep.include({
            "guard:o": '{"a":["\\u003c\\u0026\\u003e",null,true],"b":9007199254740993}',
            "guard:n": "",
        });
    });
    it("knows encrypted values as such, at any depth, and reads the others", () => {
        const text = [
            "config:",
            "  a: {secure: v1:x:y}",
            "  b: [{c: {secure: v1:x:y}}]",
            "  d: {secure: v1:x:y, e: 1}",
            "  waitSeconds: 30",
        ];
        const { config, encrypted } = read(text.join("\n"));
        expect(encrypted).to.deep.equal(["guard:a", "guard:b"]);
        expect(config).to.deep.equal({ "guard:d": '{"e":1,"secure":"v1:x:y"}', "guard:waitSeconds": "30" });
    });
    it("reads a stack file that is empty, and an environment that names nothing", () => {
        expect(read("")).to.deep.equal({ config: { "guard:waitSeconds": "1800" }, encrypted: [] });
        expect(read("environment: []\nconfig:\n").config).to.deep.equal({ "guard:waitSeconds": "1800" });
    });
});

describe("readConfigOutput", () => {
    for (const [name, text, what] of [
        ["what is no JSON", "a", "invalid symbol in line 1, column 1"],
        ["a list", "[]", "an object is expected, with a member for each key"],
        ["null", "null", "an object is expected, with a member for each key"],
        ["a key without a namespace", '{"a": {"value": "1"}}', '"a" has no text as its value'],
        ["a value that is a number", '{"a:b": {"value": 1, "secret": false}}', '"a:b" has no text as its value'],
        ["an entry that is a text", '{"a:b": "1"}', '"a:b" has no text as its value'],
    ] as const) {
        it(`refuses ${name}`, () => {
            expect(() => readConfigOutput(text, "config.json")).to.throw(InputError, what);
        });
    }
    it("reads plain values, and keeps encrypted ones apart", () => {
        const printed = {
            "guard:waitSeconds": { value: "30", secret: false },
            "guard:limits": { value: "[1]", objectValue: [1], secret: false },
            "guard:hidden": { secret: true },
            "guard:shown": { value: "x", secret: true },
        };
        expect(readConfigOutput(JSON.stringify(printed), "config.json")).to.deep.equal({
            config: { "guard:waitSeconds": "30", "guard:limits": "[1]", "guard:shown": "x" },
            encrypted: ["guard:hidden"],
        });
    });
});

describe("projectNameOf", () => {
    for (const text of ["runtime: nodejs", "name: 5", "name: ''"]) {
        it(`refuses ${text}`, () => {
            expect(() => projectNameOf(text)).to.throw(InputError, "Pulumi.yaml has no name");
        });
    }
    it("reads the name", () => {
        expect(projectNameOf("name: guard")).to.equal("guard");
    });
});

describe("stackFolderOf", () => {
    it("reads stackConfigDir, its old form, and the default", () => {
        const folders = ["stackConfigDir: stacks", "config: stacks", "config: {a: 1}", "name: x"].map(stackFolderOf);
        expect(folders).to.deep.equal(["stacks", "stacks", ".", "."]);
    });
});
