import { spawnSync } from "node:child_process";
import { giveUpSeconds } from "../../../model/workflow/step/step";
import { asksForTags } from "../../../model/limits/limits";
import { createSessionRecord, creator, envelope } from "../aws/cloudtrail/events";
import type { Outcome } from "../account/outcome";
import { late, missing, preview, type Scenario } from "./scenario";

const minute = 60;
const hour = 60 * minute;
const stoppedByGuard = { executions: ["SUCCEEDED"], sessions: ["STOPPED by guard"], stopped: 1 };
const nothingToDo = { executions: ["SUCCEEDED"] };

/** Ids as only somebody who wants to break the guard would choose them, up to the 255 characters that Glue takes. */
export const hostileIds = [
    `it's "quoted", 'twice'`,
    `x","id":"somebody-else`,
    "{% $states.input %} {} }} <request> <aws.events.event.json>",
    "$(touch owned) `id` ; rm -rf ~ && echo $HOME",
    "-rf --region=us-east-1",
    "tab\there, \\n no newline, \\ backslash",
    "Ünïcödé ✓ 𝒳 session/with/slashes:and:colons*?",
    `${"'".repeat(128)}${"é".repeat(127)}`,
    `${"\u007f".repeat(70)}id; touch owned #`,
    "one\u2028Stop it by hand:\u2029curl example.com | sh\u0085two\u202etxt.exe",
];

const secret = "hunter2-the-database-password";

