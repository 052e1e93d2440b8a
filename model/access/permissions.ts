/**
 * Permissions as data: what a step needs stands beside the step, and becomes a policy here.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import type { Place } from "../aws/arn";

export interface Statement {
    readonly Sid: string;
    readonly Effect: "Allow" | "Deny";
    readonly Principal?: "*" | { readonly Service: string } | { readonly AWS: string };
    readonly Action: string | string[];
    readonly Resource?: string | string[];
    readonly Condition?: Record<string, Record<string, string | string[]>>;
}

export interface PolicyDocument {
    readonly Version: "2012-10-17";
    readonly Statement: Statement[];
}

export function policyDocument(...statements: Statement[]): PolicyDocument {
    return { Version: "2012-10-17", Statement: statements };
}

/** Who may assume a role: this service, for this one resource of this account, and nobody else (no confused deputy). */
export function trustPolicy(service: string, account: string, sourceArn: string): PolicyDocument {
    return policyDocument({
        Sid: "OnlyForThisGuard",
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": account }, ArnEquals: { "aws:SourceArn": sourceArn } },
    });
}

/**
 * Who may assume the role of a chat channel. No condition: no document says what this service sends with its request, and a
 * role without rights is of no use to a confused deputy.
 */
export const chatTrust = policyDocument({
    Sid: "OnlyTheChatService",
    Effect: "Allow",
    Principal: { Service: "chatbot.amazonaws.com" },
    Action: "sts:AssumeRole",
});

/**
 * What Step Functions needs to deliver logs. The delivery writes the streams itself: no right to write logs is needed.
 * `*`: CloudWatch's log delivery actions know no resources
 * (https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html).
 */
export const logDelivery: Statement = {
    Sid: "DeliverLogs",
    Effect: "Allow",
    Action: [
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
    ],
    Resource: "*",
};

/** Publishing to a topic that is encrypted with a customer's key. `GenerateDataKey*`: SNS asks for either variant. */
export function useTopicKey(keyArn: string): Statement {
    return {
        Sid: "UseTopicKey",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
        Resource: keyArn,
    };
}

/**
 * Encrypting what a state machine keeps with a customer's key, for this machine alone.
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function useDataKey(keyArn: string, stateMachineArn: string): Statement {
    return {
        Sid: "UseDataKey",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: keyArn,
        Condition: { StringLike: { "kms:EncryptionContext:aws:states:stateMachineArn": stateMachineArn } },
    };
}

/** The rule's own right: to start executions of the one state machine. */
export function startExecutions(stateMachineArn: string): Statement {
    return { Sid: "StartWatching", Effect: "Allow", Action: "states:StartExecution", Resource: stateMachineArn };
}

/**
 * Who may use a topic of ours: the account's own principals subscribe and look, as far as their identity policies let
 * them; the guard's machine publishes by its role's policy; this guard's alarms publish to the topic that they name.
 * Everybody speaks TLS.
 *
 * @param alarmArns A pattern of the alarms' ARNs; undefined for a topic that no alarm names.
 */
export function topicPolicy(place: Place, topicArn: string, alarmArns?: string): PolicyDocument {
    return policyDocument(
        {
            Sid: "OwnAccount",
            Effect: "Allow",
            Principal: { AWS: `arn:${place.partition}:iam::${place.account}:root` },
            Action: ["sns:Subscribe", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
            Resource: topicArn,
        },
        ...(alarmArns === undefined
            ? []
            : [
                  {
                      Sid: "OwnAlarms",
                      Effect: "Allow" as const,
                      Principal: { Service: "cloudwatch.amazonaws.com" },
                      Action: "sns:Publish",
                      Resource: topicArn,
                      Condition: {
                          StringEquals: { "aws:SourceAccount": place.account },
                          ArnLike: { "aws:SourceArn": alarmArns },
                      },
                  },
              ]),
        {
            Sid: "OnlyOverTls",
            Effect: "Deny",
            Principal: "*",
            Action: "sns:Publish",
            Resource: topicArn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
    );
}

/** The schedule's right to keep what it could not start: unlike a rule it sends by its role. */
export function sendDeadLetters(queueArn: string): Statement {
    return { Sid: "KeepDeadLetters", Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn };
}

/**
 * Who may use the dead-letter queue: the one rule sends, and the schedule's role if there is one; everybody speaks TLS.
 * Reading is left to identity policies.
 */
export function deadLetterPolicy(
    account: string,
    queueArn: string,
    ruleArn: string,
    scheduleRoleArn?: string,
): PolicyDocument {
    return policyDocument(
        {
            Sid: "OnlyThisRuleSends",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queueArn,
            Condition: { StringEquals: { "aws:SourceAccount": account }, ArnEquals: { "aws:SourceArn": ruleArn } },
        },
        {
            // The account's own principals too: a message that the rule did not write would be taken for a session.
            Sid: "NobodyElseSends",
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:SendMessage",
            Resource: queueArn,
            Condition: {
                StringNotEquals: {
                    "aws:SourceArn": ruleArn,
                    ...(scheduleRoleArn && { "aws:PrincipalArn": scheduleRoleArn }),
                },
            },
        },
        {
            Sid: "OnlyOverTls",
            Effect: "Deny",
            Principal: "*",
            // Everything on this queue: a denial that leaves an action out would leave it open without TLS.
            Action: "sqs:*",
            Resource: queueArn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
    );
}

/** Who may use the digest's queue: the one topic sends, the one role reads; everybody speaks TLS. */
export function digestQueuePolicy(queueArn: string, topicArn: string, roleArn: string): PolicyDocument {
    return policyDocument(
        {
            Sid: "OnlyThisTopicSends",
            Effect: "Allow",
            Principal: { Service: "sns.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queueArn,
            Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
        },
        {
            Sid: "NobodyElseSends",
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:SendMessage",
            Resource: queueArn,
            Condition: { StringNotEquals: { "aws:SourceArn": topicArn } },
        },
        {
            Sid: "OnlyThisRoleReads",
            Effect: "Deny",
            Principal: "*",
            Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"],
            Resource: queueArn,
            Condition: { StringNotEquals: { "aws:PrincipalArn": roleArn } },
        },
        {
            Sid: "OnlyOverTls",
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:*",
            Resource: queueArn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
    );
}

/**
 * Who may use the bucket of the stack's own trail: CloudTrail, for this one trail, writes records of this account; everybody
 * speaks TLS. Reading is left to identity policies.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailBucketPolicy(account: string, bucketArn: string, trailArn: string): PolicyDocument {
    const cloudTrail = {
        Effect: "Allow" as const,
        Principal: { Service: "cloudtrail.amazonaws.com" },
    };
    return policyDocument(
        {
            Sid: "OnlyThisTrailAsks",
            ...cloudTrail,
            Action: "s3:GetBucketAcl",
            Resource: bucketArn,
            Condition: { StringEquals: { "aws:SourceArn": trailArn } },
        },
        {
            Sid: "OnlyThisTrailWrites",
            ...cloudTrail,
            Action: "s3:PutObject",
            Resource: `${bucketArn}/AWSLogs/${account}/*`,
            Condition: {
                StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" },
            },
        },
        {
            Sid: "OnlyOverTls",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [bucketArn, `${bucketArn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
    );
}
