import { giveUpSeconds, pollSeconds } from "../../../model/workflow/step";
import type { Aftermath, SeenWatch } from "./aftermath";
import type { Broken } from "./broken";

/** Promise 5: every call was allowed by the deployed roles; no execution runs for ever; transitions within the bound. */
export function everythingInBounds(aftermath: Aftermath): Broken[] {
    const { calls, watches } = aftermath;
    const denied = calls
        .filter(({ allowed, troubled }) => !allowed && !troubled)
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
 * once; a stop, a wait, a look-up and a choice for each poll; and a transition for each retry of a call that failed.
 */
function mostTransitions({ sessions, calls }: Aftermath, watch: SeenWatch, place: number): number {
    const due = watch.session === undefined ? 0 : (sessions[watch.session]?.dueAt ?? 0);
    const polled = ((watch.stoppedAt ?? Infinity) - Math.max(due, watch.startedAt)) / 1000;
    const failed = calls.filter((call) => call.watch === place && (call.error !== undefined || call.troubled)).length;
    const polls = Math.max(0, Math.floor(Math.min(polled, giveUpSeconds + 2 * pollSeconds) / pollSeconds));
    return 6 + 4 * polls + failed;
}
