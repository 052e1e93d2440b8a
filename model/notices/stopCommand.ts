import { localArn, type Place } from "../aws/arn";
import { fold, literal } from "../aws/jsonata";
import { notAscii } from "../event/printable";

/** Half a character of those beyond Unicode's first 65,536, as no well-formed text has it. Glue takes none in an id. */
const loneSurrogate = String.raw`/(?:^|[^\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/`;

/** The bytes of a text, those that a shell could take for more than letters as the octal escapes of `printf`. */
const octal = fold`$octal := function($text) {(
    $digits := '0123456789ABCDEF';
    $value := function($digit) { $length($substringBefore($digits, $digit)) };
    $bytes := $split($replace($replace($encodeUrlComponent($text), '!', '%21'), "'", '%27'), '%');
    $bytes[0] & $join($map($filter($bytes, function($byte, $index) { $index > 0 }), function($byte) {(
        $code := 16 * $value($substring($byte, 0, 1)) + $value($substring($byte, 1, 1));
        '\\' & $floor($code * 0.015625) & $floor($code % 64 * 0.125) & $code % 8 & $substring($byte, 2)
    )}), '')
)}`;

/**
 * A command that names the session. Printable ASCII alone, since a terminal obeys other characters while they are pasted,
 * and safe in every POSIX shell, whatever the id: in single quotes with `'` as `'\''`, or, if it holds other characters,
 * as escapes that `printf` undoes (`_` keeps line breaks at the end).
 *
 * @param before Ends where the id begins: `... --id=`, which guards a leading dash.
 * @param otherwise JSONata for an id that no shell can be given.
 * @param end JSONata for what follows: nothing that a shell reads.
 */
function sessionCommand(before: string, after: string, otherwise: string, end?: string): string {
    const rest = end === undefined ? "" : ` & ${end}`;
    return fold`($contains($states.input.id, ${loneSurrogate}) ? ${otherwise} : $contains($states.input.id, ${notAscii})
        ? (${octal}; ${literal("id=$(printf '")} & $octal($states.input.id) & ${literal(`_'); ${before}"\${id%_}"${after}`)}${rest})
        : ${literal(`${before}'`)} & $join($split($states.input.id, "'"), "'\\''") & ${literal(`'${after}`)}${rest})`;
}

/** Stops the session by hand. */
export function stopCommand(region: string, otherwise: string): string {
    return sessionCommand(`aws glue stop-session --region ${region} --id=`, "", otherwise);
}

/**
 * Sets a tag of the session: `key` and `value` hold no character that a shell or the AWS CLI's short syntax reads.
 *
 * @param computed JSONata for the end of the value.
 */
export function tagCommand(place: Place, key: string, value: string, otherwise: string, computed?: string): string {
    const arn = localArn(place, "glue", "session/");
    return sessionCommand(
        `aws glue tag-resource --region ${place.region} --resource-arn=${arn}`,
        ` --tags-to-add ${key}=${value}`,
        otherwise,
        computed,
    );
}
