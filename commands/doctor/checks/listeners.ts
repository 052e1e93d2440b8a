import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { parseArn } from "../../../model/aws/arn";
import { decide, type PolicyDocument, type Request } from "../../../proof/simulator/aws/iam/iam";
import { named, unlessMissing } from "../../aws/accountProblem";
import type { Clients } from "../account/clients";
import { parsed } from "../account/differences";
import {
    awsCommand,
    count,
    deployAgain,
    mayLook,
    note,
    ok,
    unseen,
    wrong,
    type Check,
    type Finding,
} from "../account/finding";
import { resourcesOf, type Subject } from "../account/subject";

/** Does anybody hear? Subscribers of both topics, and whether CloudWatch may publish the alarms. */
export const listeners: Check = {
    title: "Listeners",
    needs: ({ topics, program: { place, settings } }) => {
        const key = settings.topicKeyArn ?? "";
        return [
            mayLook(
                "LookAtTopics",
                ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
                [...new Set([topics.success, topics.failure])],
            ),
            ...(key.startsWith(`arn:${place.partition}:kms:`)
                ? [mayLook("LookAtTopicKey", ["kms:DescribeKey", "kms:GetKeyPolicy"], key)]
                : []),
        ];
    },
    look: async (subject, aws) => {
        const { success, failure } = subject.topics;
        const findings = [
            ...(await topicFindings("notices of stops", success, subject, aws)),
            ...(await topicFindings("failures and alarms", failure, subject, aws)),
            ...(success === failure ? [] : await successKeyFindings(subject, aws)),
            ...(await publishFindings(subject, aws)),
        ];
        return { findings };
    },
};

/** What SNS shows in place of an ARN until somebody has confirmed. */
const pending = "PendingConfirmation";

async function topicFindings(what: string, TopicArn: string, subject: Subject, { sns }: Clients): Promise<Finding[]> {
    const subscriptions: { endpoint: string; confirmed: boolean }[] = [];
    const own = resourcesOf(subject, "sqs/queue:Queue").map(({ outputs }): unknown => outputs.arn);
    let NextToken: string | undefined;
    do {
        const page = await unlessMissing("sns:ListSubscriptionsByTopic", () =>
            sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken })),
        );
        if (!page) {
            return [wrong(`${what}: the topic ${TopicArn} does not exist`)];
        }
        // The digest's own queue is no one who hears.
        const others = (page.Subscriptions ?? []).filter(({ Endpoint }) => !own.includes(Endpoint));
        for (const { Protocol = "", Endpoint = "", SubscriptionArn } of others) {
            subscriptions.push({ endpoint: `${Protocol} ${Endpoint}`, confirmed: SubscriptionArn !== pending });
        }
        NextToken = page.NextToken;
    } while (NextToken);
    const waiting = subscriptions.filter(({ confirmed }) => !confirmed).map(({ endpoint }) => endpoint);
    const heard = subscriptions.length - waiting.length;
    const fix = "open the mail from AWS Notifications and confirm; look in the spam folder";
    if (subscriptions.length === 0) {
        return [
            wrong(
                `${what}: nobody is subscribed`,
                awsCommand(
                    subject,
                    `sns subscribe --topic-arn ${TopicArn} --protocol email --notification-endpoint you@example.com`,
                ),
            ),
        ];
    }
    if (heard === 0) {
        return [wrong(`${what}: nobody hears, ${waiting.join(", ")} has not confirmed`, fix)];
    }
    return [
        ok(`${what}: ${count(heard, "subscriber")}`),
        ...waiting.map((endpoint) => note(`${what}: ${endpoint} has not confirmed`, fix)),
    ];
}

/** Whether the workflow may use the key of the topic that no alarm names. */
async function successKeyFindings(subject: Subject, { sns, kms }: Clients): Promise<Finding[]> {
    const attributes = await unlessMissing("sns:GetTopicAttributes", () =>
        sns.send(new GetTopicAttributesCommand({ TopicArn: subject.topics.success })),
    );
    return keyFindings("the success topic", attributes?.Attributes?.KmsMasterKeyId, subject, kms);
}

