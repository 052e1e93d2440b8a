/**
 * Sessions at work: when one is due, its statements are asked for. The answer holds its user's code and results, of any
 * size, so the reader reads it, and says only whether one runs or has just ended. If it cannot say, the limit stands.
 */
import { fold, jsonata } from "../../aws/jsonata";
import { ceiling, due } from "../../limits/keeping";
import { afterLimit } from "./checkingLimit";
import { brief, caught, never, readerArn, task, type Step, type StopWorkflowArgs } from "../step/step";

/** Seconds between two looks at a session at work: five minutes; more where a year of them would not fit a history. */
const pollSeconds = ({ maxWaitSeconds = 0 }: StopWorkflowArgs) => Math.max(300, Math.ceil(maxWaitSeconds / 700));

export function askWhetherBusy(args: StopWorkflowArgs): Step {
    return {
        name: "AskWhetherBusy",
        needs: { Action: "states:StartSyncExecution", Resource: readerArn(args) },
        state: {
            ...task(args, "aws-sdk:sfn:startSyncExecution"),
            Arguments: {
                StateMachineArn: readerArn(args),
                Input: "{% $string({ 'session': $states.input.id }) %}",
            },
            TimeoutSeconds: 300,
            Retry: [never(), brief],
            Catch: [caught("States.ALL", afterLimit(args))],
            Assign: {
                limit: fold`{% (
                    $answer := $states.result.Status = 'SUCCEEDED' ? $parse($states.result.Output) : {};
                    $answer.busy = true
                        ? $merge([$limit, {
                            'until': $min([1000 * $floor($millis() / 1000) + ${pollSeconds(args) * 1000}, ${ceiling(args)}]),
                            'worked': $answer.at
                        }])
                        : $limit
                ) %}`,
            },
            Next: "CheckBusy",
        },
    };
}

export function checkBusy(args: StopWorkflowArgs): Step {
    return {
        name: "CheckBusy",
        state: {
            Type: "Choice",
            Choices: [{ Comment: "At work", Condition: jsonata`${due(args)} > $millis()`, Next: "WaitUntilDue" }],
            Default: afterLimit(args),
        },
    };
}
