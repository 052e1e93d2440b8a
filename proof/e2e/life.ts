import { settingsTable } from "../../model/settings/settings";
import { Account } from "./provider/account";
import { backAndForth, boundaryArn, edits, encrypted, foreignTopics, prodBoundaryArn } from "./edits";
import { Project } from "./project";
import { awsProvider } from "./provider/provider";
import { trailProvider } from "./provider/trailProvider";
import { onlyBy, EndToEnd, within, type Result } from "./endToEnd";

export type StackName = keyof typeof edits;

/** The longest name that a guard may have. */
const second = "a-second-guard-with-forty-characters-xxx";

/** What came of the life of a stack. */
export interface Life {
    readonly results: readonly Result[];
    /** Its state after the first update, as `pulumi stack export` prints it. */
    readonly state: string;
}

/** A stack while it lives. */
interface Living {
    readonly stack: StackName;
    readonly project: Project;
    readonly account: Account;
    readonly e2e: EndToEnd;
}

/** The life of a stack, from the first preview to its end; `tell` hears of each step as it is done. */
export async function live(stack: StackName, cli: string, tell: (result: Result) => void): Promise<Life> {
    const account = new Account(
        { partition: "aws", region: "eu-west-1", account: "123456789012" },
        { "aws:sns/topic:Topic": foreignTopics, "aws:iam/policy:Policy": [boundaryArn, prodBoundaryArn] },
    );
    const aws = awsProvider(account);
    const awsx = trailProvider();
    const project = new Project(cli, stack, { aws: await aws.listen(), awsx: await awsx.listen() });
    const e2e = new EndToEnd(project, account, tell);
    const living = { stack, project, account, e2e };
    try {
        const state = await begin(living);
        await moveDashboard(living);
        await edit(living);
        await encrypt(living);
        await failHalfWay(living);
        await drift(living);
        await addSecondGuard(living);
        await rename(living);
        await misconfigure(living);
        await e2e.destroy("destroy");
        return { results: e2e.results, state };
    } finally {
        aws.close();
        awsx.close();
        project.remove();
    }
}

/** As the README says it, up to the first update. */
async function begin({ stack, project, e2e }: Living): Promise<string> {
    await project.must("stack", "select", "--create", stack);
    if (stack === "dev") {
        await project.must("config", "set", "aws:region", "eu-west-1");
        await project.must("config", "set", "notificationEmail", "you@example.com");
    }
    const { changes } = await e2e.look("first preview", onlyBy("create"));
    await e2e.change("first up", changes);
    await e2e.look("preview --expect-no-changes", {}, "--expect-no-changes");
    return project.must("stack", "export");
}

/** In earlier versions the dashboard stood directly below the guard: it is moved there and back, and not touched. */
async function moveDashboard({ stack, project, e2e }: Living): Promise<void> {
    if (stack === "prod") {
        const [before, now] = [
            "{ parent: opts.parent, aliases: [{ parent: this }] }",
            "{ parent: this, aliases: [{ parent: opts.parent }] }",
        ];
        project.edit("components/guardDashboard.ts", now, before);
        await e2e.change("the dashboard directly below the guard, as it once was", {});
        project.edit("components/guardDashboard.ts", before, now);
        await e2e.change("... and in its component again", {});
    }
}

async function edit({ stack, project, e2e }: Living): Promise<void> {
    for (const { set, changes } of edits[stack]) {
        await configure(project, set);
        await e2e.change(nameOf(set), changes);
    }
}

async function encrypt({ stack, project, e2e }: Living): Promise<void> {
    const { dpuHourUsd, changes } = encrypted;
    const file = `Pulumi.${stack}.yaml`;
    const plain = project.read(file);
    await project.must("config", "set", "--secret", "dpuHourUsd", dpuHourUsd);
    await e2e.change("dpuHourUsd, encrypted", changes);
    await e2e.hide("... and nowhere in the state", dpuHourUsd);
    project.write(file, plain);
    await e2e.change("... and as it was", changes);
}

async function configure(project: Project, set: Readonly<Record<string, string>>): Promise<void> {
    for (const [setting, value] of Object.entries(set)) {
        if (!hasMembers(setting)) {
            await project.must("config", "set", setting, value);
            continue;
        }
        // A list or an object has no text that the CLI takes: it is set member by member, as docs/settings.md shows it.
        await project.must("config", "rm", setting);
        for (const [path, leaf] of leaves(setting, JSON.parse(value))) {
            await project.must("config", "set", "--path", path, leaf);
        }
    }
}

/** Whether it is a list or an object; a mistyped setting, which some steps try, is none. */
const hasMembers = (setting: string) =>
    Object.entries(settingsTable).some(([key, row]) => key === setting && "paths" in row);

/** The plain values in a list or an object, with their paths. */
function leaves(path: string, value: unknown): readonly (readonly [path: string, leaf: string])[] {
    if (typeof value !== "object" || value === null) {
        return [[path, String(value)]];
    }
    return Object.entries(value).flatMap(([key, member]) =>
        leaves(Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, member),
    );
}

