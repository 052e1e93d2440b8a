/** Scenarios of warnings, of sessions that are kept, and of sessions at work, each on a stack of its own that has them on. */
import { creator } from "../aws/cloudtrail/events";
import type { SessionPlan } from "../aws/glue/glue";
import type { SimulatedAccount } from "../account/simulatedAccount";
import { missing, type Scenario } from "./scenario";

const minute = 60;
const hour = 60 * minute;
const settings = {
    waitSeconds: "1800",
    limits: "[]",
    mode: "stop",
    enabled: "true",
    sweepHours: "0",
    warnSeconds: "600",
    maxWaitSeconds: String(4 * hour),
};
const busy = { ...settings, extendWhileBusy: "true" };
const notebook: SessionPlan = { id: "6f0c9c7e-9c4e-4a55-8a39-5a6f3c1f2f6e", readyAfterSeconds: 30, dpu: 5 };
const stoppedByGuard = { executions: ["SUCCEEDED"], sessions: ["STOPPED by guard"], stopped: 1, warned: 1 };

/** A time as the tag takes it: minutes from the scenario's start. */
const clock = (aws: SimulatedAccount, minutes: number) =>
    `${new Date(aws.startsAt + minutes * 60_000).toISOString().slice(0, 16)}Z`;

/** The first session's end must be within a minute after this one, from the scenario's start. */
function endsAt({ sessions, cloud, startsAt }: SimulatedAccount, minutes: number): string[] {
    const ended = ((sessions[0]?.endedAt(cloud.clock.now) ?? Infinity) - startsAt) / 60_000;
    return ended >= minutes && ended < minutes + 1 ? [] : [`it ended after ${ended} minutes, not ${minutes}`];
}

/** The notices of a kind, with the minute in which they were sent. */
const sent = ({ cloud, startsAt }: SimulatedAccount, kind: string) =>
    cloud.notices
        .filter(({ attributes }) => attributes.kind === kind)
        .map((notice) => ({ notice, minute: Math.floor((notice.at - startsAt) / 60_000) }));

/** What is wrong if the warning was not sent in this minute. */
const warnedAt = (aws: SimulatedAccount, minutes: number) =>
    sent(aws, "warning")
        .map((one) => one.minute)
        .join() === String(minutes)
        ? []
        : [
              `warned in minutes ${sent(aws, "warning")
                  .map((one) => one.minute)
                  .join()}, not ${minutes}`,
          ];

const mail = (aws: SimulatedAccount, kind: string, texts: readonly string[]) =>
    missing(sent(aws, kind)[0]?.notice, texts);

