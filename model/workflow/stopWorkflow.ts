import { localArn, type Place } from "../aws/arn";
import type { Assign, Catcher, Definition, Retrier, State, TaskState, Template } from "../aws/asl";
import { fold, jsonata, literal } from "../aws/jsonata";
import * as metrics from "../monitoring/metrics";
import * as notices from "../notices/notices";
import { duration } from "../notices/notices";
import type { Statement } from "../access/permissions";
import { createdAt, sessionId, sessionOfResult, watchOfInput } from "./watch";

/**
 * The stop workflow: one execution watches one session until it is over or somebody was told that it is not.
 *
 * Two kinds of data travel through it. The watch (id, eventId, eventTime, region, who, owner) is every state's input
 * and output, the same from CheckRequest on; nothing else of the event survives CheckRequest, since its objects hold
 * job arguments, where people keep passwords. What changes on the way stands in variables: `$createdAt` and `$giveUpAt`
 * (epoch milliseconds), `$session` (what the last look-up saw), `$stopRequestedAt`, `$lastError`, `$pollSeconds`, `$failure`.
 *
 * Only a Task can catch an error, so whatever can fail is computed in a Task; the expressions elsewhere are total.
 */
export interface StopWorkflowArgs extends Place {
    /** The state machine's name, as the mails show it. */
    readonly guard: string;
    /** The limit: how old a session may get, in seconds. */
    readonly waitSeconds: number;
    readonly successTopicArn: string;
    readonly failureTopicArn: string;
    /** The price of a DPU-hour, in USD, as decimal text; undefined where it is not known. */
    readonly dpuHourUsd?: string;
    /** Whether each stop is also measured in CloudWatch. */
    readonly publishMetrics: boolean;
}

/** Seconds between two looks at a session that is on its way. */
export const pollSeconds = 10;
/** Seconds after the end of the wait at which a session that still runs is reported instead of looked at again. */
export const giveUpSeconds = 15 * 60;
/** A Task that hangs longer has failed. */
const taskTimeoutSeconds = 60;
/**
 * The machine's own time-out beyond the wait: the polling, and the longest that the last look-up and the failure
 * notice can take with all their retries (about 55 minutes in all), with room to spare.
 */
const marginSeconds = 2 * 60 * 60;
/** An execution lives at most a year (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). */
export const maxWaitSeconds = 364 * 24 * 60 * 60;

const watch = "{% $states.input %}";
const now = "{% $millis() %}";

/** These tell what is so; asking again changes nothing. */
const final = ["Glue.EntityNotFoundException", "Glue.InvalidInputException", "States.DataLimitExceeded"];
const never = (...errors: readonly string[]): Retrier => ({
    ErrorEquals: [...errors, "States.QueryEvaluationError"],
    MaxAttempts: 0,
});
const backOff = { IntervalSeconds: 2, BackoffRate: 2, MaxDelaySeconds: 60, JitterStrategy: "FULL" } as const;
/** Outlasts an outage of some minutes, and spreads out the look-ups of many sessions that are due at once. */
const patient: Retrier = {
    ErrorEquals: ["States.ALL"],
    ...backOff,
    BackoffRate: 3,
    MaxDelaySeconds: 200,
    MaxAttempts: 10,
};
/**
 * GetSession of a session with tags is denied now and then, for no reason: AWS's own notebook kernel asks again. So a
 * denial is believed after some minutes (at most 5).
 */
const sceptical: Retrier = {
    ErrorEquals: ["Glue.AccessDeniedException"],
    ...backOff,
    IntervalSeconds: 10,
    MaxDelaySeconds: 120,
    MaxAttempts: 5,
};
/** Gives up within about two minutes, so that a failing topic does not delay the alarm. */
const brief: Retrier = { ErrorEquals: ["States.ALL"], ...backOff, MaxAttempts: 5 };

/**
 * What went wrong, in words; long causes are cut. ASCII first: this stands in a Catch, where nothing may fail, and not
 * every JSONata engine cuts text beyond Unicode's first 65,536 characters.
 */
