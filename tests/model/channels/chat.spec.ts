import { expect } from "chai";
import { chatProblems } from "../../../model/channels/chat";

const slack = { slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" };
const teams = {
    teamsTenantId: "0a1b2c3d-0000-4000-8000-0123456789ab",
    teamsTeamId: "1a1b2c3d-0000-4000-8000-0123456789ab",
    teamsChannelId: "19%3aab12%40thread.tacv2",
};
const said = (value: unknown, region?: string) =>
    chatProblems(value, region).map(({ row, limit, fix }) => `${row} ${limit}: ${fix}`);

describe("chatProblems", () => {
    for (const [what, value, problems] of [
        ["no object", "C012AB3CD", ["chat must be an object: set chat.slackTeamId and chat.slackChannelId"]],
        ["a list", [slack], ["chat must be an object: set chat.slackTeamId and chat.slackChannelId"]],
        [
            "half a channel of Slack",
            { slackChannelId: "C012AB3CD" },
            ["chat lacks slackTeamId: set slackTeamId, slackChannelId, or leave chat empty"],
        ],
        [
            "half a channel of Teams",
            { teamsTeamId: teams.teamsTeamId },
            [
                "chat lacks teamsTenantId and teamsChannelId: set teamsTenantId, teamsTeamId, teamsChannelId, or leave chat empty",
            ],
        ],
        [
            "both",
            { ...slack, ...teams },
            ["chat has ids of Slack and of Microsoft Teams, and is one channel: remove those of one"],
        ],
        [
            "a channel's name",
            { ...slack, slackChannelId: "#glue" },
            [
                'chat.slackChannelId is "#glue", but must be the id of a channel, such as C012AB3CD, and not its name: correct it, or remove it',
            ],
        ],
        [
            "a workspace's name",
            { ...slack, slackTeamId: "example" },
            [
                'chat.slackTeamId is "example", but must be the id of a workspace, such as T012AB3CD: correct it, or remove it',
            ],
        ],
        [
            "an unknown member",
            { ...slack, slackTeam: "T012AB3CD" },
            ["chat.slackTeam is no member: the nearest is slackTeamId"],
        ],
        [
            "ids that are no text, and a channel of Teams that is not written as in its link",
            { ...teams, teamsTenantId: 7, teamsChannelId: "19:ab12@thread.tacv2" },
            [
                "chat.teamsTenantId is 7, but must be a UUID, as `Get link to team` shows it: correct it, or remove it",
                'chat.teamsChannelId is "19:ab12@thread.tacv2", but must be the id in the channel\'s link, such as 19%3aab12%40thread.tacv2: correct it, or remove it',
            ],
        ],
    ] as const) {
        it(`refuses ${what}`, () => {
            expect(said(value)).to.deep.equal(problems);
        });
    }
    for (const region of ["cn-north-1", "us-gov-west-1", "eusc-de-east-1"]) {
        it(`refuses any channel in ${region}`, () => {
            expect(said(slack, region)).to.deep.equal([
                `chat cannot be used in ${region}: Amazon Q Developer in chat applications is in the partition aws only: leave chat empty`,
            ]);
            expect(said({}, region)).to.deep.equal([]);
        });
    }
    it("takes nothing, a channel of Slack and a channel of Teams", () => {
        expect([{}, slack, teams].flatMap((chat) => said(chat, "eu-west-1"))).to.deep.equal([]);
    });
});
