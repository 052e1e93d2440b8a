import { ownCost } from "../../../model/money/ownCost";
import { overBy, type Facts } from "./simulateDay";

/** Counts and sums of days; the numbers of two days add up. */
export interface Tally {
    readonly sessions: number;
    /** Sessions that were not over when due. */
    readonly overdue: number;
    /** Sessions that ran on beyond the give-up time, and nobody heard of it while they did. */
    readonly missed: number;
    /** The same, but somebody heard: an alarm that names no session, or a mail that names it. */
    readonly alarmed: number;
    readonly reported: number;
    /** Sessions that were stopped before they were due. */
    readonly wrong: number;
    /** Watches that failed though nothing needed a person. */
    readonly falseAlarms: number;
    readonly dpuSecondsPastLimit: number;
    readonly notices: number;
    readonly failureNotices: number;
    readonly alarmMails: number;
    readonly transitions: number;
    /** From due to over, in seconds, of each overdue session. */
    readonly delays: readonly number[];
    /** From the moment at which a stop was possible to the request, in seconds, of each stop that met no fault. */
    readonly reactions: readonly number[];
    /** The most transitions of a stop that met no fault, less three for each look-up beyond the second. */
    readonly transitionsOfStop: number;
}

export function tallyOf({ sessions, watches, mails }: Facts): Tally {
    const overdue = sessions.filter(({ endedAt, dueAt }) => endedAt > dueAt);
    const runsOn = overdue.filter((session) => session.endedAt > overBy(session));
    const reported = (how: string) => runsOn.filter((session) => session.reported === how).length;
    const delays = overdue.map(({ endedAt, dueAt }) => (endedAt - dueAt) / 1000);
    return {
        sessions: sessions.length,
        overdue: overdue.length,
        missed: reported("nothing"),
        alarmed: reported("by alarm"),
        reported: reported("by name"),
        wrong: sessions.filter(({ stopRequestedAt = Infinity, dueAt }) => stopRequestedAt < dueAt).length,
        falseAlarms: watches.filter(({ failed, needed }) => failed && !needed).length,
        dpuSecondsPastLimit: overdue.reduce((sum, { dpu }, index) => sum + dpu * (delays[index] ?? 0), 0),
        notices: mails.notices,
        failureNotices: mails.failures,
        alarmMails: mails.alarms,
        transitions: watches.reduce((sum, { transitions }) => sum + transitions, 0),
        delays,
        reactions: sessions.flatMap(({ stopRequestedAt, dueAt, readyAt = dueAt, recordAt = dueAt, metFault }) =>
            stopRequestedAt === undefined || metFault
                ? []
                : [(stopRequestedAt - Math.max(dueAt, readyAt, recordAt)) / 1000],
        ),
        transitionsOfStop: Math.max(
            0,
            ...watches
                .filter(({ stopped, metFault }) => stopped && !metFault)
                .map(({ transitions, lookUps }) => transitions - 3 * Math.max(0, lookUps - 2)),
        ),
    };
}

/** @throws TypeError without any. */
export function total(tallies: readonly Tally[]): Tally {
    return tallies.reduce((one, other) => ({
        sessions: one.sessions + other.sessions,
        overdue: one.overdue + other.overdue,
        missed: one.missed + other.missed,
        alarmed: one.alarmed + other.alarmed,
        reported: one.reported + other.reported,
        wrong: one.wrong + other.wrong,
        falseAlarms: one.falseAlarms + other.falseAlarms,
        dpuSecondsPastLimit: one.dpuSecondsPastLimit + other.dpuSecondsPastLimit,
        notices: one.notices + other.notices,
        failureNotices: one.failureNotices + other.failureNotices,
        alarmMails: one.alarmMails + other.alarmMails,
        transitions: one.transitions + other.transitions,
        delays: one.delays.concat(other.delays),
        reactions: one.reactions.concat(other.reactions),
        transitionsOfStop: Math.max(one.transitionsOfStop, other.transitionsOfStop),
    }));
}

export function mean(values: readonly number[]): number {
    return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The least value that this share of the values does not pass; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
    const sorted = Float64Array.from(values).sort();
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

const usdEach = Object.fromEntries(
    ownCost({ guards: 0, stops: 0, dashboards: false, freeTier: false }).map(({ what, usdEach }) => [what, usdEach]),
);

/** What transitions and mails cost, with nothing free; alarms and metrics cost the same however many sessions there are. */
export function usdOf({ transitions, notices, failureNotices, alarmMails }: Tally): number {
    const mails = notices + failureNotices + alarmMails;
    return Number(usdEach["state transitions"]?.times(transitions)) + Number(usdEach.mails?.times(mails));
}
