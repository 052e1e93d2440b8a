import { alarmKey } from "../account/outcome";
import type { SimulatedAccount } from "../account/simulatedAccount";
import type { HistoryEvent } from "../aws/stepfunctions/stateMachine";

/** A line of a scenario: who did what. `at` is in epoch milliseconds. */
export interface Moment {
    readonly at: number;
    readonly who: string;
    readonly what: string;
}

/** The time of day, UTC; with the day when a scenario lasts longer than one. */
export function clockTime(at: number, startsAt: number): string {
    const days = Math.floor((at - startsAt) / 86_400_000);
    return new Date(at).toISOString().slice(11, 19) + (days > 0 ? ` +${days}d` : "");
}

/** What an event of a workflow's history tells a reader, if anything. */
function toldBy({ type, details }: HistoryEvent): string | undefined {
    switch (type) {
        case "TaskScheduled":
            return details.resource === "stopSession" ? "asks Glue to stop the session" : undefined;
        case "TaskSucceeded":
            return succeeded[String(details.resource)]?.(details.output);
        case "TaskFailed":
            return `${String(details.resource)} fails: ${String(details.error)}`;
        case "TaskTimedOut":
            return `${String(details.resource)} gives no answer in time`;
        case "ExecutionSucceeded":
            return "watch over";
        case "ExecutionFailed":
        case "ExecutionTimedOut":
            return `watch failed: ${String(details.error)}`;
        default:
            return undefined;
    }
}

/** What a call that succeeded means to a reader. */
const succeeded: Readonly<Record<string, (output: unknown) => string>> = {
    getSession: (output) => `looks the session up: ${statusIn(output)}`,
    getTags: (output) => `reads the session's tags: ${JSON.stringify((output as { Tags?: unknown }).Tags)}`,
    startSyncExecution: (output) => readerSays(String((output as { Output?: unknown }).Output)),
    startExecution: () => "starts a watch",
    receiveMessage: (output) =>
        `reads the queue: ${(output as { Messages?: unknown[] }).Messages?.length ?? 0} notices`,
    deleteMessageBatch: () => "deletes what was mailed",
};

/** The reader's answer: of a page of sessions, or of a session's statements; none if it has failed. */
function readerSays(answer: string): string {
    const [, busy] = /"busy":(true|false)/.exec(answer) ?? [];
    return busy === undefined
        ? `asks the reader: ${answer.includes('"due"') ? "a page of Glue's list of sessions" : "no answer"}`
        : `asks the reader whether the session is at work: ${busy === "true" ? "yes" : "no"}`;
}

function statusIn(output: unknown): string {
    return String((output as { Session?: { Status?: string } }).Session?.Status);
}

/** Everything that happened, in order; the same line again and again becomes one with a count. */
export function timeline(aws: SimulatedAccount): Moment[] {
    const { cloud, sessions, startsAt } = aws;
    const moments: Moment[] = [];
    const tell = (at: number, who: string, what: string) => moments.push({ at, who, what });

    for (const { at, event, matched } of aws.events) {
        const { eventName, eventSource } = event.detail;
        tell(
            at,
            "EventBridge",
            `${eventName} of ${eventSource} arrives: ${matched ? "the rule matches" : "no rule matches"}`,
        );
    }
    cloud.executions.forEach((execution, index) => {
        const entered = (state: string) => execution.history.some(({ details }) => details.name === state);
        const [isSweep, isDigest] = [entered("ReadSessions"), entered("ReadDigest")];
        const which = isSweep
            ? "sweep: "
            : isDigest
              ? "digest: "
              : cloud.executions.length > 1
                ? `watch ${index + 1}: `
                : "";
        const wait = execution.history.findIndex(({ details }) => details.name === "WaitUntilDue");
        execution.history.forEach((event, position) => {
            const ended = execution.history[position + 1];
            const line =
                position === wait && ended && ended.at > event.at
                    ? `waits until ${clockTime(ended.at, startsAt)}`
                    : toldBy(event);
            if (line) {
                tell(event.at, "Step Functions", which + (isSweep || isDigest ? line.replace(/^watch /, "") : line));
            }
        });
    });
    for (const { at, who, tags } of aws.tagged) {
        tell(
            at,
            who,
            `tags the session: ${Object.entries(tags)
                .map((tag) => tag.join("="))
                .join(", ")}`,
        );
    }
    sessions.forEach((session, index) => {
        const which = sessions.length > 1 ? `session ${index + 1}: ` : "";
        for (const [position, { at, status, by }] of session.changes(cloud.clock.now).entries()) {
            const id = JSON.stringify(session.plan.id).slice(1, -1).slice(0, 60);
            tell(
                at,
                "Glue",
                which + (position === 0 ? `${id} is opened: ${status}` : status) + (by ? `, by ${by}` : ""),
            );
        }
    });
    for (const { at, attributes } of cloud.deadLetters) {
        tell(at, "EventBridge", `keeps the record as a dead letter: ${String(attributes.ERROR_CODE)}`);
    }
    for (const { at, name, state } of cloud.alarmChanges) {
        tell(at, "CloudWatch", `${alarmKey(name)}: ${state}`);
    }
    for (const { at, to, subject } of cloud.ses.sent) {
        tell(at, "SES", `mails ${to.join(", ")}: ${subject}`);
    }
    for (const { at, title, threadId } of cloud.chat.posts) {
        tell(at, "Chat", `shows: ${title}${threadId && ` (thread ${threadId.slice(0, 60)})`}`);
    }
    for (const { at, topicArn, subject } of aws.mailed) {
        tell(at, "SNS", `mails ${topicArn.split(":").at(-1) ?? ""}: ${subject}`);
    }
    return fold(moments.sort((a, b) => a.at - b.at));
}

function fold(moments: readonly Moment[]): Moment[] {
    const folded: (Moment & { count: number })[] = [];
    for (const moment of moments) {
        const last = folded.at(-1);
        if (last?.who === moment.who && last.what === moment.what) {
            last.count++;
        } else {
            folded.push({ ...moment, count: 1 });
        }
    }
    return folded.map(({ at, who, what, count }) => ({ at, who, what: count > 1 ? `${what} (${count} times)` : what }));
}
