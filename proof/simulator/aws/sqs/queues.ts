import type { Reply } from "../core/calls";
import type { Queue } from "./queue";

/** A message, until it is deleted. */
interface Message {
    readonly id: string;
    readonly body: string;
    readonly attributes: Readonly<Record<string, string>>;
    /** Nobody sees it before. Epoch milliseconds. */
    visibleAt: number;
    receives: number;
}

/** SQS: standard queues. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export class Queues {
    readonly #messages = new Map<string, Message[]>();
    #sent = 0;

    constructor(readonly deployed: ReadonlyMap<string, Queue>) {}

    /** The messages of a queue, by its ARN: those that somebody is reading, too. */
    depth(arn: string): number {
        return this.#of(arn).length;
    }

    arnOf(url: string): string | undefined {
        return [...this.deployed].find(([, queue]) => queue.url === url)?.[0];
    }

    send(arn: string, body: string, attributes: Readonly<Record<string, string>>, now: number): void {
        this.#sent++;
        this.#of(arn).push({ id: `message-${this.#sent}`, body, attributes, visibleAt: now, receives: 0 });
    }

    /** Without messages the answer has no such member. */
    receive(url: string, most: number, visibilitySeconds: number, now: number): Reply {
        const arn = this.arnOf(url);
        if (arn === undefined) {
            return missing;
        }
        const seen = this.#of(arn)
            .filter(({ visibleAt }) => visibleAt <= now)
            .slice(0, most);
        for (const message of seen) {
            message.visibleAt = now + visibilitySeconds * 1000;
            message.receives++;
        }
        const Messages = seen.map(({ id, body, attributes, receives }) => ({
            MessageId: id,
            ReceiptHandle: `${id}/${receives}`,
            Body: body,
            MessageAttributes: Object.fromEntries(
                Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
            ),
        }));
        return { result: Messages.length > 0 ? { Messages } : {} };
    }

    /** Says 200 even where some were not deleted: those whose receipt is not the last one. */
    deleteBatch(url: string, entries: readonly { readonly Id: string; readonly ReceiptHandle: string }[]): Reply {
        const arn = this.arnOf(url);
        if (arn === undefined) {
            return missing;
        }
        if (entries.length === 0 || entries.length > 10 || new Set(entries.map(({ Id }) => Id)).size < entries.length) {
            return { error: "Sqs.SqsException", cause: "A batch has 1 to 10 entries, each with an Id of its own" };
        }
        const messages = this.#of(arn);
        const gone = entries.filter(({ ReceiptHandle }) =>
            messages.some(({ id, receives }) => ReceiptHandle === `${id}/${receives}`),
        );
        const receipts = gone.map(({ ReceiptHandle }) => ReceiptHandle);
        this.#messages.set(
            arn,
            messages.filter(({ id, receives }) => !receipts.includes(`${id}/${receives}`)),
        );
        const failed = entries.filter((entry) => !gone.includes(entry));
        return {
            result: {
                Successful: gone.map(({ Id }) => ({ Id })),
                ...(failed.length > 0 && {
                    Failed: failed.map(({ Id }) => ({ Id, SenderFault: true, Code: "ReceiptHandleIsInvalid" })),
                }),
            },
        };
    }

    #of(arn: string): Message[] {
        const messages = this.#messages.get(arn) ?? [];
        this.#messages.set(arn, messages);
        return messages;
    }
}

const missing: Reply = { error: "Sqs.QueueDoesNotExistException", cause: "The specified queue does not exist" };
