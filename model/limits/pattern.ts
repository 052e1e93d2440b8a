/**
 * Patterns as IAM has them: `*` stands for any characters, also none, and `?` for one. Letters count as they are written.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

/** One character, also one of those that JavaScript counts as two. */
const anyCharacter = String.raw`(?:[\ud800-\udbff][\udc00-\udfff]|[^\ud800-\udbff])`;
/** Any characters. A dot would leave out line breaks. */
const anyText = String.raw`[\s\S]*`;

/** Everything but plain letters, digits and a few signs as an escape, so that it means itself in every engine. */
const escaped = (text: string) =>
    text.replace(/[^A-Za-z0-9_:-]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * The regular expression that fits a text if one of these patterns does, with its slashes, as JSONata writes it. Each part
 * between two `*` is taken where it is met first, and never again (a look-ahead and a reference to it): who chooses a
 * session's id cannot make the comparison slow.
 */
export function patternExpression(patterns: readonly string[]): string {
    let group = 0;
    const alternatives = patterns.map((pattern) => {
        const [first = "", ...others] = pattern
            .split(/\*+/)
            .map((part) => part.split("?").map(escaped).join(anyCharacter));
        const last = others.pop();
        const middle = others.map((part) => `(?=([\\s\\S]*?${part}))(?:\\${String(++group)})`).join("");
        return first + middle + (last === undefined ? "" : anyText + last);
    });
    return String.raw`/^(?:${alternatives.join("|")})(?![\s\S])/`;
}

/** Whether one of these patterns fits the text. */
export function fitsPattern(patterns: readonly string[], text: string): boolean {
    return new RegExp(patternExpression(patterns).slice(1, -1)).test(text);
}
