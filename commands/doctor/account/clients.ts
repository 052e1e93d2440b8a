import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { GlueClient } from "@aws-sdk/client-glue";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { STSClient } from "@aws-sdk/client-sts";
import { clientOptions } from "../../aws/clientOptions";

export interface Clients {
    readonly cloudTrail: CloudTrailClient;
    readonly cloudWatch: CloudWatchClient;
    readonly events: EventBridgeClient;
    readonly glue: GlueClient;
    readonly iam: IAMClient;
    readonly kms: KMSClient;
    readonly scheduler: SchedulerClient;
    readonly sns: SNSClient;
    readonly sqs: SQSClient;
    readonly states: SFNClient;
    readonly sts: STSClient;
}

export type Connect = (region: string, profile?: string) => Clients;

/** Loads the SDK only here: it is large, and help and policies need none of it. */
export const connectToAws: Connect = (region, profile) => {
    const options = clientOptions(region, profile);
    /* eslint-disable @typescript-eslint/no-require-imports -- help and policies need none of the SDK, which is large */
    const cloudTrail = require("@aws-sdk/client-cloudtrail") as typeof import("@aws-sdk/client-cloudtrail");
    const cloudWatch = require("@aws-sdk/client-cloudwatch") as typeof import("@aws-sdk/client-cloudwatch");
    const events = require("@aws-sdk/client-eventbridge") as typeof import("@aws-sdk/client-eventbridge");
    const glue = require("@aws-sdk/client-glue") as typeof import("@aws-sdk/client-glue");
    const iam = require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
    const kms = require("@aws-sdk/client-kms") as typeof import("@aws-sdk/client-kms");
    const scheduler = require("@aws-sdk/client-scheduler") as typeof import("@aws-sdk/client-scheduler");
    const states = require("@aws-sdk/client-sfn") as typeof import("@aws-sdk/client-sfn");
    const sns = require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");
    const sqs = require("@aws-sdk/client-sqs") as typeof import("@aws-sdk/client-sqs");
    const sts = require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
    /* eslint-enable @typescript-eslint/no-require-imports */
    return {
        cloudTrail: new cloudTrail.CloudTrailClient(options),
        cloudWatch: new cloudWatch.CloudWatchClient(options),
        events: new events.EventBridgeClient(options),
        glue: new glue.GlueClient(options),
        iam: new iam.IAMClient(options),
        kms: new kms.KMSClient(options),
        scheduler: new scheduler.SchedulerClient(options),
        sns: new sns.SNSClient(options),
        sqs: new sqs.SQSClient(options),
        states: new states.SFNClient(options),
        sts: new sts.STSClient(options),
    };
};
