import Big from "big.js";
import type { CreateSessionEvent } from "../../model/event/createSession";
import { duration } from "../../model/notices/notices";
import { dpuHourPrice } from "../../model/money/pricing";
import { articleAssumption } from "../../model/money/savings";
import { render } from "../report/render";
import { makeReport } from "../report/report";
import { answer, readOptions, runProgram, type Printed } from "../commandLine";
import { configHelp, readConfigOption } from "../configOption";
import { opensSession, unwrapEvents } from "./unwrapEvents";
import { nameOf, readText } from "../../deployments/input/readText";
import { simulateMonth } from "../../proof/simulator/scenarios/month";
import { outcomeOf } from "../../proof/simulator/scenarios/outcome";
import { runScenario, type ScenarioResult } from "../../proof/simulator/scenarios/runScenario";
import { mail, scenarioTable, scenarioText, transcript } from "../../proof/simulator/scenarios/transcript";
import { SimulatedAccount } from "../../proof/simulator/scenarios/simulatedAccount";
import { scenarios } from "../../proof/simulator/scenarios/scenarios";
import type { DeployedGuard } from "../../proof/simulator/program/deployedGuard";
import { openStack, openState } from "../../proof/simulator/scenarios/openGuard";
import { InputError, nearest } from "../../deployments/input/inputError";

const usage = `Plays what the guard does, on the real program and a simulated AWS.

  npm start                                  the article's test, then every other scenario in a table
  npm start -- --scenario NAME                  one scenario
  npm start -- --all                         every scenario, as a table
  npm start -- --list                        the scenarios' names
  npm start -- --event FILE                  your own CloudTrail record of CreateSession, in any form in which AWS prints it, or -
  npm start -- --month                       a month of a team of eight, and the report of what it saved

  --stack NAME    the stack file to deploy (default: dev; prod for --month)
${configHelp}
  --state FILE    play what is deployed instead: a file that \`pulumi stack export\` wrote, or - for standard input
  --guard NAME    which guard of that state, if it has several
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
    month: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
} as const;

async function perform(asked: ReturnType<typeof readOptions<typeof options>>): Promise<Printed> {
    if (asked.help) {
        return { text: usage, status: 0 };
    }
    const tasks = ["scenario", "event", "all", "list", "month"].filter((name) => asked[name as keyof typeof asked]);
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
    if (asked.list) {
        return { text: scenarios.map(({ name, title }) => `${name.padEnd(20)}${title}`).join("\n"), status: 0 };
    }
    if ([asked.event, asked.config, asked.state].filter((file) => file === "-").length > 1) {
        throw new InputError("Standard input can be read once: take - for one option.");
    }
    const events = asked.event === undefined ? undefined : await readEvents(asked.event);
    const region = events?.[0]?.region;
    const chosen = asked.scenario === undefined ? scenarios : [findStory(asked.scenario)];
    const guard =
        asked.state === undefined
            ? await openStack(asked.stack ?? (asked.month ? "prod" : "dev"), {
                  region,
                  config: await readConfigOption(asked.config),
              })
            : await openState(asked.state, asked.guard, region);
    if (events) {
        return { text: await simulateEvents(guard, events, asked.json), status: 0 };
    }

    if (asked.month) {
        return { text: await monthText(guard, asked.json), status: 0 };
    }
    const results: ScenarioResult[] = [];
    for (const scenario of chosen) {
        results.push(await runScenario(guard, scenario));
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
    { limitSeconds, program, regionFrom }: DeployedGuard,
    [first, ...others]: readonly ScenarioResult[],
): string {
    return [
        ...(regionFrom === undefined ? [noRegion(program.stack)] : []),
        `Stack ${program.stack}, deployed into a simulated AWS in ${program.place.region}` +
            `${regionFrom === undefined ? "" : ` (${regionFrom})`}: sessions may live ${limitSeconds} s.`,
        ...program.warnings.map((warning) => `Warning: ${warning}`),
        "",
        ...(first ? [scenarioText(first)] : []),
        ...(others.length > 0
            ? [`\nEvery other scenario (npm start -- --scenario NAME tells one):\n\n${scenarioTable(others)}`]
            : []),
    ].join("\n");
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

function findStory(name: string) {
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

/** Plays the user's own records. Of each that tells of a session, Glue has it, and it is ready after 40 seconds. */
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
    return asJson ? json([{ scenario: "event", failures: [], ...outcomeOf(aws) }]) : transcript(aws);
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
