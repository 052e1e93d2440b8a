import { readFileSync } from "node:fs";
import { expect } from "chai";
import { GlueSessionGuard } from "../components";
import { loadConfig } from "../config";
import { readStack } from "../deployments/stack/stack";
import { runPulumi, runStack, type Program } from "../proof/simulator/program/program";
import { secretMark } from "../proof/simulator/program/stackState";
import { waitSecondsOf } from "../proof/simulator/program/stackState";
import {
    chatTrust,
    deadLetterPolicy,
    digestQueuePolicy,
    logDelivery,
    topicPolicy,
    type PolicyDocument,
} from "../model/access/permissions";
import type { Registered } from "../proof/simulator/program/registration";
import { config } from "./support/stacks";

/** "type name < parent", without what is the same in all types. */
const line = ({ type, name, parent }: Registered) =>
    `${type.replace(/^glue-cost-control:index:|^aws:/, "").replace(/\/\w+:/, ":")} ${name} < ${parent}`;
const find = ({ resources }: Program, name: string, type: string): Registered => {
    const found = resources.filter((resource) => resource.name === name && resource.type.endsWith(`:${type}`));
    expect(found, `${type} ${name}`).to.have.length(1);
    return found[0] as Registered;
};

const always = [
    "GuardRole sessions-sweep-reader-role < sessions-sweep",
    "GuardRole sessions-sweep-role < sessions-sweep",
    "SessionSweep sessions-sweep < sessions",
    "iam:Role sessions-sweep-reader-role < sessions-sweep-reader-role",
    "iam:Role sessions-sweep-role < sessions-sweep-role",
    "iam:RolePolicy sessions-sweep-reader-role-permissions < sessions-sweep-reader-role",
    "iam:RolePolicy sessions-sweep-role-permissions < sessions-sweep-role",
    "scheduler:Schedule sessions-sweep-schedule < sessions-sweep",
    "scheduler:ScheduleGroup sessions-sweep-group < sessions-sweep",
    "sfn:StateMachine sessions-sweep-reader < sessions-sweep",
    "FailureAlarms sessions-alarms < sessions",
    "GlueSessionGuard sessions < glue-cost-control-STACK",
    "GuardRole sessions-rule-role < sessions-rule",
    "GuardRole sessions-workflow-role < sessions-workflow",
    "SessionRule sessions-rule < sessions",
    "StopWorkflow sessions-workflow < sessions",
    "cloudwatch:EventRule sessions-rule < sessions-rule",
    "cloudwatch:EventTarget sessions-rule-target < sessions-rule",
    "cloudwatch:LogGroup sessions-workflow-logs < sessions-workflow",
    "cloudwatch:MetricAlarm sessions-alarms-dead-letters < sessions-alarms",
    "cloudwatch:MetricAlarm sessions-alarms-executions-aborted < sessions-alarms",
    "cloudwatch:MetricAlarm sessions-alarms-executions-failed < sessions-alarms",
    "cloudwatch:MetricAlarm sessions-alarms-executions-timed-out < sessions-alarms",
    "cloudwatch:MetricAlarm sessions-alarms-rule-failed < sessions-alarms",
    "iam:Role sessions-rule-role < sessions-rule-role",
    "iam:Role sessions-workflow-role < sessions-workflow-role",
    "iam:RolePolicy sessions-rule-role-permissions < sessions-rule-role",
    "iam:RolePolicy sessions-workflow-role-permissions < sessions-workflow-role",
    "sfn:StateMachine sessions-workflow-machine < sessions-workflow",
    "sqs:Queue sessions-rule-dead-letters < sessions-rule",
    "sqs:QueuePolicy sessions-rule-dead-letters-policy < sessions-rule",
];
const topics = [
    "NoticeTopic sessions-failure < sessions",
    "NoticeTopic sessions-success < sessions",
    "sns:Topic sessions-failure-topic < sessions-failure",
    "sns:Topic sessions-success-topic < sessions-success",
    "sns:TopicPolicy sessions-failure-policy < sessions-failure",
    "sns:TopicPolicy sessions-success-policy < sessions-success",
];
const lines = (stack: string, ...more: string[]) =>
    [...always, ...more].map((text) => text.replace("STACK", stack)).sort();

