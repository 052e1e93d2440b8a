import type { Changes } from "./project";

/** An edit of a stack file, and everything that the next `pulumi up` may do because of it. */
export interface Edit {
    /** What `pulumi config set` is given, setting by setting. */
    readonly set: Readonly<Record<string, string>>;
    readonly changes: Changes;
}

const machine = "StateMachine sessions-workflow-machine";
const permissions = "RolePolicy sessions-workflow-role-permissions";
const trail = (stack: string) => [
    "SessionTrail sessions-trail",
    `Trail glue-cost-control--${stack}--sessions-trail`,
    `Bucket glue-cost-control--${stack}--sessions-trail`,
    `BucketPolicy glue-cost-control--${stack}--sessions-trail`,
    "BucketLifecycleConfiguration sessions-trail-expiry",
    "BucketPublicAccessBlock sessions-trail-private",
    "BucketServerSideEncryptionConfiguration sessions-trail-encryption",
    "aws sessions-trail-provider",
];
const dashboard = "Dashboard sessions-dashboard";
const ownDashboard = [dashboard, `Guard${dashboard}`];
const alarms = ["dead-letters", "executions-aborted", "executions-failed", "executions-timed-out", "rule-failed"];

const each = (resources: readonly string[], change: string): Changes =>
    Object.fromEntries(resources.map((resource) => [resource, change]));
const topic = (kind: "success" | "failure") => [
    `NoticeTopic sessions-${kind}`,
    `Topic sessions-${kind}-topic`,
    `TopicPolicy sessions-${kind}-policy`,
];
const mail = (kind: "success" | "failure") => `TopicSubscription sessions-${kind}-email`;
const alarmActions = each(
    alarms.map((alarm) => `MetricAlarm sessions-alarms-${alarm}`),
    "update alarmActions",
);
const definition = { [machine]: "update definition" };
const definitionAndPolicy = { ...definition, [permissions]: "update policy" };
const logGroup = { "LogGroup sessions-workflow-logs": "update retentionInDays" };
const logging = { [machine]: "update loggingConfiguration" };
const encryption = { [machine]: "update encryptionConfiguration" };
const state = { "EventRule sessions-rule": "update state", "Schedule sessions-sweep-schedule": "update state" };
const boundaries = each(
    ["rule-role", "workflow-role", "sweep-role", "sweep-reader-role"].map((role) => `Role sessions-${role}`),
    "update permissionsBoundary",
);
const dashboardToo = { ...definition, [dashboard]: "update dashboardBody" };

export const foreignTopics = [
    "arn:aws:sns:eu-west-1:123456789012:success-stepfunction",
    "arn:aws:sns:eu-west-1:123456789012:failure-stepfunction",
] as const;
/** What Pulumi.prod.yaml names. */
export const prodBoundaryArn = "arn:aws:iam::123456789012:policy/glue-cost-control-boundary-prod";
export const boundaryArn = "arn:aws:iam::123456789012:policy/boundary";
const [success, failure] = foreignTopics;
const key = "arn:aws:kms:eu-west-1:123456789012:key/0c1d";

const bothDefinitions = { ...definition, "StateMachine sessions-sweep-reader": "update definition" };
const evening = "Schedule sessions-sweep-curfew";
const curfew = (time: string, timeZone: string) => ({ curfew: time, timeZone });
const readerDefinitionAndPolicy = {
    "StateMachine sessions-sweep-reader": "update definition",
    "RolePolicy sessions-sweep-reader-role-permissions": "update policy",
};
const atWork = { maxWaitSeconds: "43200", extendWhileBusy: "true" };
const morning = "Schedule sessions-sweep-digest";
const digest = (change: string) =>
    each(
        [
            "DigestQueue sessions-digest",
            "Queue sessions-digest-queue",
            "QueuePolicy sessions-digest-policy",
            "TopicSubscription sessions-digest-subscription",
            morning,
        ],
        change,
    );
