/** When EventBridge Scheduler would start something: by the clock of a time zone, summer time included. */

const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const minute = 60_000;

/**
 * The instants from `from` (included) to `to` (excluded), in epoch milliseconds, at which this expression comes round.
 *
 * @throws Error for an expression that is not of the guard's form, `cron(0 19 ? * MON-FRI *)`.
 */
export function timesOf(expression: string, timeZone: string, from: number, to: number): number[] {
    const [, minutes, hours, days = ""] = /^cron\((\d+) (\d+) \? \* (\S+) \*\)$/.exec(expression) ?? [];
    if (minutes === undefined) {
        throw new Error(`The simulator has no calendar for ${expression}.`);
    }
    const wanted = daysOf(days);
    const clock = new Intl.DateTimeFormat("en-US", {
        timeZone,
        weekday: "short",
        hour: "numeric",
        minute: "numeric",
        hourCycle: "h23",
    });
    const times: number[] = [];
    for (let at = Math.ceil(from / minute) * minute; at < to; at += minute) {
        const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
        if (
            Number(parts.minute) === Number(minutes) &&
            Number(parts.hour) === Number(hours) &&
            wanted.includes(String(parts.weekday).toUpperCase())
        ) {
            times.push(at);
        }
    }
    return times;
}

/** `*`, `MON,WED`, `MON-FRI`, and `FRI-MON` over the weekend. */
function daysOf(days: string): string[] {
    if (days === "*") {
        return dayNames;
    }
    const [first = "", last] = days.split("-");
    if (last === undefined) {
        return days.split(",");
    }
    const from = dayNames.indexOf(first);
    const count = ((dayNames.indexOf(last) - from + 7) % 7) + 1;
    return Array.from({ length: count }, (_, index) => dayNames[(from + index) % 7] ?? "");
}
