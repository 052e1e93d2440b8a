import type { SessionLimit } from "../../model/limits/limits";
import { channels, ownerMails, type WorldSettings } from "../../proof/fuzz/world/tables";
import type { PromiseName } from "../../proof/fuzz/promises/broken";

/** A deliberate break of a promise in what is deployed; the fuzz must find it. */
export interface Break {
    readonly promise: PromiseName;
    readonly what: string;
    /** The resource type that is broken, and how its JSON is changed. */
    readonly type: string;
    readonly change: readonly (readonly [text: string, by: string])[];
    /** Of the worlds in which it is found. Default: 1. */
    readonly seed?: number;
    /** The table that the guard has. Default: none. */
    readonly limits?: readonly SessionLimit[];
    /** Whether people are warned, can keep sessions or be at work, and hear by mail, chat and digest. Default: false. */
    readonly people?: boolean;
    /** Settings that differ. Default: none. */
    readonly settings?: Partial<WorldSettings>;
}

/** Settings of a guard for people. */
export const people = {
    warnSeconds: "600",
    maxWaitSeconds: "10800",
    extendWhileBusy: "true",
    chat: channels[0],
    ownerMail: ownerMails[1],
    digestAt: "07:31",
} as const;

const machine = (promise: PromiseName, what: string, ...change: Break["change"]): Break => ({
    promise,
    what,
    type: "StateMachine",
    change,
});
const quoted = (text: string) => JSON.stringify(text).slice(1, -1);
/** A member of the definition, which is text inside the resource. */
const member = (name: string, value: unknown) => quoted(`"${name}":${JSON.stringify(value)}`);

/** Exemptions that the workflow holds alone. */
const exempt: readonly SessionLimit[] = [{ name: "by creator", creators: ["*/alice@example.com"], exempt: true }];
const byOrigin: readonly SessionLimit[] = [{ name: "by origin", origins: ["dbt-glue"], exempt: true }];

/** Breaks of what people hear, in a guard that has every option for them. */
const ofForms: readonly Break[] = [
    machine("forms", "an owner is mailed whose name anybody could choose", [
        " or $issuer in ",
        " or $issuer != '' or $issuer in ",
    ]),
    machine("bounds", "an address of another domain is mailed, as far as the role lets it", [
        "and $domain in ",
        "and $domain != '' or $domain in ",
    ]),
    machine("forms", "a chat is given what it obeys", [
        "$plain := function($text) { ",
        "$plain := function($text) { true ? $text : ",
    ]),
    machine("forms", "a chat drops what it is given", ["'source': 'custom'", "'source': 'guard'"]),
    machine("forms", "a warning says that the session was stopped", [
        "'A Glue session reaches its time limit in '",
        "'A Glue session had reached its time limit and was stopped. '",
    ]),
    machine("heard", "a chat that takes nothing fails the watch", [
        quoted(`"ErrorEquals":["States.ALL"],"Output":"{% $states.input %}","Next":"NotifyStopped"`),
        quoted(`"ErrorEquals":["States.ALL"],"Output":"{% $states.input %}","Next":"NotifyFailure"`),
    ]),
    machine("forms", "a stop waits for the mail of its warning", [
        quoted(`"IntervalSeconds":1,"MaxAttempts":1`),
        quoted(`"IntervalSeconds":120,"MaxAttempts":3`),
    ]),
    {
        ...machine("forms", "a digest is deleted before it is mailed", [
            "$mailed and $count($receipts) > 0",
            "$count($receipts) > 0",
        ]),
        // A topic that fails for a minute then fails the digest, and not the chat alone.
        settings: { chat: "{}" },
    },
    machine("forms", "a digest tells only what it has read last", ["[$append($lines, ", "[$append([], "]),
    machine("forms", "a digest is mailed and not deleted", [
        "$mailed and $count($receipts) > 0",
        "$mailed and $count($receipts) > 1000",
    ]),
].map((one) => ({ ...one, people: true }));

