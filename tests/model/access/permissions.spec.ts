import { expect } from "chai";
import * as permissions from "../../../model/access/permissions";

describe("trustPolicy", () => {
    it("lets one service assume the role, for one resource of one account", () => {
        expect(permissions.trustPolicy("states.amazonaws.com", "123456789012", "arn:machine")).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "OnlyForThisGuard",
                    Effect: "Allow",
                    Principal: { Service: "states.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: {
                        StringEquals: { "aws:SourceAccount": "123456789012" },
                        ArnEquals: { "aws:SourceArn": "arn:machine" },
                    },
                },
            ],
        });
    });
});

describe("logDelivery", () => {
    it("is the one statement on every resource: its actions know none", () => {
        expect(permissions.logDelivery.Resource).to.equal("*");
        expect(permissions.logDelivery.Action).to.deep.equal([
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups",
        ]);
    });
});

describe("useTopicKey", () => {
    it("uses that one key, for publishing", () => {
        expect(permissions.useTopicKey("arn:key")).to.deep.equal({
            Sid: "UseTopicKey",
            Effect: "Allow",
            Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
            Resource: "arn:key",
        });
    });
});

describe("startExecutions", () => {
    it("starts the one state machine, and nothing else", () => {
        expect(permissions.startExecutions("arn:machine")).to.deep.equal({
            Sid: "StartWatching",
            Effect: "Allow",
            Action: "states:StartExecution",
            Resource: "arn:machine",
        });
    });
});

describe("topicPolicy", () => {
    const place = { partition: "aws-cn", region: "cn-north-1", account: "123456789012" };
    const ownAccount = {
        Sid: "OwnAccount",
        Effect: "Allow",
        Principal: { AWS: "arn:aws-cn:iam::123456789012:root" },
        Action: ["sns:Subscribe", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
        Resource: "arn:topic",
    };
    const onlyOverTls = {
        Sid: "OnlyOverTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: "arn:topic",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };

    it("is for the own account, over TLS", () => {
        expect(permissions.topicPolicy(place, "arn:topic").Statement).to.deep.equal([ownAccount, onlyOverTls]);
    });
    it("is for these alarms, where there are any", () => {
        expect(permissions.topicPolicy(place, "arn:topic", "arn:alarm:x-*").Statement).to.deep.equal([
            ownAccount,
            {
                Sid: "OwnAlarms",
                Effect: "Allow",
                Principal: { Service: "cloudwatch.amazonaws.com" },
                Action: "sns:Publish",
                Resource: "arn:topic",
                Condition: {
                    StringEquals: { "aws:SourceAccount": "123456789012" },
                    ArnLike: { "aws:SourceArn": "arn:alarm:x-*" },
                },
            },
            onlyOverTls,
        ]);
    });
});

describe("deadLetterPolicy", () => {
    it("lets one rule send, and nobody without TLS", () => {
        const { Statement } = permissions.deadLetterPolicy("123456789012", "arn:queue", "arn:rule");
        expect(Statement).to.deep.equal([
            {
                Sid: "OnlyThisRuleSends",
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action: "sqs:SendMessage",
                Resource: "arn:queue",
                Condition: {
                    StringEquals: { "aws:SourceAccount": "123456789012" },
                    ArnEquals: { "aws:SourceArn": "arn:rule" },
                },
            },
            {
                Sid: "NobodyElseSends",
                Effect: "Deny",
                Principal: "*",
                Action: "sqs:SendMessage",
                Resource: "arn:queue",
                Condition: { StringNotEquals: { "aws:SourceArn": "arn:rule" } },
            },
            {
                Sid: "OnlyOverTls",
                Effect: "Deny",
                Principal: "*",
                Action: "sqs:*",
                Resource: "arn:queue",
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ]);
    });
});

describe("trailBucketPolicy", () => {
    it("lets CloudTrail write this account's records for this one trail, and everybody speak TLS", () => {
        const { Statement } = permissions.trailBucketPolicy("123456789012", "arn:aws:s3:::bucket", "arn:trail");
        expect(
            Statement.map(({ Effect, Action, Resource, Condition }) => [Effect, Action, Resource, Condition]),
        ).to.deep.equal([
            ["Allow", "s3:GetBucketAcl", "arn:aws:s3:::bucket", { StringEquals: { "aws:SourceArn": "arn:trail" } }],
            [
                "Allow",
                "s3:PutObject",
                "arn:aws:s3:::bucket/AWSLogs/123456789012/*",
                { StringEquals: { "aws:SourceArn": "arn:trail", "s3:x-amz-acl": "bucket-owner-full-control" } },
            ],
            [
                "Deny",
                "s3:*",
                ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"],
                { Bool: { "aws:SecureTransport": "false" } },
            ],
        ]);
    });
});
