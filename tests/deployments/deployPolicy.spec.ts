import { expect } from "chai";
import { GlueSessionGuard } from "../../components";
import { boundaryPolicy } from "../../deployments/boundaryPolicy";
import { deployPolicy, previewPolicy } from "../../deployments/deployPolicy";
import type { DeployScope } from "../../deployments/deployScope";
import { grants } from "../../deployments/grants";
import type { PolicyDocument } from "../../model/access/permissions";
import { decide } from "../../proof/simulator/aws/iam/iam";
import { runPulumi, runStack } from "../../proof/simulator/program/program";
import type { Registered } from "../../proof/simulator/program/registration";

const place = { partition: "aws", region: "eu-west-1", account: "123456789012" };
const boundary = "arn:aws:iam::123456789012:policy/boundary";
const dev: DeployScope = {
    project: "glue-cost-control",
    stack: "dev",
    place,
    permissionsBoundaryArn: "",
    createTrail: false,
    sweeps: false,
    asksForWork: false,
    digests: false,
    chats: false,
    mailIdentities: [],
    adopted: { topicArns: [], topicKeyArn: "", dataKeyArn: "" },
};
const policy = deployPolicy(dev);

const may = (action: string, resource: string, context: Record<string, string> = {}, document = policy) =>
    decide(
        { principal: { arn: "arn:aws:iam::123456789012:role/deploy" }, action, resource, context },
        { identity: [document] },
    ).allowed;

/** What must be allowed to create a resource of this type, on its own ARN. */
const creation: Readonly<Record<string, string>> = {
    "aws:cloudwatch/eventRule:EventRule": "events:PutRule",
    "aws:cloudwatch/logGroup:LogGroup": "logs:CreateLogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "cloudwatch:PutMetricAlarm",
    "aws:iam/role:Role": "iam:CreateRole",
    "aws:sfn/stateMachine:StateMachine": "states:CreateStateMachine",
    "aws:sns/topic:Topic": "sns:CreateTopic",
    "aws:sqs/queue:Queue": "sqs:CreateQueue",
};

describe("boundaryPolicy", () => {
    const work = { "glue-cost-control:maxWaitSeconds": "43200", "glue-cost-control:extendWhileBusy": "true" };
    const digest = { "glue-cost-control:digestAt": "08:00" };
    const people = {
        "glue-cost-control:chat": JSON.stringify({ slackTeamId: "T0", slackChannelId: "C0" }),
        "glue-cost-control:ownerMail": JSON.stringify({ sender: "glue@example.com", domains: ["example.com"] }),
    };
    const mailIdentities = ["glue@example.com", "example.com"].map(
        (identity) => `arn:aws:ses:eu-west-1:123456789012:identity/${identity}`,
    );
    for (const [stack, what, settings] of [
        ["dev", "with a sweep", { "glue-cost-control:sweepHours": "6" }],
        ["prod", "with a sweep", { "glue-cost-control:sweepHours": "6" }],
        ["dev", "with sessions at work, and no sweep", { "glue-cost-control:sweepHours": "0", ...work }],
        ["prod", "with both", { "glue-cost-control:sweepHours": "6", ...work }],
        ["dev", "with a digest alone", { "glue-cost-control:sweepHours": "0", ...digest }],
        ["dev", "with chat and mail to owners alone", { "glue-cost-control:sweepHours": "0", ...people }],
        ["prod", "with everything", { "glue-cost-control:sweepHours": "6", ...work, ...digest, ...people }],
    ] as const) {
        it(`allows all that the roles of ${stack} may do ${what}, and nothing on other resources`, async () => {
            const topicArns = ["success-stepfunction", "failure-stepfunction"].map(
                (name) => `arn:aws:sns:eu-west-1:123456789012:${name}`,
            );
            const document = boundaryPolicy({
                ...dev,
                stack,
                sweeps: settings["glue-cost-control:sweepHours"] !== "0",
                asksForWork: "glue-cost-control:extendWhileBusy" in settings,
                digests: "glue-cost-control:digestAt" in settings,
                chats: "glue-cost-control:chat" in settings,
                mailIdentities: "glue-cost-control:ownerMail" in settings ? mailIdentities : [],
                adopted: { topicArns, topicKeyArn: "", dataKeyArn: "" },
            });
            const statements = (await runStack(stack, settings)).resources
                .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
                .flatMap(({ inputs }) => (inputs.policy as PolicyDocument).Statement);
            const asked = statements.flatMap(({ Action, Resource }) =>
                [Action]
                    .flat()
                    .flatMap((action) =>
                        [Resource ?? []]
                            .flat()
                            .map((resource) => [action, resource.replace(/(?<=.)\*$/, "x")] as const),
                    ),
            );
            const context = { "cloudwatch:namespace": "GlueCostControl" };
            expect(asked.length).to.be.greaterThan(10);
            expect(asked.some(([action]) => action === "glue:ListStatements")).to.equal(
                "glue-cost-control:extendWhileBusy" in settings,
            );
            expect(asked.filter(([action, arn]) => !may(action, arn, context, document))).to.deep.equal([]);
            for (const [action, arn] of [
                ["iam:PutRolePolicy", "arn:aws:iam::123456789012:role/admin"],
                ["sns:Publish", "arn:aws:sns:eu-west-1:123456789012:payroll"],
                ["states:StartExecution", "arn:aws:states:eu-west-1:123456789012:stateMachine:glue-cost-control--x--s"],
                ["glue:DeleteSession", "arn:aws:glue:eu-west-1:123456789012:session/s"],
            ] as const) {
                expect(may(action, arn, context, document), action).to.equal(false);
            }
        });
    }
});