export const breaks: readonly Break[] = [
    ...ofForms,
    {
        ...machine("touched", "a tag that a session is created with is not looked at", [
            "$tags := $type($states.input.request.tags) = 'object' ? $states.input.request.tags : {};",
            "$tags := {};",
        ]),
        people: true,
        seed: 2,
    },
    {
        ...machine("touched", "a time to which a session is kept is not looked at", [
            "$until > $createdAt + $again.seconds * 1000",
            "false",
        ]),
        people: true,
    },
    {
        ...machine("unseen", "a session may be kept past the ceiling", [
            "$min([$wanted, ($createdAt + 10800000)])",
            "$wanted",
        ]),
        people: true,
    },
    {
        ...machine("touched", "a session at work is stopped", ["$answer.busy = true", "$answer.busy = 'yes'"]),
        people: true,
    },
    {
        ...machine(
            "heard",
            "a live session is not warned of",
            [
                quoted('> $millis() %}","Next":"NotifyWarning"'),
                quoted('> $millis() + 86400000 %}","Next":"NotifyWarning"'),
            ],
            [quoted('+ 60000 %}","Next":"PostWarning"'), quoted('+ 86400000 %}","Next":"PostWarning"')],
            [quoted('+ 60000 %}","Next":"MailWarning"'), quoted('+ 86400000 %}","Next":"MailWarning"')],
        ),
        people: true,
    },
    {
        ...machine("heard", "a warning is sent again and again", [
            quoted('"kind":{"DataType":"String","StringValue":"warning"}'),
            quoted('"kind":{"DataType":"String","StringValue":"stopped"}'),
        ]),
        people: true,
        seed: 2,
    },
    {
        ...machine("touched", "an exempt session is taken for one with a limit", ["'exempt': true", "'seconds': 1800"]),
        limits: exempt,
    },
    {
        ...machine("touched", "what is not known counts as no", [
            "$facts.origin = null ? 1",
            "$facts.origin = null ? 0",
        ]),
        limits: byOrigin,
    },
    {
        ...machine("unseen", "a session that may be exempt is left without a word", [
            quoted(`$limit.exempt = 'perhaps' and $stopRequestedAt = 0 %}","Next":"RecordFound"`),
            quoted(`$limit.exempt = 'perhaps' and $stopRequestedAt = 0 %}","Next":"SessionAlreadyOver"`),
        ]),
        limits: byOrigin,
    },
    {
        promise: "unseen",
        what: "the schedule of the sweep is off, so a lost record stays lost",
        type: "Schedule",
        change: [['"state":"ENABLED"', '"state":"DISABLED"']],
    },
    machine("unseen", "a sweep takes up the young sessions, and passes over the old", [
        "$toMillis($session.CreatedOn) < $before",
        "$toMillis($session.CreatedOn) > $before",
    ]),
    {
        ...machine("touched", "a sweep takes what it cannot see for what is not there", [
            "'swept': true,",
            "'swept': false,",
        ]),
        limits: byOrigin,
    },
    machine("unseen", "a session that is PROVISIONING is taken for over", [
        "in ['STOPPED', 'TIMEOUT', 'FAILED']",
        "in ['STOPPED', 'TIMEOUT', 'FAILED', 'PROVISIONING']",
    ]),
    machine("unseen", "the limit is an hour longer than set", [
        member("limit", { seconds: 1800 }),
        member("limit", { seconds: 5400 }),
    ]),
    machine("unseen", "a look-up that fails ends in silence", [
        `${member("Output", "{% $states.input %}")},${member("Next", "NotifyFailure")}`,
        `${member("Output", "{% $states.input %}")},${member("Next", "SessionAlreadyOver")}`,
    ]),
    machine("unseen", "the workflow never gives up", ["$millis() >= $giveUpAt", "false"]),
    machine("touched", "a new session under the same id is not distinguished", [
        "$created > $createdAt + 60000",
        "false",
    ]),
    {
        ...machine("touched", "sessions are stopped three seconds early", [
            member("limit", { seconds: 1800 }),
            member("limit", { seconds: 1797 }),
        ]),
        seed: 2,
    },
    machine("heard", "a stop is not mailed", ["$session.over and $stopRequestedAt > 0", "$session.over and false"]),
    machine(
        "heard",
        "a refused stop counts as a failure, as in the article's machine",
        [
            quoted(`["States.ALL"],"Assign":{"lastError":`),
            quoted(`["States.ALL"],"Assign":{"failure":{"error":"StopDenied","cause":""},"lastError":`),
        ],
        [
            quoted(`"Next":"WaitForSession"}],"Assign":{"stopRequestedAt"`),
            quoted(`"Next":"NotifyFailure"}],"Assign":{"stopRequestedAt"`),
        ],
    ),
    machine("heard", "a session that is gone counts as a failure", ["Glue.EntityNotFoundException", "Glue.Other"]),
    machine("heard", "a session that is gone ends its watch in silence, stopped or not", [
        quoted(`"Next":"ChooseAction"},{"ErrorEquals":["States.DataLimitExceeded"]`),
        quoted(`"Next":"SessionAlreadyOver"},{"ErrorEquals":["States.DataLimitExceeded"]`),
    ]),
    machine("heard", "an id that was taken ends its watch in silence, stopped or not", [
        "$session.another and $stopRequestedAt = 0",
        "$session.another",
    ]),
    machine("heard", "a session that is ready too late is given up without a try", [
        " and ($stopRequestedAt > 0 or $lastError != 'none' or $session.status in ['PROVISIONING', 'STOPPING'])",
        "",
    ]),
    machine("heard", "a refused stop counts as one that was asked for", [
        quoted(`{"lastError":`),
        quoted(`{"stopRequestedAt":"{% $millis() %}","lastError":`),
    ]),
    machine("truth", "DPU-hours are a tenth too many", ["$session.dpuSeconds / 3600", "$session.dpuSeconds / 3240"]),
    machine("truth", "a notice tells the time of the watch's start", [
        "'Created:  ' & $states.input.eventTime",
        "'Created:  ' & $states.context.Execution.StartTime",
    ]),
    machine("truth", "a notice tells the role's id instead of who it was", [
        "$substringAfter($id, ':')",
        "$substringBefore($id, ':')",
    ]),
    machine("truth", "a notice cuts the id", [
        "'Session:  ' & $cut($replace($states.input.id",
        "'Session:  ' & $cut($replace($substring($states.input.id, 0, 20)",
    ]),
    machine("bounds", "the workflow polls every second", [
        quoted(`"Seconds":"{% $pollSeconds %}"`),
        quoted(`"Seconds":1`),
    ]),
    machine("bounds", "the machine has a minute beyond the limit", [
        quoted(`"TimeoutSeconds":9000`),
        quoted(`"TimeoutSeconds":1860`),
    ]),
    {
        promise: "bounds",
        what: "the role may not stop sessions",
        type: "RolePolicy",
        change: [["glue:StopSession", "glue:DeleteSession"]],
    },
    {
        promise: "bounds",
        what: "the role may touch some sessions only",
        type: "RolePolicy",
        change: [["session/*", "session/glue*"]],
    },
    {
        promise: "unseen",
        what: "no alarm watches failed executions",
        type: "MetricAlarm",
        change: [["ExecutionsFailed", "ExecutionsStarted"]],
    },
];
