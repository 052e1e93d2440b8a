import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, type Subscription } from "@aws-sdk/client-sns";
import { parseArn } from "../../../../model/aws/arn";
import { decide, type PolicyDocument, type Request } from "../../../../proof/simulator/aws/iam/iam";
import { named, unlessMissing } from "../../../aws/accountProblem";
import type { Clients } from "../../account/clients";
import { parsed } from "../../account/differences";
import {
    awsCommand,
    count,
    deployAgain,
    few,
    mayLook,
    note,
    ok,
    unseen,
    wrong,
    type Check,
    type Finding,
} from "../../account/finding";
import { channelOf, resourcesOf, type Subject } from "../../account/subject";

/** Does anybody hear? Subscribers of the topics, and whether CloudWatch may publish the alarms. */
export const listeners: Check = {
    title: "Listeners",
    needs: (subject) => {
        const { place, settings } = subject.program;
        const both = [...new Set([subject.topics.success, subject.topics.failure])];
        const key = settings.topicKeyArn ?? "";
        return [
            mayLook("LookAtTopics", ["sns:GetTopicAttributes"], both),
            mayLook(
                "LookAtSubscribers",
                ["sns:ListSubscriptionsByTopic"],
                [...new Set([...both, ...channelTopics(subject)])],
            ),
            ...(key.startsWith(`arn:${place.partition}:kms:`)
                ? [mayLook("LookAtTopicKey", ["kms:DescribeKey", "kms:GetKeyPolicy"], key)]
                : []),
        ];
    },
    look: async (subject, aws) => {
        const { success, failure } = subject.topics;
        const shown = channelTopics(subject);
        const subscribed = new Map<string, readonly Subscription[] | undefined>();
        for (const arn of new Set([success, failure, ...shown])) {
            subscribed.set(arn, await subscriptionsOf(arn, aws.sns));
        }
        const missing = shown.filter((arn) => !subscribed.get(arn));
        const deaf = shown.filter((arn) => subscribed.get(arn)?.some(isChat) === false);
        const isShown = shown.length > 0 && missing.length + deaf.length === 0;
        const findings = [
            ...topicFindings("notices of stops", success, subscribed.get(success), isShown, subject),
            ...topicFindings("failures and alarms", failure, subscribed.get(failure), isShown, subject),
            ...(isShown ? [ok("chat: the chat service is subscribed")] : chatFindings(deaf, missing, subject)),
            ...(success === failure ? [] : await successKeyFindings(subject, aws)),
            ...(await publishFindings(subject, aws)),
        ];
        return { findings };
    },
};

/** What SNS shows in place of an ARN until somebody has confirmed. */
const pending = "PendingConfirmation";

/** The chat service, which subscribes itself to the topics of a channel. No document of AWS has this; public programs do. */
const chatEndpoint = "https://global.sns-api.chatbot.amazonaws.com";

/** The topics of the guard's channel; none without one. */
const channelTopics = (subject: Subject) => (channelOf(subject)?.outputs.snsTopicArns ?? []) as readonly string[];

async function subscriptionsOf(TopicArn: string, sns: Clients["sns"]): Promise<Subscription[] | undefined> {
    const subscriptions: Subscription[] = [];
    let NextToken: string | undefined;
    do {
        const page = await unlessMissing("sns:ListSubscriptionsByTopic", () =>
            sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken })),
        );
        if (!page) {
            return undefined;
        }
        subscriptions.push(...(page.Subscriptions ?? []));
        NextToken = page.NextToken;
    } while (NextToken);
    return subscriptions;
}

const isChat = ({ Endpoint }: Subscription) => Endpoint === chatEndpoint;

/** Who hears of what a topic gets. Where the guard's channel shows the same, nobody else need hear. */
function topicFindings(
    what: string,
    TopicArn: string,
    subscriptions: readonly Subscription[] | undefined,
    isShown: boolean,
    subject: Subject,
): Finding[] {
    if (!subscriptions) {
        return [wrong(`${what}: the topic ${TopicArn} does not exist`)];
    }
    // The digest's own queue is no one who hears; the chat service drops what is not in its own form.
    const deaf = [chatEndpoint, ...resourcesOf(subject, "sqs/queue:Queue").map(({ outputs }): unknown => outputs.arn)];
    const others = subscriptions.filter(({ Endpoint }) => !deaf.includes(Endpoint));
    const waiting = others
        .filter(({ SubscriptionArn }) => SubscriptionArn === pending)
        .map(({ Protocol = "", Endpoint = "" }) => `${Protocol} ${Endpoint}`);
    const heard = others.length - waiting.length;
    const fix = "open the mail from AWS Notifications and confirm; look in the spam folder";
    const bad = isShown ? note : wrong;
    if (others.length === 0) {
        const but = isShown
            ? " but the channel"
            : subscriptions.some(isChat)
              ? " but a chat channel, which drops notices"
              : "";
        return [
            bad(
                `${what}: nobody is subscribed${but}`,
                awsCommand(
                    subject,
                    `sns subscribe --topic-arn ${TopicArn} --protocol email --notification-endpoint you@example.com`,
                ),
            ),
        ];
    }
    if (heard === 0) {
        return [
            bad(
                `${what}: nobody hears${isShown ? " but the channel" : ""}, ${waiting.join(", ")} has not confirmed`,
                fix,
            ),
        ];
    }
    return [
        ok(`${what}: ${count(heard, "subscriber")}`),
        ...waiting.map((endpoint) => note(`${what}: ${endpoint} has not confirmed`, fix)),
    ];
}

/** Whether the chat service, which subscribes itself, listens to the topics of the guard's channel. */
function chatFindings(deaf: readonly string[], missing: readonly string[], { stack }: Subject): Finding[] {
    return [
        ...missing.map((arn) => wrong(`chat: the topic ${arn} does not exist`, deployAgain(stack.name))),
        ...(deaf.length > 0
            ? [
                  note(
                      `chat: the chat service is not subscribed to ${few(deaf)}`,
                      "in the console of Amazon Q Developer in chat applications take the topic out of the channel, and put it back",
                  ),
              ]
            : []),
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
