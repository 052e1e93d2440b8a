import { localArn } from "../../aws/arn";
import { anySession } from "../../aws/glueSession";
import { fold, jsonata } from "../../aws/jsonata";
import { decisionExpression } from "../../limits/decisionExpression";
import { ceiling, due, withKeeping } from "../../limits/keeping";
import { asksForTags } from "../../limits/limits";
import { firstState } from "./announcing";
import { underCurfew } from "../step/curfew";
import { asked, caught, never, sceptical, task, type Step, type StopWorkflowArgs } from "../step/step";

/** Where a session goes that is to be reported instead of stopped. */
export const found = (args: StopWorkflowArgs) => (args.publishMetrics ? "RecordFound" : firstState(args, "Found"));

/** Reads the tags that the session has now, and decides its limit once more. */
export function readTags(args: StopWorkflowArgs, name = "ReadTags", Next = "CheckLimit"): Step {
    const tags = "($type($states.result.Tags) = 'object' ? $states.result.Tags : {})";
    const again = decidedAgain(args, tags);
    return {
        name,
        needs: { Action: "glue:GetTags", Resource: anySession(args) },
        state: {
            ...task(args, "aws-sdk:glue:getTags"),
            Arguments: { ResourceArn: jsonata`'${localArn(args, "glue", "session/")}' & $states.input.id` },
            // No document says that GetTags answers for sessions: a refusal is soon believed.
            Retry: [
                never("Glue.EntityNotFoundException", "Glue.InvalidInputException"),
                { ...sceptical, MaxAttempts: 3 },
            ],
            // Without an answer the tags of the record count.
            Catch: [caught("States.ALL", Next)],
            Assign: {
                limit: asked(args).keeping
                    ? fold`{% (
                        $tags := ${tags};
                        $again := ${again};
                        $again.exempt = 'yes' ? $again : ${withKeeping(args)}
                    ) %}`
                    : `{% ${again} %}`,
            },
            Next,
        },
    };
}

/** What is decided by the tags that the session has now; what was begun with a longer limit keeps it. */
function decidedAgain(args: StopWorkflowArgs, tags: string): string {
    const { limits = [], waitSeconds } = args;
    return limits.some(asksForTags)
        ? fold`(
            $again := ${underCurfew(args, decisionExpression(limits, waitSeconds, "$limit.facts", tags))};
            $again.exempt = 'no' and $again.seconds < $limit.seconds ? $merge([$limit, { 'exempt': 'no' }]) : $again
        )`
        : "$limit";
}

/** Where a session goes that has reached its limit, whatever was asked. */
export const afterLimit = (args: StopWorkflowArgs) => (asked(args).tell ? found(args) : "StopGlueSession");

/** Compares the limit again, after the tags were read. */
export function checkLimit(args: StopWorkflowArgs): Step {
    const ask = asked(args);
    return {
        name: "CheckLimit",
        state: {
            Type: "Choice",
            Choices: [
                ...(ask.exemptions
                    ? [
                          {
                              Comment: "Exempt since somebody set a tag",
                              Condition: "{% $limit.exempt = 'yes' %}" as const,
                              Next: "SessionExempt",
                          },
                      ]
                    : []),
                {
                    Comment: "Its limit became longer",
                    Condition: jsonata`${due(args)} > $millis()`,
                    Next: "WaitUntilDue",
                },
                ...(ask.exemptions && !ask.tell
                    ? [
                          {
                              Comment: "It may be exempt",
                              Condition: "{% $limit.exempt = 'perhaps' %}" as const,
                              Next: found(args),
                          },
                      ]
                    : []),
                ...(ask.busy
                    ? [
                          {
                              Comment: "It may be at work",
                              Condition: jsonata`$stopRequestedAt = 0 and $millis() < ${ceiling(args)}`,
                              Next: "AskWhetherBusy",
                          },
                      ]
                    : []),
            ],
            Default: afterLimit(args),
        },
    };
}
