import { fold, literal } from "../aws/jsonata";
import { statesConsoleUrl, type Place } from "../aws/arn";
import { cutFunction, misleading, notAscii, printable } from "../event/printable";
import { stopCommand } from "./stopCommand";

/**
 * The mails, written for the person who reads them at 7 in the morning, as JSONata over the workflow's data:
 * `$states.input` (the watch: id, eventId, eventTime, region, who, owner), `$session` (what the last look-up saw) and
 * `$failure` ({error, cause}). A value that is missing makes a mail shorter, never wrong.
 */
export interface Notice {
    /** SNS: ASCII, at most 99 characters, no control characters. */
    readonly subject: string;
    readonly message: string;
}

export interface NoticeArgs extends Place {
    /** The state machine's name: which guard is speaking. */
    readonly guard: string;
    /** The limit, in seconds. */
    readonly waitSeconds: number;
    /** The price of a DPU-hour, in USD, as decimal text; undefined where it is not known. */
    readonly dpuHourUsd?: string;
}

const units = [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
] as const;

/** A length of time as people write it: "1 min 11 s". */
export function duration(seconds: number): string {
    let rest = Math.round(seconds);
    const parts = units.flatMap(([unit, size]) => {
        const count = Math.floor(rest / size);
        rest -= count * size;
        return count > 0 ? [`${count} ${unit}`] : [];
    });
    return parts.join(" ") || "0 s";
}

/** The same in JSONata, as the definition of `$duration`. */
const durationFunction = fold`$duration := function($seconds) {(
    $rest := $round($seconds);
    $parts := [
        $rest >= 86400 ? $floor($rest / 86400) & ' d',
        $rest % 86400 >= 3600 ? $floor($rest % 86400 / 3600) & ' h',
        $rest % 3600 >= 60 ? $floor($rest % 3600 / 60) & ' min',
        $rest % 60 > 0 ? $rest % 60 & ' s'
    ];
    $count($parts) > 0 ? $join($parts, ' ') : '0 s'
)}`;

/** The least that SNS refuses in a subject. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const subjectLimit = 100;

/** Cuts a subject as a whole, whatever it holds. */
const subject = (text: string) => fold`(${cutFunction}; ${printable(text, subjectLimit - 1, notAscii)})`;

/** A creator may put any text into an id. */
const shownId = printable("$states.input.id", 255);

/** Beside an id of which not everything is shown. */
const hiddenNote = fold`$contains($states.input.id, ${misleading}) or $length($states.input.id) > 255
    ? '          (characters of the id that could mislead are shown as ?, and a long id is cut)'`;

const who = "($states.input.owner = $states.input.who ? '' : ' (' & $states.input.who & ')')";

/** Whoever reads wants to click; where no console is known, the ARN must do. */
function lookAt(place: Place): string {
    const url = statesConsoleUrl(place, "/v2/executions/details/");
    return `${literal(url ?? "")} & ${printable("$states.context.Execution.Id", 500)}`;
}

/**
 * USD to the cent, of an amount in JSONata. Half a cent goes up, as in the report, where `$round` would take the even
 * neighbour; the last digit makes up for what a binary fraction lacks of a half.
 */
const usd = (amount: string) => `$formatNumber($floor((${amount}) * 100 + 0.5000001) / 100, '0.00') & ' USD'`;

/** Minutes until the session's own time-out would have ended it, in JSONata; nothing where none is declared. */
const ownMinutes = fold`($exists($states.input.timeoutMinutes)
    ? $max([0, $states.input.timeoutMinutes - ($millis() - $createdAt) / 60000]))`;

/**
 * What leaving the session idle could still cost, in USD, as JSONata: from now until its idle time-out, or until its
 * own time-out if that comes first.
 */
export function idleUsd(dpuHourUsd: string): string {
    return `$session.dpu * $min([$session.idleMinutes, ${ownMinutes}]) / 60 * ${dpuHourUsd}`;
}

/** Glue bills a minute at least. https://docs.aws.amazon.com/glue/latest/dg/interactive-sessions-session-pricing.html */
const billedDpuSeconds = "$max([$session.dpuSeconds, 60 * $session.dpu])";

