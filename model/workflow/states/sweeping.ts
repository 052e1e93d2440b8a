/**
 * The sweep: looks for sessions that no event reported, and starts a watch for each. The list of sessions may be large and
 * holds job arguments, so the reader reads it page by page.
 */
import { localArn } from "../../aws/arn";
import { fold, jsonata } from "../../aws/jsonata";
import {
    asked,
    brief,
    caught,
    errorText,
    failsAs,
    giveUpSeconds,
    longestSeconds,
    never,
    task,
    readerArn,
    type Step,
    type StopWorkflowArgs,
} from "../step/step";

/** Sessions that are asked for at once; one by one where a page is too large for a state. */
const pageSize = 25;
/** Beyond limit and give-up time: by then the watch that an event started is over. */
const graceSeconds = 10 * 60;

/** How old a session must be that a sweep takes up, in seconds. */
export const sweptAfterSeconds = (args: Pick<StopWorkflowArgs, "waitSeconds" | "limits" | "maxWaitSeconds">) =>
    longestSeconds(args) + giveUpSeconds + graceSeconds;

const own = (args: StopWorkflowArgs) => localArn(args, "states", `stateMachine:${args.guard}`);

/** What travels through a sweep in place of a watch: notices read it. */
export const sweepWatch = {
    id: "",
    eventId: "",
    eventTime: "",
    region: "",
    who: "its schedule",
    owner: "sweep",
} as const;

/** The variables with which a sweep begins. */
export const sweepVariables = (args: StopWorkflowArgs) => ({
    token: "",
    pageSize,
    page: {},
    due: [],
    unstarted: 0,
    session: {},
    stopRequestedAt: 0,
    lastError: "none",
    ...(asked(args).curfew && { curfew: "{% $states.input.sweep.curfew = true %}" }),
    ...(asked(args).limits && { limit: { name: "", kind: "unknown" } }),
});

/** The sessions that are left once the first has its watch. */
const others = "{% [$due[[1..$count($due) - 1]]] %}";

/** Asks the reader for a page of sessions. */
export function readSessions(args: StopWorkflowArgs): Step {
    const forgotten = `$millis() - ${sweptAfterSeconds(args) * 1000}`;
    return {
        name: "ReadSessions",
        needs: { Action: "states:StartSyncExecution", Resource: readerArn(args) },
        state: {
            ...task(args, "aws-sdk:sfn:startSyncExecution"),
            Arguments: {
                StateMachineArn: readerArn(args),
                Input: asked(args).curfew
                    ? jsonata`$string({ 'token': $token, 'size': $pageSize, 'curfew': $curfew,
                        'before': $curfew ? $millis() : ${forgotten} })`
                    : jsonata`$string({ 'token': $token, 'size': $pageSize, 'before': ${forgotten} })`,
            },
            TimeoutSeconds: 300,
            Retry: [never(), brief],
            Catch: [failsAs("SweepFailed", "States.ALL", "The list of sessions could not be asked for.")],
            // A reader that dies is an answer, with the status FAILED.
            Assign: {
                page: fold`{% $states.result.Status = 'SUCCEEDED'
                    ? { 'failed': false, 'token': $parse($states.result.Output).token }
                    : { 'failed': true, 'cause': $substring($states.result.Error & ': ' & $states.result.Cause, 0, 500) } %}`,
                due: "{% $states.result.Status = 'SUCCEEDED' ? [$parse($states.result.Output).due] : [] %}",
            },
            Next: "ChooseNext",
        },
    };
}

/** Goes through the sessions of a page, then through the pages. */
export function chooseNext(): Step {
    return {
        name: "ChooseNext",
        state: {
            Type: "Choice",
            Choices: [
                {
                    Comment: "A page is too large: its sessions one by one",
                    Condition: "{% $page.failed and $pageSize > 1 %}",
                    Assign: { pageSize: 1 },
                    Next: "ReadSessions",
                },
                {
                    Comment: "A session cannot be read at all, and nobody knows what comes behind it",
                    Condition: "{% $page.failed %}",
                    Assign: {
                        failure: {
                            error: "SweepFailed",
                            cause: "{% 'The list of sessions could not be read to its end. ' & $page.cause %}",
                        },
                    },
                    Next: "NotifyFailure",
                },
                { Comment: "A session without a watch", Condition: "{% $count($due) > 0 %}", Next: "StartWatch" },
                {
                    Comment: "Another page",
                    Condition: "{% $page.token != '' %}",
                    Assign: { token: "{% $page.token %}", pageSize },
                    Next: "ReadSessions",
                },
                {
                    Comment: "Some watches could not be started",
                    Condition: "{% $unstarted > 0 %}",
                    Assign: {
                        failure: {
                            error: "SweepFailed",
                            cause: "{% $unstarted & ' sessions past their limit got no watch. Last error: ' & $lastError %}",
                        },
                    },
                    Next: "NotifyFailure",
                },
            ],
            Default: "SweepDone",
        },
    };
}

/** Starts a watch, once a day for each session: a second start under the same name changes nothing. */
export function startWatch(args: StopWorkflowArgs): Step {
    return {
        name: "StartWatch",
        needs: { Action: "states:StartExecution", Resource: own(args) },
        state: {
            ...task(args, "aws-sdk:sfn:startExecution"),
            Arguments: {
                StateMachineArn: own(args),
                Name: "{% $due[0].name %}",
                Input: "{% $string($due[0].input) %}",
            },
            Retry: [never("Sfn.ExecutionAlreadyExistsException"), brief],
            Catch: [
                caught("Sfn.ExecutionAlreadyExistsException", "ChooseNext", { due: others }),
                caught("States.ALL", "ChooseNext", {
                    due: others,
                    unstarted: "{% $unstarted + 1 %}",
                    lastError: jsonata`${errorText}`,
                }),
            ],
            Assign: { due: others },
            Next: "ChooseNext",
        },
    };
}

export function sweepDone(): Step {
    return { name: "SweepDone", state: { Type: "Succeed" } };
}
