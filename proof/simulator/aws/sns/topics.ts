import type { Reply } from "../core/calls";

/** A message as a subscriber of the topic gets it. */
export interface SentNotice {
    readonly topicArn: string;
    readonly subject: string;
    readonly message: string;
    /** Epoch milliseconds. */
    readonly at: number;
    /** What a subscription's filter policy sees. */
    readonly attributes: Readonly<Record<string, string>>;
}

interface PublishArguments {
    readonly TopicArn?: unknown;
    readonly Subject?: unknown;
    readonly Message?: unknown;
    readonly MessageAttributes?: Readonly<
        Record<string, { readonly DataType?: unknown; readonly StringValue?: unknown }>
    >;
}

const members = ["TopicArn", "Subject", "Message", "MessageAttributes"];
/** What SNS writes above a mail that has none. */
const defaultSubject = "AWS Notification Message";

/** What SNS refuses in a Publish call. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function problemOf(args: PublishArguments): string | undefined {
    const unknown = Object.keys(args).find((member) => !members.includes(member));
    if (unknown) {
        return `Unknown parameter ${unknown}`;
    }
    const { Subject = defaultSubject, Message, MessageAttributes = {} } = args;
    if (typeof Subject !== "string" || !/^[!-~][ -~]{0,98}$/.test(Subject)) {
        return "Subject: must be 1 to 99 printable ASCII characters, the first no space";
    }
    if (typeof Message !== "string" || Message === "" || Buffer.byteLength(Message) > 256 * 1024) {
        return "Message: must be text of 1 byte to 256 KiB";
    }
    const odd = Object.entries(MessageAttributes).find(
        ([name, { DataType, StringValue }]) =>
            !/^[A-Za-z0-9_.-]{1,256}$/.test(name) ||
            DataType !== "String" ||
            typeof StringValue !== "string" ||
            StringValue === "",
    );
    return odd && `MessageAttributes: ${odd[0]} must be a String that is not empty`;
}

/** SNS: the topics that there are, and what was sent to them. */
export class Topics {
    readonly sent: SentNotice[] = [];

    constructor(
        readonly has: (topicArn: string) => boolean,
        /** Gets what a topic has taken. Default: nobody. */
        readonly onSent: (notice: SentNotice) => void = () => undefined,
    ) {}

    /** What an `sns:publish` Task sends is kept, or refused as SNS refuses it. */
    publish(args: unknown, now: number): Reply {
        const { TopicArn, Subject = defaultSubject, Message, MessageAttributes = {} } = args as PublishArguments;
        if (!this.has(String(TopicArn))) {
            return { error: "SNS.NotFoundException", cause: "Topic does not exist" };
        }
        const problem = problemOf(args as PublishArguments);
        if (problem !== undefined) {
            return { error: "SNS.InvalidParameterException", cause: `Invalid parameter: ${problem}` };
        }
        const notice: SentNotice = {
            topicArn: String(TopicArn),
            subject: String(Subject),
            message: String(Message),
            at: now,
            attributes: Object.fromEntries(
                Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, String(StringValue)]),
            ),
        };
        this.sent.push(notice);
        this.onSent(notice);
        return { result: { MessageId: `message-${this.sent.length}` } };
    }
}
