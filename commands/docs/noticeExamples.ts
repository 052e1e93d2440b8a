import type { Outcome } from "../../proof/simulator/account/outcome";
import { readGuard } from "../../proof/simulator/program/deployedGuard";
import { runStack } from "../../proof/simulator/program/program";
import { runScenario } from "../../proof/simulator/results/runScenario";
import { linesOf } from "../../proof/simulator/results/transcript";
import { scenarios } from "../../proof/simulator/scenarios/scenarios";

/** A notice of each kind, and the scenario that shows it. */
const examples = [
    { kind: "warning", scenario: "warned", title: "`warning`: a session is stopped soon (`warnSeconds`)" },
    { kind: "stopped", scenario: "kept", title: "`stopped`: a session was stopped, after its user had kept it" },
    { kind: "stopped", scenario: "curfew-stops", title: "`stopped`: by the curfew" },
    {
        kind: "found",
        scenario: "tell",
        title: "`found`: a session is past its limit, and is not stopped (`mode: tell`)",
    },
    { kind: "digest", scenario: "digest", title: "`digest`: the stops of a day (`digestAt`)" },
    { kind: "failed", scenario: "stop-denied", title: "`failed`: somebody has to do something" },
] as const;

/** So that each is also shown as a chat gets it. */
const chat = {
    "glue-cost-control:chat": JSON.stringify({ slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" }),
};

/** The notices, each as its subscribers get it. One after the other: programs of Pulumi do not run side by side. */
export async function noticeExamples(): Promise<string> {
    const shown: string[] = [];
    for (const { kind, scenario, title } of examples) {
        const outcome = await outcomeOf(scenario, chat);
        const notice = outcome.notices.find(({ attributes }) => attributes.kind === kind);
        const post = outcome.posts.find((post) => post.kind === kind);
        shown.push(
            [
                `### ${title}`,
                "",
                ...["```text", `Subject: ${notice?.subject ?? ""}`, "", notice?.message ?? "", "```"],
                "",
                "In Slack:",
                "",
                ...["````text", ...(post ? linesOf(post) : []), "````"],
            ].join("\n"),
        );
    }
    return [...shown, await mailExample()].join("\n\n");
}

async function mailExample(): Promise<string> {
    const { mails } = await outcomeOf("owner-mailed", {});
    const [warning] = mails;
    return [
        "### The mail to the owner (`ownerMail`)",
        "",
        "It holds the same text, and the same as simple HTML. A warning:",
        "",
        "```html",
        `<!-- From: ${warning?.from ?? ""}, to: ${warning?.to.join() ?? ""}, subject: ${warning?.subject ?? ""} -->`,
        ...(warning?.html.split("\n") ?? []),
        "```",
    ].join("\n");
}

async function outcomeOf(name: string, more: Readonly<Record<string, string>>): Promise<Outcome> {
    const scenario = scenarios.find((scenario) => scenario.name === name);
    if (!scenario) {
        throw new Error(`There is no scenario ${name}.`);
    }
    const settings = Object.entries({ limits: "[]", ...scenario.settings });
    const config = Object.fromEntries(settings.map(([key, value]) => [`glue-cost-control:${key}`, value]));
    return (await runScenario(readGuard(await runStack("prod", { ...config, ...more })), scenario)).outcome;
}
