import { jsonata } from "../../aws/jsonata";
import { sessionId } from "../../event/sessionId";
import { decisionExpression } from "../../limits/decisionExpression";
import { factsOfInput, tagsOfInput } from "../../limits/sessionFacts";
import { asked, giveUpSeconds, pollSeconds, type Step, type StopWorkflowArgs } from "../step/step";
import { underCurfew } from "../step/curfew";
import { digestVariables, digestWatch } from "./digesting";
import { sweepVariables, sweepWatch } from "./sweeping";
import { due, keptByRecord } from "../../limits/keeping";
import { createdAt, watchOfInput } from "../step/watch";

/** Takes the id, the time and the creator out of the record, decides the limit, and drops the rest. */
export function checkRequest(args: StopWorkflowArgs): Step {
    const { limits, waitSeconds } = args;
    const ask = asked(args);
    const decision = decisionExpression(limits ?? [], waitSeconds, factsOfInput, tagsOfInput);
    const limit = ask.limits ? underCurfew(args, decision) : `{ 'name': "", 'seconds': ${waitSeconds} }`;
    return {
        name: "CheckRequest",
        state: {
            Type: "Choice",
            Comment: "Takes the id, the time and the creator out of the record, and drops the rest",
            Choices: [
                ...(ask.sweep
                    ? [
                          {
                              Comment: "The schedule asks for a sweep",
                              Condition: "{% $exists($states.input.sweep) %}" as const,
                              Assign: sweepVariables(args),
                              Output: sweepWatch,
                              Next: "ReadSessions",
                          },
                      ]
                    : []),
                ...(ask.digest
                    ? [
                          {
                              Comment: "The schedule asks for a digest",
                              Condition: "{% $exists($states.input.digest) %}" as const,
                              Assign: digestVariables(args),
                              Output: digestWatch,
                              Next: "ReadRunning",
                          },
                      ]
                    : []),
                ...(ask.exemptions
                    ? [
                          {
                              Comment: "Exempt for certain",
                              Condition: jsonata`${sessionId} != '' and ${decision}.exempt = 'yes'`,
                              Assign: { limit: `{% ${decision} %}`, session: {} },
                              Output: watchOfInput(args),
                              Next: "SessionExempt",
                          },
                      ]
                    : []),
                {
                    Comment: "The record names a session",
                    Condition: jsonata`${sessionId} != ''`,
                    Assign: {
                        createdAt: jsonata`${createdAt}`,
                        limit: ask.keeping
                            ? `{% ${keptByRecord(args, createdAt, limit)} %}`
                            : ask.limits
                              ? `{% ${limit} %}`
                              : { seconds: waitSeconds },
                        session: {},
                        stopRequestedAt: 0,
                        lastError: "none",
                        refused: false,
                        denials: 0,
                        ...(ask.exemptions && { denied: false }),
                        ...(ask.ownerMail && { ownerMailed: "" }),
                        pollSeconds,
                    },
                    Output: watchOfInput(args),
                    Next: ask.warning ? "WaitUntilWarning" : "WaitUntilDue",
                },
            ],
            Assign: {
                ...(ask.limits && { limit: { name: "", kind: "unknown" } }),
                session: {},
                stopRequestedAt: 0,
                failure: { error: "InvalidRequest", cause: "The record of the session names no id." },
            },
            Output: watchOfInput(args),
            Default: "NotifyFailure",
        },
    };
}

/** Waits until the session has reached its limit; goes on at once if it has. */
export function waitUntilDue(args: StopWorkflowArgs): Step {
    return {
        name: "WaitUntilDue",
        state: {
            Type: "Wait",
            Timestamp: jsonata`$fromMillis(${due(args)})`,
            // Counts from the end of the wait: a record may come late.
            Assign: {
                giveUpAt: jsonata`$max([${due(args)}, $toMillis($states.context.State.EnteredTime)]) + ${giveUpSeconds * 1000}`,
            },
            Next: "LookUpSession",
        },
    };
}
