import type { Aftermath, SeenCall, SeenSession, SeenWatch } from "../../proof/fuzz/promises/aftermath";
import type { SentNotice } from "../../proof/simulator/aws/sns/topics";

/** A world made by hand in which all went well: a session of half an hour, stopped when it was due. */
const start = Date.UTC(2024, 5, 3, 7);
export const at = (seconds: number): number => start + seconds * 1000;
const iso = (seconds: number) => new Date(at(seconds)).toISOString().replace(".000", "");

export const limitSeconds = 1800;
const [success, failure] = ["success", "failure"].map((name) => `arn:aws:sns:eu-west-1:123456789012:${name}`);
const arnOf = (watch: number) => `arn:aws:states:eu-west-1:123456789012:execution:guard:watch-${watch}`;
const who = { type: "AssumedRole", arn: "arn:aws:sts::123456789012:assumed-role/Dev/alice" };

/** A session that the guard has stopped when it was due; `createdAt` in seconds. */
export function session(changes: Partial<SeenSession> = {}, createdAt = 0): SeenSession {
    return {
        id: "s-1",
        who,
        dpu: 2,
        createdAt: at(createdAt),
        dueAt: at(createdAt + limitSeconds),
        eventId: `event-${createdAt}`,
        eventTime: iso(createdAt),
        named: true,
        arrivals: [at(createdAt + 3)],
        changes: [
            { at: at(createdAt), status: "PROVISIONING" },
            { at: at(createdAt + 40), status: "READY" },
            { at: at(createdAt + limitSeconds), status: "STOPPING" },
            { at: at(createdAt + limitSeconds + 1), status: "STOPPED", by: "guard" },
        ],
        ...changes,
    };
}

/** One that nobody has stopped. */
export const running = (changes: Partial<SeenSession> = {}) =>
    session({ changes: session().changes.slice(0, 2), ...changes });

export function watch(changes: Partial<SeenWatch> = {}, place = 0): SeenWatch {
    return {
        arn: arnOf(place),
        session: 0,
        startedAt: at(3),
        stoppedAt: at(1811),
        status: "SUCCEEDED",
        transitions: 10,
        ...changes,
    };
}

export function call(name: SeenCall["call"], second: number, changes: Partial<SeenCall> = {}): SeenCall {
    return { call: name, watch: 0, session: 0, at: at(second), allowed: true, done: true, troubled: false, ...changes };
}

/** A call that a fault has hit. */
export const troubled = { done: false, troubled: true, error: "Glue.InternalServiceException" } as const;

export const calls: readonly SeenCall[] = [
    call("states:StartExecution", 3, { watch: undefined }),
    call("glue:GetSession", 1800, { status: "READY" }),
    call("glue:StopSession", 1800),
    call("glue:GetSession", 1810, { status: "STOPPED" }),
    call("cloudwatch:PutMetricData", 1810, { session: undefined }),
    call("sns:Publish", 1811, { session: undefined }),
];

/** The mail of that stop, with other lines. */
export function stopped(lines: Readonly<Record<string, string>> = {}, place = 0): SentNotice {
    return mail("stopped", success, "Glue session stopped: s-1", {
        Session: "s-1",
        Owner: `alice (${who.arn})`,
        Created: iso(0),
        "Ran for": "30 min 1 s",
        Used: "1.001 DPU-hours, as measured by Glue",
        Status: "STOPPED",
        Look: `https://console/${arnOf(place)}`,
        ...lines,
    });
}

/** The mail of a watch that failed. */
export function failed(lines: Readonly<Record<string, string>> = {}, place = 0): SentNotice {
    return mail("failed", failure, "Glue session NOT stopped: s-1", {
        Session: "s-1",
        Owner: `alice (${who.arn})`,
        Created: iso(0),
        Event: "event-0",
        Status: "READY when last seen",
        Error: "StopDenied",
        Look: `https://console/${arnOf(place)}`,
        ...lines,
    });
}

function mail(kind: string, topicArn = "", subject: string, lines: Readonly<Record<string, string>>): SentNotice {
    const message = Object.entries(lines).map(([label, text]) => `${`${label}:`.padEnd(10)}${text}`);
    return { topicArn, subject, message: message.join("\n"), at: at(1811), attributes: { kind, owner: "alice" } };
}

export function aftermath(changes: Partial<Aftermath> = {}): Aftermath {
    return {
        limitSeconds,
        successTopicArn: success ?? "",
        failureTopicArn: failure ?? "",
        sessions: [session()],
        watches: [watch()],
        calls,
        notices: [stopped()],
        alarms: [],
        sweeps: [],
        deadLetters: [],
        ...changes,
    };
}

/** The same, where StopSession was denied: the watch has failed, and said so. */
export function denied(changes: Partial<Aftermath> = {}): Aftermath {
    return aftermath({
        sessions: [running()],
        watches: [watch({ status: "FAILED", error: "StopDenied" })],
        calls: [...calls.slice(0, 2), call("glue:StopSession", 1800, { ...troubled, allowed: false })],
        notices: [failed()],
        alarms: [{ key: "executions-failed", state: "ALARM", at: at(1860) }],
        ...changes,
    });
}
