/**
 * Writing JSONata in TypeScript: lines and indentation are folded, so that a definition stays one compact string.
 * Literals inside an expression must therefore stand on one line.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
import type { Expression } from "./asl";

export function fold(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
    return String.raw(strings, ...values)
        .replace(/\s*\n\s*/g, " ")
        .trim();
}

/** The folded text as an expression of a state. */
export function jsonata(strings: TemplateStringsArray, ...values: readonly (string | number)[]): Expression {
    return `{% ${fold(strings, ...values)} %}`;
}

/** A text as a JSONata literal. */
export function literal(text: string): string {
    return JSON.stringify(text);
}
