import { closest } from "fastest-levenshtein";

/** What is wrong with a member of an object, and what would be right. */
export interface MemberProblem {
    /** The member's place: `chat.slackTeamId`. */
    readonly row: string;
    /** Continues the sentence "chat.slackTeamId ...". */
    readonly limit: string;
    readonly fix: string;
}

/** What a member must be; nothing if it is so. */
export type MemberCheck = (value: unknown) => string | undefined;

/** Every problem of an object's members, unknown ones included; undefined if it is no object. */
export function memberProblems(
    key: string,
    value: unknown,
    checks: Readonly<Record<string, MemberCheck>>,
): MemberProblem[] | undefined {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return undefined;
    }
    return Object.entries(value).flatMap(([name, member]) => {
        const row = `${key}.${name}`;
        if (!Object.hasOwn(checks, name)) {
            const known = Object.keys(checks);
            return [{ row, limit: "is no member", fix: `the nearest is ${closest(name, known)}` }];
        }
        const must = checks[name]?.(member);
        return must === undefined
            ? []
            : [{ row, limit: `is ${JSON.stringify(member)}, but must be ${must}`, fix: "correct it, or remove it" }];
    });
}

/** An object without the members that are not given: null is one of these. */
export const readMembers = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null && member !== undefined))
        : value;

/** A text of this form. */
export const textOf =
    (form: RegExp, must: string): MemberCheck =>
    (value) =>
        typeof value === "string" && form.test(value) ? undefined : must;
