import { writeFileSync } from "node:fs";
import Big from "big.js";
import type { CreateSessionEvent } from "../../model/event/createSession";
import { duration } from "../../model/notices/notices";
import type { SessionLimit } from "../../model/limits/limits";
import { kinds } from "../../model/limits/kinds";
import { dayMoments, daySvg, dayText } from "./day";
import { explainLimit } from "./explainLimit";
import { dpuHourPrice } from "../../model/money/pricing";
import { articleAssumption } from "../../model/money/savings";
import { render } from "../savings/render";
import { makeReport } from "../savings/report";
import { answer, readOptions, runProgram, type Printed } from "../commandLine";
import { configHelp, readConfigOption } from "../configOption";
import { scenarioTable } from "./scenarioTable";
import { opensSession, unwrapEvents } from "./unwrapEvents";
import { readStackFile } from "../../deployments/stack/stack";
import { nameOf, readText } from "../../deployments/input/readText";
import { playDay, schedules } from "../../proof/simulator/account/day";
import { simulateMonth } from "../../proof/simulator/account/month";
import { outcomeOf } from "../../proof/simulator/account/outcome";
import { runScenario, type ScenarioResult } from "../../proof/simulator/results/runScenario";
import { mail, scenarioText, transcript } from "../../proof/simulator/results/transcript";
import { SimulatedAccount } from "../../proof/simulator/account/simulatedAccount";
import { scenarios } from "../../proof/simulator/scenarios/scenarios";
import { preview } from "../../proof/simulator/scenarios/scenario";
import type { DeployedGuard } from "../../proof/simulator/program/deployedGuard";
import { openStack, openState } from "../../proof/simulator/account/openGuard";
import { InputError, nearest } from "../../deployments/input/inputError";

const usage = `Plays what the guard does, on the real program and a simulated AWS.

  npm start                                  the article's test, then every other scenario in a table
  npm start -- --scenario NAME               one scenario
  npm start -- --all                         every scenario, as a table
  npm start -- --list                        the scenarios' names
  npm start -- --event FILE                  your own CloudTrail record of CreateSession, in any form in which AWS prints it, or -;
                                             says, too, which row of \`limits\` decides of its session
  npm start -- --kinds                       the kinds of sessions that \`limits\` knows by name
  npm start -- --month                       a month of a team of eight, and the report of what it saved
  npm start -- --day                         a day of theirs with everything on (examples/Pulumi.full.yaml)

  --stack NAME    the stack file to deploy (default: dev; prod for --month)
${configHelp}
  --state FILE    play what is deployed instead: a file that \`pulumi stack export\` wrote, or - for standard input
  --guard NAME    which guard of that state, if it has several
  --chart FILE    write the day as SVG
  --json          print JSON for programs instead of text
  --help          this text

Exit status: 0 if every scenario passed, 1 if not, 2 for wrong usage.`;

/** Does what a command line asks for. */
export function main(args: readonly string[]): Promise<Printed> {
    return answer(() => perform(readOptions(args, options, usage)));
}

const options = {
    stack: { type: "string" },
    config: { type: "string" },
    state: { type: "string" },
    guard: { type: "string" },
    scenario: { type: "string" },
    event: { type: "string" },
    all: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    kinds: { type: "boolean", default: false },
    month: { type: "boolean", default: false },
    day: { type: "boolean", default: false },
    chart: { type: "string" },
    json: { type: "boolean", default: false },
} as const;

