import { partitionOf } from "../aws/regions";
import { memberProblems, textOf, type MemberProblem } from "./members";

/**
 * The chat channel that notices also go to, through Amazon Q Developer in chat applications: the two ids of Slack, or the
 * three of Microsoft Teams. https://docs.aws.amazon.com/chatbot/latest/APIReference/API_Operations.html
 */
export interface Chat {
    /** The workspace of Slack, such as `T012AB3CD`. */
    readonly slackTeamId?: string;
    /** The channel of Slack, such as `C012AB3CD`. */
    readonly slackChannelId?: string;
    /** The tenant in Microsoft Entra, a UUID. */
    readonly teamsTenantId?: string;
    /** The team in Microsoft Teams, a UUID. */
    readonly teamsTeamId?: string;
    /** The channel in Microsoft Teams as its link has it, such as `19%3aab12%40thread.tacv2`. */
    readonly teamsChannelId?: string;
}

const uuid = textOf(/^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/, "a UUID, as `Get link to team` shows it");

const checks = {
    slackTeamId: textOf(/^[TE][0-9A-Z]{1,254}$/, "the id of a workspace, such as T012AB3CD"),
    slackChannelId: textOf(/^[CG][0-9A-Z]{1,254}$/, "the id of a channel, such as C012AB3CD, and not its name"),
    teamsTenantId: uuid,
    teamsTeamId: uuid,
    teamsChannelId: textOf(
        /^[A-Za-z0-9_=+/.,-]+%3[aA][A-Za-z0-9_=+/.,-]+%40[A-Za-z0-9_=+/.,-]+$/,
        "the id in the channel's link, such as 19%3aab12%40thread.tacv2",
    ),
};

const slack = ["slackTeamId", "slackChannelId"] as const;
const teams = ["teamsTenantId", "teamsTeamId", "teamsChannelId"] as const;

export const isSlack = (chat: Chat) => chat.slackTeamId !== undefined;

/** Every problem of a chat channel, for a guard in this region, if it is known. */
export function chatProblems(value: unknown, region?: string): MemberProblem[] {
    const problems = memberProblems("chat", value, checks);
    if (problems === undefined) {
        return [{ row: "chat", limit: "must be an object", fix: "set chat.slackTeamId and chat.slackChannelId" }];
    }
    const given = Object.keys(value as object);
    if (given.length === 0) {
        return [];
    }
    const problem = (limit: string, fix: string) => problems.push({ row: "chat", limit, fix });
    const [ofSlack, ofTeams] = [slack, teams].map((ids) =>
        given.some((key) => (ids as readonly string[]).includes(key)),
    );
    const ids: readonly string[] = ofTeams ? teams : slack;
    const missing = ids.filter((key) => !given.includes(key));
    if (ofSlack && ofTeams) {
        problem("has ids of Slack and of Microsoft Teams, and is one channel", "remove those of one");
    } else if (missing.length > 0) {
        problem(`lacks ${missing.join(" and ")}`, `set ${ids.join(", ")}, or leave chat empty`);
    }
    if (region !== undefined && partitionOf(region) !== "aws") {
        problem(
            `cannot be used in ${region}: Amazon Q Developer in chat applications is in the partition aws only`,
            "leave chat empty",
        );
    }
    return problems;
}
