import { expect } from "chai";
import { Topics } from "../../../../../proof/simulator/aws/sns/topics";

const publish = (args: unknown) => {
    const topics = new Topics((arn) => arn === "arn:topic");
    return { reply: topics.publish(args, 7), sent: topics.sent };
};
const good = { TopicArn: "arn:topic", Subject: "Subject", Message: "Message" };
const invalid = (cause: string) => ({ error: "SNS.InvalidParameterException", cause: `Invalid parameter: ${cause}` });
const subject = invalid("Subject: must be 1 to 99 printable ASCII characters, the first no space");
const message = invalid("Message: must be text of 1 byte to 256 KiB");

describe("Topics", () => {
    for (const [what, change, refusal] of [
        [
            "a topic that does not exist",
            { TopicArn: "arn:other" },
            { error: "SNS.NotFoundException", cause: "Topic does not exist" },
        ],
        ["a member that SNS does not know", { Body: "x" }, invalid("Unknown parameter Body")],
        ["an empty subject", { Subject: "" }, subject],
        ["a subject of 100 characters", { Subject: "x".repeat(100) }, subject],
        ["a subject with a line break", { Subject: "a\nb" }, subject],
        ["a subject with an umlaut", { Subject: "Ü" }, subject],
        ["a subject that begins with a space", { Subject: " x" }, subject],
        ["an empty message", { Message: "" }, message],
        ["a message of more than 256 KiB", { Message: "é".repeat(131_073) }, message],
        ["a message that is no text", { Message: 5 }, message],
        [
            "an empty attribute",
            { MessageAttributes: { owner: { DataType: "String", StringValue: "" } } },
            invalid("MessageAttributes: owner must be a String that is not empty"),
        ],
    ] as const) {
        it(`refuses ${what}`, () => {
            expect(publish({ ...good, ...change })).to.deep.equal({ reply: refusal, sent: [] });
        });
    }
    it("takes 99 characters, 256 KiB and attributes", () => {
        const MessageAttributes = { kind: { DataType: "String", StringValue: "stopped" } };
        const args = { ...good, Subject: "x".repeat(99), Message: "x".repeat(262_144), MessageAttributes };
        expect(publish(args).sent).to.deep.equal([
            {
                topicArn: "arn:topic",
                subject: args.Subject,
                message: args.Message,
                at: 7,
                attributes: { kind: "stopped" },
            },
        ]);
    });
    it("writes SNS's own subject above a mail that has none", () => {
        const { reply, sent } = publish({ TopicArn: "arn:topic", Message: "Message" });
        expect(reply).to.deep.equal({ result: { MessageId: "message-1" } });
        expect(sent).to.deep.equal([
            {
                topicArn: "arn:topic",
                subject: "AWS Notification Message",
                message: "Message",
                at: 7,
                attributes: {},
            },
        ]);
    });
});
