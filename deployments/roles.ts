import { settingsTable } from "../model/settings/settings";
import { localArn, parseArn } from "../model/aws/arn";
import { chatProblems, type Chat } from "../model/channels/chat";
import { readMembers } from "../model/channels/members";
import { ownerMailProblems, senderOf, type OwnerMail } from "../model/channels/ownerMail";
import { asked } from "../model/workflow/step/step";
import type { PolicyDocument, Statement } from "../model/access/permissions";
import type { StackConfig } from "./stack/stackConfig";
import { accountsIn } from "../model/settings/accounts";
import { deployPolicy, previewPolicy } from "./deployPolicy";
import type { DeployScope } from "./deployScope";
import { reviewTemplate, type DeployedStack } from "./stacks";

/** The policies of a role: who may assume it, and what it may do. */
export interface Role {
    readonly trust: WebIdentityTrust;
    readonly permissions: PolicyDocument;
}

/** Trust in the tokens of an identity provider outside AWS, if they are of this audience and subject. */
interface WebIdentityTrust extends Pick<PolicyDocument, "Version"> {
    readonly Statement: readonly (Omit<Statement, "Principal" | "Condition"> & {
        readonly Principal: { readonly Federated: string };
        readonly Condition: Record<string, Record<string, string | string[]>>;
    })[];
}

/** A setting that is an object, as a stack has it: JSON, or a text where it is none. */
function memberOf(text: string | undefined): unknown {
    try {
        return readMembers(JSON.parse(text ?? "{}"));
    } catch {
        return text;
    }
}

/** What is wrong with the channels of notices in the stack's own file, a sentence each: `deployedBy` reads no others. */
export function channelProblems({ stack, region }: DeployedStack, config: StackConfig, project: string): string[] {
    return [
        ...chatProblems(memberOf(config[`${project}:chat`]), region),
        ...ownerMailProblems(memberOf(config[`${project}:ownerMail`])),
    ].map(({ row, limit, fix }) => `Pulumi.${stack}.yaml: ${row} ${limit}. Fix: ${fix}.`);
}

/** What a row of the table says against the stack's own file, a sentence each. */
export function rowProblems(row: DeployedStack, config: StackConfig, project: string): string[] {
    const { stack, region, roleArn } = row;
    const role = parseArn(roleArn);
    if (role?.service !== "iam" || !role.resource.startsWith("role/")) {
        return [
            `stacks.ts: roleArn of ${stack} is "${roleArn}", but must be arn:<partition>:iam::<account>:role/<name>.`,
        ];
    }
    const problems: string[] = [];
    const set = config["aws:region"] ?? region;
    if (set !== region) {
        problems.push(
            `stacks.ts: region of ${stack} is ${region}, but Pulumi.${stack}.yaml sets aws:region to ${set}.`,
        );
    }
    const { accounts: allowed, problem } = accountsIn(config["aws:allowedAccountIds"]);
    if (problem) {
        problems.push(`Pulumi.${stack}.yaml: ${problem}`);
    }
    if (allowed.length > 0 && !allowed.includes(role.account)) {
        problems.push(
            `stacks.ts: roleArn of ${stack} is in account ${role.account}, but Pulumi.${stack}.yaml allows only ` +
                `${allowed.join(", ")}.`,
        );
    }
    problems.push(...channelProblems(row, config, project));
    if (row.boundary === "required" && !config[`${project}:permissionsBoundaryArn`]) {
        problems.push(
            `stacks.ts: ${stack} requires a permissions boundary, but Pulumi.${stack}.yaml sets none: who deploys could ` +
                `give the guard's roles any right. Fix: create the policy that \`npm run role -- --stack ${stack} --boundary\` ` +
                'prints, and `pulumi config set permissionsBoundaryArn` to its ARN; or set `boundary: "none"` in the table.',
        );
    }
    return problems;
}

/**
 * Review stacks run code that nobody has read: they need a boundary, or an account where no other stack is, and no other
 * stack a name like theirs.
 */
