/**
 * The JSONata of a definition, compiled once and evaluated as Step Functions does.
 *
 * What AWS limits and this does not: 1 s and 100 levels of depth for an expression, and the memory it takes.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
import jsonata from "jsonata";
import { isExpression, type Template } from "../../../../../model/aws/asl";
import { expressionFaults, type Names } from "./expressionFaults";
import { ENVIRONMENT, registerFunctions, type Environment } from "./expressionFunctions";

/** What an expression can read. */
export interface Scope extends Environment {
    readonly states: Readonly<Partial<Record<"input" | "context" | "result" | "errorOutput", unknown>>>;
    /** Values of variables by name, without `$`. */
    readonly variables: Readonly<Record<string, unknown>>;
}

/** A scope in the form that jsonata takes; it serves any number of expressions. */
export type Bindings = Readonly<Record<string, unknown>>;

export function bindings(scope: Scope): Bindings {
    return { ...scope.variables, states: scope.states, [ENVIRONMENT]: scope };
}

/** A field of a state, ready to be evaluated: a JSON value, or the promise of one that rejects with a QueryEvaluationError. */
export type Field = (bindings: Bindings) => unknown;

/** AWS's States.QueryEvaluationError; the message is AWS's own but for the name of the state. */
export class QueryEvaluationError extends Error {
    constructor(
        /** The field, as AWS writes it: `Arguments/Id`, `Catch[0]/Output`. */
        readonly location: string,
        message: string,
    ) {
        super(message);
    }
}

/** Compiles every expression in `template`. What AWS or the simulator refuses in one is added to `faults`. */
export function compile(template: Template, location: string, names: Names, faults: string[]): Field {
    if (!hasExpression(template)) {
        return () => template;
    }
    if (typeof template === "string") {
        return compileExpression(template, location, names, faults);
    }
    const isArray = Array.isArray(template);
    const members = template as Readonly<Record<string, Template>>;
    const computed = Object.entries(members)
        .filter(([, each]) => hasExpression(each))
        .map(([name, each]) => {
            const place = isArray ? `${location}[${name}]` : `${location}/${name}`;
            return [name, compile(each, place, names, faults)] as const;
        });
    return async (bindings) => {
        // What is no expression stands as it is, and every member in its place.
        const value: Record<string, unknown> = Object.assign(isArray ? [] : {}, members);
        for (const [name, field] of computed) {
            value[name] = await field(bindings);
        }
        return value;
    };
}

/** As `compile`, for a field that takes but one type; an expression that gives another fails. */
export function compileTyped(
    type: "boolean" | "number" | "string",
    template: string | number,
    location: string,
    names: Names,
    faults: string[],
): Field {
    const field = compile(template, location, names, faults);
    return async (bindings) => {
        const value = await field(bindings);
        if (typeof value === type) {
            return value;
        }
        const actual = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
        throw new QueryEvaluationError(
            location,
            `${called(String(template), location)} returned an unexpected result type. ` +
                `Expected '${type}', but was '${actual}' for value: ${JSON.stringify(value)}`,
        );
    };
}

function hasExpression(template: Template): boolean {
    if (typeof template === "string") {
        return isExpression(template);
    }
    return typeof template === "object" && template !== null && Object.values(template).some(hasExpression);
}

/** The JSONata between the marks. */
function source(expression: string): string {
    return expression.slice(2, -2).trim();
}

function called(expression: string, location: string): string {
    return `The JSONata expression '${source(expression)}' specified for the field '${location}'`;
}

function compileExpression(text: string, location: string, names: Names, faults: string[]): Field {
    const fail = (what: string): never => {
        throw new QueryEvaluationError(location, `${called(text, location)} ${what}`);
    };
    const expression = parse(text, location, faults);
    if (expression === undefined) {
        return () => fail("cannot be parsed.");
    }
    faults.push(...expressionFaults(expression.ast(), names).map((fault) => `${location}: ${fault}`));
    registerFunctions(expression);
    return async (bindings) => {
        let value: unknown;
        try {
            // No input: AWS gives an expression no context, so that `$` and bare names mean nothing in it.
            value = await expression.evaluate(undefined, bindings);
        } catch (thrown) {
            return fail(`threw an error during evaluation. ${describe(thrown)}`);
        }
        return value === undefined ? fail("returned nothing (undefined).") : plain(value, fail);
    };
}

function parse(text: string, location: string, faults: string[]): jsonata.Expression | undefined {
    try {
        return jsonata(source(text));
    } catch (thrown) {
        faults.push(`${location}: ${describe(thrown)}, in ${text}.`);
        return undefined;
    }
}

/** JSONata throws objects that are no Errors. */
function describe(thrown: unknown): string {
    const { code, message } = thrown as Partial<jsonata.JsonataError>;
    return [code, message].filter((part) => part !== undefined).join(": ");
}

/**
 * A result as the JSON that it stands for, the same object where it is JSON already. JSONata marks its lists with
 * members of their own, by which it would unwrap them later, and its functions are objects with functions in them.
 * AWS writes a number that JSON lacks as its name.
 */
function plain(value: unknown, fail: (what: string) => never): unknown {
    if (typeof value === "number") {
        return Number.isFinite(value) ? value : String(value);
    }
    if (typeof value === "function") {
        return fail("returned an unsupported result type.");
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (Array.isArray(value)) {
        const items = value.map((item) => plain(item, fail));
        const same = Object.keys(value).length === value.length && items.every((item, index) => item === value[index]);
        return same ? value : items;
    }
    const changed = Object.entries(value)
        .map(([name, member]) => [name, member, plain(member, fail)] as const)
        .filter(([, before, after]) => before !== after)
        .map(([name, , after]) => [name, after] as const);
    return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
}