const errorText = fold`($states.errorOutput.Error & ($states.errorOutput.Cause & '' = '' ? ''
    : ': ' & $substring($replace($states.errorOutput.Cause, /[^ -~]+/, ' '), 0, 1000)))`;

/**
 * Seconds to wait once Glue has refused the stop: a poll, and a random part up to as long again as the trying has lasted or
 * may still last. Where more sessions are due than Glue's API takes calls, they come to share the time that there is.
 */
const waitAfterRefusal = jsonata`${pollSeconds} + $floor($random() * $max([0,
    $min([$millis() - $giveUpAt + ${giveUpSeconds * 1000}, $giveUpAt - $millis()])]) / 1000)`;

function caught(errors: string | readonly string[], Next: string, assign?: Assign): Catcher {
    return { ErrorEquals: [errors].flat(), ...(assign && { Assign: assign }), Output: watch, Next };
}

/** A Catch that ends in the named failure. */
function failsAs(error: string, errors: string | readonly string[], sentence: string, Next = "NotifyFailure"): Catcher {
    const cause = jsonata`${literal(`${sentence} `)} & ${errorText}`;
    return caught(errors, Next, { failure: { error, cause } });
}

/** What is left to say of a session that Glue no longer shows: deleted, or its id taken by another. */
const gone = { status: "DELETED", over: true, another: false, outOfTime: false, unit: "DPU" } as const;

/**
 * What is known of a session whose description is too large for a state (256 KiB: 75 arguments of 4,096 characters will
 * do): that it is there, and past its limit. So it is stopped, and as nobody can see whether it is over, somebody is told.
 */
const tooLarge = {
    status: "UNKNOWN",
    tooLarge: true,
    over: false,
    another: false,
    outOfTime: "{% $millis() >= $giveUpAt %}",
} as const;

function publish(kind: string, topicArn: string, notice: notices.Notice): Template {
    return {
        TopicArn: topicArn,
        Subject: `{% ${notice.subject} %}`,
        Message: `{% ${notice.message} %}`,
        MessageAttributes: {
            kind: { DataType: "String", StringValue: kind },
            owner: { DataType: "String", StringValue: "{% $states.input.owner %}" },
        },
    };
}

/** A state, and what its role must be allowed for it. */
interface Step {
    readonly state: State;
    readonly needs?: readonly [action: string, resource: string, condition?: Statement["Condition"]];
}

