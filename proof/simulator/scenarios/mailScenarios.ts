/** Scenarios of a stack that mails the owners of sessions. */
import type { SessionPlan } from "../aws/glue/glue";
import type { SimulatedAccount } from "../account/simulatedAccount";
import { missing, plainGuard, preview, type Scenario } from "./scenario";

const settings = {
    ...plainGuard,
    ownerMail: JSON.stringify({ sender: "glue@example.com", domains: ["example.com"] }),
};
const warned = { ...settings, warnSeconds: "600", maxWaitSeconds: "14400" };
/** A role of IAM Identity Center: AWS gives its sessions their names. */
const creatorRole = "AWSReservedSSO_DataEngineer_0123456789abcdef";
const session: SessionPlan = { ...preview, creatorRole };
const stoppedByGuard = { executions: ["SUCCEEDED"], sessions: ["STOPPED by guard"], stopped: 1 };

/** Names of role sessions that are no plain address of the domain. */
export const refusedNames = [
    "alice",
    "alice@sub.example.com",
    "alice@example.com.evil.example",
    "alice@examp1e.com",
    "alice@example.co",
    "bob@evil.example,alice@example.com",
    "alice@bob@example.com",
    ".alice@example.com",
    "alice..b@example.com",
    "Alice=alice@example.com",
    `${"a".repeat(320)}@evil.example`,
];

const saying = ({ cloud }: SimulatedAccount, kind: string, texts: readonly string[]) =>
    missing(
        cloud.notices.find(({ attributes }) => attributes.kind === kind),
        texts,
    );

export const mailScenarios: readonly Scenario[] = [
    {
        name: "owner-mailed",
        title: "mail: the owner, a person of Identity Center, gets the warning and the notice, and the topic says so",
        settings: warned,
        setUp: (aws) => aws.create(0, { ...session, creator: "Alice@EXAMPLE.com" }),
        expects: { ...stoppedByGuard, warned: 1, mails: 2 },
        check: ({ mails }, aws) => [
            ...mails.flatMap(({ from, to }) =>
                from === "glue@example.com" && to.join() === "Alice@example.com" ? [] : [`${from} mailed ${to.join()}`],
            ),
            ...(mails[0]?.text.includes("--tags-to-add keep-until=")
                ? []
                : ["the warning does not say how to keep it"]),
            ...(mails[1]?.html.includes(`<td>${preview.id}</td>`) ? [] : ["the notice has no table"]),
            ...saying(aws, "warning", ["Mailed:   Alice@example.com"]),
            ...saying(aws, "stopped", ["Mailed:   Alice@example.com"]),
        ],
    },
    {
        name: "owner-not-mailed",
        title: "mail: names that are no plain address of the domain, and roles whose users choose their names, are never mailed",
        settings: warned,
        setUp: (aws) => {
            aws.create(0, { ...session, creatorRole: "DataEngineer" });
            aws.create(0, { ...session, creatorRole: "AWSReservedSSO", id: "look-alike" });
            for (const creator of refusedNames) {
                aws.create(0, { ...session, id: `session of ${creator.slice(-20)}`, creator });
            }
        },
        expects: {
            executions: Array.from({ length: refusedNames.length + 2 }, () => "SUCCEEDED"),
            sessions: Array.from({ length: refusedNames.length + 2 }, () => "STOPPED by guard"),
            stopped: refusedNames.length + 2,
            warned: refusedNames.length + 2,
        },
        check: ({ notices }) =>
            notices.some(({ message }) => message.includes("Mailed:")) ? ["a notice speaks of a mail"] : [],
    },
    {
        name: "owner-of-named-role",
        title: "mail: a role that the setting names is believed, another one is not",
        settings: {
            ...settings,
            ownerMail: JSON.stringify({
                sender: "glue@example.com",
                domains: ["example.com"],
                roles: ["arn:aws:iam::123456789012:role/SamlEngineer"],
            }),
        },
        setUp: (aws) => {
            aws.create(0, { ...session, creatorRole: "SamlEngineer" });
            aws.create(0, { ...session, id: "of another role", creatorRole: "SamlEngineer2" });
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED"],
            sessions: ["STOPPED by guard", "STOPPED by guard"],
            stopped: 2,
            mails: 1,
        },
    },
    {
        name: "owner-mail-refused",
        title: "mail: SES refuses, as in its sandbox: the session is stopped in time, no alarm goes off, and the topic says why",
        settings: warned,
        faults: [{ call: "ses:SendEmail", error: "SesV2.MessageRejectedException" }],
        setUp: (aws) => aws.create(0, session),
        expects: { ...stoppedByGuard, warned: 1 },
        check: (_, aws) => [
            ...saying(aws, "stopped", ["Mailed:   the owner could not be mailed: SesV2.MessageRejectedException"]),
            ...punctual(aws),
        ],
    },
    {
        name: "owner-mail-slow",
        title: "mail: SES gives no answer, a minute before the limit: no stop waits for it",
        settings: { ...settings, warnSeconds: "65" },
        faults: [{ call: "ses:SendEmail", error: "SesV2.SdkClientException", seconds: 60 }],
        setUp: (aws) => aws.create(0, session),
        expects: { ...stoppedByGuard, warned: 1 },
        check: (_, aws) => punctual(aws),
    },
    {
        name: "owner-mail-found",
        title: "mail: in tell, the owner hears that the session is past its limit",
        settings: { ...settings, mode: "tell" },
        setUp: (aws) => aws.create(0, session),
        expects: { executions: ["SUCCEEDED"], sessions: ["READY"], found: 1, mails: 1 },
        check: (_, aws) => saying(aws, "found", ["Mailed:   alice@example.com"]),
    },
];

/** A fault if the session was not stopped within a few seconds after its limit. */
function punctual({ sessions, cloud, startsAt }: SimulatedAccount): string[] {
    const ended = ((sessions[0]?.endedAt(cloud.clock.now) ?? Infinity) - startsAt) / 1000;
    return ended <= 1805 ? [] : [`it was stopped after ${ended} s`];
}
