import {
    DescribeSlackChannelConfigurationsCommand,
    GetMicrosoftTeamsChannelConfigurationCommand,
    type SlackChannelConfiguration,
    type TeamsChannelConfiguration,
} from "@aws-sdk/client-chatbot";
import type { Registered } from "../../../../proof/simulator/program/registration";
import { unlessMissing } from "../../../aws/accountProblem";
import type { Clients } from "../../account/clients";
import { differences, normalPolicy } from "../../account/differences";
import { deployAgain, few, mayLook, ok, wrong, type Check, type Finding } from "../../account/finding";
import { channelOf } from "../../account/subject";

/** What AWS says of a channel of Slack or of Microsoft Teams. */
type Found = Partial<SlackChannelConfiguration & TeamsChannelConfiguration>;

const isSlack = ({ type }: Registered) => type.endsWith("SlackChannelConfiguration");

/** Does the channel stand as deployed, and can nobody act from it? Who subscribes for it is the listeners' check. */
export const chat: Check = {
    title: "Chat",
    needs: (subject) => {
        const channel = channelOf(subject);
        return channel === undefined
            ? []
            : [
                  // The first action knows no resources.
                  isSlack(channel)
                      ? mayLook("LookAtChannel", ["chatbot:DescribeSlackChannelConfigurations"])
                      : mayLook(
                            "LookAtChannel",
                            ["chatbot:GetMicrosoftTeamsChannelConfiguration"],
                            String(channel.outputs.chatConfigurationArn),
                        ),
              ];
    },
    look: async (subject, { chatbot }) => {
        const channel = channelOf(subject);
        return {
            findings: channel ? channelFindings(channel, await find(channel, chatbot), subject.stack.name) : [],
        };
    },
};

async function find(channel: Registered, client: Clients["chatbot"]): Promise<Found | undefined> {
    const ChatConfigurationArn = String(channel.outputs.chatConfigurationArn);
    if (isSlack(channel)) {
        const answer = await unlessMissing("chatbot:DescribeSlackChannelConfigurations", () =>
            client.send(new DescribeSlackChannelConfigurationsCommand({ ChatConfigurationArn })),
        );
        return answer?.SlackChannelConfigurations?.[0];
    }
    const answer = await unlessMissing("chatbot:GetMicrosoftTeamsChannelConfiguration", () =>
        client.send(new GetMicrosoftTeamsChannelConfigurationCommand({ ChatConfigurationArn })),
    );
    return answer?.ChannelConfiguration;
}

/**
 * What is wrong with a channel.
 *
 * Source: https://docs.aws.amazon.com/chatbot/latest/APIReference/API_SlackChannelConfiguration.html (a channel without
 * guardrails has AdministratorAccess)
 */
function channelFindings({ outputs }: Registered, found: Found | undefined, stack: string): Finding[] {
    const name = String(outputs.configurationName);
    if (!found) {
        return [wrong(`${name} does not exist: no notice reaches the channel`, deployAgain(stack))];
    }
    const guardrails = found.GuardrailPolicyArns ?? [];
    const open = guardrails.length === 0 || guardrails.some((arn) => arn.endsWith("/AdministratorAccess"));
    const changed = differences(
        {
            channel: plainId(outputs.slackChannelId ?? outputs.channelId),
            team: outputs.slackTeamId ?? outputs.teamId,
            topics: normalPolicy(outputs.snsTopicArns),
            role: outputs.iamRoleArn,
            ...(!open && { guardrails: normalPolicy(outputs.guardrailPolicyArns) }),
        },
        {
            channel: plainId(found.SlackChannelId ?? found.ChannelId),
            team: found.SlackTeamId ?? found.TeamId,
            topics: normalPolicy(found.SnsTopicArns),
            role: found.IamRoleArn,
            ...(!open && { guardrails: normalPolicy(guardrails) }),
        },
    );
    const findings = [
        ...(found.State === "DISABLED"
            ? [
                  wrong(
                      `${name} is switched off${found.StateReason ? `: ${found.StateReason}` : ""}`,
                      "ask whoever keeps your organization's policies for chat applications",
                  ),
              ]
            : []),
        ...(open
            ? [
                  wrong(
                      `${name} has ${guardrails.length === 0 ? "no guardrail, which means" : "the guardrail"} ` +
                          "AdministratorAccess: only roles bound what people in the channel may do",
                      deployAgain(stack),
                  ),
              ]
            : []),
        ...(changed.length > 0
            ? [wrong(`${name} differs from what was deployed: ${few(changed)}`, deployAgain(stack))]
            : []),
    ];
    return findings.length > 0 ? findings : [ok(`${name} is as deployed, with the guardrail AWSDenyAll`)];
}

/** The id of a channel of Teams without the encoding of URLs, which not everybody keeps. */
const plainId = (id: unknown) => String(id).replace(/%3a/gi, ":").replace(/%40/g, "@");
