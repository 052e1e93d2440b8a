import { expect } from "chai";
import { ownerMailProblems, senderOf } from "../../../model/channels/ownerMail";

const right = { sender: "glue@example.com", domains: ["example.com"] };
const said = (value: unknown) => ownerMailProblems(value).map(({ row, limit, fix }) => `${row} ${limit}: ${fix}`);
const noSender = "an address such as glue@example.com, or the ARN of an identity of SES: correct it, or remove it";
const noDomains = 'a list of 1 to 10 domains, such as ["example.com"]: correct it, or remove it';

describe("ownerMailProblems", () => {
    for (const [what, value, problems] of [
        [
            "no object",
            "glue@example.com",
            ["ownerMail must be an object: set ownerMail.sender and ownerMail.domains[0]"],
        ],
        [
            "a sender without domains",
            { sender: "glue@example.com" },
            ["ownerMail lacks domains: set sender and domains, or leave ownerMail empty"],
        ],
        [
            "roles alone",
            { roles: ["arn:aws:iam::123456789012:role/Saml"] },
            ["ownerMail lacks sender and domains: set sender and domains, or leave ownerMail empty"],
        ],
        [
            "a sender with a name",
            { ...right, sender: "Glue <glue@example.com>" },
            [`ownerMail.sender is "Glue <glue@example.com>", but must be ${noSender}`],
        ],
        [
            "the ARN of a topic",
            { ...right, sender: "arn:aws:sns:eu-west-1:123456789012:glue" },
            [`ownerMail.sender is "arn:aws:sns:eu-west-1:123456789012:glue", but must be ${noSender}`],
        ],
        [
            "an address for a domain, a wildcard, and no list",
            { ...right, domains: ["me@example.com"] },
            [`ownerMail.domains is ["me@example.com"], but must be ${noDomains}`],
        ],
        ["a wildcard", { ...right, domains: ["*"] }, [`ownerMail.domains is ["*"], but must be ${noDomains}`]],
        [
            "no list",
            { ...right, domains: "example.com" },
            [`ownerMail.domains is "example.com", but must be ${noDomains}`],
        ],
        ["an empty list", { ...right, domains: [] }, [`ownerMail.domains is [], but must be ${noDomains}`]],
        [
            "the name of a role, and an unknown member",
            { ...right, roles: ["Saml"], domain: "example.com" },
            [
                'ownerMail.roles is ["Saml"], but must be a list of 1 to 10 ARNs of roles: correct it, or remove it',
                "ownerMail.domain is no member: the nearest is domains",
            ],
        ],
    ] as const) {
        it(`refuses ${what}`, () => {
            expect(said(value)).to.deep.equal(problems);
        });
    }
    it("takes a domain in its ASCII form", () => {
        expect(said({ sender: "glue@xn--e1afmkfd.xn--p1ai", domains: ["xn--e1afmkfd.xn--p1ai"] })).to.deep.equal([]);
    });
    it("takes nothing, an address, and identities of an address and of a domain", () => {
        const arn = "arn:aws:ses:eu-west-1:123456789012:identity/";
        const senders = ["glue@example.com", `${arn}glue@example.com`, `${arn}example.com`];
        expect([{}, ...senders.map((sender) => ({ ...right, sender }))].flatMap(said)).to.deep.equal([]);
    });
});

describe("senderOf", () => {
    const arnOf = (identity: string) => `arn:${identity}`;
    it("of an address: whichever identity is verified, its own or its domain's", () => {
        expect(senderOf(right, arnOf)).to.deep.equal({
            from: "glue@example.com",
            identities: ["arn:glue@example.com", "arn:example.com"],
        });
    });
    it("of an identity: that one, by its address or by a name of ours", () => {
        const arn = "arn:aws:ses:eu-west-1:123456789012:identity/";
        expect(senderOf({ sender: `${arn}a@example.com` }, arnOf)).to.deep.equal({
            from: "a@example.com",
            arn: `${arn}a@example.com`,
            identities: [`${arn}a@example.com`],
        });
        expect(senderOf({ sender: `${arn}example.com` }, arnOf)).to.deep.equal({
            from: "glue-cost-control@example.com",
            arn: `${arn}example.com`,
            identities: [`${arn}example.com`],
        });
    });
});
