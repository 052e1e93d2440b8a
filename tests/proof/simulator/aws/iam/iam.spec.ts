import { expect } from "chai";
import fc from "fast-check";

import {
    decide,
    mayAssume,
    type PolicyDocument,
    type PolicyStatement,
    type Request,
} from "../../../../../proof/simulator/aws/iam/iam";

const account = "111122223333";
const session = `arn:aws:glue:eu-west-1:${account}:session/s-1`;
const topic = `arn:aws:sns:eu-west-1:${account}:notices`;
const machine = `arn:aws:states:eu-west-1:${account}:stateMachine:guard`;
const rule = `arn:aws:events:eu-west-1:${account}:rule/guard`;
const role = `arn:aws:iam::${account}:role/guard`;

const stop: Request = { principal: { arn: role }, action: "glue:StopSession", resource: session };
const publish: Request = { principal: { service: "events.amazonaws.com" }, action: "sns:Publish", resource: topic };

const policy = (...statements: unknown[]) => ({ Version: "2012-10-17", Statement: statements }) as PolicyDocument;
/** An identity policy of one statement: the one that lets `stop` pass, with these elements changed. */
const allowing = (change: object = {}) =>
    policy({ Effect: "Allow", Action: "glue:StopSession", Resource: session, ...change });
/** A topic policy of one statement: the one that lets `publish` pass, with these elements changed. */
const opening = (change: object = {}) =>
    policy({
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
        ...change,
    });
const when = (Condition: unknown) => allowing({ Condition });

const OPERATORS =
    "StringEquals, StringNotEquals, StringLike, ArnEquals, ArnLike, Null, Bool, each with IfExists or ForAllValues";
const STATEMENT = "Sid, Effect, Principal, Action, Resource, Condition";

function thrownBy(act: () => unknown): string | undefined {
    try {
        act();
        return undefined;
    } catch (error) {
        return (error as Error).message;
    }
}

