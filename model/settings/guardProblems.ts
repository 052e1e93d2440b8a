import { closest } from "fastest-levenshtein";
import { isLateSetting, settingKeys, settingsTable, type Settings } from "./settings";
import { ignoredSettings, settingsProblems } from "./settingsProblems";

/** What is wrong with an argument of a guard. */
export interface ArgumentProblem {
    readonly propertyPath: string;
    readonly reason: string;
}

const argumentTypes = {
    integer: "number",
    string: "string",
    boolean: "boolean",
    array: "list",
    object: "object",
} as const;

/** Every argument of a guard, and its type: no type checker may stand before the program. */
const types: ReadonlyMap<string, (typeof argumentTypes)[keyof typeof argumentTypes]> = new Map([
    ...settingKeys.map((key) => [key, argumentTypes[settingsTable[key].type]] as const),
    ["region", "string"] as const,
]);

/**
 * Every problem of a guard's name and arguments.
 *
 * @param plain Arguments whose values are known now; those that are not given are left out.
 * @param given All that are given: what is known later counts as text.
 */
export function guardProblems(
    name: string,
    plain: Readonly<Record<string, unknown>>,
    given: Readonly<Record<string, unknown>>,
): ArgumentProblem[] {
    const problems: ArgumentProblem[] = Object.keys(given)
        .filter((key) => !types.has(key))
        .map((key) => ({
            propertyPath: key,
            reason: `is no argument; the nearest is ${closest(key, [...types.keys()])}`,
        }));
    if (given["waitSeconds"] === undefined) {
        problems.push({
            propertyPath: "waitSeconds",
            reason: "is missing: how old a session may get, in seconds, such as 1800",
        });
    }
    problems.push(
        ...Object.keys(given)
            .filter((key) => types.has(key) && !Object.hasOwn(plain, key) && !isLateSetting(key) && key !== "region")
            .map((key) => ({
                propertyPath: key,
                reason: "is a promise or an output, but must be a plain value: it shapes what is deployed, and a preview must show it",
            })),
    );
    problems.push(...valueProblems(plain), ...ignoredSettings(given).map(problemOf));
    if (!/^[A-Za-z0-9_-]{1,40}$/.test(name)) {
        problems.push({
            propertyPath: "name",
            reason: `is "${name}", but must be 1 to 40 letters, digits, "-" or "_"`,
        });
    }
    return problems;
}

/** The problems of values alone: also for one that is known later. */
export function valueProblems(plain: Readonly<Record<string, unknown>>): ArgumentProblem[] {
    const known = Object.entries(plain).filter(([key]) => types.has(key));
    const typeOf = (key: string) => types.get(key) ?? "text";
    const [right, wrong] = [true, false].map((is) =>
        known.filter(([key, value]) => ((Array.isArray(value) ? "list" : typeof value) === typeOf(key)) === is),
    );
    const values = Object.fromEntries(right ?? []) as Partial<Settings> & { region?: string };
    return [
        ...(wrong ?? []).map(([key, value]) => ({
            propertyPath: key,
            reason: `is ${JSON.stringify(value)}, but must be a ${typeOf(key)}`,
        })),
        ...settingsProblems(values, values.region).map(problemOf),
    ];
}

function problemOf({ key, value, limit, fix, row }: ReturnType<typeof settingsProblems>[number]): ArgumentProblem {
    if (row !== undefined) {
        return { propertyPath: row, reason: `${limit}: ${fix}` };
    }
    return { propertyPath: key, reason: `is ${JSON.stringify(value)}, but ${limit}: ${fix}` };
}
