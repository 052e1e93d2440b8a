/** What stopping saved, month by month: estimated as in the article, and measured. Money is decimal, never a float: cents add up. */
import Big from "big.js";

export interface Month {
    /** `2024-06`. */
    readonly month: string;
    /** Sessions that were stopped; undefined in a month of which nobody knows. */
    readonly stops: number | undefined;
    /** DPU-hours of interactive sessions, as billed. */
    readonly dpuHours: Big;
    /** What they cost, in USD, as billed. */
    readonly actualUsd: Big;
    /** Sessions that ran into their time-out, if they were counted: without the guard, or before it. */
    readonly timeOuts?: number;
    /** What the stopped sessions could still have cost, in USD, if the guard has measured it. */
    readonly idleUpperBoundUsd?: Big;
    /** Sessions that were reported at their limit instead of stopped, if the guard has measured some. */
    readonly found?: number;
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

/** A month's bill, of which nothing can be estimated: nobody knows how many sessions were stopped. */
export interface Unmeasured {
    readonly month: string;
    readonly dpuHours: Big;
    readonly actualUsd: Big;
}

export interface Estimate extends Unmeasured {
    readonly stops: number;
    readonly potentialUsd: Big;
    /** Potential less actual. Negative when the bill is higher than what the stops can explain. */
    readonly savedUsd: Big;
}

export const isEstimate = (row: Unmeasured): row is Estimate => "stops" in row;

const sum = (values: readonly Big[]): Big => values.reduce((total, value) => total.plus(value), new Big(0));

/** The article's way: every stop would have cost a whole time-out. */
export function estimate(months: readonly Month[], { dpu, hours, dpuHourUsd }: Assumption): (Estimate | Unmeasured)[] {
    const each = hours.times(dpu).times(dpuHourUsd);
    return months.map(({ month, stops, dpuHours, actualUsd }) => {
        if (stops === undefined) {
            return { month, dpuHours, actualUsd };
        }
        const potentialUsd = each.times(stops);
        return { month, stops, dpuHours, potentialUsd, actualUsd, savedUsd: potentialUsd.minus(actualUsd) };
    });
}

/** The sum of what is estimated; a month that was not measured stands in none of its figures. */
export function total(rows: readonly (Estimate | Unmeasured)[]): Estimate {
    const estimates = rows.filter(isEstimate);
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
          /** The months in which time-outs were counted. */
          readonly months: readonly string[];
          readonly timeOuts: number;
          readonly dpuHours: Big;
          /** What a time-out of those months can have used and cost at most, on average. */
          readonly dpuHoursEach: Big;
          readonly usdEach: Big;
      };

/**
 * What can have been saved at most, by what was measured: the idle upper bounds of the stops themselves, or, where
 * only bills are at hand, what a counted time-out can have cost when all of its months' bills were time-outs. `known`
 * are all months that may hold counted time-outs, before the first of `months` too.
 */
export function measure(
    months: readonly Month[],
    { dpuHourUsd }: Assumption,
    known: readonly Month[] = months,
): Measured | undefined {
    const bounds = months.flatMap(({ idleUpperBoundUsd }) => (idleUpperBoundUsd ? [idleUpperBoundUsd] : []));
    if (bounds.length > 0) {
        return { ground: "metrics", savedAtMostUsd: sum(bounds), months: bounds.length };
    }
    const counted = known.filter(({ timeOuts = 0 }) => timeOuts > 0);
    if (counted.length === 0) {
        return undefined;
    }
    const timeOuts = counted.reduce((all, one) => all + (one.timeOuts ?? 0), 0);
    const dpuHours = sum(counted.map((one) => one.dpuHours));
    const dpuHoursEach = dpuHours.div(timeOuts);
    const usdEach = dpuHoursEach.times(dpuHourUsd);
    const bound = months
        .filter(({ stops }) => stops !== undefined)
        .reduce((all, { stops = 0, actualUsd }) => all.plus(usdEach.times(stops)).minus(actualUsd), new Big(0));
    return {
        ground: "time-outs",
        // A bill above all that the stops can explain leaves nothing that they have saved.
        savedAtMostUsd: bound.lt(0) ? new Big(0) : bound,
        months: counted.map(({ month }) => month),
        timeOuts,
        dpuHours,
        dpuHoursEach,
        usdEach,
    };
}
