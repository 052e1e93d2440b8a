import { fold, jsonata, literal } from "../aws/jsonata";
import { anySession } from "./looking";
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
} from "./step";

/**
 * Seconds to wait once Glue has refused the stop: a poll, and a random part up to as long again as the trying has lasted or
 * may still last. Where more sessions are due than Glue's API takes calls, they come to share the time that there is.
 */
const waitAfterRefusal = jsonata`${pollSeconds} + $floor($random() * $max([0,
    $min([$millis() - $giveUpAt + ${giveUpSeconds * 1000}, $giveUpAt - $millis()])]) / 1000)`;

/** Asks Glue to stop the session. */
export function stopGlueSession(args: StopWorkflowArgs): Step {
    return {
        name: "StopGlueSession",
        needs: { Action: "glue:StopSession", Resource: anySession(args) },
        state: {
            ...task(args, "aws-sdk:glue:stopSession"),
            Arguments: { Id: "{% $states.input.id %}" },
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
            Assign: { stopRequestedAt: now, pollSeconds },
            Next: "WaitForSession",
        },
    };
}

/** Waits before the next look. */
export function waitForSession(): Step {
    return { name: "WaitForSession", state: { Type: "Wait", Seconds: "{% $pollSeconds %}", Next: "LookUpSession" } };
}