export function reviewProblems(
    review: DeployedStack,
    others: readonly DeployedStack[],
    config: StackConfig,
    project: string,
): string[] {
    const accountOf = ({ roleArn }: DeployedStack) => parseArn(roleArn)?.account;
    const shared = others.filter((other) => accountOf(other) === accountOf(review));
    const [first] = config[`${project}:permissionsBoundaryArn`] ? [] : shared;
    return [
        ...(first
            ? [
                  `reviewStacks puts code that nobody has read into the account of ${first.stack}. Fix: give ${review.stack} ` +
                      `in stacks.ts a role of another account, or set permissionsBoundaryArn in Pulumi.${review.stack}.yaml.`,
              ]
            : []),
        ...shared
            .filter(({ stack }) => stack.startsWith(`${review.stack}-`))
            .map(
                ({ stack }) =>
                    `reviewStacks lets the role of review stacks, ${review.stack}-*, change the stack ${stack}. Fix: give that ` +
                    `stack another name, or ${review.stack} in stacks.ts a role of another account.`,
            ),
        ...(config[`${project}:createTrail`] === "true"
            ? [
                  `reviewStacks makes a trail for each pull request. Fix: remove createTrail from Pulumi.${review.stack}.yaml; ` +
                      "review stacks watch nothing.",
              ]
            : []),
    ];
}

/** What is deployed by this row, with this stack file, in this project. */
export function deployedBy(
    { stack, region, roleArn }: DeployedStack,
    config: StackConfig,
    project: string,
): DeployScope {
    const { partition = "aws", account = "" } = parseArn(roleArn) ?? {};
    const place = { partition, region, account };
    const ownerMail = memberOf(config[`${project}:ownerMail`]) as OwnerMail;
    const chat = memberOf(config[`${project}:chat`]) as Chat;
    return {
        project,
        stack: stack === reviewTemplate.stack ? `${stack}-*` : stack,
        place,
        permissionsBoundaryArn: config[`${project}:permissionsBoundaryArn`] ?? "",
        sweeps:
            (config[`${project}:sweepHours`] ?? String(settingsTable.sweepHours.default)) !== "0" ||
            Boolean(config[`${project}:curfew`]),
        digests: Boolean(config[`${project}:digestAt`]),
        asksForWork: config[`${project}:extendWhileBusy`] === "true",
        createTrail: config[`${project}:createTrail`] === "true",
        chats: asked({ chat }).chat,
        mailIdentities: ownerMail.sender
            ? senderOf(ownerMail, (identity) => localArn(place, "ses", `identity/${identity}`)).identities
            : [],
        adopted: {
            topicArns: ["successTopicArn", "failureTopicArn"].flatMap((key) => config[`${project}:${key}`] || []),
            topicKeyArn: config[`${project}:topicKeyArn`] ?? "",
            dataKeyArn: config[`${project}:dataKeyArn`] ?? "",
        },
    };
}

function webIdentity(
    { place }: DeployScope,
    issuer: string,
    audience: string,
    subject: string | string[],
): WebIdentityTrust {
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "OnlyForThisStack",
                Effect: "Allow",
                Principal: { Federated: `arn:${place.partition}:iam::${place.account}:oidc-provider/${issuer}` },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: {
                    StringEquals: { [`${issuer}:aud`]: audience },
                    StringLike: { [`${issuer}:sub`]: subject },
                },
            },
        ],
    };
}

/** What a deployment may do with the role. Not `preview`: a preview of a pull request runs code that nobody has read. */
const operations = ["update", "refresh", "destroy"];

/**
 * The role that Pulumi Deployments assumes for a stack.
 *
 * Source: https://www.pulumi.com/docs/deployments/guides/oidc/
 */
export function pulumiRole(deployed: DeployScope, organization: string): Role {
    // As addresses have the name, in lower case: AWS compares letter by letter.
    const org = organization.toLowerCase();
    const subject = operations.map(
        (operation) =>
            `pulumi:deploy:org:${org}:project:${deployed.project}:stack:${deployed.stack}:operation:${operation}:*`,
    );
    return {
        trust: webIdentity(deployed, "api.pulumi.com/oidc", org, subject),
        permissions: deployPolicy(deployed),
    };
}

/**
 * The roles that GitHub Actions assumes for a stack: one that deploys, from the stack's environment only, and one that
 * previews pull requests and can only read.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
export function githubRoles(deployed: DeployScope, repository: string): { readonly up: Role; readonly preview: Role } {
    const trust = (context: string) =>
        webIdentity(
            deployed,
            "token.actions.githubusercontent.com",
            "sts.amazonaws.com",
            `repo:${repository}:${context}`,
        );
    const permissions = deployPolicy(deployed);
    return {
        up: { trust: trust(`environment:${deployed.stack}`), permissions },
        preview: { trust: trust("pull_request"), permissions: previewPolicy(permissions) },
    };
}
