import { expect } from "chai";
import { ChatService } from "../../../../../proof/simulator/aws/chatbot/chatService";

const right = { version: "1.0", source: "custom", content: { description: "d" } };
const notice = (message: unknown, topicArn = "chat") => ({
    topicArn,
    subject: "s",
    message: typeof message === "string" ? message : JSON.stringify(message),
    at: 7,
    attributes: {},
});

/** What a channel of the topics chat and failure makes of these messages. */
function given(...messages: readonly unknown[]) {
    const service = new ChatService([{ name: "glue", topicArns: ["chat", "failure"] }]);
    for (const message of messages) {
        service.take(notice(message));
    }
    return { posts: service.posts, dropped: service.dropped.length };
}

describe("ChatService", () => {
    for (const [what, message] of [
        ["plain text", "A Glue session was stopped."],
        ["a list", "[]"],
        ["another version", { ...right, version: "2.0" }],
        ["another source", { ...right, source: "aws.glue" }],
        ["no content", { version: "1.0", source: "custom" }],
        ["no description", { ...right, content: { title: "t" } }],
        ["an unknown member", { ...right, subject: "s" }],
        ["an unknown member of the content", { ...right, content: { description: "d", body: "b" } }],
        ["an unknown member of the metadata", { ...right, metadata: { thread: "t" } }],
        ["another markdown", { ...right, content: { description: "d", textType: "html" } }],
        ["empty next steps", { ...right, content: { description: "d", nextSteps: [] } }],
        ["next steps that are no text", { ...right, content: { description: "d", nextSteps: [7] } }],
    ] as const) {
        it(`drops ${what} in silence`, () => {
            expect(given(message)).to.deep.equal({ posts: [], dropped: 1 });
        });
    }
    it("shows custom notifications", () => {
        const whole = {
            ...right,
            content: { textType: "client-markdown", title: "t", description: "d", nextSteps: ["n"] },
            metadata: { threadId: "x", summary: "s", eventType: "e" },
        };
        expect(given(right, whole)).to.deep.equal({
            posts: [
                { channel: "glue", kind: "", title: "", description: "d", nextSteps: [], threadId: "", at: 7 },
                { channel: "glue", kind: "e", title: "t", description: "d", nextSteps: ["n"], threadId: "x", at: 7 },
            ],
            dropped: 0,
        });
    });
    it("shows alarms of a topic that it reads, and nothing of others", () => {
        const service = new ChatService([{ name: "glue", topicArns: ["failure"] }]);
        service.takeAlarm(notice("m", "failure"));
        service.takeAlarm(notice("m", "other"));
        service.take(notice(right, "other"));
        expect(service.posts).to.deep.equal([
            { channel: "glue", kind: "alarm", title: "s", description: "m", nextSteps: [], threadId: "", at: 7 },
        ]);
        expect(service.dropped).to.deep.equal([]);
    });
});
