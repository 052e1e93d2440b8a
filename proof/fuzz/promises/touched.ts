import { atWork, decisionsUntil, type Aftermath } from "./aftermath";
import type { Broken } from "./broken";

/** Promise 2: no session is stopped before its own limit, none that is exempt, none by a guard that only reports; none that the timer was not set for; none twice in effect. */
export function nothingElseIsTouched(aftermath: Aftermath): Broken[] {
    const { sessions, watches, calls } = aftermath;
    const stopped = new Set<number>();
    return calls.flatMap(({ call, done, session, watch, at }) => {
        const hit = session === undefined ? undefined : sessions[session];
        if (call !== "glue:StopSession" || !done || session === undefined || !hit) {
            return [];
        }
        const broken = (what: string): Broken => ({ promise: "touched", what, session, watch, at });
        const name = `session ${session + 1}`;
        const own = watch === undefined ? undefined : watches[watch]?.session;
        // A watch reads tags before it stops: what it knew then decides, by the longest limit that it has met.
        const decisions = decisionsUntil(aftermath, session, at, watch);
        const dueAt = Date.parse(hit.eventTime) + 1000 * Math.max(...decisions.map(({ seconds }) => seconds ?? 0));
        const exempt = decisions.at(-1)?.exempt ?? "no";
        const faults = [
            ...(aftermath.tells ? [broken(`${name} was stopped by a guard that stops none`)] : []),
            ...(exempt === "no" ? [] : [broken(`${name} was stopped, and its exemption: ${exempt}`)]),
            ...(own === session ? [] : [broken(`${name} was stopped by a watch that is not its own`)]),
            ...(at >= dueAt ? [] : [broken(`${name} was stopped ${(dueAt - at) / 1000} s before it was due`)]),
            ...(cutOff(aftermath, session, watch, at) ? [broken(`${name} was stopped at work`)] : []),
            ...(stopped.has(session) ? [broken(`${name} was stopped twice`)] : []),
        ];
        stopped.add(session);
        return faults;
    });
}

/** Whether somebody was at work whose session may live on, and the guard could know it: no call of its watch, or of the reader, was hit. */
function cutOff(aftermath: Aftermath, place: number, watch: number | undefined, at: number): boolean {
    const { asksForWork = false, maxWaitSeconds = 0, sessions, calls } = aftermath;
    const session = sessions[place];
    if (!asksForWork || !session) {
        return false;
    }
    const asked = calls.filter((call) => call.watch === watch && call.at <= at);
    // Once Glue was asked for a stop nobody asks for work again; a call takes some time.
    const first = asked.find(({ call }) => call === "glue:StopSession")?.at ?? at;
    const hit = calls.some(
        ({ call, troubled }) => troubled && ["glue:ListStatements", "states:StartSyncExecution"].includes(call),
    );
    const wasAtWork = [first - 1500, first].every((when) => atWork(session, when));
    return !hit && wasAtWork && first < Date.parse(session.eventTime) + maxWaitSeconds * 1000;
}
