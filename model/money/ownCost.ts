/**
 * What the guard itself costs, a month, in us-east-1, by November 2026.
 *
 * Sources: https://aws.amazon.com/step-functions/pricing/, https://aws.amazon.com/cloudwatch/pricing/,
 * https://aws.amazon.com/sns/pricing/.
 */
import Big from "big.js";
import { alarms } from "../monitoring/alarms";

export interface Usage {
    /** Guards in one account. */
    readonly guards: number;
    /** Stops in the month, of all of them. */
    readonly stops: number;
    /** State transitions of a stop. Default: 10. */
    readonly transitionsPerStop?: number;
    /** Whether each guard has a dashboard. */
    readonly dashboards: boolean;
    /** Watches that failed in the month: only they are logged. Default: 0. */
    readonly failures?: number;
    /** Whether the account's free tier is the guards' own; else all is paid. Default: true. */
    readonly freeTier?: boolean;
}

export interface Cost {
    readonly what: string;
    readonly quantity: number;
    /** How much of it is free. */
    readonly free: number;
    readonly usdEach: Big;
    readonly usd: Big;
}

/** A failed watch logs some ten events of a few kilobytes. An assumption, on the safe side. */
const gigabytesPerFailure = 0.0001;

/** Metrics that a guard puts: only while it stops sessions are they paid for. */
const metricsPerGuard = 4;

export function ownCost({
    guards,
    stops,
    transitionsPerStop = 10,
    dashboards,
    failures = 0,
    freeTier = true,
}: Usage): Cost[] {
    const cost = (what: string, quantity: number, free: number, usdEach: string): Cost => {
        const rest = freeTier ? Math.max(0, quantity - free) : quantity;
        const each = new Big(usdEach);
        return { what, quantity, free: freeTier ? free : 0, usdEach: each, usd: each.times(rest) };
    };
    return [
        cost("state transitions", stops * transitionsPerStop, 4000, "0.000025"),
        cost("alarms", guards * alarms.length, 10, "0.10"),
        cost("custom metrics", stops > 0 ? guards * metricsPerGuard : 0, 10, "0.30"),
        cost("requests to put metrics", stops, 1_000_000, "0.00001"),
        cost("dashboards", dashboards ? guards : 0, 3, "3.00"),
        cost("gigabytes of logs", failures * gigabytesPerFailure, 5, "0.50"),
        cost("mails", stops + failures, 1000, "0.00002"),
    ];
}

export function ownCostTotal(usage: Usage): Big {
    return ownCost(usage).reduce((total, { usd }) => total.plus(usd), new Big(0));
}
