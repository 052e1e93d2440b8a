/**
 * Text that somebody chose, made safe to show: on one line, without characters that a mail program or a terminal obeys
 * instead of showing, and not longer than a reader wants. What was replaced is a `?`, what was cut ends in `...`.
 *
 * Everything here gives the same in both JSONata engines: characters beyond Unicode's first 65,536 count as one
 * character in one engine and as two in the other, so they are replaced before anything is counted.
 */
import { fold } from "../aws/jsonata";

/**
 * Characters that are not shown as they are: control and format characters, separators of lines and paragraphs, private
 * use, and everything beyond the first 65,536. Letters of every living language stay.
 */
export const misleading = String.raw`/[^ -~\u00a1-\u00ac\u00ae-\u05ff\u0606-\u061b\u061d-\u06dc\u06de-\u070e\u0710-\u088f\u0892-\u08e1\u08e3-\u180d\u180f-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff\uf900-\ufdff\ufe10-\ufefe\uff00-\uffef]+/`;

/** Characters that SNS takes in no subject, and that no terminal can be asked to read. */
export const notAscii = "/[^ -~]+/";

/** JSONata for the text in `value`, with one `?` for all `replaced` characters in a row, at most `length` long. */
export function printable(value: string, length: number, replaced = misleading): string {
    return fold`$cut($replace(${value}, ${replaced}, '?'), ${length})`;
}

/** The same in TypeScript. */
export function shown(text: string, length: number, replaced = misleading): string {
    const safe = text.replace(new RegExp(replaced.slice(1, replaced.lastIndexOf("/")), "g"), "?");
    return safe.length > length ? `${safe.slice(0, length - 3)}...` : safe;
}

/** The definition of `$cut`, for the block in which `printable` stands. */
export const cutFunction = fold`$cut := function($shown, $most) {
    $length($shown) > $most ? $substring($shown, 0, $most - 3) & '...' : $shown }`;
