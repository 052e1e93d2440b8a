/**
 * What the population is made of. Nobody publishes how sessions are used: where no source is named the figure is
 * assumed, and made bad enough that every way in which a watch can go wrong comes up hundreds of times.
 */
interface Assumption {
    readonly value: number;
    readonly what: string;
    /** Where the figure, or its reason, comes from. Absent: assumed. */
    readonly source?: string;
}

const assume = <Key extends string>(table: Readonly<Record<Key, Assumption>>) => table;

const glueGuide = "https://docs.aws.amazon.com/glue/latest/dg/interactive-sessions-magics.html";
const retries = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html";
const recordLimit =
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html";

export const assumptions = assume({
    sessionsPerDay: { value: 500, what: "sessions a day, spread over nine hours" },
    previewShare: {
        value: 0.6,
        what: "share of data previews: 2 DPU, idle time-out 30 minutes",
        source: "the article",
    },
    dbtShare: {
        value: 0.15,
        what: "share of dbt runs: 5 DPU, idle time-out 10 minutes",
        source: "https://github.com/aws-samples/dbt-glue",
    },
    notebookIdleMinutes: {
        value: 2880,
        what: "idle time-out of all others in minutes: notebooks and agents, 5 DPU",
        source: glueGuide,
    },
    readyMedianSeconds: {
        value: 40,
        what: "median of the provisioning time in seconds (log-normal)",
        source: "the article's sessions were ready after 30 to 70 s",
    },
    readySpread: { value: 0.35, what: "its spread, as the deviation of the logarithm: 98 of 100 within 90 s" },
    slowShare: {
        value: 0.02,
        what: "share that needs 2 to 10 minutes to be ready",
        source: "clients wait 2 to 5 minutes (dbt-glue, aws-glue-sessions)",
    },
    neverReadyShare: { value: 0.003, what: "share that is never ready, and FAILED after an hour" },
    failedShare: { value: 0.005, what: "share that is FAILED within three minutes" },
    closedShare: { value: 0.6, what: "share closed by the user before it is due, at any moment" },
    closedLateShare: { value: 0.05, what: "share closed by the user within two minutes after it is due" },
    deletedShare: { value: 0.2, what: "share of the closed ones that is also deleted, at once" },
    abandonedAt: { value: 1.5, what: "last work in sessions left open: any moment up to this many limits" },
    reusedShare: {
        value: 0.02,
        what: "share closed early, deleted, and created anew under the same id 2 to 20 minutes later",
        source: "https://github.com/aws-samples/dbt-glue",
    },
    hostileShare: { value: 0.002, what: "share whose id holds quotes or braces", source: "allowed by the API" },
    oversizeShare: {
        value: 0.001,
        what: "share whose record lacks requestParameters: they passed 100 KB",
        source: recordLimit,
    },
    refusedShare: {
        value: 0.03,
        what: "refused creations, whose records look alike but for errorCode, beside each session",
    },
    recordSeconds: { value: 3, what: "least delay of a record in seconds; to it come up to 17 more" },
    lateShare: { value: 0.02, what: "share of records that come up to 15 minutes late" },
    lostShare: { value: 0, what: "share of records that never come: no design here has an answer (a known gap)" },
    twiceShare: { value: 0.01, what: "share of records that come twice, up to a minute apart", source: retries },
    callFaultShare: { value: 0.003, what: "share of the calls to Glue, SNS and Step Functions that fail at random" },
    outageShare: { value: 0.1, what: "share of days on which Glue's API fails for three minutes on end" },
});

/** The whole table as text, a line each. */
export function assumptionsText(): string {
    return Object.values<Assumption>(assumptions)
        .map(({ value, what, source }) => `  ${String(value).padStart(6)}  ${what} (${source ?? "assumed"})`)
        .join("\n");
}
