import Big from "big.js";
import { ownCost, ownCostTotal, type Cost } from "../../model/money/ownCost";
import {
    estimate,
    isEstimate,
    measure,
    total,
    type Assumption,
    type Estimate,
    type Measured,
    type Month,
    type Unmeasured,
} from "../../model/money/savings";

/** All that a report says, before it takes a form. */
export interface Report {
    readonly rows: readonly (Estimate | Unmeasured)[];
    readonly total: Estimate;
    readonly assumption: Assumption;
    readonly measured: Measured | undefined;
    /** What the guard itself costs a month, in USD, for so many guards in one account. */
    readonly ownCosts: readonly OwnCost[];
    /** What one guard with a dashboard uses in the busiest month. */
    readonly ownParts: readonly Cost[];
    readonly busiestStops: number;
    /** Watches that failed, where that is known. */
    readonly failedWatches: number | undefined;
    /** Months in which sessions were reported at their limit instead of stopped. */
    readonly found: readonly { readonly month: string; readonly sessions: number }[];
}

export interface OwnCost {
    readonly guards: number;
    readonly idleUsd: Big;
    /** Idle, with the free tier used up by others. */
    readonly idlePaidUsd: Big;
    /** In the busiest month of the report. */
    readonly busyUsd: Big;
    /** Idle, each with a dashboard. */
    readonly idleDashboardsUsd: Big;
}

/** `known`: all months of the source, of which a report may show some. */
export function makeReport(months: readonly Month[], assumption: Assumption, known = months): Report {
    const rows = estimate(months, assumption);
    const busiestStops = Math.max(0, ...months.map(({ stops = 0 }) => stops));
    return {
        rows,
        total: total(rows),
        assumption,
        measured: measure(months, assumption, known),
        busiestStops,
        failedWatches: months.some(({ failedWatches }) => failedWatches !== undefined)
            ? months.reduce((all, { failedWatches = 0 }) => all + failedWatches, 0)
            : undefined,
        found: months.flatMap(({ month, found = 0 }) => (found > 0 ? [{ month, sessions: found }] : [])),
        ownCosts: [1, 2, 3, 10].map((guards) => ({
            guards,
            idleUsd: ownCostTotal({ guards, stops: 0, dashboards: false }),
            idlePaidUsd: ownCostTotal({ guards, stops: 0, dashboards: false, freeTier: false }),
            busyUsd: ownCostTotal({ guards, stops: busiestStops, dashboards: false }),
            idleDashboardsUsd: ownCostTotal({ guards, stops: 0, dashboards: true }),
        })),
        ownParts: ownCost({
            guards: 1,
            stops: busiestStops,
            dashboards: true,
            failures: Math.max(0, ...months.map(({ failedWatches = 0 }) => failedWatches)),
        }),
    };
}

export const usd = (amount: Big): string => amount.toFixed(2);

/** What has to be said below the figures, a sentence or two each. */
export function notesOf(report: Report): string[] {
    return [assumptionText, unmeasuredText, measuredText, foundText, failuresText]
        .map((text) => text(report))
        .filter((text) => text !== "");
}

/** What the estimate rests on, in a sentence. */
function assumptionText({ assumption: { dpu, hours, dpuHourUsd }, total }: Report): string {
    const each = hours.times(dpu).times(dpuHourUsd);
    return (
        `Estimate: it takes every stopped session for a whole time-out of ${dpu} DPU x ${hours.toFixed()} h x ` +
        `${dpuHourUsd.toFixed()} USD = ${usd(each)} USD, less what was billed.` +
        (total.savedUsd.lt(0)
            ? " It is negative where the bill holds more than these stops: larger or longer sessions, or ones that nobody had to stop."
            : "")
    );
}

/** One row of the table: what is not known is said to be so. */
export function cellsOf(row: Estimate | Unmeasured): string[] {
    const [stops, potential, saved] = isEstimate(row)
        ? [String(row.stops), usd(row.potentialUsd), usd(row.savedUsd)]
        : ["not measured", "", ""];
    return [row.month, stops, row.dpuHours.toFixed(3), potential, usd(row.actualUsd), saved];
}

/** Which months stand in no sum, if there are any. */
function unmeasuredText({ rows }: Report): string {
    const months = rows.filter((row) => !isEstimate(row)).map(({ month }) => month);
    return months.length === 0
        ? ""
        : `Not measured, and in no sum: ${months.join(", ")}. There is a bill, but no stop in CloudWatch: no guard yet, ` +
              "`publishMetrics` off, nothing that had to be stopped, or more than 15 months ago.";
}

/** How many sessions were reported instead of stopped, by month. */
function foundText({ found }: Report): string {
    return found.length === 0
        ? ""
        : `Reported at their limit instead of stopped: ${found.map(({ month, sessions }) => `${sessions} in ${month}`).join(", ")}.`;
}

/** How often the guard itself has failed, where that is known. */
function failuresText({ failedWatches }: Report): string {
    return failedWatches === undefined
        ? ""
        : `Watches that failed: ${failedWatches} (Step Functions keeps them for 90 days).`;
}

/** What the measured way says, and why it differs. */
function measuredText({ measured, total, assumption }: Report): string {
    const each = assumption.hours.times(assumption.dpu).times(assumption.dpuHourUsd);
    switch (measured?.ground) {
        case "metrics":
            return (
                `Measured: the stopped sessions could still have cost at most ${usd(measured.savedAtMostUsd)} USD, had each been ` +
                `left idle until its own idle time-out (metrics of ${measured.months === 1 ? "one month" : `${measured.months} months`}). ` +
                "It differs from the estimate because it knows each session's size and time-out, and counts from the stop."
            );
        case "time-outs":
            return (
                `Measured: at most ${usd(measured.savedAtMostUsd)} USD. In ${measured.months.join(", ")} ${measured.timeOuts} ` +
                `sessions timed out, and all sessions of that time used ${measured.dpuHours.toFixed(3)} DPU-hours: a time-out ` +
                `cannot have used more than ${measured.dpuHoursEach.toFixed(3)} DPU-hours on average, or cost more than ` +
                `${usd(measured.usdEach)} USD.` +
                (measured.usdEach.lt(each)
                    ? ` The estimate's ${usd(each)} USD a stop, ${usd(total.savedUsd)} USD in all, is more than the bill allows.`
                    : "")
            );
        case undefined:
            return "Measured: nothing to measure by; the estimate stands alone.";
    }
}
