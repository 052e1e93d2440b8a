/** Scenarios of the sweep, each on a stack of its own that has one. */
import type { SessionPlan } from "../aws/glue/glue";
import type { SimulatedAccount } from "../account/simulatedAccount";
import { missing, preview, type Scenario } from "./scenario";

const hour = 60 * 60;
const settings = { sweepHours: "6", waitSeconds: "1800", limits: "[]", mode: "stop", enabled: "true" };
const curfew = { curfew: "19:00 MON-FRI", timeZone: "Europe/Berlin" };
const notebook: SessionPlan = { id: "6f0c9c7e-9c4e-4a55-8a39-5a6f3c1f2f6e", readyAfterSeconds: 30, dpu: 5 };
/** Its record never arrives. */
const lost = { times: 0 };
const healed = {
    executions: ["SUCCEEDED", "SUCCEEDED"],
    sessions: ["STOPPED by guard"],
    stopped: 1,
    ruleMatched: false,
};

/** What is wrong if that session did not end within a minute after this age, in seconds. */
function endedAfter({ sessions, cloud }: SimulatedAccount, place: number, seconds: number): string[] {
    const session = sessions[place];
    const age = ((session?.endedAt(cloud.clock.now) ?? Infinity) - (session?.createdAt ?? 0)) / 1000;
    return age >= seconds && age < seconds + 60 ? [] : [`session ${place + 1} ended after ${age} s, not ${seconds}`];
}

