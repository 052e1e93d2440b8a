/**
 * What the role may do that deploys a stack: preview, update, refresh and destroy, and nothing beside the guard.
 *
 * Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * for actions and their resources; https://github.com/hashicorp/terraform-provider-aws (upstream of @pulumi/aws) for the
 * calls of each type.
 */
import type { Statement } from "../model/access/permissions";
import { bucketName } from "../model/aws/names";
import { global, named, own, queues, roles, rules, schedules, topics, type DeployScope } from "./deployScope";

type Grant = Pick<Statement, "Action" | "Resource" | "Condition">;

const tagging = (service: string) =>
    ["ListTagsForResource", "TagResource", "UntagResource"].map((one) => `${service}:${one}`);

/** The guard's roles may be handed to these services and to no other. */
const passRole = (deployed: DeployScope, service: string | string[]): Grant => ({
    Action: "iam:PassRole",
    Resource: roles(deployed),
    Condition: { StringEquals: { "iam:PassedToService": service } },
});

/** What gives a role its power: only under the boundary, where one is set. */
const bounded = (deployed: DeployScope, ...actions: string[]): Grant => {
    const { permissionsBoundaryArn } = deployed;
    return {
        Action: actions,
        Resource: roles(deployed),
        ...(permissionsBoundaryArn && {
            Condition: { StringEquals: { "iam:PermissionsBoundary": permissionsBoundaryArn } },
        }),
    };
};

