import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import Big from "big.js";
import type { CreateSessionEvent, CreateSessionRecord } from "../../model/event/createSession";
import { duration } from "../../model/notices/notices";
import { dpuHourPrice } from "../../model/money/pricing";
import { articleAssumption } from "../../model/money/savings";
import { render } from "../report/render";
import { makeReport } from "../report/report";
import { checkStack, nearest, readOptions, UsageError } from "../commandLine";
import { envelope } from "../../proof/simulator/aws/cloudtrail/events";
import { playMonth } from "../../proof/simulator/scenarios/month";
import { outcomeOf } from "../../proof/simulator/scenarios/outcome";
import { play, type Performance } from "../../proof/simulator/scenarios/runScenario";
import { runStack, type Program } from "../../proof/simulator/program/program";
import { mail, scene, table, told } from "../../proof/simulator/scenarios/transcript";
import { Stage, openTheatre, type Theatre } from "../../proof/simulator/scenarios/simulatedAccount";
import { readStackConfig } from "../../deployments/stack/stackFile";
import { notUnderstood, readState } from "../../proof/simulator/program/stackState";
import { stories } from "../../proof/simulator/scenarios/scenarios";

const usage = `Plays what the guard does, on the real program and a simulated AWS.

  npm start                                  the article's test, then every other story in a table
  npm start -- --story NAME                  one story
  npm start -- --all                         every story, as a table
  npm start -- --list                        the stories' names
  npm start -- --event FILE                  your own CloudTrail record of CreateSession, bare or as EventBridge sends it
  npm start -- --month                       a month of a team of eight, and the report of what it saved

  --stack NAME    the stack file to deploy (default: dev; prod for --month)
  --state FILE    play what is deployed instead: a file that \`pulumi stack export\` wrote, or - for standard input
  --guard NAME    which guard of that state, if it has several
  --json          print JSON for programs instead of text
  --help          this text

Exit status: 0 if every story ended as told, 1 if not, 2 for wrong usage.`;

interface Printed {
    readonly text: string;
    readonly status: 0 | 1;
}

/** Does what a command line asks for. */
export async function main(args: readonly string[]): Promise<Printed | { text: string; status: 2 }> {
    try {
        return await perform(readOptions(args, options, usage));
    } catch (error) {
        if (error instanceof UsageError) {
            return { text: error.message, status: 2 };
        }
        throw error;
    }
}

const options = {
    stack: { type: "string" },
    state: { type: "string" },
    guard: { type: "string" },
    story: { type: "string" },
    event: { type: "string" },
    all: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    month: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
} as const;

async function perform(asked: ReturnType<typeof readOptions<typeof options>>): Promise<Printed> {
    if (asked.help) {
        return { text: usage, status: 0 };
    }
    const tasks = ["story", "event", "all", "list", "month"].filter((name) => asked[name as keyof typeof asked]);
    if (tasks.length > 1) {
        throw new UsageError(`--${tasks.join(" and --")} exclude one another: take one.`);
    }
    if (asked.guard !== undefined && asked.state === undefined) {
        throw new UsageError("--guard chooses a guard of a state: it needs --state.");
    }
    const excluded = (["stack", "month"] as const).find((name) => asked.state !== undefined && asked[name]);
    if (excluded) {
        throw new UsageError(`--state and --${excluded} exclude one another: take one.`);
    }
    if (asked.list) {
        return { text: stories.map(({ name, title }) => `${name.padEnd(20)}${title}`).join("\n"), status: 0 };
    }
    const event = asked.event === undefined ? undefined : readEvent(asked.event);
    const chosen = asked.story === undefined ? stories : [findStory(asked.story)];
    const theatre =
        asked.state === undefined
            ? await openStack(asked.stack ?? (asked.month ? "prod" : "dev"), event?.region)
            : await openState(asked.state, asked.guard, event?.region);
    if (event) {
        return { text: await playEvent(theatre, event, asked.json), status: 0 };
    }

    if (asked.month) {
        return { text: await tellMonth(theatre, asked.json), status: 0 };
    }
    const performances: Performance[] = [];
    for (const story of chosen) {
        performances.push(await play(theatre, story));
    }
    const text = asked.json
        ? json(performances.map(({ story, faults, outcome }) => ({ story: story.name, faults, ...outcome })))
        : asked.all
          ? table(performances)
          : programme(theatre, performances);
    return { text, status: performances.every(({ faults }) => faults.length === 0) ? 0 : 1 };
}

/** The first story in full, and the others in a table. */
function programme({ limitSeconds, program }: Theatre, [first, ...others]: readonly Performance[]): string {
    return [
        `Stack ${program.stack}, deployed into a simulated AWS: sessions may live ${limitSeconds} s.`,
        ...program.warnings.map((warning) => `Warning: ${warning}`),
        "",
        ...(first ? [told(first)] : []),
        ...(others.length > 0
            ? [`\nEvery other story (npm start -- --story NAME tells one):\n\n${table(others)}`]
            : []),
    ].join("\n");
}

function json(played: readonly { story: string; faults: readonly string[] }[]): string {
    return JSON.stringify(
        played.map(({ story, faults, ...outcome }) => ({ story, ok: faults.length === 0, faults, ...outcome })),
        undefined,
        2,
    );
}

function findStory(name: string) {
    const story = stories.find((story) => story.name === name);
    if (!story) {
        const names = stories.map(({ name }) => name);
        throw nearest("story", name, names, " `npm start -- --list` names all.");
    }
    return story;
}

/** Deploys the stack, in this region if its file names none; what is wrong with its settings is for the user to mend. */
export async function openStack(stack: string, region?: string): Promise<Theatre> {
    checkStack(stack);
    const program = await deploy(stack, region).catch((error: unknown) => {
        throw new UsageError(`Pulumi.${stack}.yaml: ${(error as Error).message}`);
    });
    return checked(openTheatre(program), region);
}