export const sweepScenarios: readonly Scenario[] = [
    {
        name: "lost-record",
        title: "sweep: no event reported a session, and the next sweep stops it and says so",
        settings,
        setUp: (aws) => {
            aws.create(0, notebook, lost);
            aws.sweep(6 * hour);
        },
        expects: healed,
        check: ({ notices, executions }) => [
            ...missing(notices[0], ["Note:     no event reported this session", "Owner:    unknown"]),
            ...(executions[0]?.transitions === 6
                ? []
                : [`the sweep took ${executions[0]?.transitions ?? 0} transitions`]),
        ],
    },
    {
        name: "sweep-idle",
        title: "sweep: an account without forgotten sessions costs at most five state transitions",
        settings,
        setUp: (aws) => {
            aws.create(6 * hour - 60, { ...preview, ends: { afterSeconds: 300, status: "STOPPED", by: "its user" } });
            aws.sweep(6 * hour);
        },
        expects: { executions: ["SUCCEEDED", "SUCCEEDED"], sessions: ["STOPPED by its user"] },
        check: ({ executions }) =>
            (executions[1]?.transitions ?? 9) <= 5 ? [] : [`it took ${executions[1]?.transitions ?? 0} transitions`],
    },
    {
        name: "watch-healed",
        title: "sweep: somebody aborted a watch; the next sweep starts another",
        settings,
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.at(60, () => {
                aws.cloud.stopExecutions();
            });
            aws.sweep(6 * hour);
        },
        expects: {
            executions: ["ABORTED", "SUCCEEDED", "SUCCEEDED"],
            sessions: ["STOPPED by guard"],
            stopped: 1,
            alarms: ["executions-aborted"],
        },
    },
    {
        name: "trail-off",
        title: "sweep: the trail is off for a day; sessions of that day are stopped by sweeps, and later ones at their limit",
        settings,
        setUp: (aws) => {
            aws.trail(0, false);
            aws.create(hour, notebook);
            aws.create(5.5 * hour, { ...notebook, id: "notebook-2" });
            aws.trail(24 * hour, true);
            aws.create(25 * hour, { ...notebook, id: "notebook-3" });
            for (const sweep of [6, 12, 18, 24, 30]) {
                aws.sweep(sweep * hour);
            }
        },
        expects: {
            executions: Array.from({ length: 8 }, () => "SUCCEEDED"),
            sessions: Array.from({ length: 3 }, () => "STOPPED by guard"),
            stopped: 3,
        },
        check: ({ notices }, aws) => [
            ...missing(notices[1], ["no event reported this session"]),
            ...endedAfter(aws, 0, 5 * hour),
            ...endedAfter(aws, 1, 6.5 * hour),
            ...endedAfter(aws, 2, 1800),
        ],
    },
    {
        name: "rule-off",
        title: "sweep: somebody disables the rule and enables it again; what was opened meanwhile is stopped by a sweep",
        settings,
        setUp: (aws) => {
            aws.rule(0, false);
            aws.create(60, notebook);
            aws.rule(3600, true);
            aws.create(2 * hour, { ...notebook, id: "notebook-2" });
            aws.sweep(6 * hour);
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"],
            sessions: ["STOPPED by guard", "STOPPED by guard"],
            stopped: 2,
        },
        check: (_, aws) => [...endedAfter(aws, 0, 6 * hour - 60), ...endedAfter(aws, 1, 1800)],
    },
    {
        name: "dead-letter-healed",
        title: "sweep: the rule may not start a watch for an hour. The record is a dead letter, and the next sweep stops its session",
        settings,
        removals: [{ action: "states:StartExecution", fromSeconds: 0, toSeconds: hour }],
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.sweep(6 * hour);
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED"],
            sessions: ["STOPPED by guard"],
            stopped: 1,
            alarms: ["rule-failed", "dead-letters"],
            deadLetters: 1,
        },
    },
    {
        name: "before-the-guard",
        title: "sweep: a session from before the guard, days old, is stopped by the first sweep",
        settings,
        setUp: (aws) => {
            aws.create(0, { ...notebook, idleMinutes: 7 * 24 * 60 }, lost);
            aws.sweep(3 * 24 * hour);
        },
        expects: healed,
        check: (_, aws) => endedAfter(aws, 0, 3 * 24 * hour),
    },
    {
        name: "two-sweeps",
        title: "sweep: two sweeps at once start one watch and send one notice",
        settings,
        setUp: (aws) => {
            aws.create(0, notebook, lost);
            aws.sweep(6 * hour);
            aws.sweep(6 * hour + 1);
        },
        expects: { ...healed, executions: ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"] },
    },
    {
        name: "sweep-pages",
        title: "sweep: thirty forgotten sessions on two pages are all stopped",
        settings,
        setUp: (aws) => {
            for (let number = 0; number < 30; number++) {
                aws.create(number, { ...notebook, id: `forgotten-${number}` }, lost);
            }
            aws.sweep(6 * hour);
        },
        expects: {
            ruleMatched: false,
            executions: Array.from({ length: 31 }, () => "SUCCEEDED"),
            sessions: Array.from({ length: 30 }, () => "STOPPED by guard"),
            stopped: 30,
        },
    },
    {
        name: "page-too-large",
        title: "sweep: a page is too large for a state, so its sessions are read one by one",
        settings,
        setUp: (aws) => {
            for (const name of ["a", "b", "c"]) {
                const big = Object.fromEntries(
                    Array.from({ length: 30 }, (_, number) => [`--argument-${number}`, "x".repeat(4096)]),
                );
                aws.create(0, { ...notebook, id: `big-${name}`, arguments: big }, lost);
            }
            aws.sweep(6 * hour);
        },
        expects: {
            ruleMatched: false,
            executions: Array.from({ length: 4 }, () => "SUCCEEDED"),
            sessions: Array.from({ length: 3 }, () => "STOPPED by guard"),
            stopped: 3,
        },
    },
    {
        name: "sweep-unreadable",
        title: "sweep: a session that no page can hold ends the sweep, and somebody is mailed",
        settings,
        setUp: (aws) => {
            const big = Object.fromEntries(
                Array.from({ length: 75 }, (_, number) => [`--argument-${number}`, "x".repeat(4096)]),
            );
            aws.create(
                0,
                { ...notebook, arguments: big, ends: { afterSeconds: 300, status: "STOPPED", by: "its user" } },
                lost,
            );
            aws.sweep(6 * hour);
        },
        expects: {
            ruleMatched: false,
            executions: ["FAILED SweepFailed"],
            sessions: ["STOPPED by its user"],
            failed: 1,
            alarms: ["executions-failed"],
        },
        check: ({ notices }) => missing(notices[0], ["Subject: Glue sessions were not swept"]),
    },
    {
        name: "sweep-denied",
        title: "sweep: the list of sessions is denied. Somebody is mailed, and the alarm goes off",
        settings,
        denied: ["glue:ListSessions"],
        setUp: (aws) => {
            aws.create(0, notebook, lost);
            aws.sweep(6 * hour);
        },
        expects: {
            ruleMatched: false,
            executions: ["FAILED SweepFailed"],
            sessions: ["READY"],
            failed: 1,
            alarms: ["executions-failed"],
        },
        check: ({ notices }) =>
            missing(
                notices.find(({ attributes }) => attributes.kind === "failed"),
                ["could not look for sessions that no event reported", "SweepFailed in docs/operations.md"],
            ),
    },
    {
        name: "sweep-may-be-exempt",
        title: "sweep: a sweep does not see who opened a session. It may be exempt, so it is reported and not stopped",
        settings: {
            ...settings,
            limits: JSON.stringify([{ name: "night shift", creators: ["*/bob@example.com"], exempt: true }]),
        },
        setUp: (aws) => {
            aws.create(0, notebook, lost);
            aws.sweep(6 * hour);
        },
        expects: { ruleMatched: false, executions: ["SUCCEEDED", "SUCCEEDED"], sessions: ["READY"], found: 1 },
        check: ({ notices }) => missing(notices[0], ["it may be exempt by limit 'night shift'"]),
    },
    {
        name: "curfew-stops",
        title: "curfew: every session is stopped at that time, however young; its own watch finds it over",
        settings: { ...settings, ...curfew },
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.curfew(600);
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"],
            sessions: ["STOPPED by guard"],
            stopped: 1,
        },
        check: ({ notices }, { sessions, startsAt }) => [
            ...missing(notices[0], ["limit 'curfew' of ", ": 19:00 MON-FRI Europe/Berlin"]),
            ...(notices[0]?.message.includes("no event reported") ? ["the mail says that no event reported it"] : []),
            ...((sessions[0]?.endedAt(Infinity) ?? Infinity) - startsAt < 660_000
                ? []
                : ["it was not stopped at once"]),
        ],
    },
    {
        name: "curfew-summer",
        title: "curfew: 19:00 in Berlin is 18:00 UTC on the last evening of winter, and 17:00 UTC on the next",
        settings: { ...settings, curfew: "19:00", timeZone: "Europe/Berlin", waitSeconds: "7200" },
        startsAt: Date.UTC(2026, 2, 28, 12),
        setUp: (aws) => {
            aws.create(5.5 * hour, notebook);
            aws.create(28.5 * hour, { ...notebook, id: "notebook-2" });
            aws.curfewsByTheClock(36 * hour);
        },
        expects: {
            executions: Array.from({ length: 6 }, () => "SUCCEEDED"),
            sessions: ["STOPPED by guard", "STOPPED by guard"],
            stopped: 2,
        },
        check: (_, aws) => [...endedAfter(aws, 0, hour / 2), ...endedAfter(aws, 1, hour / 2)],
    },
    {
        name: "curfew-denied",
        title: "curfew: the list of sessions is denied. Somebody is mailed that the curfew did not happen",
        settings: { ...settings, ...curfew },
        denied: ["glue:ListSessions"],
        setUp: (aws) => {
            aws.create(0, notebook, lost);
            aws.curfew(600);
        },
        expects: {
            ruleMatched: false,
            executions: ["FAILED SweepFailed"],
            sessions: ["READY"],
            failed: 1,
            alarms: ["executions-failed"],
        },
        check: ({ notices }) =>
            missing(
                notices.find(({ attributes }) => attributes.kind === "failed"),
                ["could not go through the list of sessions, for a sweep or for the curfew."],
            ),
    },
    {
        name: "curfew-exempt",
        title: "curfew: a pipeline that a row exempts works on, and the notebook beside it is stopped",
        settings: {
            ...settings,
            ...curfew,
            limits: JSON.stringify([{ name: "pipelines", ids: ["dbt-*"], exempt: true }]),
        },
        setUp: (aws) => {
            aws.create(0, { ...notebook, id: "dbt-nightly" });
            aws.create(1, notebook);
            aws.curfew(600);
        },
        expects: {
            executions: Array.from({ length: 5 }, () => "SUCCEEDED"),
            sessions: ["READY", "STOPPED by guard"],
            stopped: 1,
        },
    },
    {
        name: "curfew-untagged",
        title: "curfew: tags are read before a stop; they shorten or lengthen nothing then, but they can exempt",
        settings: {
            ...settings,
            ...curfew,
            limits: JSON.stringify([
                { name: "kept", tags: { keep: "true" }, exempt: true },
                { name: "long", tags: { team: "*" }, waitSeconds: 86_400 },
            ]),
        },
        setUp: (aws) => {
            aws.create(0, { ...notebook, id: "kept", tags: { keep: "true" } });
            aws.create(1, { ...notebook, id: "long", tags: { team: "a" } });
            aws.curfew(600);
        },
        expects: {
            executions: Array.from({ length: 5 }, () => "SUCCEEDED"),
            sessions: ["READY", "STOPPED by guard"],
            stopped: 1,
        },
        check: ({ notices }) => missing(notices[0], ["limit 'curfew' of "]),
    },
];
