import { parseArn } from "../aws/arn";
import { limitProblems } from "../limits/limitProblems";
import type { SessionLimit } from "../limits/limits";
import { maxWaitSeconds } from "../workflow/stopWorkflow";
import { chatProblems, type Chat } from "../channels/chat";
import { isMailAddress } from "../channels/mailAddress";
import { ownerMailProblems, type OwnerMail } from "../channels/ownerMail";
import { isTimeOfDay, isTimeZone } from "./timeOfDay";

/** What a stack may set. An empty text means "not set". */
export interface Settings {
    readonly waitSeconds: number;
    readonly limits: SessionLimit[];
    /** `stop`, or `tell`: report sessions at their limit, and stop none. */
    readonly mode: string;
    /** Hours between two sweeps for sessions that no event reported; 0 for none. */
    readonly sweepHours: number;
    /** "19:00 MON-FRI": when every session is stopped that is not exempt. */
    readonly curfew: string;
    /** "08:00": when the notices of a day are mailed as one. */
    readonly digestAt: string;
    /** Of curfew and digest, by its IANA name. */
    readonly timeZone: string;
    /** How long before its limit a live session is warned of; 0 for never. */
    readonly warnSeconds: number;
    /** How old a session may get whose user keeps it; 0: nobody can keep one. */
    readonly maxWaitSeconds: number;
    /** Whether a session at work lives on past its limit, up to `maxWaitSeconds`. */
    readonly extendWhileBusy: boolean;
    readonly successTopicArn: string;
    readonly failureTopicArn: string;
    readonly notificationEmail: string;
    /** The channel of Slack or Teams that notices also go to; without members none. */
    readonly chat: Chat;
    /** From whom, and to whose owners, SES mails; without members to none. */
    readonly ownerMail: OwnerMail;
    readonly logRetentionDays: number;
    readonly logExecutionData: boolean;
    readonly enabled: boolean;
    readonly topicKeyArn: string;
    readonly dataKeyArn: string;
    readonly permissionsBoundaryArn: string;
    readonly createTrail: boolean;
    /** A decimal number as text: Pulumi.yaml has no type for it, and a float would not keep cents. */
    readonly dpuHourUsd: string;
    readonly publishMetrics: boolean;
    readonly createDashboard: boolean;
}

/** What is wrong with a setting, and what would be right. */
export interface SettingProblem {
    readonly key: keyof Settings;
    readonly value: unknown;
    /** Continues the sentence "<key> is <value>, but ...", or "<row> ...". */
    readonly limit: string;
    /** The row of a setting that is a table: `limits[2] "too large"`. */
    readonly row?: string;
    readonly fix: string;
}

/** What CloudWatch Logs accepts, in days. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const retentionDays = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

type Found = Pick<SettingProblem, "limit" | "fix" | "row">;
type Check<T> = (value: T, region: string | undefined) => Found | readonly Found[] | undefined;

const leaveEmpty = "leave it empty to let the stack create a topic";

const topic: Check<string> = (value, region) => {
    const arn = parseArn(value);
    if (!arn || arn.service !== "sns" || arn.account === "" || !/^[A-Za-z0-9_-]{1,256}$/.test(arn.resource)) {
        return value.endsWith(".fifo")
            ? {
                  limit: "alarms and mails need a standard topic, not a FIFO one",
                  fix: `name another, or ${leaveEmpty}`,
              }
            : {
                  limit: "it must be the ARN of an SNS topic: arn:<partition>:sns:<region>:<account>:<name>",
                  fix: `copy it from \`aws sns list-topics\`, or ${leaveEmpty}`,
              };
    }
    return region === undefined || arn.region === region
        ? undefined
        : { limit: `the topic must be in the stack's own region, ${region}`, fix: `name one there, or ${leaveEmpty}` };
};

const key: Check<string> = (value, region) => {
    const arn = parseArn(value);
    const here = region === undefined || arn?.region === region;
    return arn?.service === "kms" && here && /^key\/[A-Za-z0-9-]+$/.test(arn.resource)
        ? undefined
        : {
              limit: `it must be the ARN of a KMS key of the stack's own region: arn:<partition>:kms:<region>:<account>:key/<id>`,
              fix: "copy it from `aws kms describe-key` (an alias will not do), or leave it empty",
          };
};

/** All that is known of a setting; `Pulumi.yaml` repeats type, default and meaning, and a test compares. */
export interface Setting<T> {
    readonly type: "integer" | "string" | "boolean" | "array" | "object";
    readonly default: T;
    readonly meaning: string;
    /** A value that differs from the default, for the documents. */
    readonly example: string;
    /** What sets a list or an object, member by member. */
    readonly paths?: Readonly<Record<string, string>>;
    /** What to mind when you set it. */
    readonly hint?: string;
    readonly check?: Check<T>;
}

