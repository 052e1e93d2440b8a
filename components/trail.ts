import * as pulumi from "@pulumi/pulumi";
import * as awsConfig from "@pulumi/aws/config";
import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import { Trail } from "@pulumi/awsx/cloudtrail";
import { trailBucketPolicy } from "../model/access/permissions";
import { localArn, type Place } from "../model/aws/arn";
import { bucketName } from "../model/aws/names";

export interface SessionTrailArgs {
    /** How the physical names begin. */
    guard: string;
    place: pulumi.Output<Place>;
}

/** With `-trail` and Pulumi's eight characters a bucket's name then has the 63 that S3 takes. */
const maxPrefix = 49;
/** How long the bucket keeps a record, in days. */
const retentionDays = 365;

/**
 * The CloudTrail trail without which no event arrives, for an account that has none, and its bucket. A second trail costs
 * money: its copy of the events is no longer free (https://aws.amazon.com/cloudtrail/pricing/).
 *
 * The guard loads this file only when a trail is wanted: awsx is large.
 */
export class SessionTrail extends pulumi.ComponentResource {
    constructor(name: string, args: SessionTrailArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:SessionTrail", name, {}, opts);
        // awsx would download an AWS plugin of its own version; an explicit provider lends it ours. Such a provider
        // inherits nothing from the stack's settings: with a profile or an assumed role among them the trail would go
        // into another account.
        const region = args.place.apply((place) => place.region);
        const provider =
            this.getProvider("aws:cloudtrail/trail:Trail") ??
            new Provider(`${name}-provider`, { ...stackSettings(), region }, { parent: this });
        const own = { parent: this, provider };
        const trailName = bucketName(`${args.guard}-trail`);
        // With `forceDestroy` the stack's destruction would delete an audit log.
        const bucket = new Bucket(`${bucketName(args.guard).slice(0, maxPrefix)}-trail`, { forceDestroy: false }, own);
        const { bucket: named } = bucket;
        new BucketPublicAccessBlock(
            `${name}-private`,
            {
                bucket: named,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            own,
        );
        new BucketServerSideEncryptionConfiguration(
            `${name}-encryption`,
            { bucket: named, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
            own,
        );
        new BucketLifecycleConfiguration(
            `${name}-expiry`,
            {
                bucket: named,
                rules: [
                    { id: "expire", status: "Enabled", filter: { prefix: "" }, expiration: { days: retentionDays } },
                ],
            },
            own,
        );
        const policy = pulumi
            .all([args.place, bucket.arn])
            .apply(([place, arn]) =>
                JSON.stringify(
                    trailBucketPolicy(place.account, arn, localArn(place, "cloudtrail", `trail/${trailName}`)),
                ),
            );
        new Trail(
            trailName,
            {
                name: trailName,
                isMultiRegionTrail: true,
                enableLogFileValidation: true,
                eventSelectors: [{ readWriteType: "WriteOnly", includeManagementEvents: true }],
                s3Bucket: { existing: { arn: bucket.arn } },
            },
            {
                parent: this,
                providers: [provider],
                // awsx writes the bucket's policy before it makes the trail. Its own lets any trail of any account write
                // through CloudTrail, and speaks without TLS, too.
                transforms: [
                    ({ type, props, opts }) =>
                        type === "aws:s3/bucketPolicy:BucketPolicy" ? { props: { ...props, policy }, opts } : undefined,
                ],
            },
        );
        this.registerOutputs({});
    }
}

const secrets: readonly string[] = ["accessKey", "secretKey", "token"];

/** The SDK has it and does not type it. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret: (key: string) => boolean };

const isSecret = (name: string) => secrets.includes(name) || isConfigSecret(`aws:${name}`);

/** Everything that the stack sets for the AWS provider, as its arguments. */
function stackSettings(): ProviderArgs {
    const set: Readonly<Record<string, unknown>> = awsConfig;
    const given = Object.keys(pulumi.runtime.allConfig()).flatMap((key) => /^aws:(.+)$/.exec(key)?.[1] ?? []);
    return Object.fromEntries(given.map((name) => [name, isSecret(name) ? pulumi.secret(set[name]) : set[name]]));
}
