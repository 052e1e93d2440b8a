import { expect } from "chai";
import { logDelivery, policyDocument, startExecutions, trustPolicy } from "../../../../model/access/permissions";
import { stopWorkflow, stopWorkflowPermissions } from "../../../../model/workflow/stopWorkflow";
import { Account, unknownValue } from "../../../../proof/e2e/provider/account";
import { boundary } from "../../../../proof/e2e/provider/resourceTypes";
import { workflowArgs } from "../../../support/watch";
import type { Inputs } from "../../../../proof/e2e/provider/resource";

const place = { partition: "aws", region: "eu-west-1", account: "123456789012" };
const boundaryArn = "arn:aws:iam::123456789012:policy/boundary";
const topic = "aws:sns/topic:Topic";
const role = "aws:iam/role:Role";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const queue = "aws:sqs/queue:Queue";
const rule = "aws:cloudwatch/eventRule:EventRule";
const target = "aws:cloudwatch/eventTarget:EventTarget";
const machine = "aws:sfn/stateMachine:StateMachine";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const subscription = "aws:sns/topicSubscription:TopicSubscription";
const dashboard = "aws:cloudwatch/dashboard:Dashboard";

const local = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
const roleArn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const machineArn = local("states", "stateMachine:watch");
const ruleArn = local("events", "rule/created");

const definition = JSON.stringify(stopWorkflow(workflowArgs));
/** What stands in an account with a guard, in the order in which it is made. */
const good = {
    success: [topic, { name: "success" }],
    failure: [topic, { name: "failure" }],
    machineRole: [
        role,
        {
            name: "machine",
            assumeRolePolicy: JSON.stringify(trustPolicy("states.amazonaws.com", place.account, machineArn)),
        },
    ],
    machinePermissions: [
        rolePolicy,
        {
            name: "permissions",
            role: "machine",
            policy: JSON.stringify(policyDocument(...stopWorkflowPermissions(workflowArgs), logDelivery)),
        },
    ],
    ruleRole: [
        role,
        {
            name: "rule",
            assumeRolePolicy: JSON.stringify(trustPolicy("events.amazonaws.com", place.account, ruleArn)),
        },
    ],
    rulePermissions: [
        rolePolicy,
        { name: "permissions", role: "rule", policy: JSON.stringify(policyDocument(startExecutions(machineArn))) },
    ],
    logs: [logGroup, { name: "/aws/vendedlogs/states/watch", retentionInDays: 30 }],
    machine: [
        machine,
        {
            name: "watch",
            type: "STANDARD",
            roleArn: roleArn("machine"),
            definition,
            loggingConfiguration: {
                level: "ERROR",
                logDestination: local("logs", "log-group:/aws/vendedlogs/states/watch:*"),
            },
        },
    ],
    rule: [rule, { name: "created", eventPattern: '{"source":["aws.glue"]}', state: "ENABLED" }],
    queue: [queue, { name: "letters", messageRetentionSeconds: 1_209_600 }],
    target: [
        target,
        {
            rule: "created",
            targetId: "stop-workflow",
            arn: machineArn,
            roleArn: roleArn("rule"),
            inputTransformer: { inputPaths: { id: "$.id" }, inputTemplate: '{"id": <id>}' },
            retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
            deadLetterConfig: { arn: local("sqs", "letters") },
        },
    ],
    alarm: [
        alarm,
        {
            name: "failed",
            comparisonOperator: "GreaterThanThreshold",
            evaluationPeriods: 1,
            period: 60,
            alarmActions: [local("sns", "failure")],
        },
    ],
    subscription: [subscription, { topic: local("sns", "success"), protocol: "email", endpoint: "a@example.com" }],
    dashboard: [dashboard, { dashboardName: "board", dashboardBody: '{"widgets":[]}' }],
} satisfies Record<string, readonly [type: string, inputs: Inputs]>;
type Name = keyof typeof good;
const names = Object.keys(good) as Name[];

/** An account in which these stand, or all of them. */
function standing(these: readonly Name[] = names): Account {
    const account = new Account(place, { [boundary]: [boundaryArn] });
    for (const name of these) {
        make(account, name);
    }
    return account;
}

