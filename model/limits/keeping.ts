/** Keeping a session: its user sets the tag `keep-until` to a time, up to a ceiling that the stack sets. */
import { fold } from "../aws/jsonata";
import { isInstant } from "../event/instant";
import { misleading } from "../event/printable";

export interface KeepingArgs {
    /** How old a session may get whose user keeps it, in seconds. Default: 0, nobody can keep one. */
    readonly maxWaitSeconds?: number;
    /** When every session is stopped that is not exempt; empty or absent for never. */
    readonly curfew?: string;
}

export const keepTag = "keep-until";

/** A time with its zone: `2026-11-30T14:00Z`, `2026-11-30T15:00:00+01:00`. JSONata and TypeScript read it alike. */
const form =
    "20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:[.][0-9]{1,9})?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])";

/** When the session has reached its limit, in epoch milliseconds: JSONata over `$createdAt` and `$limit`. */
export const due = ({ maxWaitSeconds = 0 }: KeepingArgs): string =>
    maxWaitSeconds > 0
        ? "$max([$createdAt + $limit.seconds * 1000, $limit.until])"
        : "$createdAt + $limit.seconds * 1000";

/** How old it may get whatever its user does, as an instant. */
export const ceiling = ({ maxWaitSeconds = 0 }: KeepingArgs) => `($createdAt + ${maxWaitSeconds * 1000})`;

/** JSONata: the instant that `$tag` names, in epoch milliseconds; nothing if it cannot be read. Total. */
const readTag = fold`(
    $readable := $match($tag, /${form}/).match = $tag;
    $zone := $substring($tag, -6);
    $two := function($text) { $number('1' & $text) - 100 };
    $local := $substring($tag, 0, 16) & ':' & ($substring($tag, 16, 1) = ':' ? $substring($tag, 17, 2) : '00') & 'Z';
    $readable and $isInstant($local)
        ? $toMillis($local) - ($substring($tag, -1) = 'Z' ? 0
            : ($substring($zone, 0, 1) = '-' ? -60000 : 60000) * ($two($substring($zone, 1, 2)) * 60 + $two($substring($zone, 4, 2))))
)`;

/** The twin of `readTag`. */
export function keptUntil(tag: string): number | undefined {
    if (!new RegExp(`^${form}$`).test(tag)) {
        return undefined;
    }
    const seconds = tag[16] === ":" ? tag.slice(17, 19) : "00";
    const local = Date.parse(`${tag.slice(0, 16)}:${seconds}Z`);
    // A day that does not exist becomes another one.
    if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== tag.slice(0, 10)) {
        return undefined;
    }
    const sign = tag.at(-6) === "-" ? -1 : 1;
    const minutes = tag.endsWith("Z") ? 0 : sign * (Number(tag.slice(-5, -3)) * 60 + Number(tag.slice(-2)));
    return local - minutes * 60_000;
}

/** The watch of a curfew lets the session's own watch go first. */
const afterOwnWatch = 2 * 60 * 1000;

/**
 * JSONata: what was decided (`$again`), with what the tag says (`$tags`). A tag that would shorten is ignored; one that cannot
 * be read is kept for the notice. Nothing but an exemption lets a session live past the ceiling.
 */
export function withKeeping(args: KeepingArgs): string {
    const curfew = args.curfew ? ` + ($states.input.curfew = true ? ${afterOwnWatch} : 0)` : "";
    return fold`(
        $isInstant := ${isInstant};
        $given := $lookup($tags, '${keepTag}');
        $tag := $type($given) = 'string' ? $given;
        $wanted := ${readTag};
        $until := $exists($wanted) ? $min([$wanted, ${ceiling(args)}])${curfew};
        $longer := $exists($until) and $until > ${due(args)} and $until > $createdAt + $again.seconds * 1000;
        $merge([
            $again,
            {
                'until': $longer ? $until : $limit.until,
                'keptUntil': $longer ? $until : $limit.keptUntil,
                'kept': $longer ? ($exists($limit.kept) ? $limit.kept + 1 : 1) : $limit.kept,
                'worked': $limit.worked,
                'unreadable': $exists($tag) and $not($exists($wanted))
                    ? $substring($replace($tag, ${misleading}, '?'), 0, 60)
            }
        ])
    )`;
}

/**
 * JSONata: a first decision, with what the tag says that the session was created with. What a session was begun with keeps
 * its limit, so this holds although no later reading of tags is answered. For a session that is not exempt; total.
 *
 * @param createdAt JSONata for the session's creation, in epoch milliseconds.
 */
export function keptByRecord(args: KeepingArgs, createdAt: string, decision: string): string {
    return fold`(
        $createdAt := ${createdAt};
        $again := ${decision};
        $limit := $again;
        $tags := $type($states.input.request.tags) = 'object' ? $states.input.request.tags : {};
        ${withKeeping(args)}
    )`;
}

/** An instant of JSONata as the tag takes it, and as people read it: `2026-11-30T14:00Z`. */
export const minuteOf = (instant: string) => `($substring($fromMillis(${instant}), 0, 16) & 'Z')`;