/** By resource type as the guard registers it. A type without a row would stop its first deployment half-way. */
export const grants: Readonly<Record<string, (deployed: DeployScope) => Grant[]>> = {
    // Only where the stack has a channel.
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": (deployed) =>
        deployed.chats
            ? [
                  {
                      Action: [
                          "chatbot:UpdateSlackChannelConfiguration",
                          "chatbot:DeleteSlackChannelConfiguration",
                          "chatbot:UpdateMicrosoftTeamsChannelConfiguration",
                          "chatbot:DeleteMicrosoftTeamsChannelConfiguration",
                          "chatbot:GetMicrosoftTeamsChannelConfiguration",
                          ...tagging("chatbot"),
                      ],
                      Resource: global(deployed, "chatbot", `chat-configuration/*/${own(deployed)}`),
                  },
                  // `*`: these actions know no resources.
                  {
                      Action: [
                          "chatbot:CreateSlackChannelConfiguration",
                          "chatbot:DescribeSlackChannelConfigurations",
                          "chatbot:CreateMicrosoftTeamsChannelConfiguration",
                          "chatbot:ListMicrosoftTeamsChannelConfigurations",
                      ],
                      Resource: "*",
                  },
                  passRole(deployed, "chatbot.amazonaws.com"),
              ]
            : [],
    // The row of Slack's channel has these, too.
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": () => [],
    "aws:cloudwatch/dashboard:Dashboard": (deployed) => [
        {
            Action: ["cloudwatch:PutDashboard", "cloudwatch:GetDashboard", "cloudwatch:DeleteDashboards"],
            Resource: global(deployed, "cloudwatch", `dashboard/${own(deployed)}`),
        },
    ],
    "aws:cloudwatch/eventRule:EventRule": (deployed) => [
        {
            Action: ["events:PutRule", "events:DescribeRule", "events:DeleteRule", ...tagging("events")],
            Resource: rules(deployed),
        },
    ],
    "aws:cloudwatch/eventTarget:EventTarget": (deployed) => [
        {
            Action: ["events:PutTargets", "events:ListTargetsByRule", "events:RemoveTargets"],
            Resource: rules(deployed),
        },
        passRole(deployed, "events.amazonaws.com"),
    ],
    "aws:cloudwatch/logGroup:LogGroup": (deployed) => {
        const group = named(deployed, "logs", `log-group:/aws/vendedlogs/states/${own(deployed)}`);
        return [
            {
                Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DeleteLogGroup", ...tagging("logs")],
                // Older actions name a group with `:*` behind it, newer ones without: the wildcard takes both.
                Resource: group,
            },
            // `*`: this action knows no resources.
            { Action: "logs:DescribeLogGroups", Resource: "*" },
        ];
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": (deployed) => [
        {
            Action: [
                "cloudwatch:PutMetricAlarm",
                "cloudwatch:DescribeAlarms",
                "cloudwatch:DeleteAlarms",
                ...tagging("cloudwatch"),
            ],
            Resource: named(deployed, "cloudwatch", `alarm:${own(deployed)}`),
        },
    ],
    "aws:iam/role:Role": (deployed) => [
        bounded(
            deployed,
            "iam:CreateRole",
            ...(deployed.permissionsBoundaryArn ? ["iam:PutRolePermissionsBoundary"] : []),
        ),
        {
            Action: [
                "iam:GetRole",
                "iam:UpdateRole",
                // Knows no condition on the boundary.
                "iam:UpdateAssumeRolePolicy",
                "iam:DeleteRole",
                "iam:TagRole",
                "iam:UntagRole",
                "iam:ListRolePolicies",
                "iam:ListAttachedRolePolicies",
                "iam:ListInstanceProfilesForRole",
            ],
            Resource: roles(deployed),
        },
    ],
    "aws:iam/rolePolicy:RolePolicy": (deployed) => [
        bounded(deployed, "iam:PutRolePolicy", "iam:DeleteRolePolicy"),
        { Action: "iam:GetRolePolicy", Resource: roles(deployed) },
    ],
    "aws:sfn/stateMachine:StateMachine": (deployed) => [
        {
            Action: [
                "states:CreateStateMachine",
                "states:DescribeStateMachine",
                "states:UpdateStateMachine",
                "states:DeleteStateMachine",
                "states:ListStateMachineVersions",
                ...tagging("states"),
            ],
            Resource: named(deployed, "states", `stateMachine:${own(deployed)}`),
        },
        // `*`: this action knows no resources. A preview calls it, and fails without it.
        { Action: "states:ValidateStateMachineDefinition", Resource: "*" },
        // Whoever creates or reads a machine with a key of yours needs the key.
        ...(deployed.adopted.dataKeyArn
            ? [
                  {
                      Action: ["kms:DescribeKey", "kms:GenerateDataKey", "kms:Decrypt"],
                      Resource: deployed.adopted.dataKeyArn,
                  },
              ]
            : []),
        passRole(
            deployed,
            schedules(deployed) ? ["states.amazonaws.com", "scheduler.amazonaws.com"] : "states.amazonaws.com",
        ),
    ],
    // Only where the stack has schedules. The role of the schedule is handed over by the row of the state machine.
    "aws:scheduler/schedule:Schedule": (deployed) =>
        schedules(deployed)
            ? [
                  {
                      Action: [
                          ...["CreateSchedule", "GetSchedule", "UpdateSchedule", "DeleteSchedule"],
                          ...["CreateScheduleGroup", "GetScheduleGroup", "DeleteScheduleGroup"],
                      ]
                          .map((action) => `scheduler:${action}`)
                          .concat(tagging("scheduler")),
                      Resource: ["schedule", "schedule-group"].map((kind) =>
                          named(deployed, "scheduler", `${kind}/${own(deployed)}`),
                      ),
                  },
              ]
            : [],
    // The row of the schedule has its group, too.
    "aws:scheduler/scheduleGroup:ScheduleGroup": () => [],
    "aws:sns/topic:Topic": (deployed) => [
        {
            Action: [
                "sns:CreateTopic",
                "sns:GetTopicAttributes",
                "sns:SetTopicAttributes",
                "sns:DeleteTopic",
                ...tagging("sns"),
            ],
            Resource: topics(deployed),
        },
    ],
    "aws:sns/topicPolicy:TopicPolicy": (deployed) => [
        { Action: ["sns:GetTopicAttributes", "sns:SetTopicAttributes"], Resource: topics(deployed) },
    ],
    "aws:sns/topicSubscription:TopicSubscription": (deployed) => [
        {
            Action: [
                "sns:Subscribe",
                "sns:GetSubscriptionAttributes",
                "sns:ListSubscriptionsByTopic",
                "sns:Unsubscribe",
            ],
            // The digest's queue subscribes to the topic that there is.
            Resource:
                deployed.digests && deployed.adopted.topicArns.length > 0
                    ? [topics(deployed), ...deployed.adopted.topicArns]
                    : topics(deployed),
        },
    ],
    "aws:sqs/queue:Queue": (deployed) => [
        {
            Action: [
                "sqs:CreateQueue",
                "sqs:GetQueueAttributes",
                "sqs:GetQueueUrl",
                "sqs:SetQueueAttributes",
                "sqs:DeleteQueue",
                "sqs:ListQueueTags",
                "sqs:TagQueue",
                "sqs:UntagQueue",
            ],
            Resource: queues(deployed),
        },
    ],
    "aws:sqs/queuePolicy:QueuePolicy": (deployed) => [
        { Action: ["sqs:GetQueueAttributes", "sqs:SetQueueAttributes"], Resource: queues(deployed) },
    ],
    // The plugin of awsx makes the trail and the bucket's policy. Only where the stack wants one: nobody else's role
    // should reach a trail.
    "awsx:cloudtrail:Trail": (deployed) =>
        deployed.createTrail
            ? [
                  {
                      Action: [
                          "cloudtrail:CreateTrail",
                          "cloudtrail:GetTrail",
                          "cloudtrail:GetTrailStatus",
                          "cloudtrail:UpdateTrail",
                          "cloudtrail:DeleteTrail",
                          "cloudtrail:StartLogging",
                          "cloudtrail:StopLogging",
                          "cloudtrail:PutEventSelectors",
                          "cloudtrail:GetEventSelectors",
                          "cloudtrail:GetInsightSelectors",
                          "cloudtrail:AddTags",
                          "cloudtrail:RemoveTags",
                          "cloudtrail:ListTags",
                      ],
                      Resource: named(deployed, "cloudtrail", `trail/${bucketName(own(deployed))}`),
                  },
                  // `*`: this action knows no resources.
                  { Action: "cloudtrail:DescribeTrails", Resource: "*" },
              ]
            : [],
    "aws:s3/bucket:Bucket": (deployed) =>
        deployed.createTrail
            ? [
                  {
                      Action: [
                          "s3:CreateBucket",
                          "s3:DeleteBucket",
                          "s3:ListBucket",
                          "s3:PutBucketPolicy",
                          "s3:DeleteBucketPolicy",
                          "s3:PutBucketPublicAccessBlock",
                          "s3:PutBucketTagging",
                          "s3:PutEncryptionConfiguration",
                          "s3:PutLifecycleConfiguration",
                          ...tagging("s3"),
                          // A refresh reads all that a bucket can have. No `s3:Get*`: that would read the logs, too.
                          "s3:GetBucket*",
                          "s3:GetAccelerateConfiguration",
                          "s3:GetEncryptionConfiguration",
                          "s3:GetLifecycleConfiguration",
                          "s3:GetReplicationConfiguration",
                      ],
                      Resource: `arn:${deployed.place.partition}:s3:::${bucketName(own(deployed))}`,
                  },
              ]
            : [],
    // The row of the bucket has these, too.
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": () => [],
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": () => [],
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": () => [],
    // Asks sts:GetCallerIdentity, which nobody needs a right for.
    "pulumi:providers:aws": () => [],
};
