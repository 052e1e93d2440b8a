export const promiseNames = ["unseen", "touched", "heard", "truth", "bounds", "forms"] as const;
export type PromiseName = (typeof promiseNames)[number];

/** In which way a promise was broken, where a known gap explains that way alone. */
export type BrokenKind = "mailed-again" | "ended-by-another";

/** A promise that was not kept. */
export interface Broken {
    readonly promise: PromiseName;
    /** For people: code reads `kind`. */
    readonly what: string;
    readonly kind?: BrokenKind;
    /** Whom it concerns: indexes in the world result's lists. */
    readonly session?: number;
    readonly watch?: number;
    /** When, in epoch milliseconds, where that matters. */
    readonly at?: number;
}
