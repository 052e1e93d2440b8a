/**
 * The reader: a small Express machine without logs. What it asks Glue for may be large, and holds what people wrote: job
 * arguments, code, results. It answers with the few members that are needed, so nothing else stands in any history.
 */
import type { Place } from "../aws/arn";
import type { Definition, State } from "../aws/asl";
import { anySession } from "../aws/glueSession";
import { fold } from "../aws/jsonata";
import { isInstant } from "../event/instant";
import type { Statement } from "../access/permissions";
import { asked, brief, type StopWorkflowArgs } from "./step/step";

/** One page of ListSessions, of which those stay that are live and old enough, as input of a watch. */
function listSessions(args: StopWorkflowArgs): State {
    const { curfew } = asked(args);
    // A curfew takes up at once what a sweep of the same day has taken up before.
    const prefix = curfew
        ? "($states.input.curfew ? 'curfew-' & $substring($fromMillis($millis()), 0, 13) : 'sweep-' & $today)"
        : "'sweep-' & $today";
    return {
        Type: "Task",
        Resource: `arn:${args.partition}:states:::aws-sdk:glue:listSessions`,
        Arguments: fold`{% $merge([{ 'MaxResults': $states.input.size },
            $states.input.token != '' ? { 'NextToken': $states.input.token }]) %}`,
        TimeoutSeconds: 60,
        Retry: [brief],
        Output: fold`{% (
            $isInstant := ${isInstant};
            $before := $states.input.before;
            $today := $substring($fromMillis($millis()), 0, 10);
            $live := $filter($states.result.Sessions, function($session) {
                $type($session.Id) = 'string' and $isInstant($session.CreatedOn)
                    and $not($session.Status in ['STOPPED', 'TIMEOUT', 'FAILED'])
                    and $toMillis($session.CreatedOn) < $before });
            {
                'token': $type($states.result.NextToken) = 'string' ? $states.result.NextToken : '',
                'due': [$map($live, function($session) {
                    {
                        'name': ${prefix} & '-' & $hash($session.Id & $session.CreatedOn, 'SHA-1'),
                        'input': {
                            'swept': true,${curfew ? " 'curfew': $states.input.curfew," : ""}
                            'request': {
                                'id': $session.Id,
                                'role': $session.Role,
                                'workerType': $session.WorkerType,
                                'numberOfWorkers': $session.NumberOfWorkers,
                                'maxCapacity': $session.MaxCapacity,
                                'idleTimeout': $session.IdleTimeout,
                                'sessionType': $session.SessionType
                            },
                            'eventTime': $session.CreatedOn,
                            'region': '${args.region}'
                        }
                    } })]
            }
        ) %}`,
        End: true,
    };
}

/** How long ago a statement may have ended for its session to be at work, in milliseconds: people read and think. */
const restMilliseconds = 10 * 60 * 1000;

/**
 * One page of a session's statements: whether one runs, and when the last ended. Anything that is not what it should be counts
 * as no work. Times are numbers, in milliseconds or in seconds.
 * https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-interactive-sessions.html
 */
function listStatements(args: StopWorkflowArgs): State {
    return {
        Type: "Task",
        Resource: `arn:${args.partition}:states:::aws-sdk:glue:listStatements`,
        Arguments: fold`{% $merge([{ 'SessionId': $states.input.session },
            $token != '' ? { 'NextToken': $token }]) %}`,
        TimeoutSeconds: 60,
        Retry: [brief],
        Assign: {
            token: "{% $type($states.result.NextToken) = 'string' ? $states.result.NextToken : '' %}",
            last: fold`{% (
                $at := function($time) { $type($time) = 'number' ? ($time > 100000000000 ? $time : $time * 1000) };
                $statements := [$filter($states.result.Statements, function($one) { $type($one) = 'object' })];
                $running := $filter($statements, function($one) { $one.State in ['WAITING', 'RUNNING', 'CANCELLING'] });
                $ended := $statements.$at(CompletedOn);
                $max([$last, $exists($running) ? $millis(), $filter($ended, function($time) { $time <= $millis() })])
            ) %}`,
        },
        Output: "{% $states.input %}",
        Next: "MoreStatements",
    };
}

/** The states for a session's statements: page after page, until one shows that it is at work. */
const statementStates = (args: StopWorkflowArgs): Readonly<Record<string, State>> => ({
    ListStatements: listStatements(args),
    MoreStatements: {
        Type: "Choice",
        Choices: [
            {
                Condition: `{% $token != '' and $last < $millis() - ${restMilliseconds} %}`,
                Next: "ListStatements",
            },
        ],
        Default: "SayWhetherBusy",
    },
    SayWhetherBusy: {
        Type: "Succeed",
        Output: { busy: `{% $last >= $millis() - ${restMilliseconds} %}`, at: "{% $last %}" },
    },
});

export function sessionReader(args: StopWorkflowArgs): Definition {
    const { busy, sweep, digest } = asked(args);
    const lists = sweep || digest;
    const chooseList: State = {
        Type: "Choice",
        Choices: [
            {
                Condition: "{% $exists($states.input.session) %}",
                Assign: { token: "", last: 0 },
                Next: "ListStatements",
            },
        ],
        Default: lists ? "ListSessions" : "NothingAsked",
    };
    return {
        Comment: busy ? "Reads what is large or private for the guard" : "Reads a page of Glue sessions for the sweep",
        QueryLanguage: "JSONata",
        StartAt: busy ? "ChooseList" : "ListSessions",
        TimeoutSeconds: 240,
        States: {
            ...(busy && { ChooseList: chooseList, ...statementStates(args) }),
            ...(busy && !lists && { NothingAsked: { Type: "Fail", Error: "NothingAsked" } as const }),
            ...(lists && { ListSessions: listSessions(args) }),
        },
    };
}

/** What the reader's role may do. */
export function sessionReaderNeeds(args: Place & Partial<StopWorkflowArgs>): Statement[] {
    const { sweep, digest, busy } = asked(args);
    return [
        // `*`: ListSessions knows no resources.
        ...(sweep || digest
            ? [{ Sid: "ListSessions", Effect: "Allow" as const, Action: "glue:ListSessions", Resource: "*" }]
            : []),
        ...(busy
            ? [
                  {
                      Sid: "ListStatements",
                      Effect: "Allow" as const,
                      Action: "glue:ListStatements",
                      Resource: anySession(args),
                  },
              ]
            : []),
    ];
}
