import { shown } from "../../../model/event/printable";
import { giveUpSeconds } from "../../../model/workflow/step/step";
import { sweptAfterSeconds } from "../../../model/workflow/states/sweeping";
import { decisionsUntil, goneAt, isFavour, type Aftermath, type SeenCall, type SeenSession } from "./aftermath";
import { alarmStands } from "./alarmStands";
import { mailsOf } from "./mails";
import type { Broken } from "./broken";

/** How long the word may take that follows the give-up time: a poll, some calls, and the two periods of an alarm. */
const wordSeconds = 150;
/** The same when calls fail or hang: two look-ups of half an hour with all their retries, a stop, a mail of 7 minutes. */
const wordInTroubleSeconds = 80 * 60;
/** EventBridge tries for an hour to start a watch, and its last wait may end after that. */
const startSeconds = 65 * 60;

/** Promise 1: every session past due and give-up time is over, or a failure notice, an alarm or a dead letter stands for it. */
export function nothingRunsUnseen(aftermath: Aftermath): Broken[] {
    return aftermath.sessions.flatMap((session, place) => {
        // A favour that fails may delay a notice, and no stop.
        const stopBy = deadlineOf(aftermath, session, place, (call) => !isFavour(aftermath, call));
        const tellBy = deadlineOf(aftermath, session, place);
        if (goneAt(session) <= stopBy || heardAt(aftermath, session, place) <= tellBy) {
            return [];
        }
        const what = `session ${place + 1} runs on past ${new Date(stopBy).toISOString()}, and nobody is mailed`;
        return [{ promise: "unseen", what, session: place }];
    });
}

function deadlineOf(
    aftermath: Aftermath,
    session: SeenSession,
    place: number,
    counts: (call: SeenCall) => boolean = () => true,
): number {
    const { eventTime, arrivals } = session;
    const { calls, watches } = aftermath;
    const swept = watches.flatMap((watch, by) => (watch.session === place && watch.swept ? [by] : []));
    const decisions = [undefined, ...swept].flatMap((by) => decisionsUntil(aftermath, place, Infinity, by));
    // Who is exempt by its record, by what a sweep saw, or since a tag was set, may live on.
    if (decisions.some(({ exempt }) => exempt === "yes")) {
        return Infinity;
    }
    const longest = Math.max(...decisions.map(({ seconds }) => seconds ?? 0));
    // Who works lives on, up to the ceiling.
    const { asksForWork = false, maxWaitSeconds = 0 } = aftermath;
    const seconds = asksForWork && session.statements ? Math.max(longest, maxWaitSeconds) : longest;
    const dueAt = Date.parse(eventTime) + 1000 * seconds;
    const starts = calls.filter((call) => isStart(call) && call.session === place);
    const late = starts.some(({ troubled }) => troubled) ? startSeconds : 0;
    const troubled = calls.some(
        (call) => call.troubled && counts(call) && call.watch !== undefined && watches[call.watch]?.session === place,
    );
    const begun =
        arrivals.length === 0 ? sweptAt(aftermath, session) : Math.max(dueAt, Math.min(...arrivals) + late * 1000);
    return begun + (giveUpSeconds + (troubled ? wordInTroubleSeconds : wordSeconds)) * 1000;
}

/** EventBridge asks for a watch: by its rule, or by its schedule for a sweep. */
const isStart = ({ call, watch }: SeenCall) => call === "states:StartExecution" && watch === undefined;

/** When a sweep takes up a session that no event reported: the next one, but for those that could not be started. */
function sweptAt(
    { sweeps, calls, limits = [], limitSeconds, maxWaitSeconds }: Aftermath,
    { createdAt }: SeenSession,
): number {
    const due = createdAt + sweptAfterSeconds({ waitSeconds: limitSeconds, limits, maxWaitSeconds }) * 1000;
    const unstarted = calls.filter((call) => isStart(call) && call.troubled && sweeps.includes(call.at)).length;
    return sweeps.length === 0 ? due : (sweeps.filter((at) => at > due)[unstarted] ?? Infinity);
}

/** When somebody first heard of the session, in whatever way. */
function heardAt(aftermath: Aftermath, { id, eventId, eventTime, createdAt }: SeenSession, place: number): number {
    const { failureTopicArn, successTopicArn } = aftermath;
    const mails = mailsOf(aftermath)
        .filter(
            ({ kind, notice }) =>
                (kind === "failed" && notice.topicArn === failureTopicArn) ||
                (kind === "found" && notice.topicArn === successTopicArn),
        )
        .filter(
            ({ line }) =>
                (line("Session") === shown(id, 255) &&
                    [eventTime, new Date(createdAt).toISOString()].includes(line("Created") ?? "")) ||
                line("Event") === eventId,
        )
        .map(({ notice }) => notice.at);
    const failed = aftermath.watches
        .filter(
            // Somebody is mailed about a sweep that has failed, too; it names no session.
            ({ session, scheduled, startedAt }) =>
                session === place || (scheduled === "sweep" && startedAt > createdAt),
        )
        .filter(({ status }) => !["RUNNING", "SUCCEEDED"].includes(status))
        .flatMap(({ status, stoppedAt = Infinity }) =>
            alarmStands(aftermath, `executions-${words[status] ?? ""}`, stoppedAt),
        );
    const deadLetters = aftermath.deadLetters.filter(({ session }) => session === place).map(({ at }) => at);
    const starts = aftermath.calls
        .filter((call) => isStart(call) && call.session === place)
        .flatMap(({ at, done }) => (done ? [] : alarmStands(aftermath, "rule-failed", at)));
    return Math.min(Infinity, ...mails, ...failed, ...deadLetters, ...starts);
}

const words: Readonly<Record<string, string>> = { FAILED: "failed", TIMED_OUT: "timed-out", ABORTED: "aborted" };