describe("Pulumi.dev.yaml", () => {
    let dev: Program;
    before(async () => {
        dev = await runStack("dev");
    });

    it("registers exactly these resources", () => {
        expect(dev.resources.map(line).sort()).to.deep.equal(lines("dev", ...topics));
    });
    it("gives these outputs", () => {
        const { readme, ...outputs } = dev.outputs;
        expect(readme).to.match(/^# Glue cost control\n/);
        expect(outputs).to.deep.equal({
            stateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:glue-cost-control--dev--sessions",
            stateMachineUrl:
                "https://console.aws.amazon.com/states/home?region=eu-west-1#/statemachines/view/" +
                "arn:aws:states:eu-west-1:123456789012:stateMachine:glue-cost-control--dev--sessions",
            logGroupName: "/aws/vendedlogs/states/glue-cost-control--dev--sessions",
            ruleName: "glue-cost-control--dev--sessions",
            ruleArn: "arn:aws:events:eu-west-1:123456789012:rule/glue-cost-control--dev--sessions",
            deadLetterQueueUrl:
                "https://sqs.eu-west-1.amazonaws.com/123456789012/glue-cost-control--dev--sessions-dead-letters",
            successTopicArn: "arn:aws:sns:eu-west-1:123456789012:glue-cost-control--dev--sessions-success",
            failureTopicArn: "arn:aws:sns:eu-west-1:123456789012:glue-cost-control--dev--sessions-failure",
        });
    });
    it("mentions only outputs that exist in the stack's read-me", () => {
        const named = [...String(dev.outputs.readme).matchAll(/\$\{outputs\.(\w+)\}/g)].map(([, name]) => name);
        expect(named.filter((name) => !(String(name) in dev.outputs))).to.deep.equal([]);
    });
    it("makes the state machine as its arguments say, after its permissions", () => {
        const machine = find(dev, "sessions-workflow-machine", "StateMachine");
        const { definition, ...inputs } = machine.inputs;
        expect(inputs).to.deep.equal({
            name: "glue-cost-control--dev--sessions",
            type: "STANDARD",
            roleArn: find(dev, "sessions-workflow-role", "Role").outputs.arn,
            loggingConfiguration: {
                level: "ERROR",
                includeExecutionData: true,
                logDestination:
                    "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/glue-cost-control--dev--sessions:*",
            },
            tracingConfiguration: { enabled: false },
        });
        expect(String(definition)).to.include('"limit":{"seconds":30},');
        expect(machine.dependsOn).to.include("sessions-workflow-role-permissions");
    });
    it("keeps the log 30 days, under the vended logs' prefix", () => {
        expect(find(dev, "sessions-workflow-logs", "LogGroup").inputs).to.deep.equal({
            name: "/aws/vendedlogs/states/glue-cost-control--dev--sessions",
            retentionInDays: 30,
        });
    });
    it("makes the rule on the default bus, enabled", () => {
        const { eventPattern, ...inputs } = find(dev, "sessions-rule", "EventRule").inputs;
        expect(inputs).to.deep.equal({
            name: "glue-cost-control--dev--sessions",
            description: "A Glue interactive session was created",
            eventBusName: "default",
            state: "ENABLED",
        });
        expect(JSON.parse(String(eventPattern))).to.deep.equal({
            source: ["aws.glue"],
            "detail-type": ["AWS API Call via CloudTrail"],
            account: ["123456789012"],
            region: ["eu-west-1"],
            detail: {
                eventSource: ["glue.amazonaws.com"],
                eventName: ["CreateSession"],
                errorCode: [{ exists: false }],
            },
        });
    });
    it("makes the target, after everything that an event needs", () => {
        const target = find(dev, "sessions-rule-target", "EventTarget");
        expect(target.inputs).to.deep.equal({
            rule: "glue-cost-control--dev--sessions",
            eventBusName: "default",
            targetId: "stop-workflow",
            arn: dev.outputs.stateMachineArn,
            roleArn: find(dev, "sessions-rule-role", "Role").outputs.arn,
            inputTransformer: {
                inputPaths: {
                    request: "$.detail.requestParameters",
                    response: "$.detail.responseElements",
                    who: "$.detail.userIdentity",
                    eventId: "$.detail.eventID",
                    eventTime: "$.detail.eventTime",
                    region: "$.region",
                },
                inputTemplate:
                    '{"request": <request>, "response": <response>, "who": <who>,' +
                    ' "eventId": "<eventId>", "eventTime": "<eventTime>", "region": "<region>"}',
            },
            retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
            deadLetterConfig: { arn: find(dev, "sessions-rule-dead-letters", "Queue").outputs.arn },
        });
        expect(target.dependsOn).to.include.members([
            "sessions-rule-role-permissions",
            "sessions-rule-dead-letters-policy",
            "sessions-workflow-machine",
        ]);
    });
    it("makes the queue with SQS's own encryption, for 14 days", () => {
        expect(find(dev, "sessions-rule-dead-letters", "Queue").inputs).to.deep.equal({
            name: "glue-cost-control--dev--sessions-dead-letters",
            sqsManagedSseEnabled: true,
            messageRetentionSeconds: 1_209_600,
        });
    });
    it("makes each role for one resource, under the project's path", () => {
        for (const [name, service, arn] of [
            ["sessions-workflow-role", "states.amazonaws.com", dev.outputs.stateMachineArn],
            ["sessions-rule-role", "events.amazonaws.com", dev.outputs.ruleArn],
        ] as const) {
            expect(find(dev, name, "Role").inputs).to.deep.equal({
                name: `glue-cost-control--dev--${name.replace("-role", "")}`,
                path: "/glue-cost-control/glue-cost-control--dev/",
                assumeRolePolicy: {
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "OnlyForThisGuard",
                            Effect: "Allow",
                            Principal: { Service: service },
                            Action: "sts:AssumeRole",
                            Condition: {
                                StringEquals: { "aws:SourceAccount": "123456789012" },
                                ArnEquals: { "aws:SourceArn": arn },
                            },
                        },
                    ],
                },
            });
        }
    });
    it("lets the roles do these things, on these resources", () => {
        const allowed = (name: string) =>
            (
                find(dev, name, "RolePolicy").inputs.policy as { Statement: { Action: unknown; Resource: unknown }[] }
            ).Statement.map(({ Action, Resource }) => [Action, Resource]);
        const sessions = "arn:aws:glue:eu-west-1:123456789012:session/*";
        const workflow = allowed("sessions-workflow-role-permissions");
        expect(workflow.slice(0, 5)).to.deep.equal([
            ["glue:GetSession", sessions],
            ["glue:StopSession", sessions],
            ["cloudwatch:PutMetricData", "*"],
            ["sns:Publish", dev.outputs.successTopicArn],
            ["sns:Publish", dev.outputs.failureTopicArn],
        ]);
        expect(workflow.slice(5)).to.deep.equal([
            ["states:StartSyncExecution", `${String(dev.outputs.stateMachineArn)}-reader`],
            ["states:StartExecution", dev.outputs.stateMachineArn],
            [logDelivery.Action, "*"],
        ]);
        expect(allowed("sessions-sweep-reader-role-permissions")).to.deep.equal([["glue:ListSessions", "*"]]);
        expect(allowed("sessions-sweep-role-permissions")).to.deep.equal([
            ["states:StartExecution", dev.outputs.stateMachineArn],
            ["sqs:SendMessage", find(dev, "sessions-rule-dead-letters", "Queue").outputs.arn],
        ]);
        expect(allowed("sessions-rule-role-permissions")).to.deep.equal([
            ["states:StartExecution", dev.outputs.stateMachineArn],
        ]);
    });
    it("sends all alarms to the failure topic, and takes silence for good news", () => {
        const inputs = find(dev, "sessions-alarms-executions-failed", "MetricAlarm").inputs;
        expect(inputs).to.deep.equal({
            name: "glue-cost-control--dev--sessions-executions-failed",
            alarmDescription:
                "A watch ended FAILED: its Glue session may still be running. Read its failure notice; without one, open the " +
                "execution: its error and cause tell what happened. More: docs/operations.md of glue-cost-control.",
            namespace: "AWS/States",
            metricName: "ExecutionsFailed",
            dimensions: { StateMachineArn: dev.outputs.stateMachineArn },
            statistic: "Sum",
            period: 60,
            evaluationPeriods: 1,
            comparisonOperator: "GreaterThanThreshold",
            threshold: 0,
            treatMissingData: "notBreaching",
            alarmActions: [dev.outputs.failureTopicArn],
        });
        const alarms = dev.resources.filter(({ type }) => type.endsWith(":MetricAlarm"));
        expect(alarms.map(({ inputs }) => [inputs.alarmActions, inputs.treatMissingData])).to.deep.equal(
            alarms.map(() => [[dev.outputs.failureTopicArn], "notBreaching"]),
        );
        const machine = { StateMachineArn: dev.outputs.stateMachineArn };
        const own = ({ alarmDescription, name, ...rest }: Readonly<Record<string, unknown>>) => rest;
        expect(alarms.map(({ inputs }) => own(inputs))).to.have.deep.members(
            [
                { namespace: "AWS/States", metricName: "ExecutionsFailed", dimensions: machine, statistic: "Sum" },
                { namespace: "AWS/States", metricName: "ExecutionsTimedOut", dimensions: machine, statistic: "Sum" },
                { namespace: "AWS/States", metricName: "ExecutionsAborted", dimensions: machine, statistic: "Sum" },
                {
                    namespace: "AWS/Events",
                    metricName: "FailedInvocations",
                    dimensions: { RuleName: dev.outputs.ruleName },
                    statistic: "Sum",
                },
                {
                    namespace: "AWS/SQS",
                    metricName: "ApproximateNumberOfMessagesVisible",
                    dimensions: { QueueName: "glue-cost-control--dev--sessions-dead-letters" },
                    statistic: "Maximum",
                },
            ].map((alarm) => ({ ...own(inputs), ...alarm })),
        );
    });
    it("makes topics without a key, for the account, and one of them for its alarms", () => {
        for (const kind of ["success", "failure"]) {
            const arn = dev.outputs[`${kind}TopicArn`];
            expect(find(dev, `sessions-${kind}-topic`, "Topic").inputs).to.deep.equal({
                name: `glue-cost-control--dev--sessions-${kind}`,
            });
            expect(find(dev, `sessions-${kind}-policy`, "TopicPolicy").inputs).to.deep.equal({
                arn,
                policy: topicPolicy(
                    { partition: "aws", region: "eu-west-1", account: "123456789012" },
                    String(arn),
                    kind === "failure"
                        ? "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:glue-cost-control--dev--sessions-*"
                        : undefined,
                ),
            });
        }
    });
    it("lets the rule and the schedule's role alone send to the queue", () => {
        const { arn, url } = find(dev, "sessions-rule-dead-letters", "Queue").outputs;
        expect(find(dev, "sessions-rule-dead-letters-policy", "QueuePolicy").inputs).to.deep.equal({
            queueUrl: url,
            policy: deadLetterPolicy(
                "123456789012",
                String(arn),
                String(dev.outputs.ruleArn),
                String(find(dev, "sessions-sweep-role", "Role").outputs.arn),
            ),
        });
    });
});

