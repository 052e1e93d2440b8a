import {
    DescribeSlackChannelConfigurationsCommand,
    GetMicrosoftTeamsChannelConfigurationCommand,
    type SlackChannelConfiguration,
} from "@aws-sdk/client-chatbot";
import { expect } from "chai";
import { chat } from "../../../../../commands/doctor/checks/channels/chat";
import { channelOf } from "../../../../../commands/doctor/account/subject";
import {
    chatbotOn,
    findings,
    healthyAccount,
    problem,
    prod,
    prodWith,
    refusal,
    slack,
    slackOf,
    teams,
} from "../../../../support/healthyAccount";

const name = "glue-cost-control--prod--sessions-chat";
const arn = `arn:aws:chatbot::123456789012:chat-configuration/microsoft-teams-channel/${name}`;
const again = "npx pulumi up --refresh --stack prod";
const asked = [
    ["Slack", slack, "DescribeSlackChannelConfigurations", DescribeSlackChannelConfigurationsCommand],
    ["Teams", teams, "GetMicrosoftTeamsChannelConfiguration", GetMicrosoftTeamsChannelConfigurationCommand],
] as const;

/** What is found if the channel of Slack differs in this. */
async function found(change: Partial<SlackChannelConfiguration>): Promise<string[]> {
    const subject = await prodWith({ chat: slack });
    const { aws } = healthyAccount(subject);
    const channel = slackOf(channelOf(subject)?.outputs as unknown as Parameters<typeof slackOf>[0]);
    chatbotOn(DescribeSlackChannelConfigurationsCommand).resolves({
        SlackChannelConfigurations: [{ ...channel, ...change }],
    });
    return findings(chat, subject, aws);
}

describe("doctor: chat", () => {
    for (const [what, setting, action, command] of asked) {
        it(`says that it may not look at a channel of ${what}, and finds one that is gone`, async () => {
            const subject = await prodWith({ chat: setting });
            const { aws } = healthyAccount(subject);
            chatbotOn(command).rejects(refusal("AccessDeniedException"));
            expect(await problem(chat, subject, aws)).to.equal(
                `You may not do chatbot:${action}: no. Fix: ask for that permission.`,
            );
            const gone = [`wrong: ${name} does not exist: no notice reaches the channel -> ${again}`];
            chatbotOn(command).rejects(refusal("ResourceNotFoundException"));
            expect(await findings(chat, subject, aws)).to.deep.equal(gone);
            chatbotOn(command).resolves({});
            expect(await findings(chat, subject, aws)).to.deep.equal(gone);
        });

        it(`is content with a channel of ${what} as deployed, and asks for this one`, async () => {
            const subject = await prodWith({ chat: setting });
            const { aws, mocks } = healthyAccount(subject);
            expect(await findings(chat, subject, aws)).to.deep.equal([
                `ok: ${name} is as deployed, with the guardrail AWSDenyAll`,
            ]);
            expect(mocks.chatbot.calls().map(({ args: [{ input }] }) => input as unknown)).to.deep.equal([
                { ChatConfigurationArn: channelOf(subject)?.outputs.chatConfigurationArn },
            ]);
        });
    }

    it("finds a channel from which people could act", async () => {
        const free = "AdministratorAccess: only roles bound what people in the channel may do";
        expect(await found({ GuardrailPolicyArns: [] })).to.deep.equal([
            `wrong: ${name} has no guardrail, which means ${free} -> ${again}`,
        ]);
        expect(await found({ GuardrailPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] })).to.deep.equal([
            `wrong: ${name} has the guardrail ${free} -> ${again}`,
        ]);
        expect(await found({ GuardrailPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] })).to.deep.equal([
            `wrong: ${name} differs from what was deployed: guardrails -> ${again}`,
        ]);
    });

    it("finds another channel, topic or role than was deployed, and one that is switched off", async () => {
        const differs = (what: string) => [`wrong: ${name} differs from what was deployed: ${what} -> ${again}`];
        expect(await found({ SlackChannelId: "C999", SlackTeamId: "T999" })).to.deep.equal(differs("channel, team"));
        expect(await found({ SnsTopicArns: [] })).to.deep.equal(differs("topics"));
        expect(await found({ IamRoleArn: "arn:aws:iam::123456789012:role/other" })).to.deep.equal(differs("role"));
        const ask = "ask whoever keeps your organization's policies for chat applications";
        expect(await found({ State: "DISABLED", StateReason: "denied" })).to.deep.equal([
            `wrong: ${name} is switched off: denied -> ${ask}`,
        ]);
        expect(await found({ State: "DISABLED" })).to.deep.equal([`wrong: ${name} is switched off -> ${ask}`]);
    });

    it("says nothing of a guard without a channel, and needs no right but for the kind that there is", async () => {
        const plain = await prod();
        const { aws } = healthyAccount(plain);
        expect(await findings(chat, plain, aws)).to.deep.equal([]);
        expect(chat.needs(plain)).to.deep.equal([]);
        const needs = async (setting: object) =>
            chat.needs(await prodWith({ chat: setting })).map(({ Action, Resource }) => ({ Action, Resource }));
        expect(await needs(slack)).to.deep.equal([
            { Action: ["chatbot:DescribeSlackChannelConfigurations"], Resource: "*" },
        ]);
        expect(await needs(teams)).to.deep.equal([
            { Action: ["chatbot:GetMicrosoftTeamsChannelConfiguration"], Resource: arn },
        ]);
    });
});
