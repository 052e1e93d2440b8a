import type { ChoiceRule } from "../../aws/asl";
import { anySession } from "../../aws/glueSession";
import { jsonata } from "../../aws/jsonata";
import { duration } from "../../notices/notices";
import { firstState } from "./announcing";
import {
    asked,
    caught,
    failsAs,
    giveUpSeconds,
    never,
    patient,
    sceptical,
    task,
    type Step,
    type StopWorkflowArgs,
} from "../step/step";
import { sessionOfResult } from "../step/watch";
import { found } from "./checkingLimit";

/** What is left to say of a session that Glue no longer shows: deleted, or its id taken by another. */
export const gone = { status: "DELETED", over: true, another: false, outOfTime: false, unit: "DPU" } as const;

/**
 * What is known of a session whose description is too large for a state (256 KiB: 75 arguments of 4,096 characters will
 * do): that it is there, and past its limit. So it is stopped, and as nobody can see whether it is over, somebody is mailed.
 */
export const tooLarge = {
    status: "UNKNOWN",
    tooLarge: true,
    over: false,
    another: false,
    outOfTime: "{% $millis() >= $giveUpAt %}",
} as const;

/** The call that tells what a session is now. */
export const getSession = (args: StopWorkflowArgs) => ({
    ...task(args, "aws-sdk:glue:getSession"),
    Arguments: { Id: "{% $states.input.id %}" } as const,
});

/** These tell what is so; asking again changes nothing. */
export const settled = never("Glue.EntityNotFoundException", "Glue.InvalidInputException", "States.DataLimitExceeded");

/** Asks Glue what the session is now. */
export function lookUpSession(args: StopWorkflowArgs): Step {
    return {
        name: "LookUpSession",
        needs: { Action: "glue:GetSession", Resource: anySession(args) },
        state: {
            ...getSession(args),
            Retry: [settled, sceptical, patient],
            Catch: [
                caught("Glue.EntityNotFoundException", "ChooseAction", { session: gone }),
                // It is there, and past its limit; what its answer says no state can hold. Whether AWS lets a
                // Catch name this error for such a Task is not documented: if not, the alarm is still there.
                caught("States.DataLimitExceeded", "ChooseAction", { session: tooLarge }),
                failsAs("LookUpFailed", "States.ALL", "The session could not be looked up."),
            ],
            Assign: { session: sessionOfResult, refused: "{% $states.context.State.RetryCount > 0 %}" },
            Next: "ChooseAction",
        },
    };
}

/** Where a session goes that was stopped. */
const stopped = (args: StopWorkflowArgs) => (args.publishMetrics ? "RecordStop" : firstState(args, "Stopped"));

/** Decides by what Glue tells and by what was done. */
export function chooseAction(args: StopWorkflowArgs): Step {
    const ask = asked(args);
    const ended: ChoiceRule[] = [
        {
            Comment: "Ended by itself or by somebody else",
            Condition: "{% $session.over %}",
            Next: "SessionAlreadyOver",
        },
    ];
    if (ask.tell) {
        const another: ChoiceRule = {
            Comment: "A new session took the id, and has a watch of its own",
            Condition: "{% $session.another %}",
            Next: "SessionAlreadyOver",
        };
        return {
            name: "ChooseAction",
            state: { Type: "Choice", Choices: [another, ...ended], Default: ask.tags ? "ReadTags" : found(args) },
        };
    }
    return {
        name: "ChooseAction",
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
                    Next: stopped(args),
                },
                {
                    Comment: "Stopped by us",
                    Condition: "{% $session.over and $stopRequestedAt > 0 %}",
                    Next: stopped(args),
                },
                ...ended,
                ...(ask.exemptions ? exemptionRules(args) : []),
                {
                    Comment: "Denied twice",
                    Condition: "{% $denials > 1 %}",
                    Next: "NotifyFailure",
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
            Default: ask.tags ? "ReadTags" : "StopGlueSession",
        },
    };
}

/** Sessions that are reported, because they may be exempt. */
function exemptionRules(args: StopWorkflowArgs): ChoiceRule[] {
    return [
        {
            Comment: "Denied by a statement of the guard's own role: exempt by id or by tag",
            Condition: "{% $denials > 1 and $denied %}",
            Next: found(args),
        },
        {
            Comment: "It may be exempt, and what decides that is not known",
            Condition: "{% $limit.exempt = 'perhaps' and $stopRequestedAt = 0 %}",
            Next: asked(args).tags ? "ReadTags" : found(args),
        },
    ];
}