const lastPart = (value: string) => (value === "" ? '""' : (value.split(":").at(-1) ?? ""));
/** The names of rows, or all that an object holds. */
const membersOf = (value: string) =>
    leaves("", JSON.parse(value))
        .filter(([path]) => !path.startsWith("[") || path.endsWith(".name"))
        .map(([, leaf]) => leaf)
        .join(", ") || "none";

const nameOf = (set: Readonly<Record<string, string>>): string =>
    Object.entries(set)
        .map(([setting, value]) => `${setting} ${hasMembers(setting) ? membersOf(value) : lastPart(value)}`)
        .join(", ");

/** AWS fails in the midst of an update that changes much; the next one ends what it began. */
async function failHalfWay({ stack, project, account, e2e }: Living): Promise<void> {
    const { set, changes } = backAndForth[stack];
    await configure(project, set);
    account.failCall(6);
    const name = nameOf(set);
    const half = await e2e.change(`${name}: AWS fails half-way`, within(changes), "up", /ServiceUnavailable/);
    const rest = await e2e.change("... and the next up fixes it", within(changes));
    const missed = Object.keys(changes).filter((resource) => !(resource in { ...half.changes, ...rest.changes }));
    const complete = () => missed.map((resource) => `${resource} was not changed`);
    await e2e.look("... for good: preview --expect-no-changes", complete, "--expect-no-changes");
}

/** Somebody disables the rule and deletes an alarm by hand. */
async function drift({ account, e2e }: Living): Promise<void> {
    const named = (type: string, part: string) => {
        const found = account.resources.find(
            (resource) => resource.type.endsWith(`:${type}`) && resource.id.includes(part),
        );
        return [found?.type ?? "", found?.id ?? ""] as const;
    };
    account.changeByHand(...named("EventRule", "sessions"), { state: "DISABLED" });
    account.deleteByHand(...named("MetricAlarm", "executions-failed"));
    const rule = "EventRule sessions-rule";
    const alarm = "MetricAlarm sessions-alarms-executions-failed";
    await e2e.change("refresh, after drift by hand", { [rule]: "update state", [alarm]: "delete" }, "refresh");
    await e2e.change("up, which fixes it", { [rule]: "update state", [alarm]: "create" });
}

async function addSecondGuard({ project, e2e }: Living): Promise<void> {
    const made = `new GlueSessionGuard("${second}", { waitSeconds: 3600 });\n`;
    const own = new RegExp(` ${second}`);
    project.edit("index.ts", "export const {", `${made}export const {`);
    const { changes } = await e2e.change("a second guard in the program", onlyBy("create", own));
    project.edit("index.ts", made, "");
    const all = Object.fromEntries(Object.keys(changes).map((name) => [name, "delete"]));
    await e2e.change("... and out again", all);
}

/** The workflow's component gets another name: every child below it is renamed, and none is touched. */
async function rename({ project, e2e }: Living): Promise<void> {
    const built = 'super("glue-cost-control:index:StopWorkflow", name, {}, opts)';
    const alias = '{ ...opts, aliases: [{ name: name.replace("-watcher", "-workflow") }] }';
    project.edit("components/glueSessionGuard.ts", "`${name}-workflow`", "`${name}-watcher`");
    project.edit("components/stopWorkflow.ts", built, built.replace("opts", alias));
    await e2e.change("children renamed, with aliases", {});
}

/** Stack files with mistakes, and what the CLI has to say of them. */
async function misconfigure({ stack, project, e2e }: Living): Promise<void> {
    const mistakes: readonly (readonly [name: string, set: Record<string, string>, texts: readonly string[]])[] = [
        [
            "values of the wrong type",
            { waitSeconds: "soon" },
            [`Stack '${stack}' with configuration key 'waitSeconds' must be of type 'integer'`],
        ],
        [
            "values out of range, and a mistyped setting",
            {
                waitSecond: "30",
                waitSeconds: "99999999",
                logRetentionDays: "31",
                dpuHourUsd: "free",
                successTopicArn: "arn:aws:sns:us-east-1:123456789012:elsewhere",
            },
            [
                `5 settings of stack ${stack} cannot be used:`,
                "waitSecond is no setting; the nearest is waitSeconds.",
                'waitSeconds is "99999999", but it must be a whole number of seconds from 0 to 31449600',
                'logRetentionDays is "31"',
                'dpuHourUsd is "free"',
                "the topic must be in the stack's own region, eu-west-1",
            ],
        ],
        [
            "another account",
            { "aws:allowedAccountIds": '["999999999999"]' },
            ["AWS account ID not allowed: 123456789012"],
        ],
    ];
    const file = `Pulumi.${stack}.yaml`;
    const good = project.read(file);
    for (const [name, set, texts] of mistakes) {
        await configure(project, set);
        await e2e.refuse(name, texts);
        project.write(file, good);
    }
    await project.must("config", "set", "--secret", "waitSeconds", "1234");
    await e2e.refuse("an encrypted limit", ["waitSeconds is encrypted, but it shapes what is deployed"]);
    project.write(file, good);
}
