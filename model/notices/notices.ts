import { fold, literal } from "../aws/jsonata";
import { statesConsoleUrl, type Place } from "../aws/arn";
import { cutFunction, misleading, printable } from "../event/printable";
import { ceiling, due, keepTag, minuteOf } from "../limits/keeping";
import type { OwnerMail } from "../channels/ownerMail";
import type { SessionLimit } from "../limits/limits";
import type { Line, NextStep, Notice } from "./notice";
import { stopCommand, tagCommand } from "./stopCommand";

/**
 * The notices, written for the person who reads them at 7 in the morning, as JSONata over the workflow's data:
 * `$states.input` (the watch: id, eventId, eventTime, region, who, owner), `$session` (what the last look-up saw) and
 * `$failure` ({error, cause}). A value that is missing makes a notice shorter, never wrong.
 */
export interface NoticeArgs extends Place {
    /** The state machine's name: which guard is speaking. */
    readonly guard: string;
    /** How old a session may get, in seconds, that no row of `limits` fits. */
    readonly waitSeconds: number;
    /** Who may live how long. Default: everybody `waitSeconds`. */
    readonly limits?: readonly SessionLimit[];
    /** `tell`: nothing is stopped. Default: `stop`. */
    readonly mode?: string;
    /** Hours between two sweeps. Default: none. */
    readonly sweepHours?: number;
    /** When every session is stopped that is not exempt. Default: never. */
    readonly curfew?: string;
    /** How old a session may get whose user keeps it, in seconds. Default: 0, nobody can keep one. */
    readonly maxWaitSeconds?: number;
    /** When the digest is mailed. Default: never. */
    readonly digestAt?: string;
    /** From whom, and to whose owners, SES mails. Default: to none. */
    readonly ownerMail?: OwnerMail;
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
export const durationFunction = fold`$duration := function($seconds) {(
    $rest := $round($seconds);
    $parts := [
        $rest >= 86400 ? $floor($rest / 86400) & ' d',
        $rest % 86400 >= 3600 ? $floor($rest % 86400 / 3600) & ' h',
        $rest % 3600 >= 60 ? $floor($rest % 3600 / 60) & ' min',
        $rest % 60 > 0 ? $rest % 60 & ' s'
    ];
    $count($parts) > 0 ? $join($parts, ' ') : '0 s'
)}`;

/** A creator may put any text into an id. */
const shownId = printable("$states.input.id", 255);

/** Beside an id of which not everything is shown. */
const hiddenNote = fold`$contains($states.input.id, ${misleading}) or $length($states.input.id) > 255
    ? '          (characters of the id that could mislead are shown as ?, and a long id is cut)'`;

const who = "($states.input.owner = $states.input.who ? '' : ' (' & $states.input.who & ')')";

/** Whoever reads wants to click; where no console is known, the ARN must do. */
export function lookAt(place: Place): string {
    const url = statesConsoleUrl(place, "/v2/executions/details/");
    return `${literal(url ?? "")} & ${printable("$states.context.Execution.Id", 500)}`;
}

/**
 * USD to the cent, of an amount in JSONata. Half a cent goes up, as in the report, where `$round` would take the even
 * neighbour; the last digit makes up for what a binary fraction lacks of a half. No division: LocalStack takes what stands
 * between it and the next regular expression for one.
 */
export const usd = (amount: string) => `$formatNumber($floor((${amount}) * 100 + 0.5000001) * 0.01, '0.00') & ' USD'`;

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
export const billedDpuSeconds = "$max([$session.dpuSeconds, 60 * $session.dpu])";

export const priced = "$session.unit = 'DPU'";

/** Money, of sessions whose price is known. */
function costLines(dpuHourUsd: string | undefined, avoided: Line): Line[] {
    return dpuHourUsd === undefined
        ? []
        : [
              [
                  "Cost",
                  fold`${usd(`${billedDpuSeconds} / 3600 * ${dpuHourUsd}`)} &
                      ' so far, at ${dpuHourUsd} USD per DPU-hour'`,
                  `$exists($session.dpuSeconds) and ${priced}`,
              ],
              avoided,
              ["Cost", "'not known here: M-DPU have a price of their own'", "$session.unit = 'M-DPU'"],
          ];
}

/** What being left idle would still cost. */
function idleCost(left: string, dpuHourUsd = ""): string {
    return fold`${usd(idleUsd(dpuHourUsd))} & ', ${left} idle from now until '
        & ($exists(${ownMinutes}) and ${ownMinutes} < $session.idleMinutes
            ? 'its time-out of ' & $duration($states.input.timeoutMinutes * 60)
            : ($session.idleDeclared ? 'its' : 'the default') & ' idle time-out of '
                & $duration($session.idleMinutes * 60))`;
}

const sessionLines: readonly (Line | string)[] = [
    ["Session", shownId],
    hiddenNote,
    ["Owner", `$states.input.owner & ${who}`],
];

const usedLines: readonly Line[] = [
    ["Created", "$states.input.eventTime", "$states.input.eventTime != ''"],
    ["Ran for", "$duration($session.seconds)", "$exists($session.seconds)"],
    [
        "Used",
        "$round($session.dpuSeconds / 3600, 3) & ' ' & $session.unit & '-hours, as measured by Glue'",
        "$exists($session.dpuSeconds) and $exists($session.unit)",
    ],
];

const placeLines = (args: NoticeArgs): Line[] => [
    ...(args.sweepHours
        ? [
              [
                  "Note",
                  "'no event reported this session, a sweep found it: check trail, rule and dead letters'",
                  `$states.input.swept = true${args.curfew ? " and $not($states.input.curfew = true)" : ""}`,
              ] as const,
          ]
        : []),
    ["Where", literal(`account ${args.account}, ${args.region}`)],
    ["Look", lookAt(args)],
];

/** Which limit it was. */
function whyLine({ guard, waitSeconds, limits = [], mode, curfew = "" }: NoticeArgs): Line {
    if (limits.length === 0 && mode !== "tell" && curfew === "") {
        return [
            "Why",
            `${literal(`${guard} gives every session of this account and region`)} & ' ' & ${literal(duration(waitSeconds))} & ', whoever opens it.'`,
        ];
    }
    return [
        "Why",
        fold`($limit.name = '' ? ${literal(`waitSeconds of ${guard}: `)}
            : "limit '" & $limit.name & ${literal(`' of ${guard}: `)})
            & ($limit.seconds = 0 and $limit.detail != '' ? $limit.detail
                : $duration($limit.seconds) & ($limit.detail = '' ? '' : ', ' & $limit.detail))`,
    ];
}

/** What the lines of a notice use. */
const functions = [cutFunction, durationFunction];

const times = "($limit.kept = 1 ? 'once' : $limit.kept = 2 ? 'twice' : $limit.kept & ' times')";

/** Why it could live on past its limit. */
const keptLines = ({ maxWaitSeconds = 0 }: NoticeArgs): Line[] =>
    maxWaitSeconds === 0
        ? []
        : [
              [
                  "Kept",
                  `${times} & ', until ' & ${minuteOf("$limit.keptUntil")} & ', by the tag ${keepTag}'`,
                  "$exists($limit.kept)",
              ],
              ["At work", `'until ' & ${minuteOf("$limit.worked")}`, "$exists($limit.worked)"],
              [
                  "Tag",
                  `'${keepTag} is "' & $limit.unreadable & '", which could not be read: a time such as 2026-11-30T14:00Z can'`,
                  "$exists($limit.unreadable)",
              ],
          ];

/** What became of the mail to the owner. */
const mailedLines = ({ ownerMail = {} }: NoticeArgs): Line[] =>
    Object.keys(ownerMail).length === 0
        ? []
        : [
              [
                  "Mailed",
                  fold`($ownerMailed = 'sent' ? $states.input.address
                      : 'the owner could not be mailed: ' & ${printable("$ownerMailed", 300)})`,
                  "$ownerMailed != ''",
              ],
          ];

/**
 * The lines of a notice about a live session, or one that was.
 *
 * @param money What its running on costs, or would.
 */
const linesOf = (args: NoticeArgs, money: Line, ...more: readonly Line[]): (Line | string)[] => [
    ...sessionLines,
    ...usedLines,
    ...costLines(args.dpuHourUsd, [money[0], money[1], `$exists($session.dpu) and ${priced}`]),
    ...more,
    ["Status", "$session.status"],
    whyLine(args),
    ...keptLines(args),
    ...mailedLines(args),
    ...placeLines(args),
];

/** To the success topic: a session was stopped. */
export function stopped(args: NoticeArgs): Notice {
    return {
        before: functions,
        title: "'Glue session stopped'",
        subject: "'Glue session stopped: ' & $states.input.id",
        opening: "'A Glue session had reached its time limit and was stopped.'",
        lines: linesOf(args, ["Avoided", `'up to ' & ${idleCost("had it been left", args.dpuHourUsd)}`]),
        steps: [],
    };
}

/** To the success topic: a session will be stopped soon. */
export function warning(args: NoticeArgs): Notice {
    const { guard, limits = [], maxWaitSeconds = 0 } = args;
    const tag = keepingTag(limits);
    const byHand = literal("(its id is no text: set the tag with a program)");
    const longer = `$min([${due(args)} + 3600000, ${ceiling(args)}])`;
    const canKeep = `${ceiling(args)} > ${due(args)} + 60000`;
    const steps: NextStep[] =
        maxWaitSeconds > 0
            ? [
                  {
                      sentence: fold`${canKeep}
                          ? 'Keep it until ' & ${minuteOf(longer)} & ', or to another time, at most until ' & ${minuteOf(ceiling(args))} & ':'
                          : ${literal(`It cannot be kept longer: ${guard} lets no session live for more than ${duration(maxWaitSeconds)}.`)}`,
                      paste: fold`${canKeep}
                          ? ${tagCommand(args, keepTag, "", byHand, minuteOf(longer))}`,
                  },
              ]
            : tag
              ? [{ sentence: "'Keep it:'", paste: tagCommand(args, ...tag, byHand) }]
              : [];
    return {
        before: functions,
        title: "'Glue session will be stopped'",
        subject: "'Glue session will be stopped: ' & $states.input.id",
        opening: `'A Glue session reaches its time limit in ' & $duration((${due(args)} - $millis()) * 0.001) & ', and is stopped then.'`,
        lines: linesOf(args, ["Runs on", `'for ' & ${hourly(args.dpuHourUsd)}`], ["Ends", minuteOf(due(args))]),
        steps,
    };
}

/** Why a session was not stopped. */
function foundBecause({ guard, mode, limits = [] }: NoticeArgs): string {
    const tell = literal(`${guard} reports such sessions and stops none (mode: tell).`);
    return mode === "tell" || !limits.some(({ exempt }) => exempt)
        ? tell
        : fold`($denials > 1
            ? "It was not stopped: the guard's own role denies that, so it is perhaps exempt by a tag or by its id."
            : "It was not stopped: it may be exempt by limit '" & $limit.perhapsExemptBy & "', and its record does not tell.")`;
}

const plainTag = /^[A-Za-z0-9_.:/@-]+$/;

/** The tag that exempts a session, if a row asks for one tag and nothing else. */
function keepingTag(limits: readonly SessionLimit[]): readonly [key: string, value: string] | undefined {
    return limits
        .filter((row) => row.exempt && Object.keys(row).every((key) => ["name", "exempt", "tags"].includes(key)))
        .flatMap(({ tags = {} }) => (Object.keys(tags).length === 1 ? Object.entries(tags) : []))
        .find((tag) => tag.every((part) => plainTag.test(part)));
}

/** To the success topic: a session has reached its limit, and was not stopped. */
export function found(args: NoticeArgs): Notice {
    const tag = keepingTag(args.limits ?? []);
    const byHand = literal("(its id is no text: see the list of sessions in the console of Glue)");
    return {
        before: functions,
        title: "'Glue session past its limit'",
        subject: "'Glue session past its limit: ' & $states.input.id",
        opening: `'A Glue session has reached its time limit and still runs. ' & ${foundBecause(args)}`,
        lines: linesOf(args, ["Stopping", `'would avoid up to ' & ${idleCost("if it is left", args.dpuHourUsd)}`]),
        steps: [
            { sentence: "'Stop it:'", paste: stopCommand(args.region, byHand) },
            ...(tag ? [{ sentence: "'Keep it:'", paste: tagCommand(args, ...tag, byHand) }] : []),
            {
                sentence: "'Let such sessions live longer: a row of `limits` in the stack file, such as'",
                paste: fold`$limit.kind in ['other', 'unknown']
                    ? ($contains($states.input.who, /^arn:[A-Za-z0-9:\/+=,.@_-]+$/)
                        ? '  - { name: mine, creators: ["' & $states.input.who & '"], waitSeconds: 43200 }'
                        : '  - { name: mine, ids: ["my-prefix-*"], waitSeconds: 43200 }')
                    : '  - { name: ' & $limit.kind & ', kinds: [' & $limit.kind & '], waitSeconds: 43200 }'`,
            },
        ],
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
    /** Of a digest and of a sweep, where there are any, and of a session. */
    const by = (digest: string, sweep: string, session: string) =>
        (args.digestAt ? `$failure.error = 'DigestFailed' ? ${digest} : ` : "") +
        (args.sweepHours || args.curfew ? `$failure.error = 'SweepFailed' ? ${sweep} : ` : "") +
        session;
    const headline = (end: string, session: string) =>
        by(
            "'The digest of Glue sessions failed'",
            "'Glue sessions were not swept'",
            `
            $states.input.id = '' ? 'Glue session without an id is not watched'
            : ($session.over = true ? 'Glue session is over, but its notice failed${end}' : 'Glue session NOT stopped${end}')${session}`,
        );
    return {
        before: [
            cutFunction,
            "$named := $states.input.id != ''",
            "$over := $session.over = true",
            "$created := $states.input.eventTime",
            "$event := $states.input.eventId",
        ],
        title: headline("", ""),
        subject: headline(": ", " & $states.input.id"),
        opening: by(
            literal(`${args.guard} could not do its digest.`),
            literal(
                `${args.guard} could not ${args.curfew ? "go through the list of sessions, for a sweep or for the curfew." : "look for sessions that no event reported."}`,
            ),
            literal(`${args.guard} could not do its work for a Glue session.`) +
                ` & ' ' & ($over ? 'The session itself is over.' : ${running})`,
        ),
        lines: [
            ["Session", shownId, "$named"],
            `$named ? (${hiddenNote})`,
            ["Owner", `$states.input.owner & ${who}`],
            ["Created", "$created", "$created != ''"],
            ["Event", "$event", "$event != ''"],
            ["Status", "$session.status & ' when last seen'", "$exists($session.status)"],
            ["Error", "$failure.error"],
            ["Cause", "$failure.cause"],
            ...placeLines(args),
            ["Help", "$failure.error & ' in docs/operations.md of glue-cost-control'"],
        ],
        steps: [
            {
                sentence: "($named ? 'Stop it by hand:' : 'Find it by hand:')",
                paste: `($named ? ${stopCommand(args.region, literal(list))} : ${literal(list)})`,
                when: "$not($over)",
            },
        ],
    };
}
