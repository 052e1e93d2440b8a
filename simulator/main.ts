import { readFileSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { closest } from "fastest-levenshtein";
import type { CreateSessionEvent, CreateSessionRecord } from "../model/createSession";
import { envelope } from "./events";
import { outcomeOf } from "./outcome";
import { play, type Performance } from "./play";
import { runStack } from "./program";
import { Stage, openTheatre, type Theatre } from "./stage";
import { home } from "./stackFile";
import { stories, type Story } from "./stories";
import { clockTime, timeline } from "./timeline";

const usage = `Plays what the guard does, on the real program and a simulated AWS.

  npm start                                  the article's test, then every other story in a table
  npm start -- --story NAME                  one story
  npm start -- --all                         every story, as a table
  npm start -- --list                        the stories' names
  npm start -- --event FILE                  your own CloudTrail record of CreateSession, bare or as EventBridge sends it

  --stack NAME    the stack file to deploy (default: dev)
  --json          print JSON for programs instead of text
  --help          this text

Exit status: 0 if every story ended as told, 1 if not, 2 for wrong usage.`;

/** Wrong usage: what to say before exit status 2. */
class UsageError extends Error {}

function nearest(kind: string, name: string, known: readonly string[]): UsageError {
    return new UsageError(`There is no ${kind} "${name}"; the nearest is "${closest(name, known)}".`);
}

function readOptions() {
    try {
        return parseArgs({
            options: {
                stack: { type: "string", default: "dev" },
                story: { type: "string" },
                event: { type: "string" },
                all: { type: "boolean", default: false },
                list: { type: "boolean", default: false },
                json: { type: "boolean", default: false },
                help: { type: "boolean", default: false },
            },
        }).values;
    } catch (error) {
        throw new UsageError(`${(error as Error).message}\n\n${usage}`);
    }
}

async function main(): Promise<void> {
    const options = readOptions();
    if (options.help) {
        console.log(usage);
        return;
    }
    if (options.list) {
        console.log(stories.map(({ name, title }) => `${name.padEnd(20)}${title}`).join("\n"));
        return;
    }
    const event = options.event === undefined ? undefined : readEvent(options.event);
    const chosen = options.story === undefined ? undefined : findStory(options.story);
    const theatre = await open(options.stack);

    if (event) {
        await showEvent(theatre, event, options.json);
        return;
    }
    const performances: Performance[] = [];
    for (const story of chosen ? [chosen] : stories) {
        performances.push(await play(theatre, story));
    }
    if (options.json) {
        printJson(
            performances.map(({ story, faults, outcome }) => ({
                story: story.name,
                ok: faults.length === 0,
                faults,
                ...outcome,
            })),
        );
    } else if (options.all) {
        console.log(table(performances));
    } else {
        const [first, ...others] = performances;
        console.log(
            `Stack ${options.stack}, deployed into a simulated AWS: sessions may live ${theatre.limitSeconds} s.\n`,
        );
        console.log(first ? told(first) : "");
        if (others.length > 0) {
            console.log(`\nEvery other story (npm start -- --story NAME tells one):\n\n${table(others)}`);
        }
    }
    process.exitCode = performances.every(({ faults }) => faults.length === 0) ? 0 : 1;
}

function findStory(name: string): Story {
    const story = stories.find((story) => story.name === name);
    if (!story) {
        throw nearest(
            "story",
            name,
            stories.map(({ name }) => name),
        );
    }
    return story;
}

/** Deploys the stack. Its settings may be wrong, which is wrong usage. */
async function open(stack: string): Promise<Theatre> {
    const stacks = readdirSync(home).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    if (!stacks.includes(stack)) {
        throw nearest("stack", stack, stacks);
    }
    const program = await runStack(stack).catch((error: unknown) => {
        throw new UsageError((error as Error).message);
    });
    const theatre = openTheatre(program);
    if (theatre.deployed.rules.every(({ enabled }) => !enabled)) {
        throw new UsageError(`The guard of stack ${stack} is switched off (enabled: false): nothing would be watched.`);
    }
    return theatre;
}

/** A file with a CloudTrail record, or with EventBridge's event around it. */
function readEvent(file: string): CreateSessionEvent {
    let content: Partial<CreateSessionEvent & CreateSessionRecord>;
    try {
        content = JSON.parse(readFileSync(file, "utf8")) as typeof content;
    } catch (error) {
        throw new UsageError(`${file} cannot be read as JSON: ${(error as Error).message}`);
    }
    const record = content.detail ?? (content as CreateSessionRecord);
    const missing = ["eventSource", "eventName", "eventID", "eventTime", "awsRegion"].filter(
        (member) => typeof record[member] !== "string",
    );
    if (missing.length > 0) {
        throw new UsageError(
            `${file} is no CloudTrail record, bare or in EventBridge's envelope: no ${missing.join(", ")}.`,
        );
    }
    if (Number.isNaN(Date.parse(record.eventTime))) {
        throw new UsageError(
            `${file}: eventTime is "${record.eventTime}", but must be a time such as 2024-06-03T07:00:00Z.`,
        );
    }
    return content.detail ? (content as CreateSessionEvent) : envelope(record);
}

/** Plays the user's own event: a session of that id is there, and is ready after 40 seconds. */
async function showEvent(theatre: Theatre, event: CreateSessionEvent, json: boolean): Promise<void> {
    const stage = new Stage(theatre, { startsAt: Date.parse(event.detail.eventTime) });
    const { requestParameters, responseElements } = event.detail;
    const response = responseElements?.session as { id?: unknown } | undefined;
    const id = requestParameters?.id ?? response?.id;
    if (typeof id === "string" && event.detail.errorCode === undefined) {
        stage.at(0, () => {
            stage.cloud.glue.create({ id, readyAfterSeconds: 40 }, stage.startsAt);
        });
    }
    stage.deliver(3, event);
    await stage.run();
    const outcome = outcomeOf(stage);
    if (json) {
        printJson([{ story: "event", ok: true, faults: [], ...outcome }]);
    } else {
        console.log(scene(stage));
    }
}

function printJson(value: unknown): void {
    console.log(JSON.stringify(value, undefined, 2));
}

/** A story as text: its timeline, then the mails as they arrive, then what did not end as told. */
function told({ story, stage, faults }: Performance): string {
    const verdict =
        faults.length === 0 ? "It ended as told." : `NOT AS TOLD:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`;
    return `${story.name}: ${story.title}\n\n${scene(stage)}\n${verdict}`;
}

function scene(stage: Stage): string {
    const rows = timeline(stage).map(
        ({ at, who, what }) => `  ${clockTime(at, stage.startsAt)}  ${who.padEnd(14)}  ${what}`,
    );
    const mails = stage.cloud.notices.map(({ topicArn, subject, message, at }) =>
        [
            `  To the subscribers of ${topicArn.split(":").at(-1) ?? ""}, ${clockTime(at, stage.startsAt)}`,
            `  | Subject: ${subject}`,
            "  |",
            ...message.split("\n").map((line) => `  | ${line}`.trimEnd()),
            "",
        ].join("\n"),
    );
    return [...rows, "", ...mails].join("\n");
}

function table(performances: readonly Performance[]): string {
    const rows = new Table({
        head: ["story", "what it shows", "ended"],
        style: { head: [], border: [] },
        chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
        colWidths: [21, 84, 13],
        wordWrap: true,
    });
    for (const { story, faults } of performances) {
        rows.push([
            story.name,
            story.title + faults.map((fault) => `\n- ${fault}`).join(""),
            faults.length === 0 ? "as told" : "NOT AS TOLD",
        ]);
    }
    const wrong = performances.filter(({ faults }) => faults.length > 0).length;
    return `${rows.toString()}\n${performances.length} stories, ${performances.length - wrong} as told, ${wrong} not.`;
}

main().catch((error: unknown) => {
    console.error(error instanceof UsageError ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
});
