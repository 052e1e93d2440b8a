/**
 * What the workflow computes from what it is given: from the record, and from each look-up. All of it is total or
 * stands in a Task: a missing or odd member makes the outcome poorer, and stops nothing.
 */
import { fold, jsonata } from "../../aws/jsonata";
import { ownerOfInput } from "../../event/owner";
import { sessionId } from "../../event/sessionId";
import { isInstant } from "../../event/instant";
import { cutFunction, printable } from "../../event/printable";
import { defaultIdleMinutes } from "../../aws/glueSession";
import { addressOfOwner } from "../../notices/ownerMessage";
import { asked, type StopWorkflowArgs } from "./step";

/** When the session was created, in epoch milliseconds of a whole second: as the record says, unless that is no past instant. */
export const createdAt = fold`(
    $isInstant := ${isInstant};
    $start := $toMillis($states.context.Execution.StartTime);
    $event := $isInstant($states.input.eventTime) ? $toMillis($states.input.eventTime) : $start;
    1000 * $floor(($event < $start ? $event : $start) / 1000)
)`;

/**
 * The watch: what stays of the record. All but the id, which Glue must be asked for as it is, is safe to show: whoever
 * may start an execution chooses these texts, and callers choose parts of them. `who` is the whole identity, `owner` the
 * short name for filters and eyes. `timeoutMinutes` is the session's own end, counted from its creation, if the record
 * names one: GetSession does not tell it. `swept` is there if no event reported the session, `curfew` if it ends everything,
 * `address` if its owner can be mailed.
 */
export function watchOfInput(args: StopWorkflowArgs) {
    const { sweep, curfew, ownerMail } = asked(args);
    return jsonata`(
    ${cutFunction};
    $text := function($value) { $type($value) = 'string' ? $value : '' };
    $by := $states.input.who;
    $names := $filter(
        [$by.arn, $by.principalId, $by.userName, $by.invokedBy, $by.type],
        function($name) { $text($name) != '' }
    );
    $timeout := $states.input.request.timeout;
    {
        'id': ${sessionId},
        'eventId': ${printable("$text($states.input.eventId)", 64)},
        'eventTime': ${printable("$text($states.input.eventTime)", 40)},
        'region': ${printable("$text($states.input.region)", 40)},
        'who': ${printable("$exists($names) ? $names[0] : 'unknown'", 256)},
        'owner': ${printable(ownerOfInput, 100)},
        'timeoutMinutes': $type($timeout) = 'number' and $timeout > 0 ? $timeout${sweep ? ", 'swept': $states.input.swept = true ? true" : ""}${curfew ? ", 'curfew': $states.input.curfew = true ? true" : ""}${ownerMail ? `, 'address': ${addressOfOwner(args, args.ownerMail ?? {})}` : ""}
    }
)`;
}

/**
 * What is kept of a look-up: the fields that are read, each only if it is what it should be. Without a worker type a
 * capacity is in DPU, by the API's own words; one that nobody knows here has no unit, and so no figures.
 * https://docs.aws.amazon.com/glue/latest/dg/worker-types.html
 */
export const sessionOfResult = jsonata`(
    $isInstant := ${isInstant};
    $seen := $states.result.Session;
    $number := function($value) { $type($value) = 'number' ? $value };
    $unit := function($worker) {
        $contains($worker, /^(?:G[.]|Standard)/) ? 'DPU' : $contains($worker, /^[RZ][.]/) ? 'M-DPU'
    };
    $status := $type($seen.Status) = 'string' ? $seen.Status : 'UNKNOWN';
    $created := $isInstant($seen.CreatedOn) ? $toMillis($seen.CreatedOn);
    $measured := $number($seen.ExecutionTime);
    $idle := $number($seen.IdleTimeout);
    {
        'status': $status,
        'over': $status in ['STOPPED', 'TIMEOUT', 'FAILED'],
        'another': $exists($created) ? $created > $createdAt + 60000 : false,
        'outOfTime': $millis() >= $giveUpAt,
        'seconds': $exists($measured) ? $measured
            : $exists($created) and $isInstant($seen.CompletedOn) ? ($toMillis($seen.CompletedOn) - $created) / 1000,
        'dpuSeconds': $number($exists($seen.DpuSeconds) ? $seen.DpuSeconds : $seen.DPUSeconds),
        'dpu': $number($seen.MaxCapacity),
        'unit': $type($seen.WorkerType) = 'string' ? $unit($seen.WorkerType) : 'DPU',
        'idleDeclared': $exists($idle),
        'idleMinutes': $exists($idle) ? $idle : ${defaultIdleMinutes}
    }
)`;