function steps(args: StopWorkflowArgs): Readonly<Record<string, Step>> {
    // Sessions have ids that nobody knows in advance: the resource ends in a wildcard, but only there.
    const anySession = localArn(args, "glue", "session/*");
    const task = (action: string) => ({
        Type: "Task" as const,
        Resource: `arn:${args.partition}:states:::${action}`,
        Output: watch,
        TimeoutSeconds: taskTimeoutSeconds,
    });
    const id = { Id: "{% $states.input.id %}" };
    const tellStop = args.publishMetrics ? "RecordStop" : "NotifyStopped";
    const due = "$createdAt + $limitSeconds * 1000";

    return {
        CheckRequest: {
            state: {
                Type: "Choice",
                Comment: "Takes the id, the time and the creator out of the record, and drops the rest",
                Choices: [
                    {
                        Comment: "The record names a session",
                        Condition: jsonata`${sessionId} != ''`,
                        Assign: {
                            createdAt: jsonata`${createdAt}`,
                            limitSeconds: args.waitSeconds,
                            session: {},
                            stopRequestedAt: 0,
                            lastError: "none",
                            pollSeconds,
                        },
                        Output: watchOfInput,
                        Next: "WaitUntilDue",
                    },
                ],
                Assign: {
                    session: {},
                    stopRequestedAt: 0,
                    failure: { error: "InvalidRequest", cause: "The record of the session names no id." },
                },
                Output: watchOfInput,
                Default: "NotifyFailure",
            },
        },
        WaitUntilDue: {
            state: {
                Type: "Wait",
                Timestamp: jsonata`$fromMillis(${due})`,
                // Counts from the end of the wait: a record may come late.
                Assign: {
                    giveUpAt: jsonata`$max([${due}, $toMillis($states.context.State.EnteredTime)]) + ${giveUpSeconds * 1000}`,
                },
                Next: "LookUpSession",
            },
        },
        LookUpSession: {
            needs: ["glue:GetSession", anySession],
            state: {
                ...task("aws-sdk:glue:getSession"),
                Arguments: id,
                Retry: [never(...final), sceptical, patient],
                Catch: [
                    caught("Glue.EntityNotFoundException", "ChooseAction", { session: gone }),
                    // It is there, and past its limit; what its answer says no state can hold. Whether AWS lets a
                    // Catch name this error for such a Task is told in two ways: if not, the alarm is still there.
                    caught("States.DataLimitExceeded", "ChooseAction", { session: tooLarge }),
                    failsAs("LookUpFailed", "States.ALL", "The session could not be looked up."),
                ],
                Assign: { session: sessionOfResult },
                Next: "ChooseAction",
            },
        },
        ChooseAction: {
            state: {
                Type: "Choice",
                Choices: [
                    {
                        Comment: "A new session took the id, and has a watch of its own",
                        Condition: "{% $session.another and $stopRequestedAt = 0 %}",
                        Next: "SessionAlreadyOver",
                    },
                    {
                        Comment: "Stopped by us, and a new session took the id",
                        Condition: "{% $session.another %}",
                        Assign: { session: gone },
                        Next: tellStop,
                    },
                    {
                        Comment: "Stopped by us",
                        Condition: "{% $session.over and $stopRequestedAt > 0 %}",
                        Next: tellStop,
                    },
                    {
                        Comment: "Ended by itself or by somebody else",
                        Condition: "{% $session.over %}",
                        Next: "SessionAlreadyOver",
                    },
                    {
                        Comment: "Asked to stop, and too large to see whether it did",
                        Condition: "{% $session.tooLarge and $stopRequestedAt > 0 %}",
                        Assign: {
                            failure: {
                                error: "SessionStillRunning",
                                cause:
                                    "Glue was asked to stop the session. Whether it did cannot be seen: " +
                                    "its description is too large for Step Functions.",
                            },
                        },
                        Next: "NotifyFailure",
                    },
                    {
                        Comment: "Polled long enough",
                        // A session that can be stopped at last is asked once, however late that is.
                        Condition: jsonata`$session.outOfTime and ($stopRequestedAt > 0 or $lastError != 'none'
                            or $session.status in ['PROVISIONING', 'STOPPING'])`,
                        Assign: {
                            failure: {
                                error: "SessionStillRunning",
                                cause: jsonata`'After ${duration(giveUpSeconds)} of trying the session is '
                                    & $session.status & '.' & ($lastError = 'none' ? '' : ' Last error: ' & $lastError)`,
                            },
                        },
                        Next: "NotifyFailure",
                    },
                    {
                        Comment: "On its way: Glue refuses to stop it now",
                        Condition: "{% $session.status in ['PROVISIONING', 'STOPPING'] %}",
                        Next: "WaitForSession",
                    },
                ],
                // READY, and whatever nobody has documented.
                Default: "StopGlueSession",
            },
        },
        StopGlueSession: {
            needs: ["glue:StopSession", anySession],
            state: {
                ...task("aws-sdk:glue:stopSession"),
                Arguments: id,
                Catch: [
                    failsAs("StopDenied", "Glue.AccessDeniedException", "The guard may not stop this session."),
                    // The call may have been carried out although no answer came.
                    caught(
                        ["States.Timeout", "Glue.OperationTimeoutException", "Glue.SdkClientException"],
                        "WaitForSession",
                        { stopRequestedAt: now, lastError: jsonata`${errorText}`, pollSeconds },
                    ),
                    caught("States.ALL", "WaitForSession", {
                        lastError: jsonata`${errorText}`,
                        pollSeconds: waitAfterRefusal,
                    }),
                ],
                Assign: { stopRequestedAt: now, pollSeconds },
                Next: "WaitForSession",
            },
        },
        WaitForSession: {
            state: { Type: "Wait", Seconds: "{% $pollSeconds %}", Next: "LookUpSession" },
        },
        ...(args.publishMetrics && { RecordStop: recordStop(task("aws-sdk:cloudwatch:putMetricData"), args, due) }),
        NotifyStopped: {
            needs: ["sns:Publish", args.successTopicArn],
            state: {
                ...task("sns:publish"),
                Arguments: publish("stopped", args.successTopicArn, notices.stopped(args)),
                Retry: [never(), brief],
                Catch: [
                    failsAs("WorkflowFault", "States.QueryEvaluationError", "The notice could not be written."),
                    failsAs(
                        "NoticeNotSent",
                        "States.ALL",
                        "The session is stopped, but nobody was told.",
                        "WatchFailed",
                    ),
                ],
                End: true,
            },
        },
        SessionAlreadyOver: { state: { Type: "Succeed" } },
        NotifyFailure: {
            needs: ["sns:Publish", args.failureTopicArn],
            state: {
                ...task("sns:publish"),
                Arguments: publish("failed", args.failureTopicArn, notices.failed(args)),
                Retry: [never(), brief],
                Catch: [
                    caught("States.ALL", "WatchFailed", {
                        failure: {
                            error: "{% $failure.error %}",
                            cause: jsonata`$failure.cause & ' Nobody was mailed: ' & ${errorText}`,
                        },
                    }),
                ],
                Next: "WatchFailed",
            },
        },
        WatchFailed: {
            state: { Type: "Fail", Error: "{% $failure.error %}", Cause: "{% $failure.cause %}" },
        },
    };
}