async function perform(asked: ReturnType<typeof readOptions<typeof options>>): Promise<Printed> {
    const tasks = ["scenario", "event", "all", "list", "kinds", "month", "day"].filter(
        (name) => asked[name as keyof typeof asked],
    );
    if (tasks.length > 1) {
        throw new InputError(`--${tasks.join(" and --")} exclude one another: take one.`);
    }
    if (asked.guard !== undefined && asked.state === undefined) {
        throw new InputError("--guard chooses a guard of a state: it needs --state.");
    }
    const excluded = (["stack", "config", "month"] as const).find((name) => asked.state !== undefined && asked[name]);
    if (excluded) {
        throw new InputError(`--state and --${excluded} exclude one another: take one.`);
    }
    if (asked.chart !== undefined && !asked.day) {
        throw new InputError("--chart draws the day: it needs --day.");
    }
    if (asked.day) {
        return { text: await dayOf(asked), status: 0 };
    }
    if (asked.list) {
        return { text: scenarios.map(({ name, title }) => `${name.padEnd(20)}${title}`).join("\n"), status: 0 };
    }
    if (asked.kinds) {
        return { text: asked.json ? JSON.stringify(kinds, undefined, 2) : kindsTable(), status: 0 };
    }
    if ([asked.event, asked.config, asked.state].filter((file) => file === "-").length > 1) {
        throw new InputError("Standard input can be read once: take - for one option.");
    }
    const events = asked.event === undefined ? undefined : await readEvents(asked.event);
    const region = events?.[0]?.region;
    const chosen = asked.scenario === undefined ? scenarios : [findScenario(asked.scenario)];
    const stack = asked.stack ?? (asked.month ? "prod" : "dev");
    const config = asked.state === undefined ? await readConfigOption(asked.config) : undefined;
    const guard =
        asked.state === undefined
            ? await openStack(stack, { region, config })
            : await openState(asked.state, asked.guard, region);
    if (events) {
        return { text: await simulateEvents(guard, events, asked.json), status: 0 };
    }

    if (asked.month) {
        return { text: await monthText(guard, asked.json), status: 0 };
    }
    const results: ScenarioResult[] = [];
    const others = new Map<string, Promise<DeployedGuard>>();
    const withSettings = (settings: Readonly<Record<string, string>>) => {
        const key = JSON.stringify(settings);
        const other = others.get(key) ?? openStack(stack, { region, config, settings });
        others.set(key, other);
        return other;
    };
    for (const scenario of chosen) {
        const settings = scenario.settings ?? settingsFor(guard);
        // What is deployed has the settings that it has.
        if (settings === undefined || asked.state === undefined) {
            results.push(await runScenario(settings ? await withSettings(settings) : guard, scenario));
        }
    }
    if (results.length === 0) {
        throw new InputError(
            "This scenario needs settings of its own, and a state has those that it has: take a stack.",
        );
    }
    const text = asked.json
        ? json(results.map(({ scenario, failures, outcome }) => ({ scenario: scenario.name, failures, ...outcome })))
        : asked.all
          ? scenarioTable(results)
          : overview(guard, results);
    return { text, status: results.every(({ failures }) => failures.length === 0) ? 0 : 1 };
}

/** The first scenario in full, and the others in a table. */
function overview(
    { limitSeconds, limits, mode, program, regionFrom }: DeployedGuard,
    results: readonly ScenarioResult[],
): string {
    const [first, ...others] = results;
    return [
        ...(regionFrom === undefined ? [noRegion(program.stack)] : []),
        `Stack ${program.stack}, deployed into a simulated AWS in ${program.place.region}` +
            `${regionFrom === undefined ? "" : ` (${regionFrom})`}: sessions may live ${limitSeconds} s` +
            `${limits.length === 0 ? "" : `, or what ${limits.length} rows of limits give them`}.`,
        ...(mode === "tell"
            ? ["It stops no session (mode: tell); these scenarios show what it would do in mode stop, without limits."]
            : []),
        ...program.warnings.map((warning) => `Warning: ${warning}`),
        "",
        ...(first?.scenario.settings && results.length === 1
            ? [`This scenario sets ${settingsText(first.scenario.settings)}.`, ""]
            : []),
        ...(first ? [scenarioText(first)] : []),
        ...(others.length > 0
            ? [`\nEvery other scenario (npm start -- --scenario NAME shows one):\n\n${scenarioTable(others)}`]
            : []),
    ].join("\n");
}

const settingsText = (settings: Readonly<Record<string, string>>) =>
    Object.entries(settings)
        .map(([key, value]) => `${key} ${key === "limits" ? rowNames(value) : value}`)
        .join(", ");

const rowNames = (limits: string) =>
    (JSON.parse(limits) as SessionLimit[]).map(({ name }) => `"${name}"`).join(" ") || "to none";

/** The settings with which the ordinary scenarios are played where the stack's own stop no data preview. */
function settingsFor(guard: DeployedGuard): Readonly<Record<string, string>> | undefined {
    const stops = guard.mode === "stop" && Number.isFinite(guard.limitSecondsOf(preview));
    return stops ? undefined : { mode: "stop", limits: "[]" };
}

function kindsTable(): string {
    const rows = kinds.map(({ name, meaning, ids = [], origins = [], tags = {}, source, seen }) => {
        const by = [
            ...ids.map((id) => `id ${id}`),
            ...origins.map((origin) => `origin ${origin}`),
            ...Object.entries(tags).map(([key, value]) => `tag ${key}=${value}`),
        ];
        return `${name.padEnd(26)}${meaning}\n${" ".repeat(26)}known by ${by.join(", ")}\n${" ".repeat(26)}source: ${source} (seen ${seen})`;
    });
    return rows.join("\n\n");
}

