import type { ScenarioResult } from "./runScenario";
import type { SimulatedAccount } from "../account/simulatedAccount";
import type { Post } from "../aws/chatbot/chatService";
import type { SentNotice } from "../aws/sns/topics";
import { clockTime, timeline } from "./timeline";

/** What happened in an account, as text: the timeline with clock times, then what people get, as it arrives. */
export function transcript(aws: SimulatedAccount): string {
    const rows = timeline(aws).map(
        ({ at, who, what }) => `  ${clockTime(at, aws.startsAt)}  ${who.padEnd(14)}  ${what}`,
    );
    const sent = [
        ...aws.mailed.map((notice) => ({
            ...notice,
            to: `To the subscribers of ${notice.topicArn.split(":").at(-1) ?? ""}`,
            shown: mail(notice),
        })),
        ...aws.cloud.ses.sent.map(({ from, to, subject, text, at }) => ({
            at,
            to: `To ${to.join(", ")} from ${from}`,
            shown: mail({ subject, message: text }),
        })),
        ...aws.cloud.chat.posts.map((post) => ({ at: post.at, to: `In chat ${post.channel}`, shown: posted(post) })),
    ].sort((one, other) => one.at - other.at);
    const mails = sent.map(({ at, to, shown }) => `  ${to}, ${clockTime(at, aws.startsAt)}\n${shown}\n`);
    return [...rows, "", ...mails].join("\n");
}

/** The lines of a message as a chat is given it. */
export const linesOf = ({ title, description, nextSteps }: Post): string[] => [
    title,
    "",
    ...description.split("\n"),
    ...nextSteps.map((step) => `> ${step}`),
];

const posted = (post: Post) =>
    linesOf(post)
        .map((line) => `  | ${line}`.trimEnd())
        .join("\n");

/** A mail as it arrives. */
export function mail({ subject, message }: Pick<SentNotice, "subject" | "message">): string {
    return [`Subject: ${subject}`, "", ...message.split("\n")].map((line) => `  | ${line}`.trimEnd()).join("\n");
}

/** A scenario as text, with what failed. */
export function scenarioText({ scenario, aws, failures }: ScenarioResult): string {
    const verdict =
        failures.length === 0 ? "Passed." : `FAILED:\n${failures.map((failure) => `  - ${failure}`).join("\n")}`;
    return `${scenario.name}: ${scenario.title}\n\n${transcript(aws)}\n${verdict}`;
}
