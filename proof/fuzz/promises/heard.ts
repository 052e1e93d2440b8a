import { decisionOf, decisionsUntil, goneAt, isFavour, subjectOf, type Aftermath, type SeenCall } from "./aftermath";
import { alarmMilliseconds } from "./alarmStands";
import { mailsOf } from "./mails";
import type { Broken } from "./broken";

/** Promise 3: each stop has one notice, or an execution that ended NoticeNotSent; no failure notice and no alarm in vain. */
export function nobodyHearsInVain(aftermath: Aftermath): Broken[] {
    return [...unheard(aftermath), ...unwarned(aftermath), ...failedInVain(aftermath), ...alarmsInVain(aftermath)];
}

const called = (session: number | undefined) => (session === undefined ? "no session" : `session ${session + 1}`);

/** Stops that nobody was mailed of, or somebody twice. A watch that failed after its stop has mailed so in its own way. */
function unheard(aftermath: Aftermath): Broken[] {
    const { calls, watches } = aftermath;
    const tellers = mailsOf(aftermath)
        .filter(({ kind, notice }) => kind === "stopped" && notice.topicArn === aftermath.successTopicArn)
        .map(({ watch }) => watch);
    const silent = calls
        .filter(({ call, done }) => call === "glue:StopSession" && done)
        .filter(({ watch = -1 }) => watches[watch]?.status === "SUCCEEDED" && !tellers.includes(watch))
        .map(({ session, watch }): Broken => {
            const what = `${called(session)} was stopped, and nobody was mailed`;
            return { promise: "heard", what, session, watch };
        });
    const mailed = tellers.map((watch) => subjectOf(aftermath, watch));
    const twice = mailed.flatMap((session, index): Broken[] => {
        const what = `${called(session)} was stopped once, and mailed again`;
        return mailed.indexOf(session) < index
            ? [{ promise: "heard", what, kind: "mailed-again", session, watch: tellers[index] }]
            : [];
    });
    return [...silent, ...twice];
}

/** Sessions that were stopped although nobody was warned who could have been, and watches that have warned twice. */
function unwarned(aftermath: Aftermath): Broken[] {
    const { calls, watches, sessions, warnSeconds = 0 } = aftermath;
    const warnings = mailsOf(aftermath).filter(({ kind }) => kind === "warning");
    return watches.flatMap(({ session: place = -1, startedAt, swept, scheduled }, watch): Broken[] => {
        const session = sessions[place];
        const own = calls.filter((call) => call.watch === watch);
        const sent = warnings.filter((mail) => mail.watch === watch).length;
        const broken = (what: string): Broken[] => [{ promise: "heard", what, session: place, watch }];
        // Retries of a mail whose answer was lost mail it again.
        if (own.some((call) => call.troubled && !isFavour(aftermath, call))) {
            return [];
        }
        if (sent > 1) {
            return broken(`${called(place)} was warned of ${sent} times by one watch`);
        }
        const [first] = decisionsUntil(aftermath, place, Infinity, watch);
        // A tag keeps a session; the warning is early by half of the limit without it at most.
        const limit = session ? (decisionOf(aftermath, session, session.recordTags ?? null).seconds ?? 0) : 0;
        const before = Math.min(warnSeconds, limit / 2);
        const warnAt = Date.parse(session?.eventTime ?? "") + 1000 * ((first?.seconds ?? 0) - before);
        const couldWarn =
            warnSeconds > 0 && limit > 0 && first?.exempt === "no" && startedAt < warnAt && !swept && !scheduled;
        const stop = own.find((call) => call.call === "glue:StopSession" && call.done && call.session === place);
        return couldWarn && stop && sent === 0 ? broken(`${called(place)} was stopped, and nobody was warned`) : [];
    });
}

/** Watches that failed, and so mailed somebody, although no person was needed. */
function failedInVain(aftermath: Aftermath): Broken[] {
    return aftermath.watches.flatMap(({ status, error = "", session }, watch): Broken[] => {
        const calls = aftermath.calls.filter((call) => call.watch === watch);
        const needed = status !== "FAILED" || (reasons[error]?.(aftermath, calls, session) ?? false);
        const what = `a watch of ${called(session)} failed with ${error}, and no person was needed`;
        return needed ? [] : [{ promise: "heard", what, session, watch }];
    });
}

type Reason = (aftermath: Aftermath, calls: readonly SeenCall[], session: number | undefined) => boolean;

/** What a watch has to have met that fails with this error. No other error needs a person. */
const reasons: Readonly<Record<string, Reason>> = {
    InvalidRequest: ({ sessions }, _, session) => session !== undefined && sessions[session]?.named === false,
    LookUpFailed: lastFailed("glue:GetSession"),
    StopDenied: lastFailed("glue:StopSession"),
    // The reader's calls are no call of the sweep itself.
    SweepFailed: ({ calls }) =>
        calls.some(
            ({ call, troubled }) =>
                troubled && ["glue:ListSessions", "states:StartSyncExecution", "states:StartExecution"].includes(call),
        ),
    // What the success topic did not take, the failure topic may have taken.
    NoticeNotSent: (aftermath, calls) => calls.some((call) => isPublishTroubled(aftermath, call)),
    DigestFailed: (aftermath, calls) =>
        calls.some((call) => (call.call.startsWith("sqs:") && call.troubled) || isPublishTroubled(aftermath, call)),
    SessionStillRunning: ({ sessions }, calls) => {
        const looks = calls.filter(({ call }) => call === "glue:GetSession");
        const last = looks.at(-1);
        const seen = last?.session === undefined ? undefined : sessions[last.session];
        const tried = calls.some(({ call }) => call === "glue:StopSession");
        return last !== undefined && seen !== undefined && goneAt(seen) > last.at && (tried || last.status !== "READY");
    },
};

/** Whether a topic that people read was kept from a notice. */
const isPublishTroubled = (aftermath: Aftermath, call: SeenCall) =>
    call.call === "sns:Publish" && call.troubled && !isFavour(aftermath, call);

function lastFailed(name: SeenCall["call"]): Reason {
    return (_, calls) => calls.filter(({ call }) => call === name).at(-1)?.troubled === true;
}

/** Alarms that stand for nothing that happened. A failed watch is judged by itself. */
function alarmsInVain(aftermath: Aftermath): Broken[] {
    const { alarms, watches, calls } = aftermath;
    const ended = (status: string) =>
        watches.filter((watch) => watch.status === status).map(({ stoppedAt }) => stoppedAt);
    const unstarted = calls
        .filter(({ call, error, troubled }) => call === "states:StartExecution" && error !== undefined && troubled)
        .map(({ at }) => at);
    const causes: Readonly<Record<string, readonly (number | undefined)[]>> = {
        "executions-failed": ended("FAILED"),
        "rule-failed": unstarted,
        "dead-letters": unstarted,
    };
    return alarms
        .filter(({ state }) => state === "ALARM")
        .filter(({ key, at }) =>
            (causes[key] ?? []).every((cause = Infinity) => cause > at || cause < at - alarmMilliseconds),
        )
        .map(({ key, at }) => ({ promise: "heard", what: `the alarm ${key} went off for nothing`, at }));
}
