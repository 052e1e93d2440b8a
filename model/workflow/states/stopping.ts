import type { Retrier } from "../../aws/asl";
import { anySession } from "../../aws/glueSession";
import { fold, jsonata, literal } from "../../aws/jsonata";
import {
    asked,
    caught,
    errorText,
    giveUpSeconds,
    now,
    pollSeconds,
    task,
    type Step,
    type StopWorkflowArgs,
} from "../step/step";

/**
 * Seconds to wait once Glue has refused the stop: a poll, and a random part up to as long again as the trying has lasted or
 * may still last. Where more sessions are due than Glue's API takes calls, they come to share the time that there is.
 */
const waitAfterRefusal = jsonata`${pollSeconds} + $floor($random() * $max([0,
    $min([$millis() - $giveUpAt + ${giveUpSeconds * 1000}, $giveUpAt - $millis()])]) / 1000)`;

/**
 * Where Glue takes fewer calls than there are sessions due, the stop is asked for again at once, for a quarter of a minute
 * at most: a look-up that was answered is not wasted, and it is still true.
 */
const throttled: Retrier = {
    ErrorEquals: ["Glue.ThrottlingException", "Glue.GlueException"],
    IntervalSeconds: 1,
    BackoffRate: 1,
    MaxAttempts: 15,
    JitterStrategy: "FULL",
};

/**
 * Seconds to wait once Glue has accepted the stop: a poll. In a burst (this stop or the look before it was refused at
 * first) most of the time that is left, with a random part: the stops of other sessions come first.
 */
const waitAfterStop = jsonata`$refused or $states.context.State.RetryCount > 0
    ? $max([${pollSeconds}, $floor(($giveUpAt - $millis()) / 1000 * (0.7 + $random() * 0.25))]) : ${pollSeconds}`;

/** Asks Glue to stop the session. */
export function stopGlueSession(args: StopWorkflowArgs): Step {
    return {
        name: "StopGlueSession",
        needs: { Action: "glue:StopSession", Resource: anySession(args) },
        state: {
            ...task(args, "aws-sdk:glue:stopSession"),
            Arguments: { Id: "{% $states.input.id %}" },
            Retry: [throttled],
            Catch: [
                // Believed when it is said twice: Glue denies calls for sessions with tags at random.
                caught("Glue.AccessDeniedException", "WaitForSession", {
                    denials: "{% $denials + 1 %}",
                    ...(asked(args).exemptions && {
                        denied: fold`{% $contains($states.errorOutput.Cause & '', 'explicit deny in an identity-based policy') %}`,
                    }),
                    failure: {
                        error: "StopDenied",
                        cause: jsonata`${literal("The guard may not stop this session. ")} & ${errorText}`,
                    },
                    pollSeconds,
                }),
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
            Assign: { stopRequestedAt: now, pollSeconds: waitAfterStop },
            Next: "WaitForSession",
        },
    };
}

/** Waits before the next look. */
export function waitForSession(): Step {
    return { name: "WaitForSession", state: { Type: "Wait", Seconds: "{% $pollSeconds %}", Next: "LookUpSession" } };
}
