import type { Catcher } from "../../aws/asl";
import { jsonata } from "../../aws/jsonata";
import * as metrics from "../../monitoring/metrics";
import { figuresOf } from "../../notices/digest";
import * as notices from "../../notices/notices";
import { due } from "../../limits/keeping";
import { firstState, otherForms } from "./announcing";
import {
    asked,
    brief,
    caught,
    errorText,
    failsAs,
    never,
    publish,
    task,
    watch,
    type Step,
    type StopWorkflowArgs,
} from "../step/step";

/** What an execution's output tells of its session, where limits are decided: for `npm run report -- --by`. */
const outcome = (args: StopWorkflowArgs, what: string) =>
    asked(args).limits
        ? {
              outcome: what,
              owner: "{% $states.input.owner %}",
              limit: "{% $limit.name = '' ? 'waitSeconds' : $limit.name %}",
              sessionKind: "{% $limit.kind %}",
              ...metrics.outcomeFigures(args.dpuHourUsd),
          }
        : watch;

/** Measures a stop, or a session that was found. Whatever becomes of it, the notice follows: a missing figure is no reason to miss a mail. */
function record(
    args: StopWorkflowArgs,
    name: string,
    Arguments: ReturnType<typeof metrics.ofStop>,
    Next: string,
): Step {
    return {
        name,
        // CloudWatch's metrics have no ARNs: the namespace is the bound.
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
        needs: {
            Action: "cloudwatch:PutMetricData",
            Resource: "*",
            Condition: { StringEquals: { "cloudwatch:namespace": metrics.namespace } },
        },
        state: {
            ...task(args, "aws-sdk:cloudwatch:putMetricData"),
            Arguments,
            Catch: [caught("States.ALL", Next)],
            Next,
        },
    };
}

export const recordStop = (args: StopWorkflowArgs): Step =>
    record(args, "RecordStop", metrics.ofStop(args.guard, due(args), args.dpuHourUsd), firstState(args, "Stopped"));

export const recordFound = (args: StopWorkflowArgs): Step =>
    record(args, "RecordFound", metrics.ofFound(args.guard), firstState(args, "Found"));

/** Publishes a notice to the success topic, and ends the watch. */
function notify(args: StopWorkflowArgs, what: "Stopped" | "Found", lost: Catcher): readonly Step[] {
    const ask = asked(args);
    const kind = what === "Stopped" ? "stopped" : "found";
    const notice = notices[kind](args);
    return [
        ...otherForms(args, what, notice),
        {
            name: `Notify${what}`,
            needs: { Action: "sns:Publish", Resource: args.successTopicArn },
            state: {
                ...task(args, "sns:publish"),
                Arguments: publish(
                    kind,
                    args.successTopicArn,
                    notice,
                    ask,
                    ask.digest ? figuresOf(args, kind, ask.limits) : undefined,
                ),
                Output: outcome(args, kind),
                Retry: [never(), brief],
                Catch: [
                    failsAs("WorkflowFault", "States.QueryEvaluationError", "The notice could not be written."),
                    lost,
                ],
                End: true,
            },
        },
    ];
}

export const notifyStopped = (args: StopWorkflowArgs): readonly Step[] =>
    notify(
        args,
        "Stopped",
        failsAs("NoticeNotSent", "States.ALL", "The session is stopped, but nobody was mailed.", "WatchFailed"),
    );

/** Reports a session that has reached its limit and is not stopped. */
export const notifyFound = (args: StopWorkflowArgs): readonly Step[] =>
    notify(
        args,
        "Found",
        failsAs("NoticeNotSent", "States.ALL", "The session is past its limit, but nobody was mailed."),
    );

export function sessionAlreadyOver(args: StopWorkflowArgs): Step {
    return {
        name: "SessionAlreadyOver",
        state: { Type: "Succeed", ...(asked(args).limits && { Output: outcome(args, "over") }) },
    };
}

/** Where the watch of an exempt session ends. */
export function sessionExempt(args: StopWorkflowArgs): Step {
    return { name: "SessionExempt", state: { Type: "Succeed", Output: outcome(args, "exempt") } };
}

export function notifyFailure(args: StopWorkflowArgs): readonly Step[] {
    const notice = notices.failed(args);
    const Next = asked(args).chat ? "PostFailure" : "WatchFailed";
    return [
        {
            name: "NotifyFailure",
            needs: { Action: "sns:Publish", Resource: args.failureTopicArn },
            state: {
                ...task(args, "sns:publish"),
                Arguments: publish("failed", args.failureTopicArn, notice, asked(args)),
                Retry: [never(), brief],
                Catch: [
                    caught("States.ALL", Next, {
                        failure: {
                            error: "{% $failure.error %}",
                            cause: jsonata`$failure.cause & ' Nobody was mailed: ' & ${errorText}`,
                        },
                    }),
                ],
                Next,
            },
        },
        ...otherForms(args, "Failure", notice, "WatchFailed"),
    ];
}

export function watchFailed(): Step {
    return {
        name: "WatchFailed",
        state: { Type: "Fail", Error: "{% $failure.error %}", Cause: "{% $failure.cause %}" },
    };
}
