import type { Aftermath } from "./aftermath";
import type { Broken } from "./broken";

/** Promise 2: no session is stopped before it is due; none that the timer was not set for; none twice in effect. */
export function nothingElseIsTouched({ sessions, watches, calls }: Aftermath): Broken[] {
    const stopped = new Set<number>();
    return calls.flatMap(({ call, done, session, watch, at }) => {
        const hit = session === undefined ? undefined : sessions[session];
        if (call !== "glue:StopSession" || !done || session === undefined || !hit) {
            return [];
        }
        const broken = (what: string): Broken => ({ promise: "touched", what, session, watch, at });
        const name = `session ${session + 1}`;
        const own = watch === undefined ? undefined : watches[watch]?.session;
        const faults = [
            ...(own === session ? [] : [broken(`${name} was stopped by a watch that is not its own`)]),
            ...(at >= hit.dueAt ? [] : [broken(`${name} was stopped ${(hit.dueAt - at) / 1000} s before it was due`)]),
            ...(stopped.has(session) ? [broken(`${name} was stopped twice`)] : []),
        ];
        stopped.add(session);
        return faults;
    });
}