const noRegion = (stack: string) =>
    `Stack ${stack} names no region yet, so this plays eu-west-1. Set yours: npx pulumi config set aws:region eu-west-1 --stack ${stack}`;

function json(played: readonly { scenario: string; failures: readonly string[] }[]): string {
    return JSON.stringify(
        played.map(({ scenario, failures, ...outcome }) => ({
            scenario,
            ok: failures.length === 0,
            failures,
            ...outcome,
        })),
        undefined,
        2,
    );
}

function findScenario(name: string) {
    const scenario = scenarios.find((scenario) => scenario.name === name);
    if (!scenario) {
        const names = scenarios.map(({ name }) => name);
        throw nearest("scenario", name, names, " `npm start -- --list` names all.");
    }
    return scenario;
}

/** The records of a file, all of one region. */
async function readEvents(file: string): Promise<CreateSessionEvent[]> {
    const events = unwrapEvents(await readText(file), nameOf(file));
    const regions = [...new Set(events.map(({ region }) => region))];
    if (regions.length > 1) {
        throw new InputError(`${nameOf(file)} holds records of ${regions.join(" and ")}: a stack watches one region.`);
    }
    return events;
}

/** Plays the user's own records. Of each that opens a session, Glue has it, and it is ready after 40 seconds. */
async function simulateEvents(
    guard: DeployedGuard,
    events: readonly CreateSessionEvent[],
    asJson: boolean,
): Promise<string> {
    const times = events.map(({ detail }) => Date.parse(detail.eventTime));
    const aws = new SimulatedAccount(guard, { startsAt: Math.min(...times) });
    events.forEach((event, index) => {
        const { requestParameters, responseElements } = event.detail;
        const response = responseElements?.session as { id?: unknown } | undefined;
        const id = [requestParameters?.id, response?.id].find((id) => typeof id === "string" && id !== "");
        const second = ((times[index] ?? 0) - aws.startsAt) / 1000;
        if (typeof id === "string" && opensSession(event)) {
            aws.at(second, () => {
                aws.cloud.glue.create({ id, readyAfterSeconds: 40 }, aws.startsAt + second * 1000);
            });
        }
        aws.deliver(second + 3, event);
    });
    await aws.run();
    const decisions = events.filter(opensSession).map((event) => explainLimit(guard, event.detail));
    return asJson
        ? json([{ scenario: "event", failures: [], ...outcomeOf(aws) }])
        : [...decisions, "", transcript(aws)].join("\n");
}

/** Plays a day with everything on, and draws it if asked. */
async function dayOf(asked: ReturnType<typeof readOptions<typeof options>>): Promise<string> {
    const excluded = (["stack", "config", "state"] as const).find((name) => asked[name] !== undefined);
    if (excluded) {
        throw new InputError(`--day plays examples/Pulumi.full.yaml: it takes no --${excluded}.`);
    }
    const day = await playDay(await openStack(readStackFile("examples/Pulumi.full.yaml")));
    if (asked.chart !== undefined) {
        try {
            writeFileSync(asked.chart, daySvg(day, schedules));
        } catch (error) {
            throw new InputError(`${asked.chart} cannot be written: ${(error as Error).message}`);
        }
    }
    return asked.json ? JSON.stringify(dayMoments(day), undefined, 2) : dayText(day);
}

/** Plays a month, and hands its stops to the report. */
async function monthText(guard: DeployedGuard, asJson: boolean): Promise<string> {
    const { settings, place } = guard.program;
    const price = dpuHourPrice(place.region, settings.dpuHourUsd);
    if (price === undefined || settings.publishMetrics !== "true") {
        throw new InputError(
            "--month needs a stack with publishMetrics, and a region with a known price or dpuHourUsd.",
        );
    }
    const played = await simulateMonth(guard, price);
    const report = makeReport([played.month], { ...articleAssumption, dpuHourUsd: new Big(price) });
    if (asJson) {
        return JSON.stringify({ ...played, report }, undefined, 2);
    }
    return [
        `A month of a team of eight, whose sessions may live ${duration(guard.limitSeconds)} (made up, and the same each time):`,
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
    void runProgram(main(process.argv.slice(2)));
}
