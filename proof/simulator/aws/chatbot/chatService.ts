import type { SentNotice } from "../sns/topics";

/** A channel of Slack or Microsoft Teams, and the topics that it reads. */
export interface Channel {
    readonly name: string;
    readonly topicArns: readonly string[];
}

/** A message as the channel shows it. */
export interface Post {
    readonly channel: string;
    /** What the sender calls it; of an alarm `alarm`. */
    readonly kind: string;
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    /** Messages with the same one stand in one thread; empty for a message of its own. */
    readonly threadId: string;
    /** Epoch milliseconds. */
    readonly at: number;
}

const members: Readonly<Record<string, readonly string[]>> = {
    message: ["version", "source", "id", "content", "metadata"],
    content: ["textType", "title", "description", "nextSteps", "keywords"],
    metadata: ["threadId", "summary", "eventType", "relatedResources", "additionalContext"],
};

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
    typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const has = (what: string, value: Json) => Object.keys(value).every((key) => members[what]?.includes(key));
const areTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText);

/**
 * Amazon Q Developer in chat applications: shows custom notifications and alarms, and drops every other message in silence.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export class ChatService {
    readonly posts: Post[] = [];
    /** The messages that it shows. */
    readonly shown = new Set<SentNotice>();
    /** What it was given and did not show. */
    readonly dropped: SentNotice[] = [];

    constructor(readonly channels: readonly Channel[]) {}

    /** A topic hands a message over. */
    take(notice: SentNotice): void {
        for (const { name } of this.channels.filter(({ topicArns }) => topicArns.includes(notice.topicArn))) {
            const shown = read(notice.message);
            if (shown) {
                this.shown.add(notice);
                this.posts.push({ channel: name, ...shown, at: notice.at });
            } else {
                this.dropped.push(notice);
            }
        }
    }

    /** An alarm is shown as it is. */
    takeAlarm({ topicArn, subject, message, at }: SentNotice): void {
        for (const { name } of this.channels.filter(({ topicArns }) => topicArns.includes(topicArn))) {
            this.posts.push({
                channel: name,
                kind: "alarm",
                title: subject,
                description: message,
                nextSteps: [],
                threadId: "",
                at,
            });
        }
    }
}

/** What a message shows; nothing if it is not in the form of custom notifications. */
function read(text: string): Omit<Post, "channel" | "at"> | undefined {
    let message: unknown;
    try {
        message = JSON.parse(text);
    } catch {
        return undefined;
    }
    if (!isObject(message) || message.version !== "1.0" || message.source !== "custom" || !has("message", message)) {
        return undefined;
    }
    const { content, metadata = {} } = message;
    if (!isObject(content) || !has("content", content) || !isObject(metadata) || !has("metadata", metadata)) {
        return undefined;
    }
    const { textType = "client-markdown", title = "", description, nextSteps } = content;
    const { threadId = "", eventType = "" } = metadata;
    return textType === "client-markdown" &&
        typeof title === "string" &&
        isText(description) &&
        (nextSteps === undefined || areTexts(nextSteps)) &&
        typeof threadId === "string" &&
        typeof eventType === "string"
        ? { kind: eventType, title, description, nextSteps: (nextSteps as string[] | undefined) ?? [], threadId }
        : undefined;
}
