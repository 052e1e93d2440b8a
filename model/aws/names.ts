/**
 * Physical names: the same in the program, in the policies of the roles that deploy it, and in the commands. Every name
 * begins with `<project>--<stack>--`, where neither part holds `--`: so a policy for `glue-cost-control--dev--*` reaches
 * the stack `dev` and neither `dev-2` nor `dev--x`.
 */

/** With the longest ending, `-workflow`, a name then has the 64 characters that IAM and EventBridge take. */
const maxLength = { project: 18, stack: 18, guard: 15 } as const;

/** All names of a stack begin so. */
export function stackPrefix(project: string, stack: string): string {
    return `${part(project, maxLength.project)}--${part(stack, maxLength.stack)}--`;
}

/**
 * The name of a guard and of its state machine: `glue-cost-control--dev--sessions`. A part that is too long, or has
 * characters that AWS refuses, is shortened and gets a hash: the stack `prod.eu-west-1` is `prod_eu-we_` and seven more.
 */
export function guardName(project: string, stack: string, guard: string): string {
    return `${stackPrefix(project, stack)}${part(guard, maxLength.guard)}`;
}

/** A name as S3 takes it: in lower case, without `_`. */
export function bucketName(name: string): string {
    return name.toLowerCase().replace(/_/g, "-");
}

/** The IAM path of a stack's roles. */
export function rolePath(project: string, stack: string): string {
    return `/glue-cost-control/${stackPrefix(project, stack).slice(0, -2)}/`;
}

/** No `-` where the text has none: the policy of the review stacks `pr-*` reaches `pr-x`, and must not reach `pr.x`. */
function part(text: string, length: number): string {
    if (text.length <= length && /^[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*$/.test(text)) {
        return text;
    }
    const clean = text.replace(/^-+|[^A-Za-z0-9_-]+/g, "_").replace(/-+/g, "-");
    return `${clean.slice(0, length - 8)}_${hash(text)}`;
}

/** FNV-1a of 32 bits, in seven characters. */
function hash(text: string): string {
    let value = 0x811c9dc5;
    for (const character of text) {
        value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    }
    return value.toString(36).padStart(7, "0");
}
