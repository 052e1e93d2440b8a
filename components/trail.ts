import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/aws/provider";
import * as awsConfig from "@pulumi/aws/config";
import { Trail } from "@pulumi/awsx/cloudtrail";
import { bucketName } from "../model/aws/names";

export interface SessionTrailArgs {
    /** How the physical names begin. */
    guard: string;
    region: pulumi.Input<string>;
}

/**
 * The CloudTrail trail without which no event arrives, for an account that has none. A second trail costs money: its
 * copy of the events is no longer free (https://aws.amazon.com/cloudtrail/pricing/).
 *
 * The guard loads this file only when a trail is wanted: awsx is large.
 */
export class SessionTrail extends pulumi.ComponentResource {
    constructor(name: string, args: SessionTrailArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:SessionTrail", name, {}, opts);
        // awsx would download an AWS plugin of its own version; an explicit provider lends it ours. Such a provider
        // inherits nothing from the stack's settings, hence the three.
        const provider =
            this.getProvider("aws:cloudtrail/trail:Trail") ??
            new Provider(
                `${name}-provider`,
                {
                    region: args.region,
                    allowedAccountIds: awsConfig.allowedAccountIds,
                    defaultTags: awsConfig.defaultTags,
                },
                { parent: this },
            );
        new Trail(
            // awsx names trail and bucket after it.
            bucketName(`${args.guard}-trail`),
            {
                isMultiRegionTrail: true,
                enableLogFileValidation: true,
                eventSelectors: [{ readWriteType: "WriteOnly", includeManagementEvents: true }],
                // awsx's default would delete an audit log together with the stack.
                s3Bucket: { args: { forceDestroy: false } },
            },
            { parent: this, providers: [provider] },
        );
        this.registerOutputs({});
    }
}
