import { expect } from "chai";
import { Queues } from "../../../../../proof/simulator/aws/sqs/queues";

const arn = "arn:aws:sqs:eu-west-1:123456789012:q";
const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/q";
const queues = () => new Queues(new Map([[arn, { name: "q", url }]]));
type Received = { result: { Messages?: { MessageId: string; ReceiptHandle: string }[] } };
const receive = (one: Queues, now: number, most = 10) => (one.receive(url, most, 60, now) as Received).result.Messages;

describe("Queues", () => {
    it("refuse a queue that is none, and batches of none, of too many, and with an Id twice", () => {
        const one = queues();
        const entry = { Id: "a", ReceiptHandle: "r" };
        expect(one.receive("x", 10, 60, 0)).to.have.property("error", "Sqs.QueueDoesNotExistException");
        expect(one.deleteBatch("x", [entry])).to.have.property("error", "Sqs.QueueDoesNotExistException");
        for (const entries of [
            [],
            [entry, entry],
            Array.from({ length: 11 }, (_, Id) => ({ ...entry, Id: String(Id) })),
        ]) {
            expect(one.deleteBatch(url, entries)).to.have.property("error", "Sqs.SqsException");
        }
    });
    it("have no member Messages where they are empty", () => {
        expect(queues().receive(url, 10, 60, 0)).to.deep.equal({ result: {} });
    });
    it("give a message again once its visibility has run out, and delete it by its last receipt alone", () => {
        const one = queues();
        one.send(arn, "body", { kind: "stopped" }, 0);
        const [first] = receive(one, 0) ?? [];
        expect(receive(one, 59_999)).to.equal(undefined);
        const [again] = receive(one, 60_000) ?? [];
        expect(again?.MessageId).to.equal(first?.MessageId);
        const batch = (handle = "") => one.deleteBatch(url, [{ Id: "a", ReceiptHandle: handle }]);
        expect(batch(first?.ReceiptHandle)).to.deep.equal({
            result: { Successful: [], Failed: [{ Id: "a", SenderFault: true, Code: "ReceiptHandleIsInvalid" }] },
        });
        expect(one.depth(arn)).to.equal(1);
        expect(batch(again?.ReceiptHandle)).to.deep.equal({ result: { Successful: [{ Id: "a" }] } });
        expect(one.depth(arn)).to.equal(0);
    });
    it("give no more than was asked for, with attributes", () => {
        const one = queues();
        for (let number = 0; number < 3; number++) {
            one.send(arn, `body ${number}`, { kind: "stopped" }, 0);
        }
        expect(receive(one, 0, 2)).to.have.length(2);
        expect(receive(one, 0, 2)?.[0]).to.deep.equal({
            MessageId: "message-3",
            ReceiptHandle: "message-3/1",
            Body: "body 2",
            MessageAttributes: { kind: { DataType: "String", StringValue: "stopped" } },
        });
    });
});
