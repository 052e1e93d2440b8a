import { kinds } from "./kinds";

/**
 * `limits`: who may live how long. The first row that fits a session decides; `waitSeconds` of the stack is the last row.
 * All conditions of a row must hold; of a list, any. Texts are patterns: `*` any characters, `?` one.
 */
export interface SessionLimit {
    /** Shown in notices and reports; unique. 1 to 64 printable ASCII characters. */
    name: string;
    /** How old such a session may get, in seconds: 0 to 31,449,600. A row has this or `exempt`. */
    waitSeconds?: number;
    /** True: such a session is never stopped. */
    exempt?: boolean;
    /** Who opens them: names of the table of kinds (`npm start -- --kinds`). */
    kinds?: string[];
    /** Patterns of session ids. */
    ids?: string[];
    /** Patterns of `requestOrigin`, which the client sends. */
    origins?: string[];
    /** Patterns of the ARN of who called CreateSession, or of its role. */
    creators?: string[];
    /** Patterns of the ARN of the session's own role. */
    roles?: string[];
    /** Tags that the session has, with patterns of their values; all of them. */
    tags?: Record<string, string>;
    /** Patterns of worker types, such as G.8X. */
    workerTypes?: string[];
    /** LIVY or SPARK_CONNECT; a session that names none is LIVY. */
    sessionTypes?: string[];
    /** Sessions with more workers than this. */
    moreThanWorkers?: number;
    /** Sessions with more DPU than this, by worker type and count, as Glue bills them. M-DPU count alike. */
    moreThanDpu?: number;
    /** Sessions whose idle time-out is longer, in minutes; where none is declared, the time-out, else 2,880. */
    idleMinutesAbove?: number;
    /** True: sessions without a Glue connection, and so outside a VPC. */
    withoutConnection?: boolean;
}

/**
 * What is known of a session when its limit is decided. Null is "not known": CloudTrail drops a request of over 100 KB.
 * An empty text is "none".
 */
export interface SessionFacts {
    readonly id: string;
    readonly origin: string | null;
    readonly creator: string | null;
    /** The role that the caller had assumed. */
    readonly creatorRole: string | null;
    readonly role: string | null;
    readonly workerType: string | null;
    readonly sessionType: string | null;
    readonly workers: number | null;
    readonly dpu: number | null;
    readonly idleMinutes: number | null;
    readonly connections: number | null;
}

export type Tags = Readonly<Record<string, string>>;

/** A condition of texts: which facts the patterns are compared with, of which any may fit. */
export const textConditions = {
    ids: ["id"],
    origins: ["origin"],
    creators: ["creator", "creatorRole"],
    roles: ["role"],
    workerTypes: ["workerType"],
    sessionTypes: ["sessionType"],
} as const satisfies Partial<Record<keyof SessionLimit, readonly (keyof SessionFacts)[]>>;

/** A condition of numbers: which fact must be above, and how a notice says by how much. */
export const numberConditions = {
    moreThanWorkers: { fact: "workers", unit: "workers" },
    moreThanDpu: { fact: "dpu", unit: "DPU" },
    idleMinutesAbove: { fact: "idleMinutes", unit: "minutes of idle time-out" },
} as const satisfies Partial<Record<keyof SessionLimit, { fact: keyof SessionFacts; unit: string }>>;

export const conditionKeys = [
    "kinds",
    "ids",
    "origins",
    "creators",
    "roles",
    "tags",
    "workerTypes",
    "sessionTypes",
    "moreThanWorkers",
    "moreThanDpu",
    "idleMinutesAbove",
    "withoutConnection",
] as const satisfies readonly (keyof SessionLimit)[];

/** Whether a row asks for a tag, itself or by a kind that is known by one. */
export function asksForTags({ tags, kinds: names = [] }: SessionLimit): boolean {
    return tags !== undefined || kinds.some(({ name, tags }) => tags !== undefined && names.includes(name));
}
