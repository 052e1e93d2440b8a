import { localArn, type Place } from "./arn";

/** Sessions have ids that nobody knows in advance: the resource ends in a wildcard, but only there. */
export const anySession = (place: Place) => localArn(place, "glue", "session/*");

/** Whether a session with this status runs no more. https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-interactive-sessions.html */
export const isOver = (status: unknown): boolean => ["STOPPED", "TIMEOUT", "FAILED"].includes(String(status));

/** Minutes without work after which Glue ends a session whose creator asked for nothing else. https://docs.aws.amazon.com/glue/latest/dg/interactive-sessions-magics.html */
export const defaultIdleMinutes = 2880;

/**
 * What a worker counts, in DPU; those of R and Z types in M-DPU, which have a price of their own and count here alike.
 *
 * Source: https://docs.aws.amazon.com/glue/latest/dg/worker-types.html
 */
export const dpuOfWorker: Readonly<Record<string, number>> = {
    "G.025X": 0.25,
    "G.1X": 1,
    "G.2X": 2,
    "G.4X": 4,
    "G.8X": 8,
    "G.12X": 12,
    "G.16X": 16,
    "R.1X": 1,
    "R.2X": 2,
    "R.4X": 4,
    "R.8X": 8,
    "Z.2X": 2,
};
