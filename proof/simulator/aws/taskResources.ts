import { readMetricData, type Measurement } from "./cloudwatch/metricData";
import type { Glue } from "./glue/glue";
import type { Ground } from "./ground/ground";
import { identityOf, recipientsOf, type Ses } from "./ses/ses";
import type { Queues } from "./sqs/queues";
import type { Topics } from "./sns/topics";
import type { TaskResource } from "./stepfunctions/taskResource";

interface Services {
    readonly ground: Ground;
    readonly glue: Glue;
    readonly ses: Ses;
    readonly topics: Topics;
    readonly queues: Queues;
    /** Gets what PutMetricData takes. */
    readonly measured: Measurement[];
}

/** The Task resources that the simulator has, without their `arn:<partition>:states:::`. */
export function taskResources({
    ground,
    glue,
    ses,
    topics,
    queues,
    measured,
}: Services): Readonly<Record<string, TaskResource>> {
    const { clock, place } = ground;
    const session = ({ Id }: Record<string, unknown>) =>
        `arn:${place.partition}:glue:${place.region}:${place.account}:session/${String(Id)}`;
    const tagsOf = ({ Id }: Record<string, unknown>) => glue.resourceTags(String(Id));
    const named = ({ ResourceArn }: Record<string, unknown>) => String(ResourceArn).replace(/^.*?:session\//s, "");
    return {
        "aws-sdk:glue:getTags": {
            call: "glue:GetTags",
            members: ["ResourceArn"],
            resource: ({ ResourceArn }) => String(ResourceArn),
            deniedAs: "Glue.AccessDeniedException",
            perform: (args) => glue.getTags(named(args)),
        },
        "aws-sdk:glue:listSessions": {
            call: "glue:ListSessions",
            members: ["MaxResults", "NextToken"],
            resource: () => "*",
            deniedAs: "Glue.AccessDeniedException",
            perform: ({ MaxResults, NextToken }) =>
                glue.listSessions(Number(MaxResults), typeof NextToken === "string" ? NextToken : undefined, clock.now),
        },
        "aws-sdk:glue:listStatements": {
            call: "glue:ListStatements",
            members: ["SessionId", "NextToken"],
            resource: ({ SessionId }) => session({ Id: SessionId }),
            deniedAs: "Glue.AccessDeniedException",
            perform: ({ SessionId, NextToken }) =>
                glue.listStatements(
                    String(SessionId),
                    typeof NextToken === "string" ? NextToken : undefined,
                    clock.now,
                ),
        },
        "aws-sdk:glue:getSession": {
            call: "glue:GetSession",
            members: ["Id"],
            resource: session,
            deniedAs: "Glue.AccessDeniedException",
            context: tagsOf,
            perform: ({ Id }) => glue.getSession(String(Id), clock.now),
        },
        "aws-sdk:glue:stopSession": {
            call: "glue:StopSession",
            members: ["Id"],
            resource: session,
            deniedAs: "Glue.AccessDeniedException",
            context: tagsOf,
            perform: ({ Id }) => glue.stopSession(String(Id), clock.now, "guard"),
        },
        "sns:publish": {
            call: "sns:Publish",
            members: ["TopicArn", "Subject", "Message", "MessageAttributes"],
            resource: ({ TopicArn }) => String(TopicArn),
            deniedAs: "SNS.AuthorizationErrorException",
            perform: (args) => topics.publish(args, clock.now),
        },
        "aws-sdk:sesv2:sendEmail": {
            call: "ses:SendEmail",
            members: ["FromEmailAddress", "FromEmailAddressIdentityArn", "Destination", "Content"],
            resource: (args) => identityOf(args, place),
            deniedAs: "SesV2.SesV2Exception",
            context: (args) => ({
                "ses:FromAddress": String(args.FromEmailAddress),
                "ses:Recipients": recipientsOf(args),
            }),
            perform: (args) => ses.sendEmail(args, clock.now),
        },
        "aws-sdk:sqs:receiveMessage": {
            call: "sqs:ReceiveMessage",
            members: [
                "QueueUrl",
                "MaxNumberOfMessages",
                "WaitTimeSeconds",
                "VisibilityTimeout",
                "MessageAttributeNames",
            ],
            resource: ({ QueueUrl }) => queues.arnOf(String(QueueUrl)) ?? "*",
            deniedAs: "Sqs.SqsException",
            perform: ({ QueueUrl, MaxNumberOfMessages, VisibilityTimeout }) =>
                queues.receive(String(QueueUrl), Number(MaxNumberOfMessages), Number(VisibilityTimeout), clock.now),
        },
        "aws-sdk:sqs:deleteMessageBatch": {
            call: "sqs:DeleteMessage",
            members: ["QueueUrl", "Entries"],
            resource: ({ QueueUrl }) => queues.arnOf(String(QueueUrl)) ?? "*",
            deniedAs: "Sqs.SqsException",
            perform: ({ QueueUrl, Entries }) =>
                queues.deleteBatch(String(QueueUrl), Entries as { Id: string; ReceiptHandle: string }[]),
        },
        "aws-sdk:cloudwatch:putMetricData": {
            call: "cloudwatch:PutMetricData",
            members: ["Namespace", "MetricData"],
            resource: () => "*",
            deniedAs: "CloudWatch.CloudWatchException",
            context: ({ Namespace }) => ({ "cloudwatch:namespace": String(Namespace) }),
            perform: (args) => {
                const read = readMetricData(args);
                if (typeof read === "string") {
                    return { error: "CloudWatch.InvalidParameterValueException", cause: read };
                }
                for (const datapoint of read) {
                    measured.push({ ...datapoint, at: clock.now });
                    ground.measure(datapoint);
                }
                return { result: {} };
            },
        },
    };
}
