import type { ChatbotClient } from "@aws-sdk/client-chatbot";
import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { GlueClient } from "@aws-sdk/client-glue";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { SESv2Client } from "@aws-sdk/client-sesv2";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { STSClient } from "@aws-sdk/client-sts";
import { clientOptions } from "../../aws/clientOptions";

export interface Clients {
    readonly chatbot: ChatbotClient;
    readonly cloudTrail: CloudTrailClient;
    readonly cloudWatch: CloudWatchClient;
    readonly events: EventBridgeClient;
    readonly glue: GlueClient;
    readonly iam: IAMClient;
    readonly kms: KMSClient;
    readonly scheduler: SchedulerClient;
    readonly ses: SESv2Client;
    readonly sns: SNSClient;
    readonly sqs: SQSClient;
    readonly states: SFNClient;
    readonly sts: STSClient;
}

export type Connect = (region: string, profile?: string) => Clients;

/**
 * Where the chat service is asked: it answers in four regions, and the configuration is one for the whole account. These
 * are the regions in which `pulumi up` asks it.
 * https://docs.aws.amazon.com/chatbot/latest/APIReference/Welcome.html
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/chatbot/service_package.go
 */
export const chatRegion = (region: string) =>
    ["us-east-2", "us-west-2", "eu-west-1", "ap-southeast-1"].includes(region) ? region : "us-west-2";

/** Loads the SDK only here: it is large, and help and policies need none of it. */
export const connectToAws: Connect = (region, profile) => {
    const options = clientOptions(region, profile);
    /* eslint-disable @typescript-eslint/no-require-imports -- help and policies need none of the SDK, which is large */
    const chatbot = require("@aws-sdk/client-chatbot") as typeof import("@aws-sdk/client-chatbot");
    const cloudTrail = require("@aws-sdk/client-cloudtrail") as typeof import("@aws-sdk/client-cloudtrail");
    const cloudWatch = require("@aws-sdk/client-cloudwatch") as typeof import("@aws-sdk/client-cloudwatch");
    const events = require("@aws-sdk/client-eventbridge") as typeof import("@aws-sdk/client-eventbridge");
    const glue = require("@aws-sdk/client-glue") as typeof import("@aws-sdk/client-glue");
    const iam = require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
    const kms = require("@aws-sdk/client-kms") as typeof import("@aws-sdk/client-kms");
    const scheduler = require("@aws-sdk/client-scheduler") as typeof import("@aws-sdk/client-scheduler");
    const ses = require("@aws-sdk/client-sesv2") as typeof import("@aws-sdk/client-sesv2");
    const states = require("@aws-sdk/client-sfn") as typeof import("@aws-sdk/client-sfn");
    const sns = require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");
    const sqs = require("@aws-sdk/client-sqs") as typeof import("@aws-sdk/client-sqs");
    const sts = require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
    /* eslint-enable @typescript-eslint/no-require-imports */
    const tokens = new sts.STSClient(options);
    return {
        chatbot: new chatbot.ChatbotClient({
            ...options,
            region: chatRegion(region),
            // It is older than the others, and does not know of `aws login`.
            credentials: tokens.config.credentials,
        }),
        cloudTrail: new cloudTrail.CloudTrailClient(options),
        cloudWatch: new cloudWatch.CloudWatchClient(options),
        events: new events.EventBridgeClient(options),
        glue: new glue.GlueClient(options),
        iam: new iam.IAMClient(options),
        kms: new kms.KMSClient(options),
        scheduler: new scheduler.SchedulerClient(options),
        ses: new ses.SESv2Client(options),
        sns: new sns.SNSClient(options),
        sqs: new sqs.SQSClient(options),
        states: new states.SFNClient(options),
        sts: tokens,
    };
};