/** What can happen to a watch, whatever the stack sets. */
export const watchScenarios: readonly Scenario[] = [
    {
        name: "data-preview",
        title: "The article's test: still provisioning when its time is up, stopped as soon as it is ready",
        setUp: (aws, due) => aws.create(0, { ...preview, readyAfterSeconds: due + 31 }),
        expects: stoppedByGuard,
        check: ({ notices }, aws) => [
            ...late(aws, 31),
            ...missing(notices[0], [
                `Subject: Glue session stopped: ${preview.id}`,
                `Session:  ${preview.id}`,
                `Owner:    ${creator} (`,
                "Ran for:  ",
                " DPU-hours, as measured by Glue",
                `owner=${creator}`,
            ]),
        ],
    },
    {
        name: "ready-when-due",
        title: "A session is ready when its time is up: stopped within one poll, in ten state transitions at most",
        setUp: (aws, due) => aws.create(0, { ...preview, readyAfterSeconds: Math.min(20, due), dpu: 5 }),
        expects: stoppedByGuard,
        check: ({ executions }, aws) => {
            const transitions = executions[0]?.transitions ?? 0;
            // Where a row of limits asks for tags, they are read before the stop.
            const most = aws.guard.limits.some(asksForTags) ? 12 : 10;
            return [...(transitions <= most ? [] : [`it took ${transitions} transitions`]), ...late(aws, 3)];
        },
    },
    {
        name: "slow-provisioning",
        title: "Provisioning takes ten minutes longer than the limit: polled until it can be stopped",
        setUp: (aws, due) =>
            aws.create(0, { ...preview, dpu: 10, idleMinutes: 2 * 24 * 60, readyAfterSeconds: due + 10 * minute }),
        expects: stoppedByGuard,
        check: (_, aws) => late(aws, 10 * minute),
    },
    {
        name: "closed-by-user",
        title: "The user closes the session in time: nobody is mailed",
        setUp: (aws, due) =>
            aws.create(0, { ...preview, ends: { afterSeconds: due / 2, status: "STOPPED", by: creator } }),
        expects: { ...nothingToDo, sessions: [`STOPPED by ${creator}`] },
    },
    {
        name: "timed-out",
        title: "Glue's own time-out comes first: nobody is mailed",
        setUp: (aws, due) =>
            aws.create(0, { ...preview, ends: { afterSeconds: due / 2, status: "TIMEOUT", by: "Glue" } }),
        expects: { ...nothingToDo, sessions: ["TIMEOUT by Glue"] },
    },
    {
        name: "deleted",
        title: "The session is stopped and deleted before its time is up: nobody is mailed",
        setUp: (aws, due) => {
            aws.create(0, { ...preview, ends: { afterSeconds: due / 3, status: "STOPPED", by: creator } });
            aws.at(due / 2, () => {
                aws.cloud.glue.delete(preview.id);
            });
        },
        expects: { ...nothingToDo, sessions: [`STOPPED by ${creator}`] },
    },
    {
        name: "reused-id",
        title: "The id is taken by a new session: the old watch leaves it alone, its own watch stops it",
        setUp: (aws, due) => {
            aws.create(0, { id: preview.id });
            aws.at(due + 85, () => {
                aws.cloud.glue.delete(preview.id);
            });
            aws.create(due + 85, { ...preview });
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED"],
            sessions: ["PROVISIONING", "STOPPED by guard"],
            stopped: 1,
        },
    },
    {
        name: "failed-create",
        title: "CreateSession was refused, so there is no session: the rule ignores the record",
        setUp: (aws) => {
            const record = createSessionRecord(preview, aws.guard.program.place, aws.startsAt);
            aws.deliver(3, envelope({ ...record, errorCode: "AccessDenied", responseElements: null }));
        },
        expects: { ruleMatched: false },
    },
    {
        name: "other-event",
        title: "Other calls, and S3 Express's CreateSession: the rule ignores them",
        setUp: (aws) => {
            const record = createSessionRecord(preview, aws.guard.program.place, aws.startsAt);
            aws.deliver(3, envelope({ ...record, eventSource: "s3express.amazonaws.com" }));
            aws.deliver(3, { ...envelope(record), detail: { ...record, eventSource: "s3express.amazonaws.com" } });
            aws.deliver(3, { ...envelope(record), source: "aws.other" });
            aws.deliver(3, { ...envelope(record), "detail-type": "Glue Session State Change" });
            aws.deliver(4, envelope({ ...record, eventName: "StopSession" }));
            aws.deliver(5, envelope({ ...record, eventName: "RunStatement" }));
        },
        expects: { ruleMatched: false },
    },
    {
        name: "duplicate-event",
        title: "The record arrives twice: two watches, one stop, one notice",
        setUp: (aws) => aws.create(0, preview, { times: 2 }),
        expects: { ...stoppedByGuard, executions: ["SUCCEEDED", "SUCCEEDED"] },
    },
    {
        name: "late-event",
        title: "The record arrives ten minutes after the limit: stopped at once",
        setUp: (aws, due) =>
            aws.create(0, { ...preview, dpu: 4, idleMinutes: undefined }, { afterSeconds: due + 10 * minute }),
        expects: stoppedByGuard,
        check: (_, aws) => late(aws, 10 * minute),
    },
    {
        name: "missing-id",
        title: "The record names no id: somebody is mailed that a session runs unwatched",
        setUp: (aws) =>
            aws.create(0, preview, {
                change: (record) => ({ ...record, requestParameters: { role: "r" }, responseElements: null }),
            }),
        expects: {
            executions: ["FAILED InvalidRequest"],
            sessions: ["READY"],
            failed: 1,
            alarms: ["executions-failed"],
        },
    },
    {
        name: "over-size-request",
        title: "CloudTrail has dropped a request of over 100 KB: the id is taken from the response",
        setUp: (aws) =>
            aws.create(0, preview, {
                change: ({ requestParameters, ...record }) => ({ ...record, requestParametersOmitted: true }),
            }),
        expects: stoppedByGuard,
    },
    {
        name: "hostile-id",
        title: "Ids made to break templates, expressions, mails and shells: each mailed, each stopped, as they are",
        faults: [{ call: "glue:StopSession", error: "Glue.AccessDeniedException", times: 2 * hostileIds.length }],
        setUp: (aws) => {
            const due = Math.max(...hostileIds.map((id) => aws.guard.limitSecondsOf({ ...preview, id })));
            for (const id of hostileIds) {
                aws.create(0, { ...preview, id });
            }
            for (const id of hostileIds) {
                aws.at(due + 5 * minute, () => {
                    aws.cloud.glue.delete(id);
                });
                aws.create(due + 5 * minute, { ...preview, id });
            }
        },
        expects: {
            executions: [...hostileIds.map(() => "FAILED StopDenied"), ...hostileIds.map(() => "SUCCEEDED")],
            sessions: [...hostileIds.map(() => "READY"), ...hostileIds.map(() => "STOPPED by guard")],
            stopped: hostileIds.length,
            failed: hostileIds.length,
            alarms: ["executions-failed"],
        },
        check: (outcome, aws) => hostileFaults(outcome, aws.guard.program.place.region),
    },
    {
        name: "stop-denied",
        title: "The article's alarm test: StopSession is denied. Notice and alarm, and no secret in log or mail",
        denied: ["glue:StopSession"],
        setUp: (aws) => aws.create(0, { ...preview, dpu: 5, arguments: { "--db-password": secret } }),
        expects: { executions: ["FAILED StopDenied"], sessions: ["READY"], failed: 1, alarms: ["executions-failed"] },
        check: ({ notices }, aws) => {
            const kept = JSON.stringify([notices, aws.cloud.logLines]);
            return [
                ...missing(
                    notices.find(({ attributes }) => attributes.kind === "failed"),
                    [
                        `Subject: Glue session NOT stopped: ${preview.id}`,
                        "It is probably still running with 5 DPU",
                        "Event:    ",
                        `--id='${preview.id}'`,
                        `owner=${creator}`,
                    ],
                ),
                ...(kept.includes(secret) ? ["a secret of the session's arguments was logged or mailed"] : []),
                ...(aws.cloud.logLines.length === 0 ? ["nothing was logged"] : []),
            ];
        },
    },
    {
        name: "deleted-before-stop",
        title: "The session is deleted between the look-up and the stop: nobody is mailed",
        setUp: (aws, due) => {
            aws.create(0, preview);
            // The look-up begins when the session is due, or when its watch begins, and takes a tenth of a second.
            aws.at(Math.max(due, 3) + 0.05, () => {
                aws.cloud.glue.delete(preview.id);
            });
        },
        expects: { ...nothingToDo, sessions: ["READY"] },
    },
    {
        name: "stop-reply-lost",
        title: "The stop is carried out, but its answer is lost: the next look-up shows it, and the notice is sent",
        faults: [{ call: "glue:StopSession", error: "Glue.SdkClientException", times: 1, carriedOut: true }],
        setUp: (aws) => aws.create(0, preview),
        expects: stoppedByGuard,
    },
    {
        name: "unknown-error",
        title: "Glue answers three times with an error that no document names: asked again",
        faults: [{ call: "glue:GetSession", error: "Glue.SomethingNewException", times: 3 }],
        setUp: (aws) => aws.create(0, preview),
        expects: stoppedByGuard,
    },
    {
        name: "throttled",
        title: "The start, look-ups, stops and mails are throttled: asked again, with longer and longer pauses",
        faults: [
            { call: "states:StartExecution", error: "ThrottlingException", times: 3 },
            { call: "sns:Publish", error: "SNS.ThrottledException", times: 2 },
            { call: "glue:GetSession", error: "Glue.ThrottlingException", times: 6 },
            { call: "glue:StopSession", error: "Glue.GlueException", times: 2 },
        ],
        setUp: (aws) => aws.create(0, preview),
        expects: stoppedByGuard,
    },
    {
        name: "glue-outage",
        title: "Glue is down for hours: somebody is mailed that a session could not be looked up",
        faults: [{ call: "glue:GetSession", error: "Glue.InternalServiceException", toSeconds: 400 * 24 * hour }],
        setUp: (aws) => aws.create(0, preview),
        expects: { executions: ["FAILED LookUpFailed"], sessions: ["READY"], failed: 1, alarms: ["executions-failed"] },
    },
    {
        name: "notice-fails",
        title: "The session is stopped, but SNS takes no notice: the alarm says so",
        faults: [{ call: "sns:Publish", error: "SNS.InternalErrorException" }],
        setUp: (aws) => aws.create(0, preview),
        expects: {
            executions: ["FAILED NoticeNotSent"],
            sessions: ["STOPPED by guard"],
            alarms: ["executions-failed"],
        },
    },
    {
        name: "target-denied",
        title: "The rule may not start the workflow: the record is kept as a dead letter, and two alarms go off",
        denied: ["states:StartExecution"],
        setUp: (aws) => aws.create(0, preview),
        expects: { sessions: ["READY"], alarms: ["rule-failed", "dead-letters"], deadLetters: 1 },
    },
    {
        name: "watch-aborted",
        title: "Somebody stops the execution by hand: an alarm tells that the session is no longer watched",
        setUp: (aws) => {
            aws.create(0, preview);
            aws.at(3.05, () => {
                aws.cloud.stopExecutions();
            });
        },
        expects: { executions: ["ABORTED"], sessions: ["READY"], alarms: ["executions-aborted"] },
    },
    {
        name: "never-stops",
        title: `The session hangs in STOPPING: after ${giveUpSeconds / minute} minutes somebody is mailed`,
        setUp: (aws) => aws.create(0, { ...preview, dpu: 8, stoppingSeconds: 2 * hour }),
        expects: {
            executions: ["FAILED SessionStillRunning"],
            failed: 1,
            alarms: ["executions-failed"],
            sessions: ["STOPPING"],
        },
    },
];

/** Pastes the command of each failure notice into a real shell, where `aws` only tells what it was given. */
function hostileFaults({ notices }: Outcome, region: string): string[] {
    const commands = notices.flatMap(({ message }) => /\nStop it by hand:\n(.*)$/.exec(message)?.[1] ?? []);
    const given = commands.map(
        (command) => spawnSync("sh", ["-c", `aws() { printf '%s\\0' "$@"; }\n${command}`], { encoding: "utf8" }).stdout,
    );
    return hostileIds.flatMap((id) => {
        const wanted = ["glue", "stop-session", "--region", region, `--id=${id}`].map((text) => `${text}\0`).join("");
        return given.includes(wanted) ? [] : [`the command for the id ${JSON.stringify(id)} is not safe to paste`];
    });
}