describe("decide", () => {
    const malformed: [title: string, document: unknown, message: string][] = [
        ["a document that is text", "{}", "identity policy 1 must be an object that is not empty."],
        ["an empty document", {}, "identity policy 1 must be an object that is not empty."],
        [
            "an unknown element",
            { Statements: [] },
            "identity policy 1: Statements is not an element; known are Version, Id, Statement.",
        ],
        [
            "another version",
            { Version: "2012-10-18", Statement: [] },
            "identity policy 1: Version must be 2012-10-17 or 2008-10-17.",
        ],
        ["no statement", { Version: "2012-10-17" }, "identity policy 1: Statement is missing or empty."],
        ["an empty statement list", policy(), "identity policy 1: Statement is missing or empty."],
        ["an empty statement", policy({}), "identity policy 1, statement 1 must be an object that is not empty."],
        [
            "a statement that is text",
            policy("Allow"),
            "identity policy 1, statement 1 must be an object that is not empty.",
        ],
        [
            "a misspelt element",
            allowing({ Resorce: "*" }),
            `identity policy 1, statement 1: Resorce is not an element; known are ${STATEMENT}.`,
        ],
        [
            "an element in other case",
            policy({ Sid: "Stop", effect: "Allow" }),
            `identity policy 1, statement "Stop": effect is not an element; known are ${STATEMENT}.`,
        ],
        ...["NotAction", "NotResource", "NotPrincipal"].map((element): [string, unknown, string] => [
            element,
            allowing({ [element]: "*" }),
            `identity policy 1, statement 1: ${element} is not simulated.`,
        ]),
        ["no effect", allowing({ Effect: undefined }), "identity policy 1, statement 1: Effect must be Allow or Deny."],
        [
            "an effect in other case",
            allowing({ Effect: "allow" }),
            "identity policy 1, statement 1: Effect must be Allow or Deny.",
        ],
        ["a Sid that is no text", allowing({ Sid: 1 }), "identity policy 1, statement 1: Sid must be a string."],
        [
            "a Sid with a dash",
            allowing({ Sid: "a-b" }),
            'identity policy 1, statement "a-b": Sid may only have letters and digits.',
        ],
        [
            "a Sid used twice",
            policy(...["a", "b", "a"].map((Sid) => ({ Sid, Effect: "Allow", Action: "*", Resource: "*" }))),
            'identity policy 1: Sid "a" is used twice.',
        ],
        ["no action", policy({ Effect: "Allow", Resource: "*" }), "identity policy 1, statement 1: Action is missing."],
        [
            "an empty action list",
            allowing({ Action: [] }),
            "identity policy 1, statement 1: Action must be a string or a list of strings.",
        ],
        [
            "a number for an action",
            allowing({ Action: ["a:b", 1] }),
            "identity policy 1, statement 1: Action must be a string or a list of strings.",
        ],
        ...["glue.StopSession", "StopSession", "gl*:StopSession", "glue:", "glue:Stop Session"].map(
            (action): [string, unknown, string] => [
                `the action "${action}"`,
                allowing({ Action: action }),
                `identity policy 1, statement 1: Action "${action}" is neither * nor service:Name.`,
            ],
        ),
        [
            "no resource",
            policy({ Effect: "Allow", Action: "*" }),
            "identity policy 1, statement 1: Resource is missing.",
        ],
        ...["arn:aws:glue:eu-west-1:session/s-1", "session/*", "a:b:c:d:e:f", ""].map(
            (resource): [string, unknown, string] => [
                `the resource "${resource}"`,
                allowing({ Resource: ["*", resource] }),
                `identity policy 1, statement 1: Resource "${resource}" is neither * nor an ARN of six parts, ` +
                    "arn:partition:service:region:account:resource.",
            ],
        ),
        ...["arn:*:glue:eu-west-1:1:session/x", "arn:aws:gl*:eu-west-1:1:session/x"].map(
            (resource): [string, unknown, string] => [
                `the resource "${resource}"`,
                allowing({ Resource: resource }),
                `identity policy 1, statement 1: Resource "${resource}" has a wildcard in its partition or service.`,
            ],
        ),
        [
            "a principal",
            allowing({ Principal: "*" }),
            "identity policy 1, statement 1: Principal has no place in an identity policy.",
        ],
        [
            "policy variables",
            allowing({ Resource: `arn:aws:glue:*:*:session/\${aws:userid}-\${aws:username}` }),
            "identity policy 1: policy variables are not simulated: ${aws:userid}, ${aws:username}.",
        ],
        [
            "a policy variable in a condition",
            when({ StringEquals: { "aws:ResourceTag/owner": "${aws:userid}" } }),
            "identity policy 1: policy variables are not simulated: ${aws:userid}.",
        ],
        [
            "an empty condition",
            when({}),
            "identity policy 1, statement 1: Condition must be an object that is not empty.",
        ],
        [
            "a condition that is a list",
            when([]),
            "identity policy 1, statement 1: Condition must be an object that is not empty.",
        ],
        ...[
            "NumericLessThan",
            "StringEqualsIgnoreCase",
            "ForAnyValue:StringEquals",
            "stringEquals",
            "IfExists",
            "constructor",
        ].map((operator): [string, unknown, string] => [
            `the condition operator ${operator}`,
            when({ [operator]: { "aws:x": "1" } }),
            `identity policy 1, statement 1: condition operator ${operator} is not simulated; simulated are ${OPERATORS}.`,
        ]),
        [
            "a condition operator without keys",
            when({ StringEquals: {} }),
            "identity policy 1, statement 1: Condition StringEquals must be an object that is not empty.",
        ],
        [
            "a condition key without service",
            when({ StringEquals: { SourceAccount: account } }),
            'identity policy 1, statement 1: condition key "SourceAccount" is not service:name.',
        ],
        [
            "a condition without values",
            when({ StringLike: { "aws:x": [] } }),
            "identity policy 1, statement 1: Condition StringLike aws:x must be a value or a list of values.",
        ],
        [
            "a condition value that is an object",
            when({ StringLike: { "aws:x": {} } }),
            "identity policy 1, statement 1: Condition StringLike aws:x must be a value or a list of values.",
        ],
        [
            "a Null that is neither true nor false",
            when({ Null: { "ses:Recipients": "1" } }),
            'identity policy 1, statement 1: Condition Null ses:Recipients: "1" is neither true nor false.',
        ],
        [
            "a Bool that is neither true nor false",
            when({ Bool: { "aws:SecureTransport": "yes" } }),
            'identity policy 1, statement 1: Condition Bool aws:SecureTransport: "yes" is neither true nor false.',
        ],
        [
            "an ARN condition of five parts",
            when({ ArnLikeIfExists: { "aws:SourceArn": ["*", "arn:aws:events:eu-west-1:rule/guard"] } }),
            "identity policy 1, statement 1: Condition ArnLikeIfExists aws:SourceArn: " +
                '"arn:aws:events:eu-west-1:rule/guard" is neither * nor an ARN of six parts, ' +
                "arn:partition:service:region:account:resource.",
        ],
    ];
    for (const [title, document, message] of malformed) {
        it(`throws for ${title}`, () => {
            expect(thrownBy(() => decide(stop, { identity: [document as PolicyDocument] }))).to.equal(message);
        });
    }

    const malformedResource: [title: string, document: unknown, message: string][] = [
        ["no principal", opening({ Principal: undefined }), "the resource policy, statement 1: Principal is missing."],
        [
            "a principal that is text",
            opening({ Principal: account }),
            "the resource policy, statement 1: Principal must be an object that is not empty.",
        ],
        [
            "an empty principal",
            opening({ Principal: {} }),
            "the resource policy, statement 1: Principal must be an object that is not empty.",
        ],
        [
            "a federated principal",
            opening({ Principal: { Federated: "x" } }),
            "the resource policy, statement 1: Principal: Federated is not an element; known are AWS, Service.",
        ],
        ...["guard", "arn:aws:iam::111122223333:role/*", "arn:aws:iam::1:role/x", "11112222333"].map(
            (arn): [string, unknown, string] => [
                `the AWS principal "${arn}"`,
                opening({ Principal: { AWS: ["*", arn] } }),
                `the resource policy, statement 1: Principal AWS "${arn}" is not *, an account id or the ARN of one principal.`,
            ],
        ),
        ...["*", "events", "*.amazonaws.com"].map((service): [string, unknown, string] => [
            `the service principal "${service}"`,
            opening({ Principal: { Service: service } }),
            `the resource policy, statement 1: Principal Service "${service}" is not a service such as states.amazonaws.com.`,
        ]),
        ["no resource", opening({ Resource: undefined }), "the resource policy, statement 1: Resource is missing."],
    ];
    for (const [title, document, message] of malformedResource) {
        it(`throws for a resource policy with ${title}`, () => {
            // Undefined members are what JSON would not have.
            const resource = JSON.parse(JSON.stringify(document)) as PolicyDocument;
            expect(thrownBy(() => decide(publish, { resource }))).to.equal(message);
        });
    }

    it("throws for a malformed policy though another one has already decided", () => {
        const deny = allowing({ Effect: "Deny" });
        const boundary = allowing({ Effect: "Maybe" });
        expect(thrownBy(() => decide(stop, { identity: [deny], boundary }))).to.equal(
            "the permissions boundary, statement 1: Effect must be Allow or Deny.",
        );
    });

    const badRequests: [title: string, change: Partial<Request>, message: string][] = [
        ["an action with a wildcard", { action: "glue:*" }, 'The request\'s action "glue:*" is not service:Name.'],
        [
            "an action without service",
            { action: "StopSession" },
            'The request\'s action "StopSession" is not service:Name.',
        ],
        ["a bare resource", { resource: "s-1" }, 'The request\'s resource "s-1" is neither * nor an ARN of six parts.'],
        [
            "a resource of another account",
            { resource: "arn:aws:glue:eu-west-1:444455556666:session/s-1" },
            "glue:StopSession on arn:aws:glue:eu-west-1:444455556666:session/s-1 goes from account 111122223333 to 444455556666; " +
                "only one account is supported.",
        ],
    ];
    for (const [title, change, message] of badRequests) {
        it(`throws for a request with ${title}`, () => {
            expect(thrownBy(() => decide({ ...stop, ...change }, {}))).to.equal(message);
        });
    }

    const none = `glue:StopSession on ${session} is denied: no policy allows it.`;
    const refused: [title: string, policies: Parameters<typeof decide>[1], reason: string][] = [
        ["without any policy", {}, none],
        ["for another action", { identity: [allowing({ Action: ["glue:GetSession", "glue:Stop"] })] }, none],
        ["for another service", { identity: [allowing({ Action: "sns:StopSession" })] }, none],
        ["for another id", { identity: [allowing({ Resource: `${session}2` })] }, none],
        ["for another region", { identity: [allowing({ Resource: session.replace("eu-west-1", "eu-west-2") })] }, none],
        [
            "for a resource in other case",
            { identity: [allowing({ Resource: session.toUpperCase().replace("ARN:", "arn:") })] },
            none,
        ],
        ["for ? where there is no character", { identity: [allowing({ Resource: `${session}?` })] }, none],
        [
            "for a dot that would be any character",
            { identity: [allowing({ Resource: session.replace("s-1", "s.1") })] },
            none,
        ],
        [
            "by an explicit deny in another identity policy",
            { identity: [allowing(), policy({ Sid: "Exempt", Effect: "Deny", Action: "glue:*", Resource: "*" })] },
            `glue:StopSession on ${session} is denied by statement "Exempt" of identity policy 2.`,
        ],
        [
            "by an explicit deny in the boundary",
            { identity: [allowing()], boundary: policy(...allow("*"), { Effect: "Deny", Action: "*", Resource: "*" }) },
            `glue:StopSession on ${session} is denied by statement 2 of the permissions boundary.`,
        ],
        [
            "by an explicit deny for the account in the resource policy",
            {
                identity: [allowing()],
                resource: policy({ Effect: "Deny", Principal: { AWS: account }, Action: "*", Resource: "*" }),
            },
            `glue:StopSession on ${session} is denied by statement 1 of the resource policy.`,
        ],
        [
            "by a boundary that does not allow it",
            { identity: [allowing()], boundary: policy(...allow("sns:*")) },
            `glue:StopSession on ${session} is denied: the permissions boundary does not allow it.`,
        ],
        ["with a boundary alone", { boundary: policy(...allow("*")) }, none],
        ...[account, `arn:aws:iam::${account}:root`].map((AWS): [string, Parameters<typeof decide>[1], string] => [
            `by a resource policy that allows only the account ${AWS}`,
            { resource: policy({ Effect: "Allow", Principal: { AWS }, Action: "*", Resource: "*" }) },
            `glue:StopSession on ${session} is denied: statement 1 of the resource policy leaves it to the account's identity ` +
                "policies, and none allows it.",
        ]),
        [
            "by a resource policy for another role, account and service",
            {
                resource: policy({
                    Effect: "Allow",
                    Principal: { AWS: [`${role}2`, "444455556666"], Service: "states.amazonaws.com" },
                    Action: "*",
                    Resource: "*",
                }),
            },
            none,
        ],
    ];
    for (const [title, policies, reason] of refused) {
        it(`refuses ${title}`, () => {
            expect(decide(stop, policies)).to.deep.equal({ allowed: false, reason });
        });
    }

    const byFirst = `glue:StopSession on ${session} is allowed by statement 1 of identity policy 1.`;
    const allowed: [title: string, policies: Parameters<typeof decide>[1], reason: string][] = [
        ["its action and resource", { identity: [allowing()] }, byFirst],
        ["a single statement that is no list", { identity: [{ Statement: allowing().Statement }] }, byFirst],
        ["the first of two statements that allow it", { identity: [allowing(), policy(...allow("*"))] }, byFirst],
        ["an action in other case", { identity: [allowing({ Action: "GLUE:stopsession" })] }, byFirst],
        [
            "a list with an action's wildcard",
            { identity: [allowing({ Action: ["sns:Publish", "glue:St?p*"] })] },
            byFirst,
        ],
        ["* for both", { identity: [policy(...allow("*"))] }, byFirst],
        [
            "a wildcard for the id",
            { identity: [allowing({ Resource: [topic, session.replace("s-1", "*")] })] },
            byFirst,
        ],
        [
            "a wildcard for region and account",
            { identity: [allowing({ Resource: "arn:aws:glue:*:*:session/s-?" })] },
            byFirst,
        ],
        [
            "the second statement of the second policy",
            {
                identity: [
                    policy(...allow("sns:*")),
                    policy(...allow("sqs:*"), { ...allow("glue:*")[0], Sid: "Stop" }),
                ],
            },
            `glue:StopSession on ${session} is allowed by statement "Stop" of identity policy 2.`,
        ],
        ["a boundary that allows it too", { identity: [allowing()], boundary: policy(...allow("glue:*")) }, byFirst],
        [
            "a resource policy for the account, when an identity policy allows it",
            { identity: [allowing()], resource: forAccount() },
            byFirst,
        ],
        [
            "a resource policy alone that names the role",
            { resource: policy({ Effect: "Allow", Principal: { AWS: role }, Action: "*", Resource: "*" }) },
            `glue:StopSession on ${session} is allowed by statement 1 of the resource policy.`,
        ],
        ...["*", { AWS: "*" }].map((Principal): [string, Parameters<typeof decide>[1], string] => [
            `a resource policy alone for ${JSON.stringify(Principal)}`,
            { resource: policy({ Sid: "any one", Effect: "Allow", Principal, Action: "*", Resource: "*" }) },
            `glue:StopSession on ${session} is allowed by statement "any one" of the resource policy.`,
        ]),
    ];
    for (const [title, policies, reason] of allowed) {
        it(`allows for ${title}`, () => {
            expect(decide(stop, policies)).to.deep.equal({ allowed: true, reason });
        });
    }

    it("allows an id with colons, quotes and line breaks by the wildcard of the id", () => {
        const identity = [allowing({ Resource: session.replace("s-1", "*") })];
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (id) => {
                expect(decide({ ...stop, resource: session.replace("s-1", () => id) }, { identity }).allowed).to.equal(
                    true,
                );
            }),
            { examples: [["a:b"], ["\n"], ["$&"]] },
        );
    });

    it("allows no other resource than the one written, whatever it is called", () => {
        const identity = [allowing()];
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (id) => {
                const resource = session.replace("s-1", () => id);
                expect(decide({ ...stop, resource }, { identity }).allowed).to.equal(id === "s-1");
            }),
            { examples: [["s-1"], ["s-11"], ["S-1"], ["*"]] },
        );
    });

    it("allows a service that the resource policy names, and not by an account", () => {
        const reason = `sns:Publish on ${topic} is allowed by statement 1 of the resource policy.`;
        expect(decide(publish, { resource: opening() })).to.deep.equal({ allowed: true, reason });
        const principal = { service: "events.amazonaws.com", account };
        expect(decide({ ...publish, principal }, { resource: forAccount() })).to.deep.equal({
            allowed: false,
            reason: `sns:Publish on ${topic} is denied: no policy allows it.`,
        });
    });

    it("allows an action without resource types, on *, by * alone", () => {
        const put: Request = { ...stop, action: "cloudwatch:PutMetricData", resource: "*" };
        expect(decide(put, { identity: [policy(...allow("cloudwatch:*"))] }).allowed).to.equal(true);
        expect(
            decide(put, { identity: [allowing({ Action: "*", Resource: "arn:aws:cloudwatch:*:*:*" })] }).allowed,
        ).to.equal(false);
    });

    const source = {
        "aws:SourceArn": rule,
        "aws:SourceAccount": account,
        "aws:SecureTransport": "true",
        "glue:Short": "arn:aws",
        "ses:Recipients": ["a@example.com", "b@example.com"],
        "ses:None": [],
    };
    const conditions: [condition: PolicyStatement["Condition"], holds: boolean][] = [
        [{ StringEquals: { "aws:SourceAccount": "444455556666" } }, false],
        [{ StringEquals: { "aws:SourceAccount": "1111*" } }, false],
        [{ StringEquals: { "aws:SourceArn": rule.toUpperCase() } }, false],
        [{ StringEquals: { "aws:PrincipalOrgID": "o-1" } }, false],
        [{ StringEquals: { "aws:SourceAccount": account, "aws:SourceArn": topic } }, false],
        [{ StringEquals: { "aws:SourceAccount": account }, Bool: { "aws:SecureTransport": "false" } }, false],
        [{ StringEqualsIfExists: { "aws:SourceAccount": "444455556666" } }, false],
        [{ StringNotEquals: { "aws:SourceAccount": ["444455556666", account] } }, false],
        [{ StringNotEqualsIfExists: { "aws:SourceAccount": account } }, false],
        [{ StringLike: { "aws:SourceAccount": "1111?" } }, false],
        [{ StringLike: { "aws:x": "*" } }, false],
        [{ ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/other" } }, false],
        [{ ArnLike: { "aws:SourceArn": "arn:aws:events:*:rule/guard:*:*" } }, false],
        [{ ArnLike: { "aws:SourceAccount": "arn:aws:events:*:*:*" } }, false],
        [{ ArnLike: { "aws:x": "arn:*:*:*:*:*" } }, false],
        [{ ArnLike: { "glue:Short": "arn:*:*:*:*:*" } }, false],
        [{ ArnEquals: { "aws:PrincipalArn": role } }, false],
        [{ Bool: { "aws:SecureTransport": "false" } }, false],
        [{ Bool: { "aws:MultiFactorAuthPresent": "false" } }, false],
        [{ Null: { "ses:Recipients": "true" } }, false],
        [{ Null: { "ses:None": "false" } }, false],
        [{ "ForAllValues:StringLike": { "ses:Recipients": "a@*" } }, false],
        [{ "ForAllValues:StringLike": { "ses:Recipients": ["*@example.org", "a@*"] } }, false],

        [{ StringEquals: { "aws:SourceAccount": account } }, true],
        [{ StringEquals: { "AWS:sourceaccount": ["444455556666", account] } }, true],
        [{ StringEquals: { "aws:SourceAccount": 111122223333 } }, true],
        [{ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }, true],
        [{ StringNotEquals: { "aws:SourceAccount": "444455556666" } }, true],
        [{ StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }, true],
        [{ StringLike: { "aws:SourceAccount": "1111*333?" } }, true],
        [{ StringLikeIfExists: { "aws:x": "y" } }, true],
        [{ ArnLike: { "aws:SourceArn": "arn:*:events:eu-*:*:rule/g?ard" } }, true],
        [{ ArnEquals: { "aws:SourceArn": [topic, "arn:aws:events:*:*:*"] } }, true],
        [{ ArnLike: { "aws:SourceArn": "*" } }, true],
        [{ ArnLikeIfExists: { "aws:PrincipalArn": role } }, true],
        [{ Bool: { "aws:SecureTransport": true } }, true],
        [{ Null: { "ses:Recipients": "false" } }, true],
        [{ Null: { "aws:x": "true" } }, true],
        [{ "ForAllValues:StringLike": { "ses:Recipients": "*@example.com" } }, true],
        [{ "ForAllValues:StringLike": { "ses:Recipients": ["a@*", "b@*"] } }, true],
        [{ "ForAllValues:StringLike": { "aws:x": "a" } }, true],
        [{ Bool: { "aws:SecureTransport": "True" } }, true],
        [{ BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }, true],
        [{ StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": rule } }, true],
    ];
    for (const [condition, holds] of conditions) {
        it(`${holds ? "holds" : "does not hold"}: ${JSON.stringify(condition)}`, () => {
            expect(decide({ ...stop, context: source }, { identity: [when(condition)] }).allowed).to.equal(holds);
        });
    }

    it("compares the sixth part of an ARN as a whole, colons included", () => {
        const identity = [when({ ArnLike: { "aws:SourceArn": machine.replace("guard", "*") } })];
        expect(decide({ ...stop, context: { "aws:SourceArn": machine } }, { identity }).allowed).to.equal(true);
        expect(decide({ ...stop, context: { "aws:SourceArn": `${machine}:1` } }, { identity }).allowed).to.equal(true);
    });
});

/** One statement that allows the action on everything. */
function allow(Action: string): object[] {
    return [{ Effect: "Allow", Action, Resource: "*" }];
}

function forAccount(): PolicyDocument {
    return policy({ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "*", Resource: "*" });
}

describe("mayAssume", () => {
    const service = "states.amazonaws.com";
    const context = { "aws:SourceAccount": account, "aws:SourceArn": machine };
    const trusting = (change: object = {}) =>
        policy({
            Effect: "Allow",
            Principal: { Service: service },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": machine } },
            ...change,
        });

    const malformed: [title: string, document: PolicyDocument, message: string][] = [
        [
            "a resource",
            trusting({ Resource: "*" }),
            "the trust policy, statement 1: Resource has no place in a trust policy.",
        ],
        [
            "no principal",
            policy({ Effect: "Allow", Action: "sts:AssumeRole" }),
            "the trust policy, statement 1: Principal is missing.",
        ],
        [
            "a Sid with a space",
            trusting({ Sid: "a b" }),
            'the trust policy, statement "a b": Sid may only have letters and digits.',
        ],
    ];
    for (const [title, document, message] of malformed) {
        it(`throws for ${title}`, () => {
            expect(thrownBy(() => mayAssume(document, service, context))).to.equal(message);
        });
    }

    const subject = "sts:AssumeRole on this role for states.amazonaws.com";
    const refused: [title: string, document: PolicyDocument, reason: string][] = [
        [
            "for another service",
            trusting({ Principal: { Service: "events.amazonaws.com" } }),
            `${subject} is denied: the trust policy does not allow it.`,
        ],
        [
            "for another action",
            trusting({ Action: "sts:TagSession" }),
            `${subject} is denied: the trust policy does not allow it.`,
        ],
        [
            "for another machine",
            trusting({ Condition: { ArnLike: { "aws:SourceArn": `${machine}2` } } }),
            `${subject} is denied: the trust policy does not allow it.`,
        ],
        [
            "for a key that the caller does not send",
            trusting({ Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
            `${subject} is denied: the trust policy does not allow it.`,
        ],
        [
            "by an explicit deny",
            policy(...[trusting().Statement].flat(), { Effect: "Deny", Principal: "*", Action: "sts:*" }),
            `${subject} is denied by statement 2 of the trust policy.`,
        ],
    ];
    for (const [title, document, reason] of refused) {
        it(`refuses ${title}`, () => {
            expect(mayAssume(document, service, context)).to.deep.equal({ allowed: false, reason });
        });
    }

    it("allows the service under its conditions", () => {
        expect(mayAssume(trusting({ Sid: "States" }), service, context)).to.deep.equal({
            allowed: true,
            reason: `${subject} is allowed by statement "States" of the trust policy.`,
        });
    });
});
