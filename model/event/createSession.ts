/**
 * The event that starts everything: CloudTrail's record of a `CreateSession` call, as EventBridge delivers it.
 *
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html,
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import type { Place } from "../aws/arn";

/** The members in use. CloudTrail drops `requestParameters` or `responseElements` when either passes 100 KB. */
export interface CreateSessionRecord {
    readonly eventSource: string;
    readonly eventName: string;
    readonly eventID: string;
    /** ISO 8601, UTC, whole seconds. */
    readonly eventTime: string;
    readonly awsRegion: string;
    readonly recipientAccountId?: string;
    readonly userIdentity?: Readonly<Record<string, unknown>>;
    readonly requestParameters?: Readonly<Record<string, unknown>> | null;
    readonly responseElements?: Readonly<Record<string, unknown>> | null;
    /** Only on a refused call: no session exists then. */
    readonly errorCode?: string;
    readonly [member: string]: unknown;
}

/** EventBridge's envelope around the record. */
export interface CreateSessionEvent {
    readonly version: "0";
    readonly id: string;
    readonly "detail-type": string;
    readonly source: string;
    readonly account: string;
    /** ISO 8601, UTC. */
    readonly time: string;
    readonly region: string;
    readonly resources: readonly string[];
    readonly detail: CreateSessionRecord;
}

/**
 * What the rule matches. `eventSource` stays although `source` is there: S3 Express has a `CreateSession` too. The id
 * is not asked for: a record without one still stands for a session that runs, and somebody must hear of it.
 */
export function eventPattern({ account, region }: Pick<Place, "account" | "region">) {
    return {
        source: ["aws.glue"],
        "detail-type": ["AWS API Call via CloudTrail"],
        // A bus also carries what others forward to it: a session of theirs would be looked up, and stopped, here.
        account: [account],
        region: [region],
        detail: {
            eventSource: ["glue.amazonaws.com"],
            eventName: ["CreateSession"],
            errorCode: [{ exists: false }],
        },
    };
}

/**
 * What the workflow is given. The creator of a session chooses its id, with quotes and braces if they like, and
 * EventBridge does not escape text that it inserts: so what they choose arrives inside objects, which it inserts as
 * JSON, and only AWS's own values are inserted as text.
 *
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export const inputPaths = {
    request: "$.detail.requestParameters",
    response: "$.detail.responseElements",
    who: "$.detail.userIdentity",
    eventId: "$.detail.eventID",
    eventTime: "$.detail.eventTime",
    region: "$.region",
};

export const inputTemplate =
    '{"request": <request>, "response": <response>, "who": <who>,' +
    ' "eventId": "<eventId>", "eventTime": "<eventTime>", "region": "<region>"}';