/** Every setting: config, the component's checks and the documents are made from this table. */
export const settingsTable: { readonly [Key in keyof Settings]: Setting<Settings[Key]> } = {
    waitSeconds: {
        type: "integer",
        default: 1800,
        meaning: "How old a session may get, in seconds (0 to 31449600)",
        example: "3600",
        check: (value) =>
            Number.isInteger(value) && value >= 0 && value <= maxWaitSeconds
                ? undefined
                : {
                      limit: `it must be a whole number of seconds from 0 to ${maxWaitSeconds} (364 days)`,
                      fix: "set a number in that range, such as 1800",
                  },
    },
    limits: {
        type: "array",
        default: [],
        meaning: "Who may live how long, and who is exempt: rows of which the first that fits decides (docs/limits.md)",
        example: '[{"name":"previews","kinds":["data-preview"],"waitSeconds":900}]',
        paths: {
            "limits[0].name": "previews",
            "limits[0].kinds[0]": "data-preview",
            "limits[0].waitSeconds": "900",
        },
        check: (value) => limitProblems(value, maxWaitSeconds),
    },
    mode: {
        type: "string",
        default: "stop",
        meaning: "What happens to a session at its limit: stop, or tell (it is reported, and nothing is stopped)",
        example: "tell",
        check: (value) =>
            ["stop", "tell"].includes(value)
                ? undefined
                : { limit: "it must be stop or tell", fix: "set one of these" },
    },
    sweepHours: {
        type: "integer",
        default: 6,
        meaning: "Hours between two sweeps for sessions that no event reported (0 for none, at most 168)",
        example: "12",
        check: (value) =>
            Number.isInteger(value) && value >= 0 && value <= 168
                ? undefined
                : { limit: "it must be a whole number of hours from 0 (none) to 168", fix: "set a number such as 6" },
    },
    curfew: {
        type: "string",
        default: "",
        meaning:
            "Time of day, and days, at which every session is stopped that is not exempt: 19:00 MON-FRI; empty for none",
        example: "19:00 MON-FRI",
        check: (value) =>
            isTimeOfDay(value)
                ? undefined
                : {
                      limit: "it must be a time, and days if any: 19:00, 19:00 MON-FRI or 18:30 MON,WED,FRI",
                      fix: "set one such as 19:00 MON-FRI, or leave it empty",
                  },
    },
    digestAt: {
        type: "string",
        default: "",
        meaning: "Time of day, and days, at which the notices of stops are mailed as one: 08:00; empty mails each",
        example: "08:00",
        check: (value) =>
            isTimeOfDay(value)
                ? undefined
                : {
                      limit: "it must be a time, and days if any: 08:00 or 08:00 MON-FRI",
                      fix: "set one such as 08:00, or leave it empty",
                  },
    },
    timeZone: {
        type: "string",
        default: "",
        meaning: "Time zone of curfew and digest, by its IANA name; empty for UTC",
        example: "Europe/Berlin",
        hint: "only with a curfew or a digest",
        check: (value) =>
            isTimeZone(value)
                ? undefined
                : { limit: "it must be the IANA name of a time zone", fix: "set one such as Europe/Berlin or UTC" },
    },
    warnSeconds: {
        type: "integer",
        default: 0,
        meaning:
            "How long before its limit the owner of a live session is warned, in seconds (0 for never, at most 86400)",
        example: "600",
        check: (value) =>
            Number.isInteger(value) && value >= 0 && value <= 86_400
                ? undefined
                : {
                      limit: "it must be a whole number of seconds from 0 (never) to 86400 (a day)",
                      fix: "set a number such as 600",
                  },
    },
    maxWaitSeconds: {
        type: "integer",
        default: 0,
        meaning: "How old a session may get whose user keeps it with the tag keep-until, in seconds (0: nobody can)",
        example: "43200",
        check: (value) =>
            Number.isInteger(value) && value >= 0 && value <= maxWaitSeconds
                ? undefined
                : {
                      limit: `it must be a whole number of seconds from 0 (nobody can keep a session) to ${maxWaitSeconds} (364 days)`,
                      fix: "set a number such as 43200",
                  },
    },
    extendWhileBusy: {
        type: "boolean",
        default: false,
        meaning: "Whether a session at work lives on past its limit, up to maxWaitSeconds",
        example: "true",
        hint: "only with maxWaitSeconds",
    },
    successTopicArn: {
        type: "string",
        default: "",
        meaning: "SNS topic for notices of stopped sessions; empty creates one",
        example: "arn:aws:sns:eu-west-1:123456789012:sessions-stopped",
        check: topic,
    },
    failureTopicArn: {
        type: "string",
        default: "",
        meaning: "SNS topic for failure notices and alarms; empty creates one",
        example: "arn:aws:sns:eu-west-1:123456789012:sessions-failed",
        check: topic,
    },
    notificationEmail: {
        type: "string",
        default: "",
        meaning: "Address that is subscribed to the topics that the stack creates",
        example: "you@example.com",
        hint: "only while the stack creates a topic",
        check: (value) =>
            isMailAddress(value)
                ? undefined
                : {
                      limit: "it must be one mail address, without a name, brackets or a comma",
                      fix: "set an address such as team@example.com, or leave it empty",
                  },
    },
    chat: {
        type: "object",
        default: {},
        meaning: "Channel of Slack or Microsoft Teams that notices also go to (docs/notices.md)",
        example: '{"slackTeamId":"T012AB3CD","slackChannelId":"C012AB3CD"}',
        paths: { "chat.slackTeamId": "T012AB3CD", "chat.slackChannelId": "C012AB3CD" },
        check: chatProblems,
    },
    ownerMail: {
        type: "object",
        default: {},
        meaning:
            "Sender, and the domains of the owners whom SES mails the notices of their own sessions (docs/notices.md)",
        example: '{"sender":"glue@example.com","domains":["example.com"]}',
        paths: { "ownerMail.sender": "glue@example.com", "ownerMail.domains[0]": "example.com" },
        check: ownerMailProblems,
    },
    logRetentionDays: {
        type: "integer",
        default: 30,
        meaning: "How long the log of failed executions is kept, in days",
        example: "90",
        check: (value) =>
            retentionDays.includes(value)
                ? undefined
                : {
                      limit: `CloudWatch Logs keeps logs for ${retentionDays.join(", ")} days and nothing between`,
                      fix: "set one of these",
                  },
    },
    logExecutionData: {
        type: "boolean",
        default: true,
        meaning: "Whether that log holds session id, creator and times of failed steps",
        example: "false",
    },
    enabled: {
        type: "boolean",
        default: true,
        meaning: "Whether new sessions are watched",
        example: "false",
    },
    topicKeyArn: {
        type: "string",
        default: "",
        meaning: "KMS key of adopted topics that are encrypted",
        example: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd",
        hint: "only with an adopted topic",
        check: key,
    },
    dataKeyArn: {
        type: "string",
        default: "",
        meaning: "KMS key of your own for the state machine's definition, inputs and history",
        example: "arn:aws:kms:eu-west-1:123456789012:key/5678abcd-12ab-34cd",
        check: key,
    },
    permissionsBoundaryArn: {
        type: "string",
        default: "",
        meaning: "Permissions boundary of every role",
        example: "arn:aws:iam::123456789012:policy/boundary",
        check: (value) => {
            const arn = parseArn(value);
            return arn?.service === "iam" && arn.region === "" && arn.resource.startsWith("policy/")
                ? undefined
                : {
                      limit: "it must be the ARN of an IAM policy: arn:<partition>:iam::<account>:policy/<name>",
                      fix: "copy it from `aws iam list-policies`, or leave it empty",
                  };
        },
    },
    createTrail: {
        type: "boolean",
        default: false,
        meaning: "Whether to create a CloudTrail trail, for an account that has none",
        example: "true",
    },
    dpuHourUsd: {
        type: "string",
        default: "",
        meaning: "Price of a DPU-hour in USD, such as 0.44; empty takes the region's, where it is known",
        example: "0.396",
        check: (value) =>
            /^(0|[1-9]\d?)(\.\d{1,6})?$/.test(value) && Number(value) > 0
                ? undefined
                : {
                      limit: "it must be a price above 0 and below 100, with a point and at most six decimals",
                      fix: "set a number such as 0.44, or leave it empty for the region's price where it is known",
                  },
    },
    publishMetrics: {
        type: "boolean",
        default: true,
        meaning: "Whether each stop is measured in CloudWatch (four custom metrics)",
        example: "false",
    },
    createDashboard: {
        type: "boolean",
        default: false,
        meaning: "Whether to create a CloudWatch dashboard",
        example: "true",
    },
};

export const settingKeys = Object.keys(settingsTable) as readonly (keyof Settings)[];

/**
 * Settings that a guard may get late, as a promise or an output: so a stack may encrypt them, and what holds them is secret
 * in its state. All others shape what is deployed, where everybody can read them, and a preview must show them.
 */
export const lateSettings = [
    "successTopicArn",
    "failureTopicArn",
    "notificationEmail",
    "topicKeyArn",
    "dataKeyArn",
    "permissionsBoundaryArn",
    "dpuHourUsd",
] as const satisfies readonly (keyof Settings)[];

export type LateSetting = (typeof lateSettings)[number];

export const isLateSetting = (key: string): key is LateSetting => (lateSettings as readonly string[]).includes(key);
