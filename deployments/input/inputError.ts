import { closest } from "fastest-levenshtein";

/** What somebody handed in cannot be used: the message says why, and how to fix it. Commands end with status 2. */
export class InputError extends Error {}

/** What to say to a name that nobody has. */
export function nearest(kind: string, name: string, known: readonly string[], hint = ""): InputError {
    return new InputError(`There is no ${kind} "${name}"; the nearest is "${closest(name, known)}".${hint}`);
}
