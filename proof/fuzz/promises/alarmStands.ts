import type { Aftermath } from "./aftermath";

/** An alarm looks at a minute when it is over, and then once more. */
export const alarmMilliseconds = 2 * 60_000;

/** When this alarm first stood for what happened at that time: it went off after, or was on; empty if it never did. */
export function alarmStands({ alarms }: Aftermath, key: string, happenedAt: number): number[] {
    const changes = alarms.filter((alarm) => alarm.key === key);
    const before = changes.filter(({ at }) => at <= happenedAt).at(-1);
    const after = changes.find(
        ({ at, state }) => state === "ALARM" && at > happenedAt && at <= happenedAt + alarmMilliseconds,
    );
    return before?.state === "ALARM" ? [happenedAt] : after ? [after.at] : [];
}
