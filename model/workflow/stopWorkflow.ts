/**
 * The stop workflow: one execution watches one session until it is over or somebody was mailed that it is not.
 *
 * Two kinds of data travel through it. The watch (id, eventId, eventTime, region, who, owner) is every state's input
 * and output, the same from CheckRequest on; nothing else of the event survives CheckRequest, since its objects hold
 * job arguments, where people keep passwords. What changes on the way stands in variables: `$createdAt` and `$giveUpAt`
 * (epoch milliseconds), `$limit` (what was decided: its seconds, its row), `$session` (what the last look-up saw),
 * `$stopRequestedAt`, `$refused`, `$denials`, `$lastError`, `$pollSeconds`, `$failure`.
 *
 * Only a Task can catch an error, so whatever can fail is computed in a Task; the expressions elsewhere are total.
 */
import { exemptions } from "../limits/exemptions";
import { localArn } from "../aws/arn";
import type { Definition } from "../aws/asl";
import { duration } from "../notices/notices";
import type { Statement } from "../access/permissions";
import { checkRequest, waitUntilDue } from "./states/beginning";
import {
    notifyFailure,
    notifyFound,
    notifyStopped,
    recordFound,
    recordStop,
    sessionAlreadyOver,
    sessionExempt,
    watchFailed,
} from "./states/finishing";
import { chooseDigest, deleteRead, digestDone, notifyDigest, readDigest, readRunning } from "./states/digesting";
import { checkLimit, readTags } from "./states/checkingLimit";
import { chooseAction, lookUpSession } from "./states/looking";
import { asked, longestSeconds, type Step, type StopWorkflowArgs } from "./step/step";
import { chooseNext, readSessions, startWatch, sweepDone } from "./states/sweeping";
import { stopGlueSession, waitForSession } from "./states/stopping";
import { chooseWarning, lookBeforeWarning, notifyWarning, waitUntilWarning } from "./states/warning";
import { askWhetherBusy, checkBusy } from "./states/working";

/**
 * The machine's own time-out beyond the wait: the polling, and the longest that the last look-up and the failure
 * notice can take with all their retries (about 80 minutes in all), with room to spare.
 */
const marginSeconds = 2 * 60 * 60;
/** An execution lives at most a year (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). */
export const maxWaitSeconds = 364 * 24 * 60 * 60;

/** The states in the order in which a session passes them; what nobody asked for is left out. */
function steps(args: StopWorkflowArgs): readonly Step[] {
    const ask = asked(args);
    return [
        checkRequest(args),
        ...(ask.warning
            ? [
                  waitUntilWarning(args),
                  lookBeforeWarning(args),
                  ...(ask.tags ? [readTags(args, "ReadTagsBeforeWarning", "ChooseWarning")] : []),
                  chooseWarning(args),
                  ...notifyWarning(args),
              ]
            : []),
        waitUntilDue(args),
        lookUpSession(args),
        chooseAction(args),
        ...(ask.tags ? [readTags(args), checkLimit(args)] : []),
        ...(ask.busy ? [askWhetherBusy(args), checkBusy(args)] : []),
        ...(ask.tell ? [] : [stopGlueSession(args), waitForSession()]),
        ...(ask.tell ? [] : [...(args.publishMetrics ? [recordStop(args)] : []), ...notifyStopped(args)]),
        ...(ask.found ? [...(args.publishMetrics ? [recordFound(args)] : []), ...notifyFound(args)] : []),
        sessionAlreadyOver(args),
        ...(ask.exemptions ? [sessionExempt(args)] : []),
        ...notifyFailure(args),
        watchFailed(),
        ...(ask.sweep ? [readSessions(args), chooseNext(), startWatch(args), sweepDone()] : []),
        ...(ask.digest
            ? [
                  readRunning(args),
                  readDigest(args),
                  chooseDigest(args),
                  ...notifyDigest(args),
                  deleteRead(args),
                  digestDone(),
              ]
            : []),
    ];
}

/** The definition of the state machine; the same arguments give the same object, member for member. */
export function stopWorkflow(args: StopWorkflowArgs): Definition {
    const { limits = [], waitSeconds, mode } = args;
    const longest = longestSeconds(args);
    const what =
        limits.length === 0 ? `a Glue session that is ${duration(waitSeconds)} old` : "each Glue session at its limit";
    return {
        Comment: mode === "tell" ? `Reports ${what}, and stops none` : `Stops ${what}, and tells`,
        QueryLanguage: "JSONata",
        StartAt: "CheckRequest",
        TimeoutSeconds: longest + marginSeconds,
        States: Object.fromEntries(steps(args).map(({ name, state }) => [name, state])),
    };
}

/** What the steps need, a statement each, and what is exempt: the machine's whole right to act. */
export function stopWorkflowPermissions(args: StopWorkflowArgs): Statement[] {
    return [
        ...steps(args).flatMap(({ name, needs }) => (needs ? [{ Sid: name, Effect: "Allow" as const, ...needs }] : [])),
        ...exemptions(args.limits ?? [], (id) => localArn(args, "glue", `session/${id}`)),
    ];
}
