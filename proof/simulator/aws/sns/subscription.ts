/** A queue that is subscribed to a topic, and gets each message as it is, with its attributes. */
export interface QueueSubscription {
    readonly topicArn: string;
    readonly queueArn: string;
    /** By attribute: the values that it wants. Default: everything. */
    readonly filter?: Readonly<Record<string, readonly string[]>>;
}

/** Whether the subscription wants a message with these attributes. */
export function wants({ filter = {} }: QueueSubscription, attributes: Readonly<Record<string, string>>): boolean {
    return Object.entries(filter).every(([name, values]) => values.includes(attributes[name] ?? ""));
}
