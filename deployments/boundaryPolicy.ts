import { localArn } from "../model/aws/arn";
import {
    logDelivery,
    policyDocument,
    useDataKey,
    useTopicKey,
    type PolicyDocument,
    type Statement,
} from "../model/access/permissions";
import { namespace } from "../model/monitoring/metrics";
import { named, own, queues, schedules, topics, type DeployScope } from "./deployScope";

/** The most that the guard's roles need: the policy of their permissions boundary. */
export function boundaryPolicy(deployed: DeployScope): PolicyDocument {
    const { place, adopted } = deployed;
    const allow = (Sid: string, Action: string | string[], Resource: string | string[]): Statement => ({
        Sid,
        Effect: "Allow",
        Action,
        Resource,
    });
    return policyDocument(
        allow(
            "Sessions",
            [
                ...["glue:GetSession", "glue:GetTags", "glue:StopSession"],
                ...(deployed.asksForWork ? ["glue:ListStatements"] : []),
            ],
            localArn(place, "glue", "session/*"),
        ),
        allow("Notices", "sns:Publish", [topics(deployed), ...adopted.topicArns]),
        {
            ...allow("Metrics", "cloudwatch:PutMetricData", "*"),
            Condition: { StringEquals: { "cloudwatch:namespace": namespace } },
        },
        allow(
            "StartWatching",
            [
                "states:StartExecution",
                ...(schedules(deployed) || deployed.asksForWork ? ["states:StartSyncExecution"] : []),
            ],
            named(deployed, "states", `stateMachine:${own(deployed)}`),
        ),
        ...(deployed.mailIdentities.length > 0
            ? [allow("MailOwners", "ses:SendEmail", [...deployed.mailIdentities])]
            : []),
        ...(deployed.digests ? [allow("Digest", ["sqs:ReceiveMessage", "sqs:DeleteMessage"], queues(deployed))] : []),
        ...(schedules(deployed)
            ? [
                  // `*`: ListSessions knows no resources.
                  allow("ListSessions", "glue:ListSessions", "*"),
                  allow("KeepDeadLetters", "sqs:SendMessage", queues(deployed)),
              ]
            : []),
        logDelivery,
        ...(adopted.topicKeyArn ? [useTopicKey(adopted.topicKeyArn)] : []),
        ...(adopted.dataKeyArn
            ? [useDataKey(adopted.dataKeyArn, named(deployed, "states", `stateMachine:${own(deployed)}`))]
            : []),
    );
}
