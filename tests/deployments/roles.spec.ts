import { expect } from "chai";
import { parseArn } from "../../model/aws/arn";
import { deployedBy, githubRoles, pulumiRole, reviewProblems, rowProblems } from "../../deployments/roles";
import { reviewTemplate, stacks, type DeployedStack } from "../../deployments/stacks";
import { readStack } from "../../deployments/stack/stack";

const row: DeployedStack = {
    stack: "prod",
    branch: "production",
    region: "eu-west-1",
    roleArn: "arn:aws:iam::123456789012:role/deploy",
    credentials: "oidc",
    boundary: "required",
};
const prod = deployedBy(row, readStack("prod").config, "glue-cost-control");

describe("rowProblems", () => {
    it("refuses what is no role, another region and another account", () => {
        const config = readStack("prod").config;
        const faults = (changes: Partial<DeployedStack>) =>
            rowProblems({ ...row, ...changes }, config, "glue-cost-control");
        expect(faults({ roleArn: "deploy" })).to.deep.equal([
            'stacks.ts: roleArn of prod is "deploy", but must be arn:<partition>:iam::<account>:role/<name>.',
        ]);
        expect(faults({ region: "us-east-1", roleArn: "arn:aws:iam::111122223333:role/deploy" })).to.deep.equal([
            "stacks.ts: region of prod is us-east-1, but Pulumi.prod.yaml sets aws:region to eu-west-1.",
            "stacks.ts: roleArn of prod is in account 111122223333, but Pulumi.prod.yaml allows only 123456789012.",
        ]);
    });
    it("asks for a boundary where the table requires one", () => {
        const [problem, ...others] = rowProblems(row, {}, "glue-cost-control");
        expect(problem).to.match(
            /^stacks\.ts: prod requires a permissions boundary, but Pulumi\.prod\.yaml sets none: .* Fix: /,
        );
        expect(others).to.deep.equal([]);
        expect(rowProblems({ ...row, boundary: "none" }, {}, "glue-cost-control")).to.deep.equal([]);
    });
    it("finds none in the table as it is", () => {
        const all = [...stacks, reviewTemplate].flatMap((one) =>
            rowProblems(one, readStack(one.stack).config, "glue-cost-control"),
        );
        expect(all).to.deep.equal([]);
    });
});

describe("reviewProblems", () => {
    const review = { ...reviewTemplate, roleArn: "arn:aws:iam::123456789012:role/pr" };

    it("refuses review stacks in the account of another stack", () => {
        expect(reviewProblems(review, stacks, {}, "glue-cost-control")).to.deep.equal([
            "reviewStacks puts code that nobody has read into the account of dev. Fix: give pr in stacks.ts a role of " +
                "another account, or set permissionsBoundaryArn in Pulumi.pr.yaml.",
        ]);
    });
    it("takes them under a boundary, or in an account of their own", () => {
        const bounded = { "glue-cost-control:permissionsBoundaryArn": "arn:aws:iam::123456789012:policy/b" };
        expect(reviewProblems(review, stacks, bounded, "glue-cost-control")).to.deep.equal([]);
        expect(reviewProblems(reviewTemplate, stacks, {}, "glue-cost-control")).to.deep.equal([]);
    });
    it("refuses another stack whose name begins as theirs do, in their account", () => {
        const bounded = { "glue-cost-control:permissionsBoundaryArn": "arn:aws:iam::123456789012:policy/b" };
        const others = ["pr-prod", "pr.prod", "prod"].map((stack) => ({ ...row, stack }));
        expect(reviewProblems(review, others, bounded, "glue-cost-control")).to.deep.equal([
            "reviewStacks lets the role of review stacks, pr-*, change the stack pr-prod. Fix: give that stack another " +
                "name, or pr in stacks.ts a role of another account.",
        ]);
        expect(reviewProblems(reviewTemplate, others, {}, "glue-cost-control")).to.deep.equal([]);
    });
    it("refuses a trail for each pull request", () => {
        const trail = { "glue-cost-control:createTrail": "true" };
        expect(reviewProblems(reviewTemplate, stacks, trail, "glue-cost-control")).to.deep.equal([
            "reviewStacks makes a trail for each pull request. Fix: remove createTrail from Pulumi.pr.yaml; review stacks " +
                "watch nothing.",
        ]);
    });
});

