import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { listeners } from "../../../../../commands/doctor/checks/channels/listeners";
import { resourcesOf } from "../../../../../commands/doctor/account/subject";
import {
    chatSubscription,
    findings,
    healthyAccount,
    problem,
    prod,
    prodWith,
    refusal,
    slack,
    teams,
} from "../../../../support/healthyAccount";

const failureTopic = "arn:aws:sns:eu-west-1:123456789012:failure-stepfunction";
const successTopic = "arn:aws:sns:eu-west-1:123456789012:success-stepfunction";
const well = ["ok: notices of stops: 1 subscriber", "ok: failures and alarms: 1 subscriber"];
const statement = 'the statement in docs/operations.md, "Adopted topics"';
const confirm = "open the mail from AWS Notifications and confirm; look in the spam folder";
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";
const cloudWatchMay = (Action: string | string[], Resource: string) =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" }, Action, Resource }],
    });

describe("doctor: listeners", () => {
    it("says that it may not look", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.sns.on(ListSubscriptionsByTopicCommand).rejects(refusal("AuthorizationErrorException", "not authorized"));
        expect(await problem(listeners, subject, aws)).to.equal(
            "sns:ListSubscriptionsByTopic failed: AuthorizationErrorException: not authorized",
        );
    });

    it("finds topics that are gone, nobody subscribed, and nobody who has confirmed", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.sns
            .on(ListSubscriptionsByTopicCommand, { TopicArn: successTopic })
            .rejects(refusal("NotFoundException"))
            .on(ListSubscriptionsByTopicCommand, { TopicArn: failureTopic })
            .resolves({ Subscriptions: [] });
        expect(await findings(listeners, subject, aws)).to.deep.equal([
            `wrong: notices of stops: the topic ${successTopic} does not exist`,
            `wrong: failures and alarms: nobody is subscribed -> aws sns subscribe --topic-arn ${failureTopic} ` +
                "--protocol email --notification-endpoint you@example.com --region eu-west-1",
        ]);
        mocks.sns.on(ListSubscriptionsByTopicCommand).resolves({
            Subscriptions: [
                { Protocol: "email", Endpoint: "team@example.com", SubscriptionArn: "PendingConfirmation" },
            ],
        });
        mocks.sns.on(GetTopicAttributesCommand).rejects(refusal("NotFoundException"));
        mocks.sns.on(ListSubscriptionsByTopicCommand, { TopicArn: successTopic }).resolves({
            Subscriptions: [
                { Protocol: "email", Endpoint: "team@example.com", SubscriptionArn: "PendingConfirmation" },
            ],
        });
        mocks.sns.on(ListSubscriptionsByTopicCommand, { TopicArn: failureTopic }).resolves({
            Subscriptions: [
                { Protocol: "email", Endpoint: "team@example.com", SubscriptionArn: "PendingConfirmation" },
            ],
        });
        mocks.sns.on(GetTopicAttributesCommand, { TopicArn: failureTopic }).rejects(refusal("NotFoundException"));
        expect(await findings(listeners, subject, aws)).to.deep.equal([
            `wrong: notices of stops: nobody hears, email team@example.com has not confirmed -> ${confirm}`,
            `wrong: failures and alarms: nobody hears, email team@example.com has not confirmed -> ${confirm}`,
        ]);
    });

    it("takes the digest's own queue for nobody", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        const [queue] = resourcesOf(subject, "sqs/queue:Queue");
        const own = { Protocol: "sqs", Endpoint: String(queue?.outputs.arn), SubscriptionArn: "arn:1" };
        mocks.sns.on(ListSubscriptionsByTopicCommand, { TopicArn: successTopic }).resolves({ Subscriptions: [own] });
        expect((await findings(listeners, subject, aws))[0]).to.match(/^wrong: notices of stops: nobody is subscribed/);
    });

    const subscribe = (topicArn: string) =>
        `aws sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint you@example.com --region eu-west-1`;

    it("takes the chat service for nobody: it drops notices that are not in its form", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        for (const TopicArn of [successTopic, failureTopic]) {
            mocks.sns.on(ListSubscriptionsByTopicCommand, { TopicArn }).resolves({ Subscriptions: [chatSubscription] });
        }
        const but = "nobody is subscribed but a chat channel, which drops notices";
        expect(await findings(listeners, subject, aws)).to.deep.equal([
            `wrong: notices of stops: ${but} -> ${subscribe(successTopic)}`,
            `wrong: failures and alarms: ${but} -> ${subscribe(failureTopic)}`,
        ]);
    });

    for (const [what, chat] of [
        ["Slack", slack],
        ["Teams", teams],
    ] as const) {
        it(`finds out whether the guard's channel of ${what} hears its two topics`, async () => {
            const subject = await prodWith({ chat });
            const { aws, mocks } = healthyAccount(subject);
            const chatTopic = "arn:aws:sns:eu-west-1:123456789012:glue-cost-control--prod--sessions-chat";
            const on = (TopicArn: string) => mocks.sns.on(ListSubscriptionsByTopicCommand, { TopicArn });
            expect(listeners.needs(subject).map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
                [["sns:GetTopicAttributes"], [successTopic, failureTopic]],
                [["sns:ListSubscriptionsByTopic"], [successTopic, failureTopic, chatTopic]],
            ]);
            expect(await findings(listeners, subject, aws)).to.deep.equal([
                ...well,
                "ok: chat: the chat service is subscribed",
            ]);
            on(chatTopic).resolves({ Subscriptions: [] });
            expect(await findings(listeners, subject, aws)).to.deep.equal([
                ...well,
                `note: chat: the chat service is not subscribed to ${chatTopic} -> in the console of Amazon Q Developer in ` +
                    "chat applications take the topic out of the channel, and put it back",
            ]);
            on(chatTopic).rejects(refusal("NotFoundException"));
            expect(await findings(listeners, subject, aws)).to.deep.equal([
                ...well,
                `wrong: chat: the topic ${chatTopic} does not exist -> npx pulumi up --refresh --stack prod`,
            ]);
        });
    }

    it("notes it where nobody but the guard's channel hears", async () => {
        const subject = await prodWith({ chat: slack });
        const { aws, mocks } = healthyAccount(subject);
        const late = { Protocol: "email", Endpoint: "team@example.com", SubscriptionArn: "PendingConfirmation" };
        mocks.sns
            .on(ListSubscriptionsByTopicCommand, { TopicArn: successTopic })
            .resolves({ Subscriptions: [] })
            .on(ListSubscriptionsByTopicCommand, { TopicArn: failureTopic })
            .resolves({ Subscriptions: [late, chatSubscription] });
        expect(await findings(listeners, subject, aws)).to.deep.equal([
            `note: notices of stops: nobody is subscribed but the channel -> ${subscribe(successTopic)}`,
            "note: failures and alarms: nobody hears but the channel, email team@example.com has not confirmed -> " +
                confirm,
            "ok: chat: the chat service is subscribed",
        ]);
    });

    it("reads every page of subscribers, and notes those who have not confirmed", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.sns
            .on(ListSubscriptionsByTopicCommand, { TopicArn: successTopic })
            .resolves({
                Subscriptions: [
                    { Protocol: "email", Endpoint: "new@example.com", SubscriptionArn: "PendingConfirmation" },
                ],
                NextToken: "2",
            })
            .on(ListSubscriptionsByTopicCommand, { TopicArn: successTopic, NextToken: "2" })
            .resolves({ Subscriptions: [{ Protocol: "sqs", Endpoint: "q", SubscriptionArn: "arn:1" }] });
        expect((await findings(listeners, subject, aws)).slice(0, 2)).to.deep.equal([
            "ok: notices of stops: 1 subscriber",
            `note: notices of stops: email new@example.com has not confirmed -> ${confirm}`,
        ]);
    });

    it("finds a topic that CloudWatch may not publish to, by the topic's own policy", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.sns.on(GetTopicAttributesCommand, { TopicArn: failureTopic }).resolves({
            Attributes: { Policy: cloudWatchMay("sns:Subscribe", failureTopic) },
        });
        expect(await findings(listeners, subject, aws)).to.deep.equal([
            ...well,
            `wrong: CloudWatch may not publish the alarms to it: sns:Publish on ${failureTopic} is denied: ` +
                `no policy allows it. -> ${statement}`,
        ]);
        const own = { ...subject, program: { ...subject.program, settings: { failureTopicArn: "" } } };
        expect((await findings(listeners, own, aws))[2]).to.match(/ -> npx pulumi up --refresh --stack prod$/);
    });

    it("does not judge a policy that it cannot read", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.sns.on(GetTopicAttributesCommand, { TopicArn: failureTopic }).resolves({
            Attributes: {
                Policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [{ Effect: "Allow", Principal: "*", NotAction: "sns:Publish", Resource: "*" }],
                }),
            },
        });
        const [, , line = ""] = await findings(listeners, subject, aws);
        expect(line).to.match(
            /^unseen: whether CloudWatch may publish the alarms to it cannot be judged here: .*NotAction/,
        );
    });

    it("finds a key that CloudWatch or the workflow may not use, of either topic", async () => {
        const plain = await prod();
        const [machine] = plain.deployed.machines;
        const role = machine?.roleArn ?? "";
        const Statement = [
            { Effect: "Allow", Action: ["kms:GenerateDataKey*", "kms:Decrypt"], Resource: keyArn },
        ] as const;
        const roles = new Map(plain.deployed.roles).set(role, {
            trust: { Version: "2012-10-17", Statement: [] },
            policies: [{ Version: "2012-10-17", Statement: [...Statement] }] as never,
        });
        const keyed = {
            ...plain,
            program: { ...plain.program, settings: { ...plain.program.settings, topicKeyArn: keyArn } },
            deployed: { ...plain.deployed, roles },
        };
        const { aws, mocks } = healthyAccount(plain);
        const Policy = cloudWatchMay("sns:Publish", failureTopic);
        const topic = (KmsMasterKeyId: string, TopicArn = failureTopic) =>
            mocks.sns.on(GetTopicAttributesCommand, { TopicArn }).resolves({ Attributes: { Policy, KmsMasterKeyId } });
        const account = {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:root" },
            Action: "kms:*",
            Resource: "*",
        };
        const keyPolicy = (Action: string | string[], ...others: object[]) => {
            const own = (JSON.parse(cloudWatchMay(Action, "*")) as { Statement: object[] }).Statement;
            mocks.kms
                .on(DescribeKeyCommand)
                .resolves({ KeyMetadata: { KeyId: "1", Arn: keyArn } })
                .on(GetKeyPolicyCommand)
                .resolves({ Policy: JSON.stringify({ Version: "2012-10-17", Statement: [...own, ...others] }) });
        };
        topic("alias/aws/sns");
        expect(await findings(listeners, plain, aws)).to.deep.equal([
            ...well,
            "wrong: the failure topic is encrypted with AWS's key alias/aws/sns, which CloudWatch may not use: no alarm " +
                "is mailed -> encrypt it with a key of your own, and name that with topicKeyArn",
        ]);
        topic("alias/own");
        expect(await findings(listeners, plain, aws)).to.deep.equal([
            ...well,
            "wrong: the failure topic is encrypted with alias/own, which this stack does not name: the workflow may not " +
                "use it -> npx pulumi config set topicKeyArn ... --stack prod && npx pulumi up --stack prod",
        ]);
        keyPolicy("kms:Decrypt", account);
        expect(await findings(listeners, keyed, aws)).to.deep.equal([
            ...well,
            "wrong: CloudWatch may not use the key of the failure topic (kms:GenerateDataKey): no alarm is mailed: " +
                `kms:GenerateDataKey on ${keyArn} is denied: no policy allows it. -> ${statement}`,
        ]);
        topic("alias/own", successTopic);
        const deny = { Effect: "Deny", Principal: { AWS: role }, Action: "kms:Decrypt", Resource: "*" };
        keyPolicy(["kms:Decrypt", "kms:GenerateDataKey*"], account, deny);
        const denied = (which: string) =>
            `wrong: the workflow may not use the key of the ${which} topic (kms:Decrypt): kms:Decrypt on ${keyArn} is ` +
            `denied by statement 3 of the resource policy. -> ${statement}`;
        expect(await findings(listeners, keyed, aws)).to.deep.equal([...well, denied("success"), denied("failure")]);
        keyPolicy(["kms:Decrypt", "kms:GenerateDataKey*"], account);
        expect(await findings(listeners, keyed, aws)).to.deep.equal(well);
        topic("alias/aws/sns", successTopic);
        expect(await findings(listeners, keyed, aws)).to.deep.equal(well);
    });

    it("finds alarms whose actions are switched off", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudWatch
            .on(DescribeAlarmsCommand)
            .resolves({ MetricAlarms: [{ AlarmName: "quiet", ActionsEnabled: false }, { AlarmName: "loud" }] });
        expect(await findings(listeners, subject, aws)).to.deep.equal([
            ...well,
            "wrong: actions are switched off: quiet -> aws cloudwatch enable-alarm-actions --alarm-names quiet --region eu-west-1",
        ]);
    });

    it("is content where both topics are heard, and asks for rights on a key only where there is one", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        expect(await findings(listeners, subject, aws)).to.deep.equal(well);
        expect(listeners.needs(subject).map(({ Sid }) => Sid)).to.deep.equal(["LookAtTopics", "LookAtSubscribers"]);
        const keyed = { ...subject, program: { ...subject.program, settings: { topicKeyArn: keyArn } } };
        expect(listeners.needs(keyed).map(({ Sid }) => Sid)).to.deep.equal([
            "LookAtTopics",
            "LookAtSubscribers",
            "LookAtTopicKey",
        ]);
    });
});
