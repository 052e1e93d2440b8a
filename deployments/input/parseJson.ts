import { printParseErrorCode, visit } from "jsonc-parser";
import { InputError } from "./inputError";

/**
 * A text as JSON. A message names the place, and never repeats the text: it may hold passwords.
 *
 * @param source How messages name the text.
 * @throws InputError with the line and the column of the first problem.
 */
export function parseJson(text: string, source: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new InputError(`${source} is not JSON: ${firstFault(text)}.`);
    }
}

function firstFault(text: string): string {
    if (text.trim() === "") {
        return "it is empty";
    }
    const problems: string[] = [];
    visit(
        text,
        {
            onError: (code, _offset, _length, line, column) => {
                const words = printParseErrorCode(code).replace(/(?<!^)([A-Z])/g, " $1");
                problems.push(`${words.toLowerCase()} in line ${line + 1}, column ${column + 1}`);
            },
        },
        { disallowComments: true, allowTrailingComma: false },
    );
    return problems[0] ?? "it cannot be parsed";
}