function make(account: Account, name: Name, change: Inputs = {}): void {
    const [type, inputs] = good[name];
    account.create(type, name, { ...inputs, ...change });
}

const before = (name: Name): readonly Name[] => names.slice(0, names.indexOf(name));

function refusal(act: () => unknown): string {
    try {
        act();
    } catch (error) {
        return (error as Error).message;
    }
    return "nothing was refused";
}

describe("Account", () => {
    describe("refuses to create", () => {
        const cases: readonly (readonly [name: Name, change: Inputs, fault: string])[] = [
            ["success", { name: "" }, 'name is "", which does not match /^[A-Za-z0-9_-]{1,256}$/'],
            [
                "success",
                { name: "sessions.fifo" },
                'name is "sessions.fifo", which does not match /^[A-Za-z0-9_-]{1,256}$/',
            ],
            ["success", { name: undefined }, "name is missing"],
            ["success", { region: "Ireland" }, 'region is "Ireland", which does not match /^[a-z]{2}(-[a-z]+)+-\\d$/'],
            ["success", { displayName: "x" }, "displayName is no property of it"],
            [
                "machineRole",
                { name: "r".repeat(65) },
                `name is "${"r".repeat(65)}", which does not match /^[\\w+=,.@-]{1,64}$/`,
            ],
            [
                "machineRole",
                { path: "glue-cost-control" },
                'path is "glue-cost-control", which does not match /^\\/([!-~]{1,510}\\/)?$/',
            ],
            ["machineRole", { assumeRolePolicy: "{" }, "assumeRolePolicy is not valid JSON"],
            [
                "machineRole",
                { assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}' },
                "assumeRolePolicy the policy: Statement is missing or empty.",
            ],
            [
                "machineRole",
                { permissionsBoundary: "arn:aws:iam::123456789012:policy/none" },
                "permissionsBoundary names arn:aws:iam::123456789012:policy/none, which does not exist",
            ],
            ["machinePermissions", { role: "nobody" }, "role names nobody, which does not exist"],
            ["machinePermissions", { policy: "allow everything" }, "policy is not valid JSON"],
            [
                "machinePermissions",
                {
                    policy: JSON.stringify({
                        Statement: { Effect: "Allow", Action: "x:Y", Resource: `arn:aws:x:::${"y".repeat(10_240)}` },
                    }),
                },
                "policy is longer than 10,240 characters",
            ],
            [
                "machinePermissions",
                { policy: '{"Statement":{"Effect":"Allow","Action":"stop","Resource":"*"}}' },
                'policy the policy, statement 1: Action "stop" is neither * nor service:Name.',
            ],
            [
                "logs",
                { name: "logs of sessions" },
                'name is "logs of sessions", which does not match /^[.\\-_/#A-Za-z0-9]{1,512}$/',
            ],
            [
                "logs",
                { retentionInDays: 31 },
                "retentionInDays is 31, but must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, " +
                    "1096, 1827, 2192, 2557, 2922, 3288, 3653",
            ],
            [
                "machine",
                { name: "w".repeat(81) },
                `name is "${"w".repeat(81)}", which does not match /^[A-Za-z0-9_-]{1,80}$/`,
            ],
            ["machine", { type: "FAST" }, 'type is "FAST", but must be one of STANDARD, EXPRESS'],
            ["machine", { definition: "{" }, "definition is not valid JSON"],
            [
                "machine",
                { definition: definition.replace('"StartAt":"CheckRequest"', '"StartAt":"Check"') },
                'definition The definition: StartAt is "Check", but no state has that name.',
            ],
            ["machine", { roleArn: roleArn("nobody") }, `roleArn names ${roleArn("nobody")}, which does not exist`],
            [
                "machine",
                { roleArn: roleArn("rule") },
                `states.amazonaws.com may not assume the role ${roleArn("rule")} for ${machineArn}`,
            ],
            [
                "machine",
                { loggingConfiguration: { level: "ERROR", logDestination: local("logs", "log-group:none:*") } },
                `loggingConfiguration names ${local("logs", "log-group:none")}, which does not exist`,
            ],
            [
                "machine",
                {
                    loggingConfiguration: {
                        level: "ERROR",
                        logDestination: local("logs", "log-group:/aws/vendedlogs/states/watch"),
                    },
                },
                "loggingConfiguration has no logDestination that ends in :*",
            ],
            [
                "machine",
                { definition: definition.replaceAll("eu-west-1:123456789012:success", "eu-west-1:123456789012:none") },
                `definition names ${local("sns", "none")}, which does not exist`,
            ],
            ["rule", { name: "a rule" }, 'name is "a rule", which does not match /^[.\\-_A-Za-z0-9]{1,64}$/'],
            ["rule", { eventPattern: "glue" }, "eventPattern is not valid JSON"],
            [
                "rule",
                { state: "ON" },
                'state is "ON", but must be one of ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
            ],
            ["rule", { eventBusName: "other" }, 'eventBusName is "other", but must be one of default'],
            [
                "target",
                { inputTransformer: { inputPaths: { id: "$.id" }, inputTemplate: '{"id": <name>}' } },
                "inputTransformer inputTemplate: <name> is not declared; declared and predefined are id, aws.events.rule-arn, " +
                    "aws.events.rule-name, aws.events.event.ingestion-time, aws.events.event, aws.events.event.json.",
            ],
            ["target", { retryPolicy: { maximumRetryAttempts: 185 } }, "retryPolicy is 0, but must be 60 to 86400"],
            [
                "target",
                { arn: local("states", "stateMachine:none") },
                `arn names ${local("states", "stateMachine:none")}, which does not exist`,
            ],
            ["target", { rule: "none" }, "rule names none, which does not exist"],
            [
                "target",
                { deadLetterConfig: { arn: local("sqs", "none") } },
                `deadLetterConfig names ${local("sqs", "none")}, which does not exist`,
            ],
            [
                "target",
                { roleArn: roleArn("machine") },
                `events.amazonaws.com may not assume the role ${roleArn("machine")} for ${ruleArn}`,
            ],
            [
                "queue",
                { messageRetentionSeconds: 1_209_601 },
                "messageRetentionSeconds is 1209601, but must be 60 to 1209600",
            ],
            ["alarm", { period: 90 }, "period is 90, but must be 10, 20, 30 or a multiple of 60"],
            [
                "alarm",
                { alarmActions: [local("sns", "none")] },
                `alarmActions names ${local("sns", "none")}, which does not exist`,
            ],
            [
                "subscription",
                { endpoint: "nobody" },
                'endpoint is "nobody", which does not match /^([^\\s@]+@[^\\s@]+\\.[^\\s@]+|arn:[^:]+:sqs:.+)$/',
            ],
            ["dashboard", { dashboardBody: "{}" }, "dashboardBody has no list of widgets"],
        ];
        for (const [name, change, fault] of cases) {
            it(`${name} with ${JSON.stringify(change).slice(0, 80)}: ${fault.slice(0, 80)}`, () => {
                const account = standing(before(name));
                const resources = account.resources;
                expect(refusal(() => make(account, name, change))).to.equal(
                    `AWS refuses to create ${good[name][0]} "${name}": ${fault}.`,
                );
                expect(account.resources).to.deep.equal(resources);
            });
        }
        it("a state machine whose role may not deliver its logs", () => {
            const account = standing(before("machine").filter((name) => name !== "machinePermissions"));
            const Action = [logDelivery.Action].flat().slice(1);
            make(account, "machinePermissions", { policy: JSON.stringify(policyDocument({ ...logDelivery, Action })) });
            expect(refusal(() => make(account, "machine"))).to.equal(
                `AWS refuses to create ${machine} "machine": the role ${roleArn("machine")} lacks logs:CreateLogDelivery.`,
            );
        });
        it("a target whose role may not start the workflow", () => {
            const account = standing(before("target").filter((name) => name !== "rulePermissions"));
            expect(refusal(() => make(account, "target"))).to.equal(
                `AWS refuses to create ${target} "target": the role ${roleArn("rule")} lacks states:StartExecution.`,
            );
        });
        it("what has the name of another, whatever the program calls it", () => {
            const account = standing();
            for (const name of names) {
                const [type, inputs] = good[name];
                expect(refusal(() => account.create(type, "other", inputs))).to.match(
                    /^AWS refuses to create .+ "other": .+ exists already\.$/,
                );
            }
        });
        it("a type that no guard needs", () => {
            expect(refusal(() => standing().create("aws:s3/bucketAcl:BucketAcl", "b", {}))).to.equal(
                'The e2e does not know the resource type aws:s3/bucketAcl:BucketAcl of "b".',
            );
        });
    });

    it("refuses to change what cannot be changed, and what does not exist", () => {
        const account = standing();
        expect(refusal(() => account.update(topic, "success", { name: "other" }))).to.equal(
            `AWS refuses to update ${topic} "success": name cannot be changed.`,
        );
        expect(refusal(() => account.update(topic, "none", { name: "none" }))).to.equal(
            `AWS cannot update ${topic} "none": it does not exist.`,
        );
    });

    describe("refuses to delete", () => {
        for (const [name, id, users] of [
            [
                "success",
                "success",
                [`${machine} "watch"`, `${subscription} "${local("sns", "success")}:email:a@example.com"`],
            ],
            ["failure", "failure", [`${machine} "watch"`, `${alarm} "failed"`]],
            ["machineRole", "machine", [`${rolePolicy} "machine:permissions"`, `${machine} "watch"`]],
            ["logs", "/aws/vendedlogs/states/watch", [`${machine} "watch"`]],
            ["machine", "watch", [`${target} "created:stop-workflow"`]],
            ["rule", "created", [`${target} "created:stop-workflow"`]],
            [
                "queue",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/letters",
                [`${target} "created:stop-workflow"`],
            ],
        ] as const) {
            it(`${name} while it is in use`, () => {
                const [type] = good[name];
                expect(refusal(() => standing().delete(type, id))).to.equal(
                    `AWS refuses to delete ${type} "${id}": ${users.map((user) => `${user} still uses it`).join("; ")}.`,
                );
            });
        }
        it("what does not exist", () => {
            expect(refusal(() => standing().delete(topic, "none"))).to.equal(
                `AWS cannot delete ${topic} "none": it does not exist.`,
            );
        });
    });

    it("lets everything go in the other order, and is empty then", () => {
        const account = standing();
        for (const { type, id } of [...account.resources].reverse()) {
            account.delete(type, id);
        }
        expect(account.resources).to.deep.equal([]);
    });
    it("takes a boundary that stands in it", () => {
        const account = standing([]);
        make(account, "machineRole", { permissionsBoundary: boundaryArn });
        expect(account.resources).to.have.length(1);
    });
    it("fails the n-th call, once, and does nothing then", () => {
        const account = standing([]);
        account.failCall(2);
        make(account, "success");
        expect(refusal(() => make(account, "failure"))).to.equal(
            `AWS refuses to create ${topic} "failure": ServiceUnavailable, as the e2e asked for.`,
        );
        expect(account.resources.map(({ id }) => id)).to.deep.equal(["success"]);
        make(account, "failure");
        expect(account.resources.map(({ id }) => id)).to.deep.equal(["success", "failure"]);
    });
    describe("in a preview", () => {
        it("makes nothing, and passes over what is not known yet or does not stand yet", () => {
            const account = standing([]);
            const [type, inputs] = good.machine;
            account.create(type, "machine", { ...inputs, roleArn: unknownValue }, true);
            expect(account.resources).to.deep.equal([]);
        });
        it("refuses a definition that AWS would not validate", () => {
            const [type, inputs] = good.machine;
            expect(refusal(() => standing([]).create(type, "machine", { ...inputs, definition: "{" }, true))).to.equal(
                `AWS refuses to create ${machine} "machine": definition is not valid JSON.`,
            );
        });
    });
});
