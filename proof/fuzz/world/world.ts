import type { WorldSettings } from "./tables";
import type { Fault, Removal } from "../../simulator/aws/core/faults";

/**
 * A world: what happens to a guard in a day, as plain data that can be printed, shrunk and replayed. Times are seconds
 * from its start, to the millisecond.
 */
export interface World {
    /** Of the jitter in EventBridge's and Step Functions' retries. */
    readonly seed: number;
    readonly sessions: readonly Life[];
    readonly faults: readonly Fault[];
    readonly removals: readonly Removal[];
    /** When the schedule asks for the first sweep. Default: it never does. */
    readonly firstSweepSeconds?: number;
    /** When somebody deletes the topic of the chat. Default: never. */
    readonly chatGoneSeconds?: number;
    /** How many sessions Glue lists on a page at most. Default: as many as asked for. */
    readonly pageSize?: number;
    /** Settings that differ from the stack's. */
    readonly settings?: WorldSettings;
}

/** CloudTrail's `userIdentity`, as far as somebody reads it. */
export type Who = Readonly<Partial<Record<"type" | "principalId" | "arn" | "userName" | "invokedBy", string>>> & {
    readonly sessionContext?: { readonly sessionIssuer?: { readonly arn: string }; readonly sourceIdentity?: string };
};

/** What CloudTrail left out of a record: above 100 KB it drops the request, the response, or both. */
export const recordKinds = ["whole", "no request", "no response", "no id"] as const;
export type RecordKind = (typeof recordKinds)[number];

/** A session, and what its user does. An id that is in use is deleted first, as clients do that use one again. */
export interface Life {
    readonly atSeconds: number;
    readonly id: string;
    readonly who: Who;
    /** Glue refuses to create it: there is a record with an errorCode, and no session. */
    readonly refused?: boolean;
    /** Seconds from creation to READY; never if absent. */
    readonly readyAfterSeconds?: number;
    /** Glue's own doing. */
    readonly ends?: { readonly afterSeconds: number; readonly status: "TIMEOUT" | "FAILED" };
    readonly stoppingSeconds: number;
    readonly dpu: number;
    /** What its client sends as `requestOrigin`. */
    readonly origin?: string;
    /** Tags that it is created with. */
    readonly tags?: Readonly<Record<string, string>>;
    readonly record: RecordKind;
    /** Seconds from creation at which its record arrives, each time that it does; none: the event is lost. */
    readonly arrivesAfterSeconds: readonly number[];
    readonly acts: readonly Act[];
    /** What its user runs: seconds from creation, of begin and end. Default: nothing. */
    readonly statements?: readonly (readonly [from: number, to: number])[];
}

/**
 * `keep` and `drop` set a tag that may exempt the session, and take its value away. The others set keep-until: to an hour from
 * then, to a time past every ceiling, to a time that is over, to no time.
 */
export const deeds = [
    "stop",
    "delete",
    "replace",
    "keep",
    "drop",
    "extend",
    "extend-far",
    "shorten",
    "mistype",
] as const;

/** Something that a user does: some seconds after creation, or right after the guard's nth look-up or stop of that id. */
export interface Act {
    readonly does: (typeof deeds)[number];
    readonly when:
        { readonly afterSeconds: number } | { readonly afterLookUp: number } | { readonly afterStop: number };
}
