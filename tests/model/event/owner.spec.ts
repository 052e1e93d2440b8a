import { expect } from "chai";
import fc from "fast-check";
import jsonata from "jsonata";
import { machineSessionNames, ownerOfInput } from "../../../model/event/owner";

const expression = jsonata(ownerOfInput);
const ownerOf = (who: unknown, request: unknown = {}) =>
    expression.evaluate({}, { states: { input: { who, request } } });

const role = "arn:aws:sts::123456789012:assumed-role/Analyst";
const issuer = { sessionIssuer: { type: "Role", userName: "Analyst" } };

describe("ownerOfInput", () => {
    for (const [title, who, request, owner] of [
        ["nothing", undefined, undefined, "unknown"],
        ["null", null, null, "unknown"],
        ["a text", "alice", "s-1", "unknown"],
        ["members of other types", { type: 5, arn: [], userName: {}, sessionContext: "x" }, { tags: ["a"] }, "unknown"],
        ["an empty object", {}, {}, "unknown"],
        [
            "a source identity, whatever the session's name",
            {
                type: "AssumedRole",
                principalId: "AROAEXAMPLE:SageMaker",
                sessionContext: { ...issuer, sourceIdentity: "alice@example.com" },
                onBehalfOf: { userId: "94482488" },
                invokedBy: "sagemaker.amazonaws.com",
            },
            { tags: { owner: "bob" } },
            "alice@example.com",
        ],
        ["an IAM user", { type: "IAMUser", userName: "carol", arn: "arn:aws:iam::1:user/team/carol" }, {}, "carol"],
        ["an IAM user without a name", { type: "IAMUser", arn: "arn:aws:iam::1:user/team/carol" }, {}, "carol"],
        ["root, even with an alias", { type: "Root", userName: "acme", arn: "arn:aws:iam::1:root" }, {}, "root"],
        [
            "a person's role session",
            { type: "AssumedRole", principalId: "AROAEXAMPLE:bob", arn: `${role}/bob` },
            {},
            "bob",
        ],
        [
            "a role session without principalId",
            { type: "AssumedRole", arn: `${role}/bob@example.com` },
            {},
            "bob@example.com",
        ],
        [
            "a person, over tags that any caller may write",
            { type: "AssumedRole", principalId: "AROAEXAMPLE:bob", sessionContext: issuer },
            { tags: { owner: "eve", AmazonDataZoneSessionOwner: "eve" } },
            "bob",
        ],
        [
            "a machine's session: the tag of Unified Studio",
            { type: "AssumedRole", principalId: "AROAEXAMPLE:SageMaker", sessionContext: issuer },
            { tags: { owner: "x", AmazonDataZoneSessionOwner: "dana" } },
            "dana",
        ],
        [
            "a machine's session: the kernel's owner tag, without the role's id",
            { type: "AssumedRole", principalId: "AROAEXAMPLE:i-0abc12", sessionContext: issuer },
            { tags: { owner: "AROAEXAMPLE:erin" } },
            "erin",
        ],
        [
            "a machine's session without tags: the role",
            { type: "AssumedRole", principalId: "AROAEXAMPLE:botocore-session-1717400000", sessionContext: issuer },
            { tags: { team: "finance" } },
            "Analyst",
        ],
        [
            "a machine's session of an unknown role: at least its name",
            { type: "AssumedRole", arn: `${role}/awslambda_42` },
            {},
            "awslambda_42",
        ],
        [
            "an Identity Center user",
            { type: "IdentityCenterUser", accountId: "1", onBehalfOf: { userId: "94482488" }, credentialId: "x" },
            {},
            "94482488",
        ],
        ["a service", { type: "AWSService", invokedBy: "glue.amazonaws.com" }, {}, "glue.amazonaws.com"],
        ["another account's principal", { type: "AWSAccount", principalId: "AIDAEXAMPLE" }, {}, "AIDAEXAMPLE"],
    ] as const) {
        it(`names the owner for ${title}`, async () => {
            expect(await ownerOf(who, request)).to.equal(owner);
        });
    }

    for (const name of [
        "SageMaker",
        "GlueJobRunnerSession",
        "botocore-session-1717400000",
        "aws-sdk-js-1717400000000",
        "aws-sdk-java-a1B2-c3",
        "awslambda_42",
        "i-0123456789abcdef0",
        "17174000001",
    ]) {
        it(`takes the session name ${name} for a machine's`, async () => {
            const who = { type: "AssumedRole", principalId: `AROA:${name}`, sessionContext: issuer };
            expect(await ownerOf(who)).to.equal("Analyst");
        });
    }
    for (const name of ["SageMaker-alice", "sagemaker", "i-want", "botocore", "123456789", "my-awslambda", "aws-sdk"]) {
        it(`takes the session name ${name} for a person's`, async () => {
            const who = { type: "AssumedRole", principalId: `AROA:${name}`, sessionContext: issuer };
            expect(await ownerOf(who)).to.equal(name);
        });
    }

    it("has each machine's name once", () => {
        expect(new Set(machineSessionNames.map(({ name }) => name)).size).to.equal(machineSessionNames.length);
    });
    it("throws for nothing that a record may hold, and answers with a text that is not empty", async () => {
        const member = fc.option(fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 2 })), { nil: undefined });
        const identity = fc.record({
            type: fc.option(fc.constantFrom("AssumedRole", "IAMUser", "Root", "IdentityCenterUser", 7), {
                nil: undefined,
            }),
            arn: member,
            principalId: member,
            userName: member,
            sessionContext: fc.option(fc.record({ sourceIdentity: member, sessionIssuer: member }), { nil: undefined }),
            onBehalfOf: member,
            invokedBy: member,
        });
        await fc.assert(
            fc.asyncProperty(fc.oneof(identity, fc.jsonValue()), fc.record({ tags: member }), async (who, request) => {
                const owner: unknown = await ownerOf(who, request);
                expect(owner).to.be.a("string").that.is.not.equal("");
            }),
            { numRuns: 300 },
        );
    });
});
