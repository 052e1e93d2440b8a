import * as pulumi from "@pulumi/pulumi";
import * as awsConfig from "@pulumi/aws/config";
import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
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
        // inherits nothing from the stack's settings: with a profile or an assumed role among them the trail would go
        // into another account.
        const provider =
            this.getProvider("aws:cloudtrail/trail:Trail") ??
            new Provider(`${name}-provider`, { ...stackSettings(), region: args.region }, { parent: this });
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

const secrets: readonly string[] = ["accessKey", "secretKey", "token"];

/** Everything that the stack sets for the AWS provider, as its arguments. */
function stackSettings(): ProviderArgs {
    const set: Readonly<Record<string, unknown>> = awsConfig;
    const given = Object.keys(pulumi.runtime.allConfig()).flatMap((key) => /^aws:(.+)$/.exec(key)?.[1] ?? []);
    return Object.fromEntries(
        given.map((name) => [name, secrets.includes(name) ? pulumi.secret(set[name]) : set[name]]),
    );
}
