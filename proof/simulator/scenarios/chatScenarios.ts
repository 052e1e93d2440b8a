/** Scenarios of a stack whose notices also go to a chat channel. */
import type { Post } from "../aws/chatbot/chatService";
import type { SessionPlan } from "../aws/glue/glue";
import type { SimulatedAccount } from "../account/simulatedAccount";
import { plainGuard, preview, type Scenario } from "./scenario";

const minute = 60;
const slack = { slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" };
const teams = {
    teamsTenantId: "0a1b2c3d-0000-4000-8000-0123456789ab",
    teamsTeamId: "1a1b2c3d-0000-4000-8000-0123456789ab",
    teamsChannelId: "19%3aab12%40thread.tacv2",
};
const settings = {
    ...plainGuard,
    chat: JSON.stringify(slack),
};
const warned = { ...settings, warnSeconds: "600", maxWaitSeconds: "14400" };
const notebook: SessionPlan = { id: "6f0c9c7e-9c4e-4a55-8a39-5a6f3c1f2f6e", readyAfterSeconds: 30, dpu: 5 };
const stoppedByGuard = { executions: ["SUCCEEDED"], sessions: ["STOPPED by guard"], stopped: 1, posts: 1 };

const posts = ({ cloud }: SimulatedAccount) => cloud.chat.posts;

/** A fault for each text that a message does not show. */
function shows(post: Post | undefined, texts: readonly string[]): string[] {
    const whole = post ? [post.title, post.description, ...post.nextSteps].join("\n") : "";
    return texts.filter((text) => !whole.includes(text)).map((text) => `the chat does not show "${text}"`);
}

/** Ids that a chat would obey. */
const obeyedIds = [
    "<!here> <@U012AB3CD>",
    "@channel @here",
    "[click](https://evil.example) <https://evil.example|bill>",
    "*bold* _it_ ~gone~ `code`",
    "a`b <at>Bob</at>",
    "&lt;!everyone&gt;",
];

export const chatScenarios: readonly Scenario[] = [
    {
        name: "chat",
        title: "chat: warning and stop stand in one thread, with what the session cost and the command that keeps it",
        settings: warned,
        setUp: (aws) => aws.create(0, notebook),
        expects: { ...stoppedByGuard, warned: 1, posts: 2 },
        check: (_, aws) => {
            const [warning, stop] = posts(aws);
            return [
                ...shows(warning, [
                    "Glue session will be stopped",
                    "A Glue session reaches its time limit in 10 min, and is stopped then.",
                    `- *Session:* \`${notebook.id}\``,
                    "- *Owner:* `alice@example.com (arn:aws",
                    "- *Runs on:* `for 2.20 USD an hour`",
                    `\`aws glue tag-resource --region ${aws.guard.program.place.region} `,
                    `session/'${notebook.id}' --tags-to-add keep-until=`,
                ]),
                ...shows(stop, ["Glue session stopped", "- *Used:* `2.501", "- *Avoided:* `up to "]),
                ...(warning?.threadId === notebook.id && stop?.threadId === notebook.id
                    ? []
                    : ["warning and stop are not in the thread of their session"]),
            ];
        },
    },
    {
        name: "chat-teams",
        title: "chat: a channel of Microsoft Teams gets its own markdown",
        settings: { ...settings, chat: JSON.stringify(teams) },
        setUp: (aws) => aws.create(0, preview),
        expects: stoppedByGuard,
        check: (_, aws) => shows(posts(aws)[0], [`- **Session:** \`${preview.id}\``]),
    },
    {
        name: "chat-hostile-ids",
        title: "chat: ids that a chat would obey mention nobody, link nowhere and format nothing",
        settings: { ...warned, mode: "tell" },
        setUp: (aws) => {
            for (const id of obeyedIds) {
                aws.create(0, { ...notebook, id });
            }
        },
        expects: {
            executions: obeyedIds.map(() => "SUCCEEDED"),
            sessions: obeyedIds.map(() => "READY"),
            found: obeyedIds.length,
            posts: obeyedIds.length,
        },
        check: (_, aws) =>
            posts(aws).flatMap(({ title, description, nextSteps }) => {
                const whole = [title, description, ...nextSteps].join("\n");
                // What stands between backticks is shown as it is.
                const outside = whole.replaceAll(/`[^`\n]*`/g, "");
                return [
                    ...(/[<>&]/.test(whole) ? [`the chat could obey ${JSON.stringify(whole)}`] : []),
                    ...(/(^|[^A-Za-z0-9._-])@/m.test(whole)
                        ? [`somebody is mentioned in ${JSON.stringify(whole)}`]
                        : []),
                    ...(/evil|_it_|\[/.test(outside) ? [`an id stands outside backticks: ${outside}`] : []),
                    ...(whole.includes("the mail has the command") ? [] : ["a command holds a hostile id"]),
                ];
            }),
    },
    {
        name: "chat-down",
        title: "chat: somebody has deleted its topic: the session is stopped in time and mailed, and no alarm goes off",
        settings,
        setUp: (aws) => {
            aws.cloud.deleteTopic(/-chat$/);
            aws.create(0, preview);
        },
        expects: { ...stoppedByGuard, posts: 0 },
    },
    {
        name: "chat-failure",
        title: "chat: a session that could not be stopped is shown with the command that stops it, and so is the alarm",
        settings,
        denied: ["glue:StopSession"],
        setUp: (aws) => aws.create(0, preview),
        expects: {
            executions: ["FAILED StopDenied"],
            sessions: ["READY"],
            failed: 1,
            alarms: ["executions-failed"],
            posts: 2,
        },
        check: (_, aws) => [
            ...shows(posts(aws)[0], [
                "Glue session NOT stopped",
                "- *Error:* `StopDenied`",
                `Stop it by hand: \`aws glue stop-session --region ${aws.guard.program.place.region} --id='${preview.id}'\``,
            ]),
            ...shows(posts(aws)[1], ["ALARM:"]),
        ],
    },
    {
        name: "chat-digest-hostile",
        title: "chat: an owner who is called as a mention begins no line of the digest",
        settings: { ...settings, digestAt: "08:00" },
        setUp: (aws) => {
            aws.create(0, { ...preview, creator: "@channel" });
            aws.digest(25 * 60 * minute);
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED"],
            sessions: ["STOPPED by guard"],
            stopped: 1,
            digests: 1,
            posts: 2,
        },
        check: (_, aws) =>
            posts(aws).some(({ description }) => /(^|[^A-Za-z0-9._-])@/m.test(description))
                ? ["somebody is mentioned"]
                : shows(posts(aws)[1], ["\n?channel: 1 session, "]),
    },
    {
        name: "chat-digest",
        title: "chat: the digest of a day stands in the channel as a table",
        settings: { ...settings, digestAt: "08:00" },
        setUp: (aws) => {
            aws.create(0, preview);
            aws.create(5 * minute, notebook);
            aws.digest(25 * 60 * minute);
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"],
            sessions: ["STOPPED by guard", "STOPPED by guard"],
            stopped: 2,
            digests: 1,
            posts: 3,
        },
        check: (_, aws) =>
            shows(posts(aws)[2], [
                "Glue digest: 2 stopped, 0 past their limit",
                "```\n\nalice@example.com: 2 sessions, ",
                `\n  ${notebook.id}: stopped after 30 min`,
            ]),
    },
];
