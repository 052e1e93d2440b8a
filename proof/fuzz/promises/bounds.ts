import { giveUpSeconds, pollSeconds } from "../../../model/workflow/step/step";
import { answerOf } from "../../../model/limits/decide";
import type { Tags } from "../../../model/limits/limits";
import { decisionsUntil, isFavour, type Aftermath, type SeenWatch } from "./aftermath";
import type { Broken } from "./broken";

/** Promise 5: every call was allowed by the deployed roles; no execution runs for ever; transitions within the bound. */
export function everythingInBounds(aftermath: Aftermath): Broken[] {
    const { calls, watches } = aftermath;
    const denied = calls
        .filter(({ allowed, troubled }) => !allowed && !troubled)
        // What is exempt by its id or its tags of now is denied on purpose.
        .filter(({ call, session, watch, tags }) => {
            const own = watch === undefined ? undefined : watches[watch]?.session;
            return call !== "glue:StopSession" || !isExempt(aftermath, session ?? own, tags);
        })
        .map(({ call, watch, session }): Broken => ({
            promise: "bounds",
            what: `${call} was denied by the deployed roles`,
            session,
            watch,
        }));
    const wrong = watches.flatMap((seen, watch): Broken[] => {
        const { status, transitions, session } = seen;
        const most = mostTransitions(aftermath, seen, watch);
        return [
            ...(["RUNNING", "TIMED_OUT"].includes(status) ? [`a watch ended ${status}`] : []),
            ...(transitions > most ? [`a watch took ${transitions} transitions, more than ${most}`] : []),
        ].map((what) => ({ promise: "bounds", what, session, watch }));
    });
    return [...denied, ...wrong];
}

/**
 * CheckRequest, WaitUntilDue, a look-up and its choice, RecordStop and NotifyStopped (or NotifyFailure and WatchFailed)
 * once; a stop, a wait, a look-up and a choice for each poll; for each reading of tags that, a check of the limit and at most
 * another wait, look-up and choice; and a transition for each retry of a call that failed.
 */
function mostTransitions(aftermath: Aftermath, watch: SeenWatch, place: number): number {
    const { sessions, calls } = aftermath;
    if (watch.scheduled) {
        // CheckRequest, two states for each call, a choice, and the end or two of a failure.
        return 4 + 2 * calls.filter(({ watch: by }) => by === place).length;
    }
    const session = watch.session === undefined ? undefined : sessions[watch.session];
    const decisions = watch.session === undefined ? [] : decisionsUntil(aftermath, watch.session, Infinity, place);
    const least = Math.min(...decisions.map(({ seconds }) => seconds ?? 0));
    const due = session ? Date.parse(session.eventTime) + 1000 * least : 0;
    const reads = calls.filter(({ call, watch: by }) => call === "glue:GetTags" && by === place).length;
    const polled = ((watch.stoppedAt ?? Infinity) - Math.max(due, watch.startedAt)) / 1000;
    const failed = calls.filter((call) => call.watch === place && (call.error !== undefined || call.troubled)).length;
    // A limit that became longer gives another wait, and another time to try.
    const most = Math.max(1, decisions.length) * (giveUpSeconds + 2 * pollSeconds);
    const polls = Math.max(0, Math.floor(Math.min(polled, most) / pollSeconds));
    // A warning's wait, look, choice and mail, twice if its time came later; a session at work is looked at again each time.
    const warned = aftermath.warnSeconds ? 8 : 0;
    const atWork = calls.filter(({ call, watch: by }) => call === "states:StartSyncExecution" && by === place).length;
    // A mail and a message for the chat, and whether there is somebody to mail.
    const favours =
        calls.filter((call) => call.watch === place && isFavour(aftermath, call)).length +
        (aftermath.ownerMail?.sender === undefined ? 0 : 1);
    return 6 + 4 * polls + 5 * reads + 7 * atWork + warned + favours + failed;
}

/** Whether a row exempts this session for certain, by what IAM knows of it. */
function isExempt({ sessions, limits = [] }: Aftermath, place: number | undefined, tags: Tags = {}): boolean {
    const session = place === undefined ? undefined : sessions[place];
    // Its record may lack the id.
    const facts = session?.facts && { ...session.facts, id: session.id };
    return facts !== undefined && limits.some((row) => row.exempt && answerOf(row, facts, tags) === 2);
}