describe("deployedBy", () => {
    it("takes place, boundary and trail from row and stack file", () => {
        const boundary = "arn:aws-cn:iam::123456789012:policy/boundary";
        const config = {
            "glue-cost-control:permissionsBoundaryArn": boundary,
            "glue-cost-control:createTrail": "true",
        };
        const roleArn = "arn:aws-cn:iam::123456789012:role/deploy";
        expect(deployedBy({ ...row, roleArn, region: "cn-north-1" }, config, "glue-cost-control")).to.deep.equal({
            project: "glue-cost-control",
            stack: "prod",
            place: { partition: "aws-cn", region: "cn-north-1", account: "123456789012" },
            permissionsBoundaryArn: boundary,
            createTrail: true,
            sweeps: true,
            asksForWork: false,
            digests: false,
            chats: false,
            mailIdentities: [],
            adopted: { topicArns: [], topicKeyArn: "", dataKeyArn: "" },
        });
    });
    for (const [what, settings, sweeps] of [
        ["neither sweep nor curfew", { sweepHours: "0" }, false],
        ["a curfew alone", { sweepHours: "0", curfew: "19:00" }, true],
        ["the default sweep", {}, true],
    ] as const) {
        it(`knows whether there are schedules, with ${what}`, () => {
            const config = Object.fromEntries(
                Object.entries(settings).map(([key, value]) => [`glue-cost-control:${key}`, value]),
            );
            expect(deployedBy(row, config, "glue-cost-control").sweeps).to.equal(sweeps);
        });
    }
    it("knows whether there is a digest", () => {
        const config = { "glue-cost-control:digestAt": "08:00" };
        expect(deployedBy(row, config, "glue-cost-control").digests).to.equal(true);
    });
    it("takes a member that is null for not given, and no channel for what is none: the row has the problem", () => {
        const of = (chat: string) => deployedBy(row, { "glue-cost-control:chat": chat }, "glue-cost-control").chats;
        expect([of('{"slackTeamId":null}'), of("{}")]).to.deep.equal([false, false]);
        const { config } = readStack("prod");
        for (const wrong of ["#glue", '"#glue"', "[]", "null", "7"]) {
            expect(
                rowProblems(
                    row,
                    { ...config, "glue-cost-control:chat": wrong, "glue-cost-control:ownerMail": wrong },
                    "glue-cost-control",
                ).slice(-2),
                wrong,
            ).to.deep.equal([
                "Pulumi.prod.yaml: chat must be an object. Fix: set chat.slackTeamId and chat.slackChannelId.",
                "Pulumi.prod.yaml: ownerMail must be an object. Fix: set ownerMail.sender and ownerMail.domains[0].",
            ]);
        }
    });
    it("knows whether there is a chat channel, and from which identities owners are mailed", () => {
        const of = (chat: object, ownerMail: object) => {
            const { chats, mailIdentities } = deployedBy(
                row,
                {
                    "glue-cost-control:chat": JSON.stringify(chat),
                    "glue-cost-control:ownerMail": JSON.stringify(ownerMail),
                },
                "glue-cost-control",
            );
            return { chats, mailIdentities };
        };
        const { partition = "", account = "" } = parseArn(row.roleArn) ?? {};
        expect(of({}, {})).to.deep.equal({ chats: false, mailIdentities: [] });
        expect(
            of({ slackTeamId: "T0", slackChannelId: "C0" }, { sender: "glue@example.com", domains: ["example.com"] }),
        ).to.deep.equal({
            chats: true,
            mailIdentities: ["glue@example.com", "example.com"].map(
                (identity) => `arn:${partition}:ses:${row.region}:${account}:identity/${identity}`,
            ),
        });
    });
    it("knows whether sessions are asked for their work", () => {
        const config = { "glue-cost-control:extendWhileBusy": "true" };
        expect(deployedBy(row, config, "glue-cost-control").asksForWork).to.equal(true);
    });
    it("takes review stacks by whatever name", () => {
        expect(deployedBy(reviewTemplate, readStack("pr").config, "glue-cost-control").stack).to.equal("pr-*");
    });
});

describe("pulumiRole", () => {
    it("trusts Pulumi Cloud for updates, refreshes and destroys of this stack, in this organisation", () => {
        expect(pulumiRole(prod, "Acme").trust.Statement).to.deep.equal([
            {
                Sid: "OnlyForThisStack",
                Effect: "Allow",
                Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/api.pulumi.com/oidc" },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: {
                    StringEquals: { "api.pulumi.com/oidc:aud": "acme" },
                    StringLike: {
                        "api.pulumi.com/oidc:sub": ["update", "refresh", "destroy"].map(
                            (operation) =>
                                `pulumi:deploy:org:acme:project:glue-cost-control:stack:prod:operation:${operation}:*`,
                        ),
                    },
                },
            },
        ]);
    });
});

describe("githubRoles", () => {
    it("trusts GitHub for the stack's environment to deploy, and for pull requests to read", () => {
        const { up, preview } = githubRoles(prod, "acme/glue");
        const subject = ({ trust }: typeof up) =>
            trust.Statement[0]?.Condition.StringLike?.["token.actions.githubusercontent.com:sub"];
        expect(subject(up)).to.equal("repo:acme/glue:environment:prod");
        expect(subject(preview)).to.equal("repo:acme/glue:pull_request");
        expect(up.trust.Statement[0]?.Condition.StringEquals).to.deep.equal({
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        });
        expect(JSON.stringify(up.permissions)).to.include("iam:CreateRole");
        expect(JSON.stringify(preview.permissions)).not.to.include("iam:CreateRole");
    });
});