export const peopleScenarios: readonly Scenario[] = [
    {
        name: "warned",
        title: "people: the owner of a live session is warned ten minutes before its end, with the command that keeps it",
        settings,
        setUp: (aws) => aws.create(0, notebook),
        expects: stoppedByGuard,
        check: (_, aws) => [
            ...endsAt(aws, 30),
            ...warnedAt(aws, 20),
            ...mail(aws, "warning", [
                "reaches its time limit in 10 min, and is stopped then.",
                `Owner:    ${creator}`,
                `Ends:     ${clock(aws, 30)}`,
                `Keep it until ${clock(aws, 90)}, or to another time, at most until ${clock(aws, 240)}:`,
                `session/'${notebook.id}' --tags-to-add keep-until=${clock(aws, 90)}`,
            ]),
        ],
    },
    {
        name: "over-unwarned",
        title: "people: a session that is over when its warning is due gets none, and its watch ends then",
        settings,
        setUp: (aws) => aws.create(0, { ...notebook, ends: { afterSeconds: 900, status: "STOPPED", by: creator } }),
        expects: { executions: ["SUCCEEDED"], sessions: [`STOPPED by ${creator}`] },
    },
    {
        name: "warn-short",
        title: "people: a warning never comes before half of a session's limit",
        settings: { ...settings, warnSeconds: "3600" },
        setUp: (aws) => aws.create(0, notebook),
        expects: stoppedByGuard,
        check: (_, aws) => warnedAt(aws, 15),
    },
    {
        name: "warn-look-denied",
        title: "people: a look before the warning fails; nobody is warned, and the session is stopped at its limit",
        settings,
        faults: [{ call: "glue:GetSession", error: "Glue.InternalServiceException", times: 6 }],
        setUp: (aws) => aws.create(0, notebook),
        expects: { ...stoppedByGuard, warned: 0 },
        check: (_, aws) => endsAt(aws, 30),
    },
    {
        name: "kept",
        title: "people: alice tags her session with keep-until, and it is stopped then; the mail says so",
        settings,
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.tag(25 * minute, "alice", notebook.id, { "keep-until": clock(aws, 90) });
        },
        expects: stoppedByGuard,
        check: (_, aws) => [
            ...endsAt(aws, 90),
            ...warnedAt(aws, 20),
            ...mail(aws, "stopped", [`Kept:     once, until ${clock(aws, 90)}, by the tag keep-until`]),
        ],
    },
    {
        name: "kept-at-start",
        title: "people: a session that is opened with keep-until is warned of before that time, and not earlier",
        settings,
        setUp: (aws) => aws.create(0, { ...notebook, tags: { "keep-until": clock(aws, 60) } }),
        expects: stoppedByGuard,
        check: (_, aws) => [...endsAt(aws, 60), ...warnedAt(aws, 50)],
    },
    {
        name: "kept-tags-denied",
        title: "people: a session that is opened with keep-until is kept although its tags cannot be read",
        settings,
        denied: ["glue:GetTags"],
        setUp: (aws) => aws.create(0, { ...notebook, tags: { "keep-until": clock(aws, 60) } }),
        expects: stoppedByGuard,
        check: (_, aws) => [
            ...endsAt(aws, 60),
            ...warnedAt(aws, 50),
            ...mail(aws, "stopped", [`Kept:     once, until ${clock(aws, 60)}, by the tag keep-until`]),
        ],
    },
    {
        name: "kept-twice",
        title: "people: a session is kept twice, with a time in another zone",
        settings,
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.tag(25 * minute, "alice", notebook.id, { "keep-until": clock(aws, 60) });
            aws.tag(55 * minute, "alice", notebook.id, {
                "keep-until": clock(aws, 90 + 120).replace("Z", ":00+02:00"),
            });
        },
        expects: stoppedByGuard,
        check: (_, aws) => [...endsAt(aws, 90), ...mail(aws, "stopped", [`Kept:     twice, until ${clock(aws, 90)}`])],
    },
    {
        name: "kept-too-long",
        title: "people: nobody keeps a session past maxWaitSeconds",
        settings,
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.tag(60, "alice", notebook.id, { "keep-until": "2099-12-31T23:59Z" });
        },
        expects: stoppedByGuard,
        check: (_, aws) => [
            ...endsAt(aws, 240),
            ...mail(aws, "warning", ["It cannot be kept longer: ", "lets no session live for more than 4 h."]),
        ],
    },
    {
        name: "kept-shorter",
        title: "people: a keep-until that would shorten a session's life changes nothing",
        settings,
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.tag(60, "alice", notebook.id, { "keep-until": clock(aws, 10) });
        },
        expects: stoppedByGuard,
        check: (_, aws) => [
            ...endsAt(aws, 30),
            ...(mail(aws, "stopped", ["Kept:"]).length === 1 ? [] : ["it was kept"]),
        ],
    },
    {
        name: "kept-unreadable",
        title: "people: a keep-until that is no time keeps nothing, and the mail says so",
        settings,
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.tag(60, "alice", notebook.id, { "keep-until": "tomorrow" });
        },
        expects: stoppedByGuard,
        check: (_, aws) => [
            ...endsAt(aws, 30),
            ...mail(aws, "stopped", ['Tag:      keep-until is "tomorrow", which could not be read']),
        ],
    },
    {
        name: "kept-tags-denied",
        title: "people: tags cannot be read, so a session is stopped at its limit although it is tagged",
        settings,
        denied: ["glue:GetTags"],
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.tag(60, "alice", notebook.id, { "keep-until": clock(aws, 90) });
        },
        expects: stoppedByGuard,
        check: (_, aws) => endsAt(aws, 30),
    },
    {
        name: "kept-reported",
        title: "people: in mode tell a session that is kept is reported after that time, and nobody is warned",
        settings: { ...settings, mode: "tell" },
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.tag(60, "alice", notebook.id, { "keep-until": clock(aws, 90) });
        },
        expects: { executions: ["SUCCEEDED"], sessions: ["READY"], found: 1 },
        check: (_, aws) => (sent(aws, "found")[0]?.minute === 90 ? [] : ["it was not reported after 90 minutes"]),
    },
    {
        name: "kept-in-curfew",
        title: "people: a curfew leaves a session alone until the time to which its user keeps it",
        settings: { ...settings, curfew: "19:00", timeZone: "Europe/Berlin" },
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.tag(60, "alice", notebook.id, { "keep-until": clock(aws, 90) });
            aws.curfew(10 * minute);
        },
        expects: { ...stoppedByGuard, executions: ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"] },
        check: (_, aws) => endsAt(aws, 90),
    },
    {
        name: "at-work",
        title: "people: a session at work is not cut off; it is stopped ten minutes after its last statement",
        settings: busy,
        setUp: (aws) =>
            aws.create(0, {
                ...notebook,
                statements: [
                    [60, 120],
                    [300, 600],
                    [1500, 3600],
                ],
            }),
        expects: stoppedByGuard,
        check: (_, aws) => [
            // Looked at every five minutes from the limit on.
            ...endsAt(aws, 70),
            ...mail(aws, "stopped", [`At work:  until ${clock(aws, 60)}`]),
        ],
    },
    {
        name: "at-work-for-good",
        title: "people: a session at work without end is stopped at maxWaitSeconds",
        settings: busy,
        setUp: (aws) => aws.create(0, { ...notebook, statements: [[60]] }),
        expects: stoppedByGuard,
        check: (_, aws) => endsAt(aws, 240),
    },
    {
        name: "work-unknown",
        title: "people: nobody can say whether a session is at work, so the limit stands",
        settings: busy,
        denied: ["glue:ListStatements"],
        setUp: (aws) => aws.create(0, { ...notebook, statements: [[60]] }),
        expects: stoppedByGuard,
        check: (_, aws) => endsAt(aws, 30),
    },
    {
        name: "work-private",
        title: "people: no code and no result of a session stands in any history",
        settings: busy,
        setUp: (aws) => aws.create(0, { ...notebook, statements: [[60, 1700]] }),
        expects: stoppedByGuard,
        check: ({ executions }, aws) => [
            ...endsAt(aws, 40),
            ...(/salar/.test(JSON.stringify(executions)) ? ["a history holds what its user wrote"] : []),
        ],
    },
];