describe("Pulumi.prod.yaml", () => {
    it("adopts topics, has a dashboard, and makes all else as dev does", async () => {
        const prod = await runStack("prod");
        const dashboard = [
            "GuardDashboard sessions-dashboard < sessions",
            "cloudwatch:Dashboard sessions-dashboard < sessions-dashboard",
        ];
        expect(prod.resources.map(line).sort()).to.deep.equal(lines("prod", ...dashboard));
        expect(prod.warnings).to.deep.equal([]);
        expect(prod.outputs.successTopicArn).to.equal("arn:aws:sns:eu-west-1:123456789012:success-stepfunction");
        expect(prod.outputs.failureTopicArn).to.equal("arn:aws:sns:eu-west-1:123456789012:failure-stepfunction");
        const { definition } = find(prod, "sessions-workflow-machine", "StateMachine").inputs;
        expect(waitSecondsOf(definition)).to.equal(1800);
    });
    it("shows the whole definition in a preview", async () => {
        const definition = (of: Program) => find(of, "sessions-workflow-machine", "StateMachine").inputs.definition;
        expect(definition(await runStack("prod", {}, true))).to.equal(definition(await runStack("prod")));
    });
    it("names its own account", () => {
        return runStack("prod", { "aws:allowedAccountIds": '["111122223333"]' }).then(({ outputs }) => {
            expect(outputs.stateMachineArn).to.equal(
                "arn:aws:states:eu-west-1:111122223333:stateMachine:glue-cost-control--prod--sessions",
            );
        });
    });
});

