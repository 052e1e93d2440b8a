import * as pulumi from "@pulumi/pulumi";
import { SlackChannelConfiguration } from "@pulumi/aws/chatbot/slackChannelConfiguration";
import { TeamsChannelConfiguration } from "@pulumi/aws/chatbot/teamsChannelConfiguration";
import { Role } from "@pulumi/aws/iam/role";
import type { Place } from "../model/aws/arn";
import { rolePath } from "../model/aws/names";
import { chatTrust } from "../model/access/permissions";
import { isSlack, type Chat } from "../model/channels/chat";
import { NoticeTopic } from "./noticeTopic";

export interface ChatChannelArgs {
    /** How the physical names begin. */
    guard: string;
    place: pulumi.Output<Place>;
    region?: pulumi.Input<string>;
    chat: Chat;
    /** The topic whose alarms the channel shows, too. */
    failureTopicArn: pulumi.Output<string>;
    permissionsBoundaryArn?: pulumi.Input<string>;
}

/**
 * A channel of Slack or Microsoft Teams that reads, and does nothing: its role has no rights, and the guardrail denies
 * everything. It has a topic of its own, since the service drops every message that is not in its form, in silence, and since
 * other subscribers could not read that form.
 */
export class ChatChannel extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;

    constructor(name: string, args: ChatChannelArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:ChatChannel", name, {}, opts);
        const { guard, place, region, chat } = args;
        const parent = { parent: this };
        const topic = new NoticeTopic(name, { place, region, topicName: `${guard}-chat` }, parent);
        const role = new Role(
            `${name}-role`,
            {
                name: `${guard}-chat`,
                path: rolePath(pulumi.getProject(), pulumi.getStack()),
                assumeRolePolicy: chatTrust,
                permissionsBoundary: args.permissionsBoundaryArn,
            },
            parent,
        );
        const channel = {
            region,
            configurationName: `${guard}-chat`,
            iamRoleArn: role.arn,
            // The service subscribes to these itself. The failure topic is for the alarms: its notices are dropped.
            snsTopicArns: [topic.arn, args.failureTopicArn],
            // Without one the service would take AdministratorAccess.
            guardrailPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll"],
        };
        // Its name is fixed: two of it cannot stand beside one another.
        const replaced = { ...parent, deleteBeforeReplace: true };
        if (isSlack(chat)) {
            const { slackTeamId = "", slackChannelId = "" } = chat;
            new SlackChannelConfiguration(`${name}-channel`, { ...channel, slackTeamId, slackChannelId }, replaced);
        } else {
            const { teamsTenantId: tenantId = "", teamsTeamId: teamId = "", teamsChannelId: channelId = "" } = chat;
            new TeamsChannelConfiguration(`${name}-channel`, { ...channel, tenantId, teamId, channelId }, replaced);
        }
        this.topicArn = topic.arn;
        this.registerOutputs({ topicArn: this.topicArn });
    }
}