/** Money, of sessions whose price is known. */
function costLines(dpuHourUsd: string | undefined): string[] {
    const priced = "$session.unit = 'DPU'";
    return dpuHourUsd === undefined
        ? []
        : [
              `$exists($session.dpuSeconds) and ${priced}
                  ? 'Cost:     ' & ${usd(`${billedDpuSeconds} / 3600 * ${dpuHourUsd}`)} &
                      ' so far, at ${dpuHourUsd} USD per DPU-hour'`,
              `$exists($session.dpu) and ${priced}
                  ? 'Avoided:  up to ' & ${usd(idleUsd(dpuHourUsd))} & ', had it been left idle from now until '
                      & ($exists(${ownMinutes}) and ${ownMinutes} < $session.idleMinutes
                          ? 'its time-out of ' & $duration($states.input.timeoutMinutes * 60)
                          : ($session.idleDeclared ? 'its' : 'the default') & ' idle time-out of '
                              & $duration($session.idleMinutes * 60))`,
              `$session.unit = 'M-DPU' ? 'Cost:     not known here: M-DPU have a price of their own'`,
          ];
}

/** Lines of text; JSONata drops those that are not there. */
function lines(...rows: readonly string[]): string {
    return `$join([${rows.join(", ")}], '\\n')`;
}

/** To the success topic: a session was stopped. */
export function stopped(args: NoticeArgs): Notice {
    return {
        subject: subject("'Glue session stopped: ' & $states.input.id"),
        message: fold`(
            ${cutFunction};
            ${durationFunction};
            ${lines(
                "'A Glue session had reached its time limit and was stopped.'",
                "''",
                `'Session:  ' & ${shownId}`,
                hiddenNote,
                `'Owner:    ' & $states.input.owner & ${who}`,
                "$states.input.eventTime != '' ? 'Created:  ' & $states.input.eventTime",
                "$exists($session.seconds) ? 'Ran for:  ' & $duration($session.seconds)",
                "$exists($session.dpuSeconds) and $exists($session.unit)" +
                    " ? 'Used:     ' & $round($session.dpuSeconds / 3600, 3) & ' ' & $session.unit & '-hours, as measured by Glue'",
                ...costLines(args.dpuHourUsd),
                "'Status:   ' & $session.status",
                literal(`Why:      ${args.guard} gives every session of this account and region`) +
                    ` & ' ' & ${literal(duration(args.waitSeconds))} & ', whoever opens it.'`,
                literal(`Where:    account ${args.account}, ${args.region}`),
                `'Look:     ' & ${lookAt(args)}`,
            )}
        )`,
    };
}

/** What a further hour costs, as far as that is known. */
function hourly(dpuHourUsd: string | undefined): string {
    return dpuHourUsd === undefined
        ? "'money'"
        : `($exists($session.dpu) and $session.unit = 'DPU'
            ? ${usd(`$session.dpu * ${dpuHourUsd}`)} & ' an hour' : 'money')`;
}

/** To the failure topic: somebody has to do something. */
export function failed(args: NoticeArgs): Notice {
    const running = fold`'It is probably still running' &
        ($exists($session.dpu) and $exists($session.unit) ? ' with ' & $session.dpu & ' ' & $session.unit : '') &
        ', and costs ' & ${hourly(args.dpuHourUsd)} & ' until somebody stops it.' &
        ($stopRequestedAt > 0 ? ' Glue was asked to stop it; whether it did is not known.' : '')`;
    const list =
        `aws glue list-sessions --region ${args.region}` + ` --query "Sessions[].[Id,Status,CreatedOn]" --output table`;
    return {
        subject: subject(`$states.input.id = '' ? 'Glue session without an id is not watched'
            : ($session.over = true ? 'Glue session is over, but its notice failed: ' : 'Glue session NOT stopped: ')
                & $states.input.id`),
        message: fold`(
            ${cutFunction};
            $named := $states.input.id != '';
            $over := $session.over = true;
            $created := $states.input.eventTime;
            $event := $states.input.eventId;
            ${lines(
                literal(`${args.guard} could not do its work for a Glue session.`) +
                    ` & ' ' & ($over ? 'The session itself is over.' : ${running})`,
                "''",
                `$named ? 'Session:  ' & ${shownId}`,
                `$named ? (${hiddenNote})`,
                `'Owner:    ' & $states.input.owner & ${who}`,
                "$created != '' ? 'Created:  ' & $created",
                "$event != '' ? 'Event:    ' & $event",
                "$exists($session.status) ? 'Status:   ' & $session.status & ' when last seen'",
                "'Error:    ' & $failure.error",
                "'Cause:    ' & $failure.cause",
                literal(`Where:    account ${args.account}, ${args.region}`),
                `'Look:     ' & ${lookAt(args)}`,
                "'Help:     ' & $failure.error & ' in docs/operations.md of glue-cost-control'",
                "$not($over) ? '\\n' & ($named ? 'Stop it by hand:' : 'Find it by hand:')",
                `$not($over) ? ($named ? ${stopCommand(args.region, literal(list))} : ${literal(list)})`,
            )}
        )`,
    };
}