describe("a preview of dev", () => {
    it("does not know the definition before its topics are made", async () => {
        const preview = await runStack("dev", {}, true);
        expect(preview.resources.map(line).sort()).to.deep.equal(lines("dev", ...topics));
        expect(find(preview, "sessions-workflow-machine", "StateMachine").inputs.definition).not.to.be.a("string");
        expect(preview.outputs.stateMachineArn).to.equal(
            "arn:aws:states:eu-west-1:123456789012:stateMachine:glue-cost-control--dev--sessions",
        );
    });
});

describe("settings", () => {
    const change = (key: string, value: string) => runStack("dev", { [`glue-cost-control:${key}`]: value });
    const machine = (program: Program) => find(program, "sessions-workflow-machine", "StateMachine").inputs;

    it("waitSeconds changes the definition, and nothing else that AWS sees", async () => {
        const [before, after] = [await runStack("dev"), await change("waitSeconds", "45")];
        const differing = before.resources.filter(
            ({ inputs }, index) => JSON.stringify(inputs) !== JSON.stringify(after.resources[index]?.inputs),
        );
        expect(differing.map(({ name }) => name)).to.deep.equal(["sessions-workflow-machine"]);
        const own = ({ definition, ...inputs }: Readonly<Record<string, unknown>>) => inputs;
        expect(own(machine(after))).to.deep.equal(own(machine(before)));
    });
    it("enabled: false disables the rule and the schedule, and nothing else", async () => {
        const [before, after] = [await runStack("dev"), await change("enabled", "false")];
        const differing = before.resources.filter(
            ({ inputs }, index) => JSON.stringify(inputs) !== JSON.stringify(after.resources[index]?.inputs),
        );
        expect(differing.map(({ name }) => name)).to.have.members(["sessions-rule", "sessions-sweep-schedule"]);
        expect(find(after, "sessions-rule", "EventRule").inputs.state).to.equal("DISABLED");
    });
    it("logExecutionData: false keeps the data out of the log", async () => {
        const { loggingConfiguration } = machine(await change("logExecutionData", "false"));
        expect(loggingConfiguration).to.include({ includeExecutionData: false, level: "ERROR" });
    });
    it("logRetentionDays sets the log group's retention", async () => {
        const program = await change("logRetentionDays", "90");
        expect(find(program, "sessions-workflow-logs", "LogGroup").inputs.retentionInDays).to.equal(90);
    });
    it("notificationEmail is subscribed to both topics", async () => {
        const program = await change("notificationEmail", "team@example.com");
        const subscriptions = program.resources.filter(({ type }) => type.endsWith(":TopicSubscription"));
        expect(subscriptions.map(({ inputs }) => inputs)).to.deep.equal([
            { topic: program.outputs.successTopicArn, protocol: "email", endpoint: "team@example.com" },
            { topic: program.outputs.failureTopicArn, protocol: "email", endpoint: "team@example.com" },
        ]);
        expect(subscriptions.map(({ dependsOn }) => dependsOn)).to.deep.equal([
            ["sessions-success-policy", "sessions-success-topic"],
            ["sessions-failure-policy", "sessions-failure-topic"],
        ]);
    });
    it("permissionsBoundaryArn is set on every role", async () => {
        const boundary = "arn:aws:iam::123456789012:policy/boundary";
        const roles = (await change("permissionsBoundaryArn", boundary)).resources.filter(({ type }) =>
            type.endsWith(":Role"),
        );
        expect(roles.map(({ inputs }) => inputs.permissionsBoundary)).to.deep.equal(Array(4).fill(boundary));
    });
    it("topicKeyArn adds the use of that key, for the machine's role alone", async () => {
        const key = "arn:aws:kms:eu-west-1:123456789012:key/1-2";
        const program = await runStack("prod", { "glue-cost-control:topicKeyArn": key });
        const statements = (name: string) =>
            (find(program, name, "RolePolicy").inputs.policy as { Statement: { Sid: string }[] }).Statement;
        expect(statements("sessions-workflow-role-permissions").at(-1)).to.deep.equal({
            Sid: "UseTopicKey",
            Effect: "Allow",
            Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
            Resource: key,
        });
        expect(statements("sessions-rule-role-permissions")).to.have.length(1);
    });
    it("sweepHours 0 takes schedule, reader and their roles away", async () => {
        const program = await change("sweepHours", "0");
        const gone = lines("dev", ...topics).filter((line) => !/sweep/.test(line));
        expect(program.resources.map(line).sort()).to.deep.equal(gone);
    });
    it("curfew adds a second schedule, at its time in its time zone, with or without a sweep", async () => {
        for (const sweepHours of ["0", "6"]) {
            const program = await runStack("dev", {
                "glue-cost-control:curfew": "19:00 MON-FRI",
                "glue-cost-control:timeZone": "Europe/Berlin",
                "glue-cost-control:sweepHours": sweepHours,
            });
            const { inputs } = find(program, "sessions-sweep-curfew", "Schedule");
            expect(inputs).to.deep.include({
                scheduleExpression: "cron(0 19 ? * MON-FRI *)",
                scheduleExpressionTimezone: "Europe/Berlin",
                state: "ENABLED",
            });
            expect((inputs.target as { input: string }).input).to.equal('{"sweep":{"curfew":true}}');
            expect(program.resources.filter(({ type }) => type.endsWith(":Schedule"))).to.have.length(
                sweepHours === "0" ? 1 : 2,
            );
        }
    });
    it("refuses a curfew that is no time, a time zone that is none, and one that nothing uses", async () => {
        const refused = async (settings: Record<string, string>) => {
            const config = Object.entries(settings).map(([key, value]) => [`glue-cost-control:${key}`, value]);
            try {
                await runStack("dev", Object.fromEntries(config) as Record<string, string>);
                return "";
            } catch (error) {
                return String(error);
            }
        };
        const both = await refused({ curfew: "7pm", timeZone: "Berlin" });
        expect(both).to.include('curfew is "7pm", but it must be a time, and days if any');
        expect(both).to.include('timeZone is "Berlin", but it must be the IANA name of a time zone');
        expect(await refused({ timeZone: "Europe/Berlin" })).to.include("while curfew and digestAt are empty");
    });
    it("sweepHours adds a schedule in a group of its own, a reader without logs, and their roles", async () => {
        const program = await change("sweepHours", "6");
        expect(program.resources.map(line).sort()).to.deep.equal(lines("dev", ...topics));
        const { inputs } = find(program, "sessions-sweep-schedule", "Schedule");
        const role = find(program, "sessions-sweep-role", "Role");
        expect(inputs).to.deep.include({
            scheduleExpression: "rate(6 hours)",
            flexibleTimeWindow: { mode: "OFF" },
            state: "ENABLED",
        });
        expect(inputs.target).to.deep.include({
            arn: program.outputs.stateMachineArn,
            roleArn: role.outputs.arn,
            input: '{"sweep":{}}',
        });
        const reader = find(program, "sessions-sweep-reader", "StateMachine").inputs;
        expect([reader.type, reader.loggingConfiguration]).to.deep.equal([
            "EXPRESS",
            { level: "OFF", includeExecutionData: false },
        ]);
        const { policy } = find(program, "sessions-rule-dead-letters-policy", "QueuePolicy").inputs;
        expect(JSON.stringify(policy)).to.include(`"aws:PrincipalArn":"${String(role.outputs.arn)}"`);
    });
    it("extendWhileBusy alone makes a reader of statements, and no schedule", async () => {
        const program = await runStack(
            "dev",
            config({ sweepHours: "0", maxWaitSeconds: "43200", extendWhileBusy: "true" }),
        );
        const sweeps = program.resources.map(({ name }) => name).filter((name) => name.startsWith("sessions-sweep"));
        expect(sweeps.sort()).to.deep.equal([
            "sessions-sweep",
            "sessions-sweep-reader",
            "sessions-sweep-reader-role",
            "sessions-sweep-reader-role",
            "sessions-sweep-reader-role-permissions",
        ]);
        const { policy } = find(program, "sessions-sweep-reader-role-permissions", "RolePolicy").inputs;
        expect((policy as PolicyDocument).Statement).to.deep.equal([
            {
                Sid: "ListStatements",
                Effect: "Allow",
                Action: "glue:ListStatements",
                Resource: "arn:aws:glue:eu-west-1:123456789012:session/*",
            },
        ]);
    });
    it("digestAt adds a queue that gets the notices of stops, a schedule, and a reader; the address gets the rest", async () => {
        const settings = {
            digestAt: "08:00 MON-FRI",
            timeZone: "Europe/Berlin",
            notificationEmail: "team@example.com",
        };
        const program = await runStack("dev", config({ ...settings, sweepHours: "0" }));
        const queue = find(program, "sessions-digest-queue", "Queue");
        expect(queue.inputs).to.deep.include({ sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600 });
        const topic = program.outputs.successTopicArn;
        expect(find(program, "sessions-digest-subscription", "TopicSubscription").inputs).to.deep.equal({
            topic,
            protocol: "sqs",
            endpoint: queue.outputs.arn,
            rawMessageDelivery: true,
            filterPolicy: '{"kind":["stopped","found"]}',
        });
        const filters = program.resources
            .filter(({ type, inputs }) => type.endsWith(":TopicSubscription") && inputs.protocol === "email")
            .map(({ name, inputs }) => [name, inputs.filterPolicy]);
        expect(filters).to.deep.equal([
            ["sessions-success-email", '{"kind":["warning","digest"]}'],
            ["sessions-failure-email", undefined],
        ]);
        const { inputs } = find(program, "sessions-sweep-digest", "Schedule");
        expect(inputs).to.deep.include({
            scheduleExpression: "cron(0 8 ? * MON-FRI *)",
            scheduleExpressionTimezone: "Europe/Berlin",
        });
        expect((inputs.target as { input: string }).input).to.equal('{"digest":{}}');
        const role = find(program, "sessions-workflow-role", "Role").outputs.arn;
        expect(find(program, "sessions-digest-policy", "QueuePolicy").inputs.policy).to.deep.equal(
            digestQueuePolicy(String(queue.outputs.arn), String(topic), String(role)),
        );
        const definition = String(find(program, "sessions-workflow-machine", "StateMachine").inputs.definition);
        expect(definition).to.include(`"QueueUrl":"${String(queue.outputs.url)}"`);
    });
    for (const [what, ids, type, own] of [
        [
            "Slack",
            { slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" },
            "SlackChannelConfiguration",
            { slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" },
        ],
        [
            "Microsoft Teams",
            {
                teamsTenantId: "0a1b2c3d-0000-4000-8000-0123456789ab",
                teamsTeamId: "1a1b2c3d-0000-4000-8000-0123456789ab",
                teamsChannelId: "19%3aab12%40thread.tacv2",
            },
            "TeamsChannelConfiguration",
            {
                tenantId: "0a1b2c3d-0000-4000-8000-0123456789ab",
                teamId: "1a1b2c3d-0000-4000-8000-0123456789ab",
                channelId: "19%3aab12%40thread.tacv2",
            },
        ],
    ] as const) {
        it(`chat adds a channel of ${what} that reads two topics and may do nothing`, async () => {
            const [before, after] = [
                await runStack("dev", {}),
                await runStack("dev", config({ chat: JSON.stringify(ids) })),
            ];
            const old = new Set(before.resources.map(line));
            expect(
                after.resources
                    .map(line)
                    .filter((one) => !old.has(one))
                    .sort(),
            ).to.deep.equal([
                "ChatChannel sessions-chat < sessions",
                "NoticeTopic sessions-chat < sessions-chat",
                `chatbot:${type} sessions-chat-channel < sessions-chat`,
                "iam:Role sessions-chat-role < sessions-chat",
                "sns:Topic sessions-chat-topic < sessions-chat",
                "sns:TopicPolicy sessions-chat-policy < sessions-chat",
            ]);
            const [role, topic] = [
                find(after, "sessions-chat-role", "Role"),
                find(after, "sessions-chat-topic", "Topic"),
            ];
            expect(find(after, "sessions-chat-channel", type).inputs).to.deep.equal({
                configurationName: "glue-cost-control--dev--sessions-chat",
                iamRoleArn: role.outputs.arn,
                snsTopicArns: [topic.outputs.arn, after.outputs.failureTopicArn],
                guardrailPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll"],
                ...own,
            });
            expect(role.inputs).to.deep.include({
                path: "/glue-cost-control/glue-cost-control--dev/",
                assumeRolePolicy: chatTrust,
            });
            expect(after.resources.filter(({ inputs }) => inputs.role === role.outputs.name)).to.deep.equal([]);
            expect(find(after, "sessions-chat-policy", "TopicPolicy").inputs.policy).to.deep.equal(
                topicPolicy(
                    { partition: "aws", region: "eu-west-1", account: "123456789012" },
                    String(topic.outputs.arn),
                ),
            );
        });
    }
    it("refuses a channel that is none, and mail without domains, all at once", async () => {
        const error = await runStack(
            "dev",
            config({
                chat: JSON.stringify({ slackChannelId: "#glue" }),
                ownerMail: JSON.stringify({ sender: "glue", domain: "example.com" }),
            }),
        ).then(
            () => "none",
            (error: unknown) => (error as Error).message,
        );
        expect(error.split("\n")).to.deep.equal([
            "5 settings of stack dev cannot be used:",
            '  - chat.slackChannelId is "#glue", but must be the id of a channel, such as C012AB3CD, and not its name. Fix: correct it, or remove it.',
            "  - chat lacks slackTeamId. Fix: set slackTeamId, slackChannelId, or leave chat empty.",
            '  - ownerMail.sender is "glue", but must be an address such as glue@example.com, or the ARN of an identity of SES. Fix: correct it, or remove it.',
            "  - ownerMail.domain is no member. Fix: the nearest is domains.",
            "  - ownerMail lacks domains. Fix: set sender and domains, or leave ownerMail empty.",
        ]);
    });
    it("refuses chat that is no object", async () => {
        const error = await runStack("dev", config({ chat: "#glue" })).then(
            () => "none",
            (error: unknown) => (error as Error).message,
        );
        expect(error).to.equal(
            "One setting of stack dev cannot be used:\n" +
                "  - chat must be an object. Fix: set chat.slackTeamId and chat.slackChannelId.",
        );
    });
    it("refuses a digest at no time of day", async () => {
        const error = await runStack("dev", config({ digestAt: "8am" })).then(
            () => "none",
            (error: unknown) => (error as Error).message,
        );
        expect(error).to.include('digestAt is "8am", but it must be a time, and days if any: 08:00 or 08:00 MON-FRI.');
    });
    it("warnSeconds, maxWaitSeconds and extendWhileBusy are refused where they cannot be, all at once", async () => {
        const refused = async (settings: Record<string, string>) =>
            runStack("dev", config(settings)).then(
                () => [],
                (error: unknown) => (error as Error).message.split("\n").slice(1),
            );
        expect(await refused({ warnSeconds: "-1", maxWaitSeconds: "1.5", extendWhileBusy: "yes" })).to.deep.equal([
            '  - extendWhileBusy is "yes", but it must be true or false. Fix: set one of these.',
            '  - warnSeconds is "-1", but it must be a whole number of seconds from 0 (never) to 86400 (a day). Fix: set a number such as 600.',
            '  - maxWaitSeconds is "1.5", but it must be a whole number of seconds from 0 (nobody can keep a session) to 31449600 (364 days). Fix: set a number such as 43200.',
        ]);
        expect(await refused({ extendWhileBusy: "true" })).to.deep.equal([
            '  - extendWhileBusy is "true", but no session lives on past its limit while maxWaitSeconds is 0. ' +
                "Fix: set maxWaitSeconds to how old a session at work may get, such as 43200.",
        ]);
        const limits = JSON.stringify([{ name: "pipelines", kinds: ["dbt"], waitSeconds: 43_200 }]);
        expect(await refused({ maxWaitSeconds: "3600", limits })).to.deep.equal([
            '  - maxWaitSeconds is "3600", but pipelines lets sessions live for 43200 seconds. ' +
                "Fix: set 43200 or more, or 0 to let nobody keep a session.",
        ]);
    });
    it("warnSeconds of more than half a limit is said so, and is no fault", async () => {
        const mailed = { notificationEmail: "team@example.com" };
        const { warnings } = await runStack("dev", config({ ...mailed, waitSeconds: "900", warnSeconds: "600" }));
        expect(warnings).to.deep.equal([
            "warnSeconds is 600, more than half of the limit of 900 seconds (waitSeconds): such sessions are warned of at half their limit.",
        ]);
        const fitting = await runStack("dev", config({ ...mailed, waitSeconds: "1200", warnSeconds: "600" }));
        expect(fitting.warnings).to.deep.equal([]);
    });
    it("dataKeyArn encrypts what the machine keeps, and gives its role the use of the key for this machine", async () => {
        const key = "arn:aws:kms:eu-west-1:123456789012:key/1-2";
        const program = await change("dataKeyArn", key);
        const machine = find(program, "sessions-workflow-machine", "StateMachine");
        expect(machine.inputs.encryptionConfiguration).to.deep.equal({
            type: "CUSTOMER_MANAGED_KMS_KEY",
            kmsKeyId: key,
        });
        const { Statement } = find(program, "sessions-workflow-role-permissions", "RolePolicy").inputs.policy as {
            Statement: unknown[];
        };
        expect(Statement.at(-1)).to.deep.equal({
            Sid: "UseDataKey",
            Effect: "Allow",
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: key,
            Condition: {
                StringLike: { "kms:EncryptionContext:aws:states:stateMachineArn": machine.outputs.arn },
            },
        });
    });
    it("createTrail makes a trail that records writes and survives the stack, with our own plugin and settings", async () => {
        const program = await change("createTrail", "true");
        const added = [
            "SessionTrail sessions-trail < sessions",
            "awsx:cloudtrail:Trail glue-cost-control--dev--sessions-trail < sessions-trail",
            "s3:Bucket glue-cost-control--dev--sessions-trail < sessions-trail",
            "s3:BucketLifecycleConfiguration sessions-trail-expiry < sessions-trail",
            "s3:BucketPublicAccessBlock sessions-trail-private < sessions-trail",
            "s3:BucketServerSideEncryptionConfiguration sessions-trail-encryption < sessions-trail",
            "pulumi:providers:aws sessions-trail-provider < sessions-trail",
        ];
        expect(program.resources.map(line).sort()).to.deep.equal(lines("dev", ...topics, ...added));
        const bucket = find(program, "glue-cost-control--dev--sessions-trail", "Bucket");
        expect(bucket.inputs.forceDestroy).to.equal(false);
        expect(find(program, "sessions-trail-private", "BucketPublicAccessBlock").inputs).to.deep.equal({
            bucket: bucket.outputs.bucket,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        });
        expect(find(program, "glue-cost-control--dev--sessions-trail", "Trail").inputs).to.deep.equal({
            name: "glue-cost-control--dev--sessions-trail",
            isMultiRegionTrail: true,
            enableLogFileValidation: true,
            eventSelectors: [{ readWriteType: "WriteOnly", includeManagementEvents: true }],
            s3Bucket: { existing: { arn: bucket.outputs.arn } },
        });
        expect(find(program, "sessions-trail-provider", "aws").inputs).to.deep.include({ region: "eu-west-1" });
        expect(JSON.parse(String(find(program, "sessions-trail-provider", "aws").inputs.defaultTags))).to.deep.equal({
            tags: { project: "glue-cost-control", stack: "dev", repository: "glue-cost-control" },
        });
    });
    it("createTrail keeps to the accounts that the stack allows", async () => {
        const program = await runStack("prod", { "glue-cost-control:createTrail": "true" });
        expect(
            JSON.parse(String(find(program, "sessions-trail-provider", "aws").inputs.allowedAccountIds)),
        ).to.deep.equal(["123456789012"]);
    });
    it("createTrail asks AWS as the stack's own provider does, whatever the stack sets", async () => {
        const declared = readFileSync(require.resolve("@pulumi/aws/config/vars.d.ts"), "utf8");
        const keys = [...declared.matchAll(/^export declare const (\w+): (.*);$/gm)];
        expect(keys.length).to.be.greaterThan(30);
        const sample = (type: string) =>
            type.startsWith("string |")
                ? "text"
                : type.startsWith("boolean")
                  ? "true"
                  : type.startsWith("number")
                    ? "3"
                    : type.includes("[]")
                      ? '["123456789012"]'
                      : '{"a":"b"}';
        const config = Object.fromEntries(keys.map(([, key = "", type = ""]) => [`aws:${key}`, sample(type)]));
        const program = await runStack("dev", {
            ...config,
            "aws:region": "eu-west-1",
            "glue-cost-control:createTrail": "true",
        });
        const { inputs } = find(program, "sessions-trail-provider", "aws");
        const missing = keys.flatMap(([, key = ""]) => (inputs[key] === undefined ? [key] : []));
        expect(missing).to.deep.equal([]);
        expect([inputs.profile, inputs.region, inputs.maxRetries, inputs.insecure]).to.deep.equal([
            "text",
            "eu-west-1",
            "3",
            "true",
        ]);
    });
    it("createTrail keeps what the stack encrypts for the provider, and its keys in any case", async () => {
        const config = {
            ...readStack("dev").config,
            "aws:region": "eu-west-1",
            "aws:profile": "open",
            "aws:secretKey": "hidden",
            "aws:assumeRoles": '[{"externalId":"hidden"}]',
            "glue-cost-control:createTrail": "true",
        };
        const program = await runPulumi(() => new GlueSessionGuard("sessions", loadConfig()), {
            stack: "dev",
            config,
            encrypted: ["aws:assumeRoles"],
        });
        const { inputs } = find(program, "sessions-trail-provider", "aws");
        const secret = Object.keys(inputs).filter((key) => JSON.stringify(inputs[key]).includes(secretMark));
        expect(secret.sort()).to.deep.equal(["assumeRoles", "secretKey"]);
    });
    it("give the roles these wildcards and no others, with everything on: docs/security.md names them", async () => {
        const everything = {
            curfew: "19:00",
            digestAt: "08:00",
            warnSeconds: "300",
            maxWaitSeconds: "43200",
            extendWhileBusy: "true",
            dataKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1-2",
            topicKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1-3",
        };
        const { resources } = await runStack("prod", config(everything));
        const statements = resources
            .filter(({ type }) => type.endsWith(":RolePolicy"))
            .flatMap(({ inputs }) => (inputs.policy as PolicyDocument).Statement);
        const wild = statements
            .filter(({ Effect }) => Effect === "Allow")
            .flatMap(({ Action, Resource }) => [Resource, Action].flat())
            .filter((text) => text?.includes("*"));
        expect([...new Set(wild)].sort()).to.deep.equal([
            "*",
            "arn:aws:glue:eu-west-1:123456789012:session/*",
            "kms:GenerateDataKey*",
        ]);
        const everywhere = statements.filter(({ Resource }) => Resource === "*").flatMap(({ Action }) => Action);
        expect([...new Set(everywhere)].filter((action) => !action.startsWith("logs:"))).to.deep.equal([
            "glue:ListSessions",
            "cloudwatch:PutMetricData",
        ]);
    });
    it("without createTrail awsx is not loaded", async () => {
        for (const path of Object.keys(require.cache).filter((path) => /@pulumi.awsx|components.trail/.test(path))) {
            // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the test above has loaded it
            delete require.cache[path];
        }
        await runStack("dev");
        expect(Object.keys(require.cache).filter((path) => path.includes("awsx"))).to.deep.equal([]);
    });
});