const guardOf = (stack: string) =>
    runPulumi(() => new GlueSessionGuard("sessions", { waitSeconds: 1800, createDashboard: true }), {
        stack,
        config: { "aws:region": "eu-west-1" },
    });

/** What a stack of this name has in AWS. */
async function arnsOf(stack: string): Promise<string[]> {
    const { resources } = await guardOf(stack);
    return resources.flatMap(({ outputs }) => (typeof outputs.arn === "string" ? [outputs.arn] : []));
}

describe("deployPolicy", () => {
    it("lets a chat channel be made, and changed under its own name alone, and hands its role to that service alone", () => {
        const document = deployPolicy({ ...dev, chats: true });
        const configuration = (name: string) =>
            `arn:aws:chatbot::123456789012:chat-configuration/slack-channel/${name}`;
        const role = "arn:aws:iam::123456789012:role/glue-cost-control/glue-cost-control--dev/x";
        const chatbot = { "iam:PassedToService": "chatbot.amazonaws.com" };
        const own = configuration("glue-cost-control--dev--sessions-chat");
        expect([
            may("chatbot:CreateSlackChannelConfiguration", "*", {}, document),
            may("chatbot:UpdateSlackChannelConfiguration", own, {}, document),
            may("iam:PassRole", role, chatbot, document),
            may("chatbot:DeleteSlackChannelConfiguration", configuration("glue-cost-control--prod--x"), {}, document),
            may("chatbot:CreateSlackChannelConfiguration", "*"),
            may("iam:PassRole", role, chatbot),
        ]).to.deep.equal([true, true, true, false, false, false]);
    });
    const registered: Registered[] = [];
    before(async () => {
        const changes = {
            "glue-cost-control:createTrail": "true",
            "glue-cost-control:sweepHours": "6",
            "glue-cost-control:digestAt": "08:00",
            "glue-cost-control:notificationEmail": "team@example.com",
        };
        const chat = (ids: object) => ({ "glue-cost-control:chat": JSON.stringify(ids) });
        for (const { resources } of [
            await runStack("dev"),
            await runStack("dev", chat({ slackTeamId: "T0", slackChannelId: "C0" })),
            await runStack(
                "dev",
                chat({
                    teamsTenantId: "0a1b2c3d-0000-4000-8000-0123456789ab",
                    teamsTeamId: "1a1b2c3d-0000-4000-8000-0123456789ab",
                    teamsChannelId: "19%3aab12%40thread.tacv2",
                }),
            ),
            await runStack("dev", changes),
            await runStack("prod", { "glue-cost-control:createTrail": "true" }),
        ]) {
            registered.push(...resources.filter(({ type }) => !type.startsWith("glue-cost-control:")));
        }
    });

    it("has a row for each resource type that the guard registers, and for no other", () => {
        expect(Object.keys(grants).sort()).to.deep.equal([...new Set(registered.map(({ type }) => type))].sort());
    });
    it("lets every resource be made under the name that it gets", () => {
        const made = registered.flatMap(({ type, name, outputs }) => {
            const action = creation[type];
            const stack = String(outputs.arn).includes("--prod--") ? "prod" : "dev";
            return action
                ? [[name, may(action, String(outputs.arn), {}, deployPolicy({ ...dev, stack }))] as const]
                : [];
        });
        expect(made.length).to.be.greaterThan(30);
        expect(made.filter(([, allowed]) => !allowed)).to.deep.equal([]);
    });
    for (const [action, resource] of [
        ["events:PutRule", "arn:aws:events:eu-west-1:123456789012:rule/payroll"],
        ["events:DeleteRule", "arn:aws:events:us-east-1:123456789012:rule/glue-cost-control--dev--sessions"],
        ["sqs:DeleteQueue", "arn:aws:sqs:eu-west-1:123456789012:orders"],
        ["sqs:ReceiveMessage", "arn:aws:sqs:eu-west-1:123456789012:glue-cost-control--dev--sessions-dead-letters"],
        ["sns:Publish", "arn:aws:sns:eu-west-1:123456789012:glue-cost-control--dev--sessions-success"],
        [
            "states:StartExecution",
            "arn:aws:states:eu-west-1:123456789012:stateMachine:glue-cost-control--dev--sessions",
        ],
        [
            "states:UpdateStateMachine",
            "arn:aws:states:eu-west-1:123456789012:stateMachine:glue-cost-control--prod--sessions",
        ],
        ["logs:DeleteLogGroup", "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/glue/jobs"],
        ["iam:CreateRole", "arn:aws:iam::123456789012:role/admin"],
        ["iam:PutRolePolicy", "arn:aws:iam::123456789012:role/glue-cost-control-deploy-dev"],
        [
            "iam:AttachRolePolicy",
            "arn:aws:iam::123456789012:role/glue-cost-control/glue-cost-control--dev/glue-cost-control--dev--sessions-rule",
        ],
        [
            "cloudtrail:StopLogging",
            "arn:aws:cloudtrail:eu-west-1:123456789012:trail/glue-cost-control--dev--sessions-trail-1234567",
        ],
        ["s3:GetObject", "arn:aws:s3:::glue-cost-control--dev--sessions-trail-1234567/AWSLogs/1"],
        ["glue:StopSession", "arn:aws:glue:eu-west-1:123456789012:session/s-1"],
    ] as const) {
        it(`does not allow ${action} on ${resource}`, () => {
            expect(may(action, resource)).to.equal(false);
            expect(may(action, resource, {}, deployPolicy({ ...dev, createTrail: true }))).to.equal(
                action === "cloudtrail:StopLogging",
            );
        });
    }
    it("lets a preview check the definition, and read what a refresh reads", () => {
        expect(may("states:ValidateStateMachineDefinition", "*")).to.equal(true);
        expect(
            may(
                "states:ListStateMachineVersions",
                "arn:aws:states:eu-west-1:123456789012:stateMachine:glue-cost-control--dev--sessions",
            ),
        ).to.equal(true);
    });
    it("hands roles of the guard to Step Functions and EventBridge, and to nothing else", () => {
        const role =
            "arn:aws:iam::123456789012:role/glue-cost-control/glue-cost-control--dev/glue-cost-control--dev--sessions-rule";
        const pass = (service: string) => may("iam:PassRole", role, { "iam:PassedToService": service });
        expect([
            pass("states.amazonaws.com"),
            pass("events.amazonaws.com"),
            pass("lambda.amazonaws.com"),
        ]).to.deep.equal([true, true, false]);
        expect(
            may("iam:PassRole", "arn:aws:iam::123456789012:role/admin", {
                "iam:PassedToService": "states.amazonaws.com",
            }),
        ).to.equal(false);
    });
    it("makes and changes roles only under the boundary, where one is set", () => {
        const bounded = deployPolicy({ ...dev, permissionsBoundaryArn: boundary });
        const role =
            "arn:aws:iam::123456789012:role/glue-cost-control/glue-cost-control--dev/glue-cost-control--dev--sessions-rule";
        for (const action of [
            "iam:CreateRole",
            "iam:PutRolePolicy",
            "iam:DeleteRolePolicy",
            "iam:PutRolePermissionsBoundary",
        ]) {
            expect(may(action, role, { "iam:PermissionsBoundary": boundary }, bounded), action).to.equal(true);
            expect(may(action, role, { "iam:PermissionsBoundary": `${boundary}2` }, bounded), action).to.equal(false);
            expect(may(action, role, {}, bounded), action).to.equal(false);
        }
        expect(
            may("iam:DeleteRolePermissionsBoundary", role, { "iam:PermissionsBoundary": boundary }, bounded),
        ).to.equal(false);
        expect(may("iam:CreateRole", role)).to.equal(true);
        expect(may("iam:PutRolePermissionsBoundary", role)).to.equal(false);
    });
    it("allows iam actions only under the guards' own path", () => {
        const iam = policy.Statement.filter(({ Action }) => JSON.stringify(Action).includes("iam:"));
        expect(iam).to.have.length(6);
        expect([...new Set(iam.map(({ Resource }) => Resource))]).to.deep.equal([
            "arn:aws:iam::123456789012:role/glue-cost-control/glue-cost-control--dev/*",
        ]);
    });
    for (const [stack, others] of [
        ["dev", ["prod", "pr-1", "dev-2", "dev--x", "de", "Dev", "dev.2"]],
        ["prod", ["dev", "pr-1", "prod-eu", "prod.eu-west-1"]],
        ["pr-*", ["dev", "prod", "production", "pr.x", "-pr-x", "PR-1"]],
    ] as const) {
        it(`allows nothing on what other stacks of the account have: ${stack}`, async () => {
            const document = deployPolicy({ ...dev, stack, createTrail: true, sweeps: true });
            const actions = document.Statement.filter(({ Resource }) => Resource !== "*").flatMap(
                ({ Action }) => Action,
            );
            let asked = 0;
            const reached: string[] = [];
            for (const other of others) {
                for (const arn of await arnsOf(other)) {
                    for (const action of actions) {
                        asked += 1;
                        const context = { "iam:PassedToService": "states.amazonaws.com" };
                        if (may(action.replace("*", "X"), arn, context, document)) {
                            reached.push(`${action} on ${arn}`);
                        }
                    }
                }
            }
            expect(asked).to.be.greaterThan(1000);
            expect(reached).to.deep.equal([]);
        });
    }
    for (const [scope, stack] of [
        ["dev", "dev"],
        ["pr-*", "pr-1"],
        ["pr-*", "pr-acme-glue-cost-control-12"],
    ] as const) {
        it(`allows ${scope} to create all that the stack ${stack} has`, async () => {
            const document = deployPolicy({ ...dev, stack: scope });
            const { resources } = await guardOf(stack);
            const denied = resources
                .filter(({ type, outputs }) => type in creation && typeof outputs.arn === "string")
                .filter(({ type, outputs }) => !may(creation[type] ?? "", String(outputs.arn), {}, document));
            expect(denied.map(({ name }) => name)).to.deep.equal([]);
        });
    }
    it("names every resource but of three actions, which know none", () => {
        const unnamed = deployPolicy({ ...dev, createTrail: true }).Statement.filter(
            ({ Resource }) => Resource === "*",
        );
        expect(unnamed.map(({ Action }) => Action)).to.deep.equal([
            "logs:DescribeLogGroups",
            "states:ValidateStateMachineDefinition",
            "cloudtrail:DescribeTrails",
        ]);
    });
    it("has no action twice, each Sid once, and fits a managed policy of 6,144 characters", () => {
        const whole = deployPolicy({ ...dev, createTrail: true, sweeps: true, permissionsBoundaryArn: boundary });
        expect(JSON.stringify(whole).length).to.be.at.most(6144);
        const sids = whole.Statement.map(({ Sid }) => Sid);
        expect(new Set(sids).size).to.equal(sids.length);
        expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).to.deep.equal([]);
    });
    it("stands in any partition", () => {
        const china = { partition: "aws-cn", region: "cn-north-1", account: "123456789012" };
        const arns = JSON.stringify(deployPolicy({ ...dev, place: china, createTrail: true })).match(/arn:[a-z-]+:/g);
        expect([...new Set(arns)]).to.deep.equal(["arn:aws-cn:"]);
    });
});

describe("previewPolicy", () => {
    it("reads and changes nothing", () => {
        const actions = previewPolicy(deployPolicy({ ...dev, createTrail: true })).Statement.flatMap(
            ({ Action }) => Action,
        );
        expect(actions).to.include.members([
            "states:ValidateStateMachineDefinition",
            "events:DescribeRule",
            "iam:GetRole",
        ]);
        expect(actions.filter((action) => !/:(Get|Describe|List|Validate)/.test(action))).to.deep.equal([]);
        expect(actions.filter((action) => /PassRole|Tag(Role|Queue|Resource)$/.test(action))).to.deep.equal([]);
    });
});
