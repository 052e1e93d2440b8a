/** Scenarios of the digest, each on a stack of its own that has one. */
import type { SessionPlan } from "../aws/glue/glue";
import type { SimulatedAccount } from "../account/simulatedAccount";
import { missing, type Scenario } from "./scenario";

const hour = 60 * 60;
const settings = {
    waitSeconds: "1800",
    limits: "[]",
    mode: "stop",
    enabled: "true",
    sweepHours: "0",
    digestAt: "08:00",
    timeZone: "Europe/Berlin",
};
const notebook: SessionPlan = { id: "notebook", readyAfterSeconds: 30, dpu: 5, idleMinutes: 120 };
/** The next morning. */
const morning = 23 * hour;

/** Opens so many sessions, a minute apart. */
function open(aws: SimulatedAccount, count: number): void {
    for (let number = 0; number < count; number++) {
        aws.create(number * 60, { ...notebook, id: `notebook-${number}` });
    }
}

const digests = ({ cloud }: SimulatedAccount) => cloud.notices.filter(({ attributes }) => attributes.kind === "digest");

/** What is wrong if the queue holds another number of messages. */
function waiting({ cloud, guard }: SimulatedAccount, count: number): string[] {
    const arn = [...guard.deployed.queues.keys()].find((arn) => arn.endsWith("-digest")) ?? "";
    const depth = cloud.queues.depth(arn);
    return depth === count ? [] : [`the queue holds ${depth} messages, not ${count}`];
}

const many = (count: number, text: string) => Array.from({ length: count }, () => text);

