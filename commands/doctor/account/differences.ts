/** Where two JSON values differ: paths such as `States.WaitUntilDue.Seconds`. Nothing where they are the same. */
export function differences(expected: unknown, actual: unknown, path = ""): string[] {
    if (isObject(expected) && isObject(actual)) {
        const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
        return keys.flatMap((key) => differences(expected[key], actual[key], path === "" ? key : `${path}.${key}`));
    }
    return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [path];
}

/** A policy in one form: IAM keeps one action as a text or as a list, and a list in any order. */
export function normalPolicy(value: unknown): unknown {
    if (Array.isArray(value)) {
        const list = value.map(normalPolicy);
        return list.length === 1 && typeof list[0] === "string" ? list[0] : list.every(isText) ? list.sort() : list;
    }
    return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, normalPolicy(member)]))
        : value;
}

/** A policy is text in a state, and an object in a program. */
export const policyObject = (policy: unknown) => (typeof policy === "string" ? parsed(policy) : policy);

const isText = (value: unknown): value is string => typeof value === "string";

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON that AWS answers, which IAM encodes for URLs; undefined if it is none. */
export function parsed(text: string | undefined): unknown {
    try {
        return JSON.parse(text?.startsWith("%7B") ? decodeURIComponent(text) : (text ?? "")) as unknown;
    } catch {
        return undefined;
    }
}
