import type { Call } from "../../simulator/aws/core/calls";
import type { Intercept } from "../../simulator/aws/core/faults";

/** What AWS lets an account do: a bucket that is filled at a rate, and each call takes one out. */
export interface Quota {
    readonly bucket: number;
    readonly perSecond: number;
    readonly calls: readonly Call[];
    /** What the caller gets from an empty bucket. */
    readonly error: string;
}

/** A bucket that holds as many as it gets in a second. */
const even = (perSecond: number) => ({ bucket: perSecond, perSecond });

/**
 * Glue documents neither the rate nor the error: one bucket for all calls, and the name that SDKs know, are assumed.
 * https://docs.aws.amazon.com/general/latest/gr/glue.html
 */
export function glueQuota(perSecond: number): Quota {
    return { ...even(perSecond), calls: ["glue:GetSession", "glue:StopSession"], error: "Glue.ThrottlingException" };
}

/** That of the smaller regions: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const startQuota: Quota = {
    bucket: 800,
    perSecond: 150,
    calls: ["states:StartExecution"],
    error: "StepFunctions.ThrottlingException",
};

/** State transitions, in the smaller regions; the same source. Nothing near it comes up, so it is shown and not played. */
export const transitionQuota = { bucket: 800, perSecond: 800 };

/** Refuses the calls for which no room is left. A refused call takes nothing out. */
export function throttle(...quotas: readonly Quota[]): Intercept {
    const buckets = quotas.map((quota) => ({ quota, level: quota.bucket, filledAt: -Infinity }));
    return (call, now) => {
        const bucket = buckets.find(({ quota }) => quota.calls.includes(call));
        if (bucket === undefined) {
            return undefined;
        }
        const { quota, level, filledAt } = bucket;
        bucket.level = Math.min(quota.bucket, level + (quota.perSecond * (now - filledAt)) / 1000);
        bucket.filledAt = now;
        if (bucket.level < 1) {
            return { error: quota.error, cause: `Simulated quota of ${quota.perSecond} calls a second` };
        }
        bucket.level--;
        return undefined;
    };
}