/** Measures a stop. Whatever becomes of it, the notice follows: a missing figure is no reason to miss a mail. */
function recordStop(task: Pick<TaskState, "Type" | "Resource">, args: StopWorkflowArgs, due: string): Step {
    return {
        // CloudWatch's metrics have no ARNs: the namespace is the bound.
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
        needs: ["cloudwatch:PutMetricData", "*", { StringEquals: { "cloudwatch:namespace": metrics.namespace } }],
        state: {
            ...task,
            Arguments: metrics.ofStop(args.guard, due, args.dpuHourUsd),
            Catch: [caught("States.ALL", "NotifyStopped")],
            Next: "NotifyStopped",
        },
    };
}

/** The definition of the state machine; the same arguments give the same object, member for member. */
export function stopWorkflow(args: StopWorkflowArgs): Definition {
    return {
        Comment: `Stops a Glue session that is ${duration(args.waitSeconds)} old, and tells`,
        QueryLanguage: "JSONata",
        StartAt: "CheckRequest",
        TimeoutSeconds: args.waitSeconds + marginSeconds,
        States: Object.fromEntries(Object.entries(steps(args)).map(([name, { state }]) => [name, state])),
    };
}

/** The limit of a session that no more is known of, in a definition's text, in seconds; undefined if it is none of ours. */
export function waitSecondsOf(definition: unknown): number | undefined {
    const [, seconds] = /"limitSeconds":(\d+)/.exec(String(definition)) ?? [];
    return seconds === undefined ? undefined : Number(seconds);
}

/** What the steps need, a statement each: the machine's whole right to act. */
export function stopWorkflowPermissions(args: StopWorkflowArgs): Statement[] {
    return Object.entries(steps(args)).flatMap(([Sid, { needs }]) =>
        needs
            ? [
                  {
                      Sid,
                      Effect: "Allow" as const,
                      Action: needs[0],
                      Resource: needs[1],
                      ...(needs[2] && { Condition: needs[2] }),
                  },
              ]
            : [],
    );
}
