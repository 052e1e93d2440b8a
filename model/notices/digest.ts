/**
 * The digest: one notice a day instead of one for each stop. Each notice carries its figures as one message attribute, so
 * the queue that collects them needs no mail to be read: nine texts with a tab between, which no shown text has.
 */
import { fold, literal } from "../aws/jsonata";
import { cutFunction, printable } from "../event/printable";
import { billedDpuSeconds, durationFunction, idleUsd, lookAt, usd, type NoticeArgs } from "./notices";
import type { Notice } from "./notice";

/** Digits that both JSONata engines read as a number. */
const numeral = "/^(?:0|[1-9][0-9]{0,11})(?:[.][0-9]{1,6})?$/";

/** JSONata for the attribute `figures` of a notice: watch, what happened, id, owner, seconds, DPU-hours, USD, avoided USD, why. */
export function figuresOf(args: NoticeArgs, what: "stopped" | "found", hasLimits: boolean): string {
    const { dpuHourUsd } = args;
    const money = (amount: string) => (dpuHourUsd === undefined ? "''" : `$figure($session.unit = 'DPU' ? ${amount})`);
    return fold`(
        ${cutFunction};
        $figure := function($number) { $exists($number) ? $formatNumber($number, '0.000000') : '' };
        $join([
            $states.context.Execution.Name,
            '${what}',
            ${printable("$states.input.id", 80)},
            $states.input.owner,
            $figure($session.seconds),
            $figure($session.dpuSeconds / 3600),
            ${money(`${billedDpuSeconds} / 3600 * ${dpuHourUsd ?? "0"}`)},
            ${money(idleUsd(dpuHourUsd ?? "0"))},
            ${hasLimits ? "$limit.name = '' ? 'waitSeconds' : $limit.name" : "'waitSeconds'"}
        ], '\t')
    )`;
}

/** JSONata for the lines of messages that a queue has given: whoever may publish to the topic may have written them. */
export const linesOfMessages = fold`(
    ${cutFunction};
    $number0 := function($text) { $contains($text, ${numeral}) ? $number($text) };
    [$map($states.result.Messages, function($message) {(
        $parts := $split($message.MessageAttributes.figures.StringValue, '\t');
        $text := function($place) { ${printable("($exists($parts[$place]) ? $parts[$place] : '')", 100)} };
        $count($parts) = 9
            ? {
                'watch': $text(0),
                'what': $text(1) = 'found' ? 'past its limit' : 'stopped',
                'id': $text(2),
                'owner': $text(3),
                'seconds': $number0($parts[4]),
                'dpuHours': $number0($parts[5]),
                'usd': $number0($parts[6]),
                'avoided': $number0($parts[7]),
                'why': $text(8)
            }
            : { 'watch': $message.MessageId, 'what': 'stopped', 'id': 'a notice without figures', 'owner': 'unknown', 'why': '' }
    )})]
)`;

/** To the success topic: what happened since the last digest. Over `$lines`, `$running` and `$runningKnown`. */
export function digest(args: NoticeArgs): Notice {
    const money = args.dpuHourUsd !== undefined;
    const headline = fold`'Glue digest: ' & $count($lines[what = 'stopped']) & ' stopped, '
        & $count($lines[what != 'stopped']) & ' past their limit'`;
    return {
        before: [
            cutFunction,
            durationFunction,
            "$ours := [$each($merge([$map($lines, function($line) { { $line.watch: $line } })]), function($line) { $line })]",
            fold`$sums := function($some) { $round($sum([$some.dpuHours]), 3) & ' DPU-hours'${
                money
                    ? ` & ', ' & ${usd("$sum([$some.usd])")} & ', up to ' & ${usd("$sum([$some.avoided])")} & ' avoided'`
                    : ""
            } }`,
            "$sessions := function($some) { $count($some) & ($count($some) = 1 ? ' session, ' : ' sessions, ') }",
            fold`$row := function($line) {
                '  ' & $line.id & ': ' & $line.what
                & ($exists($line.seconds) ? ' after ' & $duration($line.seconds))
                & ($exists($line.dpuHours) ? ', ' & $round($line.dpuHours, 3) & ' DPU-hours')
                & ($exists($line.usd) ? ', ' & ${usd("$line.usd")})
                & ($line.why != '' ? ' (' & $line.why & ')')
            }`,
        ],
        title: headline,
        subject: headline,
        opening: `${literal(`${args.guard}, account ${args.account}, ${args.region}: `)} & $sessions($ours) & $sums($ours) & '.'`,
        table: [
            fold`$map($distinct($ours.owner), function($owner) {(
                $own := [$filter($ours, function($line) { $line.owner = $owner })];
                '\n' & $owner & ': ' & $sessions($own) & $sums($own) & '\n' & $join([$map($own, $row)], '\n')
            )})`,
            fold`$runningKnown
                ? ($count($running) > 0 ? '\nStill running past their limit:\n'
                    & $join([$map($running, function($one) { '  ' & $one.id & ', since ' & $one.created })], '\n'))
                : '\nWhat still runs past its limit could not be read.'`,
            `'\\nLook:     ' & ${lookAt(args)}`,
        ],
        lines: [],
        steps: [],
    };
}