export const digestScenarios: readonly Scenario[] = [
    {
        name: "digest",
        title: "digest: the stops of a day come as one notice, by owner and with sums",
        settings,
        setUp: (aws) => {
            open(aws, 3);
            aws.digest(morning);
        },
        expects: {
            executions: many(4, "SUCCEEDED"),
            sessions: many(3, "STOPPED by guard"),
            stopped: 3,
            digests: 1,
        },
        check: (_, aws) => [
            ...waiting(aws, 0),
            ...missing(digests(aws)[0], [
                "Subject: Glue digest: 3 stopped, 0 past their limit",
                ": 3 sessions, 7.504 DPU-hours, 3.30 USD, up to 13.20 USD avoided.",
                "\nalice@example.com: 3 sessions, 7.504 DPU-hours, 3.30 USD, up to 13.20 USD avoided\n",
                "  notebook-0: stopped after 30 min 1 s, 2.501 DPU-hours, 1.10 USD (waitSeconds)",
            ]),
        ],
    },
    {
        name: "digest-nothing",
        title: "digest: where nothing happened nobody is mailed, in six state transitions",
        settings,
        setUp: (aws) => {
            aws.create(0, { ...notebook, ends: { afterSeconds: 300, status: "STOPPED", by: "its user" } });
            aws.digest(morning);
        },
        expects: { executions: many(2, "SUCCEEDED"), sessions: ["STOPPED by its user"] },
        check: ({ executions }) =>
            executions[1]?.transitions === 6 ? [] : [`it took ${executions[1]?.transitions ?? 0} transitions`],
    },
    {
        name: "digest-large",
        title: "digest: more stops than one notice takes come in two, each once",
        settings,
        setUp: (aws) => {
            open(aws, 230);
            aws.digest(morning);
        },
        expects: {
            executions: many(231, "SUCCEEDED"),
            sessions: many(230, "STOPPED by guard"),
            stopped: 230,
            digests: 2,
        },
        check: (_, aws) => {
            const named = digests(aws).flatMap(({ message }) => message.match(/notebook-\d+/g) ?? []);
            return [
                ...waiting(aws, 0),
                ...(named.length === 230 && new Set(named).size === 230 ? [] : [`${named.length} lines`]),
                ...(digests(aws).every(({ message }) => message.length < 200_000) ? [] : ["a notice is too large"]),
            ];
        },
    },
    {
        name: "digest-running",
        title: "digest: what was reported and still runs is named, with the age that no limit allows",
        settings: { ...settings, mode: "tell" },
        setUp: (aws) => {
            open(aws, 2);
            aws.digest(morning);
        },
        expects: { executions: many(3, "SUCCEEDED"), sessions: many(2, "READY"), found: 2, digests: 1 },
        check: (_, aws) =>
            missing(digests(aws)[0], [
                "Subject: Glue digest: 0 stopped, 2 past their limit",
                "  notebook-0: past its limit after 30 min",
                "Still running past their limit:\n  notebook-0, since 2024-06-03T07:00:00.000Z\n  notebook-1, since",
            ]),
    },
    {
        name: "digest-unread",
        title: "digest: the queue cannot be read. Somebody is mailed, and the lines come the next morning",
        settings,
        removals: [{ action: "sqs:ReceiveMessage", fromSeconds: 0, toSeconds: morning + hour }],
        setUp: (aws) => {
            open(aws, 2);
            aws.digest(morning);
            aws.digest(morning + 24 * hour);
        },
        expects: {
            executions: [...many(2, "SUCCEEDED"), "FAILED DigestFailed", "SUCCEEDED"],
            sessions: many(2, "STOPPED by guard"),
            stopped: 2,
            digests: 1,
            failed: 1,
            alarms: ["executions-failed"],
        },
        check: ({ notices }, aws) => [
            ...waiting(aws, 0),
            ...missing(
                notices.find(({ attributes }) => attributes.kind === "failed"),
                ["Subject: The digest of Glue sessions failed", "could not do its digest.", "Nothing is lost"],
            ),
        ],
    },
    {
        name: "digest-undeleted",
        title: "digest: mailed, but not deleted. Its lines come again the next morning, and none is lost",
        settings,
        removals: [{ action: "sqs:DeleteMessage", fromSeconds: 0, toSeconds: morning + hour }],
        setUp: (aws) => {
            open(aws, 2);
            aws.digest(morning);
            aws.digest(morning + 24 * hour);
        },
        expects: {
            executions: [...many(2, "SUCCEEDED"), "FAILED DigestFailed", "SUCCEEDED"],
            sessions: many(2, "STOPPED by guard"),
            stopped: 2,
            digests: 2,
            failed: 1,
            alarms: ["executions-failed"],
        },
        check: (_, aws) => [
            ...waiting(aws, 0),
            ...missing(digests(aws)[1], ["notebook-0: stopped", "notebook-1: stopped"]),
        ],
    },
    {
        name: "digest-stranger",
        title: "digest: what others have put into the queue breaks nothing, and is shown as text",
        settings,
        setUp: (aws) => {
            open(aws, 1);
            aws.at(100, () => {
                const arn = [...aws.guard.deployed.queues.keys()].find((arn) => arn.endsWith("-digest")) ?? "";
                const tabs = (...parts: string[]) => ({ figures: parts.join("\t") });
                aws.cloud.queues.send(arn, "", {}, aws.cloud.clock.now);
                aws.cloud.queues.send(arn, "", { figures: "{% $x %}" }, aws.cloud.clock.now);
                aws.cloud.queues.send(
                    arn,
                    "",
                    tabs("w", "odd", "\u001b[2Jid\n", "mallory", "1e9", "-1", "NaN", "007", "why"),
                    aws.cloud.clock.now,
                );
            });
            aws.digest(morning);
        },
        expects: { executions: many(2, "SUCCEEDED"), sessions: ["STOPPED by guard"], stopped: 1, digests: 1 },
        check: (_, aws) => [
            ...waiting(aws, 0),
            ...missing(digests(aws)[0], [
                "  ?[2Jid?: stopped (why)",
                "unknown: 2 sessions, 0 DPU-hours",
                "  a notice without figures: stopped",
                "notebook-0: stopped after 30 min 1 s",
            ]),
        ],
    },
];
