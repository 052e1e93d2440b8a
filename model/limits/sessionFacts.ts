/**
 * What the record of `CreateSession` tells of a session, twice: for the workflow, in JSONata, and for the simulator and
 * the tests. A request that CloudTrail has dropped is absent, or holds `omitted: true`
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html), and tells
 * nothing; one that is there and names no origin says that there is none.
 */
import { fold } from "../aws/jsonata";
import { defaultIdleMinutes, dpuOfWorker } from "../aws/glueSession";
import { maxIdLength, sessionId } from "../event/sessionId";
import type { SessionFacts, Tags } from "./limits";

export interface WorkflowInput {
    readonly request?: unknown;
    readonly response?: unknown;
    readonly who?: unknown;
    /** A sweep found it: what ListSessions does not show is not known. */
    readonly swept?: unknown;
}

/** Longer than any ARN. What is longer was made up, and is not known. */
const maxTextLength = 2048;

/** JSONata for the facts, of the workflow's input. Total: whatever is not what it should be is not known. */
export const factsOfInput = fold`(
    $request := $states.input.request;
    $seen := $states.input.response.session;
    $by := $states.input.who;
    $known := $type($request) = 'object' and $not($request.omitted = true) and $not($states.input.swept = true);
    $text := function($value, $none) {
        $type($value) = 'string' ? ($length($value) <= ${maxTextLength} ? $value : null)
            : $exists($value) and $type($value) != 'null' ? null : $none };
    $number := function($value) { $type($value) = 'number' ? $value : null };
    $worker := $text($request.workerType, $text($seen.workerType, null));
    $workers := $type($request.numberOfWorkers) = 'number' ? $request.numberOfWorkers : $number($seen.numberOfWorkers);
    $each := $worker = null ? null : $number($lookup(${JSON.stringify(dpuOfWorker)}, $worker));
    $named := function($of) { $count($type($of) = 'array' ? $of : $of.connections) };
    {
        'id': ${sessionId},
        'origin': $text($request.requestOrigin, $known ? '' : null),
        'creator': $text($by.arn, $type($by) = 'object' ? '' : null),
        'creatorRole': $text($by.sessionContext.sessionIssuer.arn, $type($by) = 'object' ? '' : null),
        'role': $text($request.role, $text($seen.role, $known ? '' : null)),
        'workerType': $worker,
        'sessionType': $text($request.sessionType, $known ? 'LIVY' : null),
        'workers': $workers,
        'dpu': $type($seen.maxCapacity) = 'number' ? $seen.maxCapacity
            : $type($request.maxCapacity) = 'number' ? $request.maxCapacity
            : $each = null or $workers = null ? null : $each * $workers,
        'idleMinutes': $type($request.idleTimeout) = 'number' ? $request.idleTimeout
            : $type($request.timeout) = 'number' ? $request.timeout : $known ? ${defaultIdleMinutes} : null,
        'connections': $known ? $named($request.connections) : null
    }
)`;

/** JSONata for the tags that the record names; null where the request is not known. */
export const tagsOfInput = fold`($type($states.input.request) = 'object' and $not($states.input.request.omitted = true)
    and $not($states.input.swept = true)
    ? ($type($states.input.request.tags) = 'object' ? $states.input.request.tags : {}) : null)`;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
    typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const isId = (value: unknown): value is string =>
    typeof value === "string" && value !== "" && Array.from(value).length <= maxIdLength;
const number = (value: unknown): number | null => (typeof value === "number" ? value : null);

function text(value: unknown, none: string | null): string | null {
    return typeof value === "string"
        ? value.length <= maxTextLength
            ? value
            : null
        : value === undefined || value === null
          ? none
          : null;
}

/** The same in TypeScript. */
export function sessionFacts({ request, response, who, swept }: WorkflowInput): SessionFacts {
    const known = isObject(request) && request["omitted"] !== true && swept !== true;
    const asked = objectOf(request);
    const seen = objectOf(objectOf(response)["session"]);
    const by = objectOf(who);
    const ofCaller = isObject(who) ? "" : null;
    const workerType = text(asked["workerType"], text(seen["workerType"], null));
    const workers = number(asked["numberOfWorkers"]) ?? number(seen["numberOfWorkers"]);
    const each = workerType !== null && Object.hasOwn(dpuOfWorker, workerType) ? dpuOfWorker[workerType] : undefined;
    const product = each === undefined || workers === null ? null : each * workers;
    const issuer = objectOf(objectOf(by["sessionContext"])["sessionIssuer"]);
    return {
        id: [asked["id"], seen["id"]].find(isId) ?? "",
        origin: text(asked["requestOrigin"], known ? "" : null),
        creator: text(by["arn"], ofCaller),
        creatorRole: text(issuer["arn"], ofCaller),
        role: text(asked["role"], text(seen["role"], known ? "" : null)),
        workerType,
        sessionType: text(asked["sessionType"], known ? "LIVY" : null),
        workers,
        dpu: number(seen["maxCapacity"]) ?? number(asked["maxCapacity"]) ?? product,
        idleMinutes: number(asked["idleTimeout"]) ?? number(asked["timeout"]) ?? (known ? defaultIdleMinutes : null),
        connections: known ? countOf(asked["connections"]) : null,
    };
}

/** The record has a list, or an object with the list in it. */
function countOf(connections: unknown): number {
    const list = Array.isArray(connections) ? (connections as unknown[]) : objectOf(connections)["connections"];
    return Array.isArray(list) ? list.length : list === undefined || list === null ? 0 : 1;
}

/** The tags that the record names; null where the request is not known. */
export function sessionTags({ request, swept }: WorkflowInput): Tags | null {
    return isObject(request) && request["omitted"] !== true && swept !== true
        ? Object.fromEntries(
              Object.entries(objectOf(request["tags"])).filter(
                  (tag): tag is [string, string] => typeof tag[1] === "string",
              ),
          )
        : null;
}