/** Takes what is deployed out of a state; a guard that another version deployed may not be understood. */
async function openState(file: string, guard: string | undefined, region: string | undefined): Promise<Theatre> {
    // A pipe cannot be read at once: what writes it may be slow.
    const state = await (file === "-" ? text(process.stdin) : readFile(file, "utf8")).catch((error: unknown) => {
        throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
    });
    const program = readState(state, guard);
    let theatre: Theatre;
    try {
        theatre = openTheatre(program);
        new Stage(theatre);
    } catch (error) {
        throw notUnderstood(program.stack, (error as Error).message);
    }
    return checked(theatre, region);
}

/** @throws UsageError if there would be nothing to see. */
function checked(theatre: Theatre, region: string | undefined): Theatre {
    const { stack, place } = theatre.program;
    if (region !== undefined && region !== place.region) {
        throw new UsageError(`The event is of ${region}, but stack ${stack} watches ${place.region}.`);
    }
    if (theatre.deployed.rules.every(({ enabled }) => !enabled)) {
        throw new UsageError(`The guard of stack ${stack} is switched off (enabled: false): it would watch nothing.`);
    }
    return theatre;
}

async function deploy(stack: string, region: string | undefined): Promise<Program> {
    const free = region !== undefined && !("aws:region" in readStackConfig(stack));
    return runStack(stack, free ? { "aws:region": region } : {});
}

const needed = ["eventSource", "eventName", "eventID", "eventTime", "awsRegion"];

/** A file with a CloudTrail record, or with EventBridge's event around it. */
function readEvent(file: string): CreateSessionEvent {
    let content: Partial<CreateSessionEvent> | null;
    try {
        content = JSON.parse(readFileSync(file, "utf8")) as typeof content;
    } catch (error) {
        throw new UsageError(`${file} cannot be read as JSON: ${(error as Error).message}`);
    }
    const record = (content?.detail ?? content ?? {}) as CreateSessionRecord;
    const around = content?.detail ? ["source", "detail-type", "region", "id"] : [];
    const missing = [
        ...around.filter((member) => typeof (content as Record<string, unknown>)[member] !== "string"),
        ...needed.filter((member) => typeof record[member] !== "string"),
    ];
    if (content && "Records" in content) {
        throw new UsageError(`${file} holds many records, as CloudTrail's own files do: take one out of "Records".`);
    }
    if (missing.length > 0) {
        throw new UsageError(
            `${file} is no CloudTrail record, bare or in EventBridge's envelope: no ${missing.join(", ")}.`,
        );
    }
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(record.eventTime) || Number.isNaN(Date.parse(record.eventTime))) {
        throw new UsageError(
            `${file}: eventTime is "${record.eventTime}", but must be a time such as 2024-06-03T07:00:00Z.`,
        );
    }
    return content?.detail ? (content as CreateSessionEvent) : envelope(record);
}

/** Plays the user's own event. If it tells of a session, Glue has it, and it is ready after 40 seconds. */
async function playEvent(theatre: Theatre, event: CreateSessionEvent, asJson: boolean): Promise<string> {
    const stage = new Stage(theatre, { startsAt: Date.parse(event.detail.eventTime) });
    const { requestParameters, responseElements, errorCode } = event.detail;
    const response = responseElements?.session as { id?: unknown } | undefined;
    const id = [requestParameters?.id, response?.id].find((id) => typeof id === "string" && id !== "");
    if (typeof id === "string" && errorCode === undefined) {
        stage.at(0, () => {
            stage.cloud.glue.create({ id, readyAfterSeconds: 40 }, stage.startsAt);
        });
    }
    stage.deliver(3, event);
    await stage.run();
    return asJson ? json([{ story: "event", faults: [], ...outcomeOf(stage) }]) : scene(stage);
}

/** Plays a month, and hands its stops to the report. */
async function tellMonth(theatre: Theatre, asJson: boolean): Promise<string> {
    const { settings, place } = theatre.program;
    const price = dpuHourPrice(place.region, settings.dpuHourUsd);
    if (price === undefined || settings.publishMetrics !== "true") {
        throw new UsageError(
            "--month needs a stack with publishMetrics, and a region with a known price or dpuHourUsd.",
        );
    }
    const played = await playMonth(theatre, price);
    const report = makeReport([played.month], { ...articleAssumption, dpuHourUsd: new Big(price) });
    if (asJson) {
        return JSON.stringify({ ...played, report }, undefined, 2);
    }
    return [
        `A month of a team of eight, whose sessions may live ${duration(theatre.limitSeconds)} (made up, and the same each time):`,
        "",
        `  Sessions watched       ${played.sessions}`,
        `  Stopped                ${played.stopped}, with ${played.mails} mails`,
        `  Already over when due  ${played.alreadyOver}`,
        `  Failed                 ${played.failed}`,
        `  DPU-hours of stopped   ${played.dpuHoursOfStopped.toFixed(3)}`,
        `  USD avoided at most    ${played.idleUpperBoundUsd.toFixed(2)} (estimate: left idle until their own idle time-outs)`,
        `  Longest delay          ${played.longestDelaySeconds.toFixed(0)} s from limit to stop`,
        "",
        "The first of the mails:",
        "",
        ...(played.firstMail ? [mail(played.firstMail)] : []),
        "",
        render(report, "table"),
    ].join("\n");
}

if (require.main === module) {
    void main(process.argv.slice(2)).then(({ text, status }) => {
        (status === 2 ? process.stderr : process.stdout).write(`${text}\n`);
        process.exitCode = status;
    });
}
