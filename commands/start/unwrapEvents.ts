/**
 * CloudTrail records, out of every wrapping in which AWS hands them out: bare, as EventBridge's event, the `Records` of
 * CloudTrail's files, the answer of `aws cloudtrail lookup-events`, a message of the dead-letter queue, a list of these,
 * or any of them as JSON in a text.
 */
import { InputError } from "../../deployments/input/inputError";
import { parseJson } from "../../deployments/input/parseJson";
import type { CreateSessionEvent, CreateSessionRecord } from "../../model/event/createSession";
import { envelope } from "../../proof/simulator/aws/cloudtrail/events";

type Members = Readonly<Record<string, unknown>>;

/** Members that hold records, or what wraps them: lists, objects, or JSON as text. */
const wrappings = ["Records", "Events", "Messages", "CloudTrailEvent", "Body", "body", "Message"];

/**
 * The events, as EventBridge would deliver them.
 *
 * @throws InputError if there is none, or one without the members that the rule and the workflow read.
 */
export function unwrapEvents(text: string, source: string): CreateSessionEvent[] {
    const events = unwrap(parseJson(text, source), source);
    if (events.length === 0) {
        throw new InputError(
            `${source} holds no CloudTrail record. Expected: a record, EventBridge's event around it, a list of them, ` +
                "CloudTrail's own file, or the answer of `aws cloudtrail lookup-events`.",
        );
    }
    return events;
}

function unwrap(value: unknown, source: string): CreateSessionEvent[] {
    if (Array.isArray(value)) {
        return value.flatMap((item) => unwrap(item, source));
    }
    if (typeof value === "string") {
        return unwrap(parseJson(value, `The text inside ${source}`), source);
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const members = value as Members;
    if ("detail" in members) {
        return [checkedEvent(members, source)];
    }
    if ("eventName" in members || "eventSource" in members) {
        return [envelope(checkedRecord(members, source))];
    }
    return wrappings.flatMap((member) => (member in members ? unwrap(members[member], source) : []));
}

function checkedEvent(event: Members, source: string): CreateSessionEvent {
    requireTexts(event, ["source", "detail-type", "account", "region", "id", "time"], "EventBridge's event", source);
    const { detail } = event;
    checkedRecord((typeof detail === "object" && detail !== null ? detail : {}) as Members, source);
    return event as unknown as CreateSessionEvent;
}

function checkedRecord(record: Members, source: string): CreateSessionRecord {
    requireTexts(record, ["eventSource", "eventName", "eventID", "eventTime", "awsRegion"], "the record", source);
    const time = String(record["eventTime"]);
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time) || Number.isNaN(Date.parse(time))) {
        throw new InputError(`${source}: eventTime must be a time in UTC such as 2024-06-03T07:00:00Z.`);
    }
    return record as unknown as CreateSessionRecord;
}

function requireTexts(value: Members, members: readonly string[], what: string, source: string): void {
    const missing = members.filter((member) => typeof value[member] !== "string");
    if (missing.length > 0) {
        throw new InputError(`${source}: ${what} has no text as ${missing.join(", ")}.`);
    }
}

/** Whether a record says that Glue has created a session: whatever else a record may hold, it opens none. */
export function opensSession({ detail }: CreateSessionEvent): boolean {
    return (
        detail.eventSource === "glue.amazonaws.com" &&
        detail.eventName === "CreateSession" &&
        detail.errorCode === undefined
    );
}
