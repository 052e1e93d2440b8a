import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { opensSession, unwrapEvents } from "../../../commands/start/unwrapEvents";
import { InputError } from "../../../deployments/input/inputError";
import type { CreateSessionEvent } from "../../../model/event/createSession";

const record = JSON.parse(readFileSync(join(__dirname, "../../../examples/create-session.json"), "utf8")) as Record<
    string,
    unknown
>;
const text = JSON.stringify(record);
const read = (value: unknown) => unwrapEvents(JSON.stringify(value), "event.json");
const [event] = read(record) as [CreateSessionEvent];

describe("unwrapEvents", () => {
    for (const [name, value, message] of [
        ["null", null, "event.json holds no CloudTrail record. Expected: a record, EventBridge's event around it"],
        ["a number", 5, "event.json holds no CloudTrail record."],
        ["an empty list", [], "event.json holds no CloudTrail record."],
        ["an empty file of CloudTrail", { Records: [] }, "event.json holds no CloudTrail record."],
        ["an object of something else", { a: 1 }, "event.json holds no CloudTrail record."],
        [
            "a text that is no JSON",
            "hello",
            "The text inside event.json is not JSON: invalid symbol in line 1, column 1.",
        ],
        [
            "a record without its members",
            { eventName: "CreateSession", eventTime: 5 },
            "event.json: the record has no text as eventSource, eventID, eventTime, awsRegion.",
        ],
        [
            "a record in local time",
            { ...record, eventTime: "2024-06-03 07:00:00" },
            "event.json: eventTime must be a time",
        ],
        [
            "a record of a day that does not exist",
            { ...record, eventTime: "2024-06-31T25:00:00Z" },
            "eventTime must be",
        ],
        ["an event without a detail", { ...event, detail: null }, "event.json: the record has no text as eventSource,"],
        ["an event without its members", { detail: record }, "event.json: EventBridge's event has no text as source,"],
    ] as const) {
        it(`refuses ${name}`, () => {
            expect(() => read(value)).to.throw(InputError, message);
        });
    }

    for (const [name, value] of [
        ["bare", record],
        ["as EventBridge's event", event],
        ["in CloudTrail's own file", { Records: [record] }],
        ["in a list", [record]],
        ["as JSON in a text, as `lookup-events --query` prints it", text],
        [
            "in the answer of lookup-events",
            { Events: [{ EventId: "e", EventName: "CreateSession", CloudTrailEvent: text }] },
        ],
        ["in one event of lookup-events", { EventId: "e", CloudTrailEvent: text }],
        ["in a list of texts", [text]],
        ["in a message of the dead-letter queue", { Messages: [{ MessageId: "m", Body: JSON.stringify(event) }] }],
        ["in what SNS sends to a queue", { Type: "Notification", Message: JSON.stringify(event) }],
    ] as const) {
        it(`reads a record ${name}`, () => {
            expect(read(value)).to.deep.equal([event]);
        });
    }
    it("reads every record of several", () => {
        expect(read({ Records: [record, { ...record, eventName: "StopSession" }] })).to.have.length(2);
    });
    it("keeps what EventBridge wrote around a record", () => {
        const forwarded = { ...event, account: "999999999999", id: "other" };
        expect(read(forwarded)).to.deep.equal([forwarded]);
    });
});

describe("opensSession", () => {
    for (const [name, change] of [
        ["a StopSession", { eventName: "StopSession" }],
        ["S3 Express's CreateSession", { eventSource: "s3express.amazonaws.com" }],
        ["a refused CreateSession", { errorCode: "AccessDenied" }],
    ] as const) {
        it(`is false for ${name}`, () => {
            expect(read({ ...record, ...change }).map(opensSession)).to.deep.equal([false]);
        });
    }
    it("is true for Glue's CreateSession", () => {
        expect(opensSession(event)).to.equal(true);
    });
});
