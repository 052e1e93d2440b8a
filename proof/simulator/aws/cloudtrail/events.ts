import type { Place } from "../../../../model/aws/arn";
import type { CreateSessionEvent, CreateSessionRecord } from "../../../../model/event/createSession";
import type { SessionPlan } from "../glue/glue";

/** Whoever opens the sessions of the scenarios. */
export const creator = "alice@example.com";

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** IAM Identity Center keeps its roles under a path of its own. */
const rolePathOf = (role: string) =>
    role.startsWith("AWSReservedSSO_") ? "aws-reserved/sso.amazonaws.com/eu-west-1/" : "";

/** The record that CloudTrail writes of a successful CreateSession call. A complete real one is not public. */
export function createSessionRecord(plan: SessionPlan, place: Place, at: number): CreateSessionRecord {
    const by = plan.creatorRole ?? "DataEngineer";
    const person = plan.creator ?? creator;
    const arn = `arn:${place.partition}:sts::${place.account}:assumed-role/${by}/${person}`;
    const { idleMinutes, timeoutMinutes, origin, tags, workerType, workers, connections, sessionType } = plan;
    return {
        eventVersion: "1.11",
        eventSource: "glue.amazonaws.com",
        eventName: "CreateSession",
        eventID: uuid(plan.id, at),
        eventTime: iso(at),
        awsRegion: place.region,
        eventType: "AwsApiCall",
        managementEvent: true,
        readOnly: false,
        recipientAccountId: place.account,
        userIdentity: {
            type: "AssumedRole",
            principalId: `AROAEXAMPLE:${person}`,
            arn,
            accountId: place.account,
            sessionContext: {
                sessionIssuer: {
                    type: "Role",
                    arn: `arn:${place.partition}:iam::${place.account}:role/${rolePathOf(by)}${by}`,
                    accountId: place.account,
                    userName: by,
                },
            },
        },
        requestParameters: {
            id: plan.id,
            role: `arn:${place.partition}:iam::${place.account}:role/${plan.role ?? "glue"}`,
            command: { name: "glueetl", pythonVersion: "3" },
            ...(plan.arguments && { defaultArguments: plan.arguments }),
            ...(idleMinutes !== undefined && { idleTimeout: idleMinutes }),
            ...(timeoutMinutes !== undefined && { timeout: timeoutMinutes }),
            ...(origin !== undefined && { requestOrigin: origin }),
            ...(tags && { tags }),
            ...(workerType !== undefined && { workerType }),
            ...(workers !== undefined && { numberOfWorkers: workers }),
            ...(workerType === undefined && plan.dpu !== undefined && { maxCapacity: plan.dpu }),
            ...(connections && { connections: { connections } }),
            ...(sessionType !== undefined && { sessionType }),
        },
        responseElements: { session: { id: plan.id, status: "PROVISIONING" } },
    };
}

/** EventBridge's envelope around a record. */
export function envelope(record: CreateSessionRecord): CreateSessionEvent {
    const source = record.eventSource.replace(/^(.*)\.amazonaws\.com$/, "aws.$1");
    return {
        version: "0",
        id: uuid(record.eventID, 0),
        "detail-type": "AWS API Call via CloudTrail",
        source,
        account: record.recipientAccountId ?? "",
        time: record.eventTime,
        region: record.awsRegion,
        resources: [],
        detail: record,
    };
}

/** An id that looks like AWS's, and is the same for the same text and time. */
function uuid(text: string, at: number): string {
    let hash = 2_166_136_261;
    const words = Array.from({ length: 4 }, (_, word) => {
        for (const character of `${word}${at}${text}`) {
            hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
        }
        return hash.toString(16).padStart(8, "0");
    });
    return words.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