/** The address that the stack subscribes gets the digest instead of each stop. */
const filter = { [mail("success")]: "update filterPolicy" };
const slack = { slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" };
const teams = {
    teamsTenantId: "0a1b2c3d-0000-4000-8000-0123456789ab",
    teamsTeamId: "1a1b2c3d-0000-4000-8000-0123456789ab",
    teamsChannelId: "19%3aab12%40thread.tacv2",
};
const chat = (ids: object) => ({ chat: JSON.stringify(ids) });
const slackChannel = "SlackChannelConfiguration sessions-chat-channel";
const teamsChannel = "TeamsChannelConfiguration sessions-chat-channel";
const channel = [
    "ChatChannel sessions-chat",
    "NoticeTopic sessions-chat",
    "Topic sessions-chat-topic",
    "TopicPolicy sessions-chat-policy",
    "Role sessions-chat-role",
];
const chatsAndMails: readonly Edit[] = [
    { set: chat(slack), changes: { ...definitionAndPolicy, ...each([...channel, slackChannel], "create") } },
    { set: chat({ ...slack, slackChannelId: "C0NEW" }), changes: { [slackChannel]: "update slackChannelId" } },
    {
        set: chat({ slackTeamId: "T0NEW", slackChannelId: "C0NEW" }),
        changes: { [slackChannel]: "replace slackTeamId" },
    },
    { set: chat(teams), changes: { ...definition, [slackChannel]: "delete", [teamsChannel]: "create" } },
    { set: chat({}), changes: { ...definitionAndPolicy, ...each([...channel, teamsChannel], "delete") } },
    {
        set: { ownerMail: JSON.stringify({ sender: "glue@example.com", domains: ["example.com"] }) },
        changes: definitionAndPolicy,
    },
    { set: { ownerMail: "{}" }, changes: definitionAndPolicy },
];
const queuePolicy = { "QueuePolicy sessions-rule-dead-letters-policy": "update policy" };
const sweep = [
    "SessionSweep sessions-sweep",
    "GuardRole sessions-sweep-role",
    "Role sessions-sweep-role",
    "RolePolicy sessions-sweep-role-permissions",
    "GuardRole sessions-sweep-reader-role",
    "Role sessions-sweep-reader-role",
    "RolePolicy sessions-sweep-reader-role-permissions",
    "StateMachine sessions-sweep-reader",
    "ScheduleGroup sessions-sweep-group",
    "Schedule sessions-sweep-schedule",
];
const guard = "GlueSessionGuard sessions";
const limits = (...rows: readonly object[]) => ({ limits: JSON.stringify(rows) });
const pipelines = { name: "pipelines", kinds: ["dbt", "airflow"], waitSeconds: 43_200 };
const previews = { name: "data previews", kinds: ["data-preview"], waitSeconds: 900 };
const kept = { name: "kept on purpose", tags: { keep: "true" }, exempt: true };
/** What decides of sessions stands beside the component, too. */
const table = { ...definition, [guard]: "update" };

/** A price that the stack encrypts. */
export const encrypted: { readonly dpuHourUsd: string; readonly changes: Changes } = {
    dpuHourUsd: "0.395017",
    changes: definition,
};

/** In this order, each upon the one before it: every setting of every stack, by itself wherever it can be. */
export const edits: Readonly<Record<"dev" | "prod", readonly Edit[]>> = {
    dev: [
        { set: { waitSeconds: "1800" }, changes: definition },
        { set: { waitSeconds: "30" }, changes: definition },
        { set: limits(pipelines), changes: { ...definition, [guard]: "update" } },
        { set: limits(pipelines, previews), changes: table },
        { set: limits(pipelines, { ...previews, waitSeconds: 600 }), changes: table },
        { set: limits(previews, pipelines), changes: table },
        { set: limits(previews, pipelines, kept), changes: { ...table, ...definitionAndPolicy } },
        { set: limits(), changes: { ...definitionAndPolicy, [guard]: "update" } },
        { set: { mode: "tell" }, changes: { ...definitionAndPolicy, [guard]: "update" } },
        { set: { mode: "stop" }, changes: { ...definitionAndPolicy, [guard]: "update" } },
        { set: { sweepHours: "1" }, changes: { "Schedule sessions-sweep-schedule": "update scheduleExpression" } },
        { set: { sweepHours: "0" }, changes: { ...definitionAndPolicy, ...queuePolicy, ...each(sweep, "delete") } },
        { set: { sweepHours: "6" }, changes: { ...definitionAndPolicy, ...queuePolicy, ...each(sweep, "create") } },
        { set: curfew("19:00 MON-FRI", "Europe/Berlin"), changes: { ...bothDefinitions, [evening]: "create" } },
        { set: { curfew: "20:30" }, changes: { ...definition, [evening]: "update scheduleExpression" } },
        { set: curfew("", ""), changes: { ...bothDefinitions, [evening]: "delete" } },
        {
            set: { digestAt: "08:00", timeZone: "Europe/Berlin" },
            changes: { ...digest("create"), ...filter, ...definitionAndPolicy },
        },
        { set: { digestAt: "07:30 MON-FRI" }, changes: { [morning]: "update scheduleExpression" } },
        { set: { digestAt: "", timeZone: "" }, changes: { ...digest("delete"), ...filter, ...definitionAndPolicy } },
        { set: { warnSeconds: "300" }, changes: definitionAndPolicy },
        { set: atWork, changes: { ...definitionAndPolicy, ...readerDefinitionAndPolicy } },
        { set: { maxWaitSeconds: "86400" }, changes: definition },
        {
            set: { warnSeconds: "0", maxWaitSeconds: "0", extendWhileBusy: "false" },
            changes: { ...definitionAndPolicy, ...readerDefinitionAndPolicy },
        },
        ...chatsAndMails,
        {
            set: { notificationEmail: "team@example.com" },
            changes: each([mail("success"), mail("failure")], "replace endpoint"),
        },
        { set: { logRetentionDays: "90" }, changes: logGroup },
        { set: { logExecutionData: "false" }, changes: logging },
        { set: { enabled: "false" }, changes: state },
        { set: { enabled: "true" }, changes: state },
        { set: { permissionsBoundaryArn: boundaryArn }, changes: boundaries },
        { set: { dpuHourUsd: "0.5" }, changes: definition },
        { set: { publishMetrics: "false" }, changes: definitionAndPolicy },
        { set: { createDashboard: "true" }, changes: each(ownDashboard, "create") },
        { set: { createTrail: "true" }, changes: each(trail("dev"), "create") },
        { set: { createTrail: "false" }, changes: each(trail("dev"), "delete") },
        {
            set: { successTopicArn: success },
            changes: { ...definitionAndPolicy, ...each([...topic("success"), mail("success")], "delete") },
        },
        { set: { topicKeyArn: key }, changes: { [permissions]: "update policy" } },
        { set: { dataKeyArn: key }, changes: { ...encryption, [permissions]: "update policy" } },
        { set: { dataKeyArn: "" }, changes: { ...encryption, [permissions]: "update policy" } },
        {
            // Nobody can be subscribed once both topics are adopted.
            set: { failureTopicArn: failure, notificationEmail: "" },
            changes: {
                ...definitionAndPolicy,
                ...alarmActions,
                ...each([...topic("failure"), mail("failure")], "delete"),
            },
        },
        {
            set: { successTopicArn: "", failureTopicArn: "", topicKeyArn: "" },
            changes: {
                ...definitionAndPolicy,
                ...alarmActions,
                ...each([...topic("success"), ...topic("failure")], "create"),
            },
        },
    ],
    prod: [
        { set: { waitSeconds: "3600" }, changes: definition },
        { set: { waitSeconds: "60" }, changes: definition },
        // Its own table goes, with the exemption; and comes again, without it.
        { set: limits(), changes: { ...dashboardToo, ...definitionAndPolicy, [guard]: "update" } },
        { set: { mode: "tell" }, changes: { ...dashboardToo, ...definitionAndPolicy, [guard]: "update" } },
        { set: { mode: "stop" }, changes: { ...dashboardToo, ...definitionAndPolicy, [guard]: "update" } },
        { set: limits(pipelines, previews), changes: { ...definition, [guard]: "update" } },
        { set: { sweepHours: "0" }, changes: { ...definitionAndPolicy, ...queuePolicy, ...each(sweep, "delete") } },
        { set: { sweepHours: "6" }, changes: { ...definitionAndPolicy, ...queuePolicy, ...each(sweep, "create") } },
        { set: curfew("19:00 MON-FRI", "Europe/Berlin"), changes: { ...bothDefinitions, [evening]: "create" } },
        { set: { curfew: "20:30" }, changes: { ...definition, [evening]: "update scheduleExpression" } },
        { set: curfew("", ""), changes: { ...bothDefinitions, [evening]: "delete" } },
        {
            set: { digestAt: "08:00", timeZone: "Europe/Berlin" },
            changes: { ...digest("create"), ...definitionAndPolicy },
        },
        { set: { digestAt: "07:30 MON-FRI" }, changes: { [morning]: "update scheduleExpression" } },
        { set: { digestAt: "", timeZone: "" }, changes: { ...digest("delete"), ...definitionAndPolicy } },
        { set: { warnSeconds: "300" }, changes: definitionAndPolicy },
        { set: atWork, changes: { ...definitionAndPolicy, ...readerDefinitionAndPolicy } },
        { set: { maxWaitSeconds: "86400" }, changes: definition },
        {
            set: { warnSeconds: "0", maxWaitSeconds: "0", extendWhileBusy: "false" },
            changes: { ...definitionAndPolicy, ...readerDefinitionAndPolicy },
        },
        ...chatsAndMails,
        { set: { logRetentionDays: "365" }, changes: logGroup },
        { set: { logExecutionData: "false" }, changes: logging },
        { set: { enabled: "false" }, changes: state },
        { set: { enabled: "true" }, changes: state },
        { set: { topicKeyArn: key }, changes: { [permissions]: "update policy" } },
        { set: { topicKeyArn: "" }, changes: { [permissions]: "update policy" } },
        { set: { dataKeyArn: key }, changes: { ...encryption, [permissions]: "update policy" } },
        { set: { dataKeyArn: "" }, changes: { ...encryption, [permissions]: "update policy" } },
        { set: { permissionsBoundaryArn: boundaryArn }, changes: boundaries },
        { set: { permissionsBoundaryArn: "" }, changes: boundaries },
        { set: { dpuHourUsd: "0.5" }, changes: definition },
        {
            set: { publishMetrics: "false" },
            changes: { ...dashboardToo, ...definitionAndPolicy },
        },
        { set: { createDashboard: "false" }, changes: each(ownDashboard, "delete") },
        { set: { createTrail: "true" }, changes: each(trail("prod"), "create") },
        { set: { createTrail: "false" }, changes: each(trail("prod"), "delete") },
        {
            set: { failureTopicArn: "" },
            changes: { ...definitionAndPolicy, ...alarmActions, ...each(topic("failure"), "create") },
        },
        { set: { notificationEmail: "team@example.com" }, changes: { [mail("failure")]: "create" } },
        {
            set: { successTopicArn: "" },
            changes: { ...definitionAndPolicy, ...each([...topic("success"), mail("success")], "create") },
        },
        {
            set: { successTopicArn: success, failureTopicArn: failure, notificationEmail: "" },
            changes: {
                ...definitionAndPolicy,
                ...alarmActions,
                ...each([...topic("success"), ...topic("failure"), mail("success"), mail("failure")], "delete"),
            },
        },
    ],
};

/** An edit that changes much, made after the others: the topics are adopted in dev, and created in prod. */
export const backAndForth: Readonly<Record<"dev" | "prod", Edit>> = {
    dev: {
        set: { successTopicArn: success, failureTopicArn: failure },
        changes: {
            ...definitionAndPolicy,
            ...alarmActions,
            ...each([...topic("success"), ...topic("failure")], "delete"),
        },
    },
    prod: {
        set: { successTopicArn: "", failureTopicArn: "" },
        changes: {
            ...definitionAndPolicy,
            ...alarmActions,
            ...each([...topic("success"), ...topic("failure")], "create"),
        },
    },
};
