import type { Catcher } from "../../aws/asl";
import { jsonata } from "../../aws/jsonata";
import * as metrics from "../../monitoring/metrics";
import { figuresOf } from "../../notices/digest";
import * as notices from "../../notices/notices";
import { due } from "../../limits/keeping";
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
    record(args, "RecordStop", metrics.ofStop(args.guard, due(args), args.dpuHourUsd), "NotifyStopped");

export const recordFound = (args: StopWorkflowArgs): Step =>
    record(args, "RecordFound", metrics.ofFound(args.guard), "NotifyFound");

/** Publishes a notice to the success topic, and ends the watch. */
function notify(args: StopWorkflowArgs, name: string, kind: "stopped" | "found", lost: Catcher): Step {
    const ask = asked(args);
    return {
        name,
        needs: { Action: "sns:Publish", Resource: args.successTopicArn },
        state: {
            ...task(args, "sns:publish"),
            Arguments: publish(
                kind,
                args.successTopicArn,
                notices[kind](args),
                ask,
                ask.digest ? figuresOf(args, kind, ask.limits) : undefined,
            ),
            Output: outcome(args, kind),
            Retry: [never(), brief],
            Catch: [failsAs("WorkflowFault", "States.QueryEvaluationError", "The notice could not be written."), lost],
            End: true,
        },
    };
}

export const notifyStopped = (args: StopWorkflowArgs): Step =>
    notify(
        args,
        "NotifyStopped",
        "stopped",
        failsAs("NoticeNotSent", "States.ALL", "The session is stopped, but nobody was mailed.", "WatchFailed"),
    );

/** Reports a session that has reached its limit and is not stopped. */
export const notifyFound = (args: StopWorkflowArgs): Step =>
    notify(
        args,
        "NotifyFound",
        "found",
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

export function notifyFailure(args: StopWorkflowArgs): Step {
    return {
        name: "NotifyFailure",
        needs: { Action: "sns:Publish", Resource: args.failureTopicArn },
        state: {
            ...task(args, "sns:publish"),
            Arguments: publish("failed", args.failureTopicArn, notices.failed(args), asked(args)),
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
    };
}

export function watchFailed(): Step {
    return {
        name: "WatchFailed",
        state: { Type: "Fail", Error: "{% $failure.error %}", Cause: "{% $failure.cause %}" },
    };
}
