import * as pulumi from "@pulumi/pulumi";
import { Topic } from "@pulumi/aws/sns/topic";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription";
import { localArn, type Place } from "../model/aws/arn";
import { topicPolicy } from "../model/access/permissions";

export interface NoticeTopicArgs {
    place: pulumi.Output<Place>;
    /** The topic's physical name. */
    topicName: string;
    /** How the names of the alarms begin that publish here. Default: none does. */
    alarmPrefix?: string;
    region?: pulumi.Input<string>;
    /** Subscribed if given. SNS asks the address to confirm before it sends anything. */
    email?: pulumi.Input<string>;
    /** The kinds of notices that the address gets. Default: all. */
    emailKinds?: readonly string[];
}

/** A topic of the guard's own. No KMS key: with `alias/aws/sns` CloudWatch could not publish to it. */
export class NoticeTopic extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: NoticeTopicArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:NoticeTopic", name, {}, opts);
        const { region } = args;
        const topic = new Topic(`${name}-topic`, { region, name: args.topicName }, { parent: this });
        const policy = new TopicPolicy(
            `${name}-policy`,
            {
                region,
                arn: topic.arn,
                policy: pulumi
                    .all([args.place, topic.arn])
                    .apply(([place, arn]) =>
                        topicPolicy(
                            place,
                            arn,
                            args.alarmPrefix && localArn(place, "cloudwatch", `alarm:${args.alarmPrefix}*`),
                        ),
                    ),
            },
            { parent: this },
        );
        if (args.email) {
            new TopicSubscription(
                `${name}-email`,
                {
                    region,
                    topic: topic.arn,
                    protocol: "email",
                    endpoint: args.email,
                    ...(args.emailKinds && { filterPolicy: JSON.stringify({ kind: args.emailKinds }) }),
                },
                { parent: this, dependsOn: policy },
            );
        }
        this.arn = topic.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
