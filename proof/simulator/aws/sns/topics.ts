import type { Reply } from "../stepfunctions/stateMachine";

/** A mail, as a subscriber of the topic gets it. */
export interface Notice {
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
function fault(args: PublishArguments): string | undefined {
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

/** Takes what an `sns:publish` Task sends: a notice, or SNS's refusal. */
export function publish(topicArns: ReadonlySet<string>, args: unknown, now: number): Notice | Reply {
    const { TopicArn, Subject = defaultSubject, Message, MessageAttributes = {} } = args as PublishArguments;
    if (!topicArns.has(String(TopicArn))) {
        return { error: "SNS.NotFoundException", cause: "Topic does not exist" };
    }
    const wrong = fault(args as PublishArguments);
    return wrong
        ? { error: "SNS.InvalidParameterException", cause: `Invalid parameter: ${wrong}` }
        : {
              topicArn: String(TopicArn),
              subject: String(Subject),
              message: String(Message),
              at: now,
              attributes: Object.fromEntries(
                  Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, String(StringValue)]),
              ),
          };
}
