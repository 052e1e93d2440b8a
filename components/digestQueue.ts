import * as pulumi from "@pulumi/pulumi";
import { Queue } from "@pulumi/aws/sqs/queue";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription";
import { digestQueuePolicy } from "../model/access/permissions";
import { digestQueueName } from "../model/workflow/states/digesting";

export interface DigestQueueArgs {
    /** How the physical names begin. */
    guard: string;
    region?: pulumi.Input<string>;
    /** The topic whose notices it collects. */
    topicArn: pulumi.Output<string>;
    /** The one role that reads it. */
    readerRoleArn: pulumi.Output<string>;
}

/** The queue that collects the notices of stops until the digest mails them: the watches themselves do nothing more. */
export class DigestQueue extends pulumi.ComponentResource {
    readonly subscription: TopicSubscription;

    constructor(name: string, args: DigestQueueArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:DigestQueue", name, {}, opts);
        const { guard, region, topicArn } = args;
        const queue = new Queue(
            `${name}-queue`,
            {
                region,
                name: digestQueueName(guard),
                // SQS's own encryption: SNS cannot send through the key alias/aws/sqs.
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: 14 * 24 * 60 * 60,
            },
            { parent: this },
        );
        const policy = new QueuePolicy(
            `${name}-policy`,
            {
                region,
                queueUrl: queue.url,
                policy: pulumi
                    .all([queue.arn, topicArn, args.readerRoleArn])
                    .apply(([queueArn, topicArn, roleArn]) => digestQueuePolicy(queueArn, topicArn, roleArn)),
            },
            { parent: this },
        );
        this.subscription = new TopicSubscription(
            `${name}-subscription`,
            {
                region,
                topic: topicArn,
                protocol: "sqs",
                endpoint: queue.arn,
                // The attributes of a notice become those of the message: nobody must take its envelope apart.
                rawMessageDelivery: true,
                filterPolicy: JSON.stringify({ kind: ["stopped", "found"] }),
            },
            { parent: this, dependsOn: policy },
        );
        this.registerOutputs({});
    }
}
