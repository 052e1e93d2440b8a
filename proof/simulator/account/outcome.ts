import { alarms } from "../../../model/monitoring/alarms";
import type { AlarmChange } from "../aws/cloudwatch/alarms";
import type { SimulatedAccount } from "./simulatedAccount";
import type { HistoryEvent } from "../aws/stepfunctions/stateMachine";
import type { Measurement } from "../aws/cloudwatch/metricData";
import type { Post } from "../aws/chatbot/chatService";
import type { SentMail } from "../aws/ses/ses";
import type { SentNotice } from "../aws/sns/topics";

/** What a scenario came to, as `--json` prints it. Times are epoch milliseconds. */
export interface Outcome {
    readonly ruleMatched: boolean;
    readonly executions: readonly {
        readonly status: string;
        readonly error?: string;
        readonly cause?: string;
        readonly transitions: number;
        readonly history: readonly HistoryEvent[];
    }[];
    readonly sessions: readonly {
        readonly id: string;
        readonly status: string;
        /** Who stopped it: the guard, a user, or Glue. */
        readonly stoppedBy?: string;
        readonly dpuSeconds: number;
    }[];
    readonly notices: readonly SentNotice[];
    /** Mails to owners. */
    readonly mails: readonly SentMail[];
    /** What the chat channel shows. */
    readonly posts: readonly Post[];
    readonly alarms: readonly AlarmChange[];
    /** What the guard has measured itself. */
    readonly metrics: readonly Measurement[];
    readonly deadLetters: SimulatedAccount["cloud"]["deadLetters"];
}

export function outcomeOf({ cloud, events, sessions }: SimulatedAccount): Outcome {
    const { now } = cloud.clock;
    return {
        ruleMatched: events.some(({ matched }) => matched),
        executions: cloud.executions.map(({ status, error, cause, transitions, history }) => ({
            status,
            ...(error !== undefined && { error }),
            ...(cause !== undefined && { cause }),
            transitions,
            history,
        })),
        sessions: sessions.map((session) => {
            const stoppedBy = session.endedBy(now);
            return {
                id: session.plan.id,
                status: session.status(now),
                ...(stoppedBy !== undefined && { stoppedBy }),
                dpuSeconds: session.dpuSeconds(now),
            };
        }),
        notices: cloud.notices,
        mails: cloud.ses.sent,
        posts: cloud.chat.posts,
        alarms: cloud.alarmChanges,
        metrics: cloud.measured,
        deadLetters: cloud.deadLetters,
    };
}

/** The same in a few words, as scenarios tell how they end. */
export interface Expectation {
    /** "SUCCEEDED" or "FAILED <error>", in the order of their starts. */
    readonly executions: readonly string[];
    /** "<status>" or "<status> by <whom>", in the order of their creation. */
    readonly sessions: readonly string[];
    /** Notices of stopped sessions, and of failures. */
    readonly stopped: number;
    /** Notices of sessions that were reported instead of stopped. */
    readonly found: number;
    /** Warnings of sessions that are soon stopped. */
    readonly warned: number;
    readonly digests: number;
    readonly failed: number;
    /** Mails to owners. */
    readonly mails: number;
    /** Messages that the chat channel shows. */
    readonly posts: number;
    /** Keys of the alarms that went off and were mailed, in order. */
    readonly alarms: readonly string[];
    readonly deadLetters: number;
}

/** The topics of a guard, as the stack's outputs name them. */
export interface Topics {
    readonly successTopicArn: unknown;
    readonly failureTopicArn: unknown;
}

/** How the world looks once nothing happens any more; a mail to the wrong topic does not count. */
export function observationOf(outcome: Outcome, { successTopicArn, failureTopicArn }: Topics): Expectation {
    const mails = (topicArn: unknown, kind?: string) =>
        outcome.notices.filter((notice) => notice.topicArn === topicArn && notice.attributes.kind === kind);
    const mailed = (alarm: string) => mails(failureTopicArn).some(({ subject }) => subject.includes(`"${alarm}"`));
    return {
        executions: outcome.executions.map(({ status, error }) => (error ? `${status} ${error}` : status)),
        sessions: outcome.sessions.map(({ status, stoppedBy }) => (stoppedBy ? `${status} by ${stoppedBy}` : status)),
        stopped: mails(successTopicArn, "stopped").length,
        found: mails(successTopicArn, "found").length,
        warned: mails(successTopicArn, "warning").length,
        digests: mails(successTopicArn, "digest").length,
        failed: mails(failureTopicArn, "failed").length,
        mails: outcome.mails.length,
        posts: outcome.posts.length,
        alarms: outcome.alarms
            .filter(({ state, name }) => state === "ALARM" && mailed(name))
            .map(({ name }) => alarmKey(name)),
        deadLetters: outcome.deadLetters.length,
    };
}

/** `glue-cost-control--dev--sessions-executions-failed` without what its guard adds. */
export function alarmKey(name: string): string {
    return alarms.find(({ key }) => name.endsWith(`-${key}`))?.key ?? name;
}
