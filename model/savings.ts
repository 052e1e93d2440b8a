import Big from "big.js";

/** Money is decimal here, never a float: cents add up. */
export interface Month {
    /** `2024-06`. */
    readonly month: string;
    /** Sessions that were stopped. */
    readonly stops: number;
    /** DPU-hours of interactive sessions, as billed. */
    readonly dpuHours: Big;
    /** What they cost, in USD, as billed. */
    readonly actualUsd: Big;
    /** Sessions that ran into their time-out, if they were counted: without the guard, or before it. */
    readonly timeOuts?: number;
    /** What the stopped sessions could still have cost, in USD, if the guard has measured it. */
    readonly idleUpperBoundUsd?: Big;
    /** Watches that ended FAILED, TIMED_OUT or ABORTED, where that is known. */
    readonly failedWatches?: number;
}

/** What a session is taken to cost that nobody stops. */
export interface Assumption {
    readonly dpu: number;
    readonly hours: Big;
    readonly dpuHourUsd: Big;
}

/** The article's: a data preview of 2 DPU, timed out after half an hour, in Ireland. */
export const articleAssumption: Assumption = { dpu: 2, hours: new Big("0.5"), dpuHourUsd: new Big("0.44") };

export interface Estimate {
    readonly month: string;
    readonly stops: number;
    readonly dpuHours: Big;
    readonly potentialUsd: Big;
    readonly actualUsd: Big;
    /** Potential less actual. Negative when the bill is higher than what the stops can explain. */
    readonly savedUsd: Big;
}

const sum = (values: readonly Big[]): Big => values.reduce((total, value) => total.plus(value), new Big(0));

/** The article's way: every stop would have cost a whole time-out. */
export function estimate(months: readonly Month[], { dpu, hours, dpuHourUsd }: Assumption): Estimate[] {
    const each = hours.times(dpu).times(dpuHourUsd);
    return months.map(({ month, stops, dpuHours, actualUsd }) => {
        const potentialUsd = each.times(stops);
        return { month, stops, dpuHours, potentialUsd, actualUsd, savedUsd: potentialUsd.minus(actualUsd) };
    });
}

export function total(estimates: readonly Estimate[]): Estimate {
    const of = (member: "dpuHours" | "potentialUsd" | "actualUsd" | "savedUsd") =>
        sum(estimates.map((row) => row[member]));
    return {
        month: "TOTAL",
        stops: estimates.reduce((stops, row) => stops + row.stops, 0),
        dpuHours: of("dpuHours"),
        potentialUsd: of("potentialUsd"),
        actualUsd: of("actualUsd"),
        savedUsd: of("savedUsd"),
    };
}

/** The measured way, and the ground that it stands on. */
export type Measured =
    | { readonly ground: "metrics"; readonly savedAtMostUsd: Big; readonly months: number }
    | {
          readonly ground: "time-outs";
          readonly savedAtMostUsd: Big;
          readonly month: string;
          readonly timeOuts: number;
          readonly dpuHours: Big;
          /** What a time-out of that month can have used and cost at most. */
          readonly dpuHoursEach: Big;
          readonly usdEach: Big;
      };

/**
 * What can have been saved at most, by what was measured: the idle upper bounds of the stops themselves, or, where
 * only bills are at hand, what a counted time-out can have cost when all of its month's bill were time-outs.
 */
export function measure(months: readonly Month[], { dpuHourUsd }: Assumption): Measured | undefined {
    const bounds = months.flatMap(({ idleUpperBoundUsd }) => (idleUpperBoundUsd ? [idleUpperBoundUsd] : []));
    if (bounds.length > 0) {
        return { ground: "metrics", savedAtMostUsd: sum(bounds), months: bounds.length };
    }
    const counted = months.find(({ timeOuts }) => timeOuts !== undefined && timeOuts > 0);
    if (!counted?.timeOuts) {
        return undefined;
    }
    const { month, timeOuts, dpuHours } = counted;
    const dpuHoursEach = dpuHours.div(timeOuts);
    const usdEach = dpuHoursEach.times(dpuHourUsd);
    const stops = months.reduce((all, one) => all + one.stops, 0);
    const savedAtMostUsd = usdEach.times(stops).minus(sum(months.map(({ actualUsd }) => actualUsd)));
    return { ground: "time-outs", savedAtMostUsd, month, timeOuts, dpuHours, dpuHoursEach, usdEach };
}