/** Whether the alarms' mails can leave: by the policies of topic and key. */
async function publishFindings(subject: Subject, { sns, kms, cloudWatch }: Clients): Promise<Finding[]> {
    const TopicArn = subject.topics.failure;
    const attributes = await unlessMissing("sns:GetTopicAttributes", async () => {
        const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
        return Attributes;
    });
    if (!attributes) {
        return [];
    }
    const [alarm] = resourcesOf(subject, "cloudwatch/metricAlarm:MetricAlarm");
    const alarmArn = String(alarm?.outputs.arn);
    const context = {
        "aws:SourceArn": alarmArn,
        "aws:SourceAccount": subject.program.place.account,
        "aws:SecureTransport": "true",
    };
    const principal = { service: "cloudwatch.amazonaws.com" };
    const topicRequest: Request = { principal, action: "sns:Publish", resource: TopicArn, context };
    const findings = [
        ...judged(
            "CloudWatch may not publish the alarms to it",
            topicRequest,
            attributes.Policy,
            parseArn(TopicArn)?.account === subject.program.place.account &&
                subject.program.settings.failureTopicArn === ""
                ? deployAgain(subject.stack.name)
                : adopted,
        ),
    ];
    findings.push(...(await keyFindings("the failure topic", attributes.KmsMasterKeyId, subject, kms, context)));
    const quiet = await named("cloudwatch:DescribeAlarms", async () => {
        const names = resourcesOf(subject, "cloudwatch/metricAlarm:MetricAlarm").map(({ outputs }) =>
            String(outputs.name),
        );
        const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: names }));
        return MetricAlarms.filter(({ ActionsEnabled }) => ActionsEnabled === false).map(
            ({ AlarmName = "" }) => AlarmName,
        );
    });
    if (quiet.length > 0) {
        findings.push(
            wrong(
                `actions are switched off: ${quiet.join(", ")}`,
                awsCommand(subject, `cloudwatch enable-alarm-actions --alarm-names ${quiet.join(" ")}`),
            ),
        );
    }
    return findings;
}

/**
 * Whether a topic's key lets those use it who publish there: the workflow, and CloudWatch where alarms are mailed.
 *
 * @param alarms What CloudWatch's requests say. Default: no alarm publishes there.
 */
async function keyFindings(
    what: string,
    key: string | undefined,
    subject: Subject,
    kms: Clients["kms"],
    alarms?: Request["context"],
): Promise<Finding[]> {
    if (!key || (key === "alias/aws/sns" && !alarms)) {
        return [];
    }
    if (key === "alias/aws/sns") {
        return [
            wrong(
                `${what} is encrypted with AWS's key alias/aws/sns, which CloudWatch may not use: no alarm is mailed`,
                "encrypt it with a key of your own, and name that with topicKeyArn",
            ),
        ];
    }
    if (!subject.program.settings.topicKeyArn) {
        const { name } = subject.stack;
        return [
            wrong(
                `${what} is encrypted with ${key}, which this stack does not name: the workflow may not use it`,
                `npx pulumi config set topicKeyArn ... --stack ${name} && npx pulumi up --stack ${name}`,
            ),
        ];
    }
    const KeyId = await named("kms:DescribeKey", async () => {
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: key }));
        return KeyMetadata?.Arn ?? key;
    });
    const { Policy } = await named("kms:GetKeyPolicy", () => kms.send(new GetKeyPolicyCommand({ KeyId })));
    const [machine] = subject.deployed.machines;
    const roleArn = machine?.roleArn ?? "";
    const identity = subject.deployed.roles.get(roleArn)?.policies ?? [];
    return ["kms:GenerateDataKey", "kms:Decrypt"].flatMap((action) => [
        ...judged(
            `the workflow may not use the key of ${what} (${action})`,
            { principal: { arn: roleArn, account: subject.program.place.account }, action, resource: KeyId },
            Policy,
            adopted,
            identity,
        ),
        ...(alarms
            ? judged(
                  `CloudWatch may not use the key of ${what} (${action}): no alarm is mailed`,
                  { principal: { service: "cloudwatch.amazonaws.com" }, action, resource: KeyId, context: alarms },
                  Policy,
                  adopted,
              )
            : []),
    ]);
}

/** Where the statements for topics and keys stand that the stack does not own. */
const adopted = 'the statement in docs/operations.md, "Adopted topics"';

/** Nothing if the policy allows it. */
function judged(
    text: string,
    request: Request,
    policy: string | undefined,
    fix: string,
    identity?: readonly PolicyDocument[],
): Finding[] {
    try {
        const { allowed, reason } = decide(request, {
            resource: parsed(policy) as PolicyDocument,
            ...(identity && { identity }),
        });
        return allowed ? [] : [wrong(`${text}: ${reason}`, fix)];
    } catch (error) {
        return [unseen(`whether ${text.replace("may not", "may")} cannot be judged here: ${(error as Error).message}`)];
    }
}
