/** A time of day, on some days or all: of the curfew and of the digest. */

const days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
const day = `(?:${days.join("|")})`;
const form = new RegExp(`^([01]\\d|2[0-3]):([0-5]\\d)(?: (${day}(?:-${day}|(?:,${day})*)))?$`);

/** Whether it is a time, and days if any: "19:00", "19:00 MON-FRI", "18:30 MON,WED,FRI". */
export const isTimeOfDay = (text: string): boolean => form.test(text);

/**
 * The expression of its schedule: "cron(0 19 ? * MON-FRI *)".
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function cronOf(time: string): string {
    const [, hours, minutes, on = "*"] = form.exec(time) ?? [];
    return `cron(${Number(minutes)} ${Number(hours)} ? * ${on} *)`;
}

/** Whether it is a time zone by its IANA name, and no offset: Scheduler takes at most 50 characters. */
export function isTimeZone(name: string): boolean {
    if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,49}$/.test(name)) {
        return false;
    }
    try {
        new Intl.DateTimeFormat("en", { timeZone: name });
        return true;
    } catch {
        return false;
    }
}
