import { printParseErrorCode, visit, type JSONVisitor } from "jsonc-parser";
import { InputError } from "./inputError";

/**
 * A text as JSON. A message names the place, and never repeats the text: it may hold passwords.
 *
 * @param source How messages name the text.
 * @throws InputError with the line and the column of the first problem.
 */
export function parseJson(text: string, source: string): unknown {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new InputError(`${source} is not JSON: ${firstFault(text)}.`);
    }
    if (isTooDeep(value)) {
        throw new InputError(`${source} is nested more than ${maxDepth} levels deep.`);
    }
    return value;
}

/** Deeper than anything that AWS or Pulumi prints, and within the reach of whatever walks through it. */
const maxDepth = 500;

function isTooDeep(value: unknown): boolean {
    let level = [value];
    for (let depth = 0; depth <= maxDepth && level.length > 0; depth += 1) {
        level = level.flatMap((one) =>
            typeof one === "object" && one !== null ? (Object.values(one) as unknown[]) : [],
        );
    }
    return level.length > 0;
}

function firstFault(text: string): string {
    if (text.trim() === "") {
        return "it is empty";
    }
    const problems: string[] = [];
    const onError: JSONVisitor["onError"] = (code, _offset, _length, line, column) => {
        const words = printParseErrorCode(code).replace(/(?<!^)([A-Z])/g, " $1");
        problems.push(`${words.toLowerCase()} in line ${line + 1}, column ${column + 1}`);
    };
    try {
        visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
    } catch {
        // The visitor calls itself for each level: a RangeError.
        return "it is nested too deep";
    }
    return problems[0] ?? "it cannot be parsed";
}
