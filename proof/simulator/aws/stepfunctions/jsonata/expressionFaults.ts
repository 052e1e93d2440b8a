/**
 * What AWS refuses in an expression when a state machine is created: names at the top level (an expression has no
 * context there), `$$`, and members of `$states` out of their place. A lambda keeps the context around it; later steps
 * of a path, predicates, sort terms and groups have a context of their own. Names that nobody defines AWS lets pass
 * until they are evaluated; here they are refused as well.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */

/** What may be read where an expression stands. */
export interface Names {
    /** Members of `$states`. */
    readonly states: readonly string[];
    /** Variables that some state assigns. */
    readonly variables: ReadonlySet<string>;
}

/** Functions of JSONata 2.0.6 but for $eval, then AWS's own. */
const FUNCTIONS = new Set(
    (
        "abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl " +
        "decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase " +
        "formatInteger formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not " +
        "now number pad parseInteger power random reduce replace reverse round shuffle sift single sort split " +
        "spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip " +
        "hash parse partition range uuid"
    ).split(" "),
);

/** Children of a node of the syntax tree that are evaluated in a context of their own. */
const WITH_CONTEXT = new Set(["predicate", "accounts", "group", "terms", "pattern", "update", "delete"]);

/** A node of jsonata's syntax tree; its own type declares only half of what is in there. */
type Node = Readonly<Record<string, unknown>>;

/** The faults of an expression, from the tree that jsonata's `ast()` gives; none when it is good. */
export function expressionFaults(tree: unknown, names: Names): string[] {
    const reader = new Reader(names);
    reader.visit(tree, true);
    return reader.result();
}

class Reader {
    readonly #faults = new Set<string>();
    /** Variables that the expression itself gives a value, wherever in it. */
    readonly #bound = new Set<unknown>();
    readonly #read = new Set<string>();

    readonly #names: Names;

    constructor(names: Names) {
        this.#names = names;
    }

    result(): string[] {
        const unknown = [...this.#read].filter(
            (name) => !this.#bound.has(name) && !this.#names.variables.has(name) && !FUNCTIONS.has(name),
        );
        return [...this.#faults, ...unknown.map((name) => `$${name} is no function, and no state assigns it.`)];
    }

    /** `top`: whether the context is the expression's own, which is empty. */
    visit(part: unknown, top: boolean): void {
        if (Array.isArray(part)) {
            for (const each of part) {
                this.visit(each, top);
            }
        } else if (typeof part === "object" && part !== null) {
            this.#visitNode(part as Node, top);
        }
    }

    #visitNode(node: Node, top: boolean): void {
        const { type, value, steps, ...children } = node;
        this.#bind(node);
        if (type === "name" || type === "wildcard" || type === "descendant") {
            this.#visitName(String(value), top);
        }
        if (type === "variable") {
            this.#visitVariable(String(value), top);
        }
        if (Array.isArray(steps)) {
            this.#visitSteps(steps as Node[], top);
        }
        for (const [name, child] of Object.entries(children)) {
            this.visit(child, top && !WITH_CONTEXT.has(name));
        }
    }

    /** `$x := 1`, `function($x)`, `list@$x`, `list#$x`, and the last after a predicate. */
    #bind({ type, value, lhs, focus, index, arguments: parameters }: Node): void {
        if (type === "bind") {
            this.#bound.add((lhs as Node)["value"]);
        }
        if (type === "lambda") {
            for (const parameter of parameters as Node[]) {
                this.#bound.add(parameter["value"]);
            }
        }
        if (type === "index") {
            this.#bound.add(value);
        }
        this.#bound.add(focus).add(index);
    }

    #visitName(name: string, top: boolean): void {
        if (top) {
            this.#faults.add(`Reference to '${name}' at the top level is not supported.`);
        }
    }

    #visitVariable(name: string, top: boolean): void {
        if (name === "") {
            this.#visitName("$", top);
        } else if (name === "$") {
            this.#faults.add("Reference to '$$' is not supported.");
        } else if (name === "eval") {
            this.#faults.add("$eval is not available; $parse reads JSON.");
        } else if (name !== "states") {
            this.#read.add(name);
        }
    }

    #visitSteps(steps: readonly Node[], top: boolean): void {
        const [first, second] = steps;
        const member = second?.["type"] === "name" ? String(second["value"]) : undefined;
        if (first?.["value"] === "states" && first["type"] === "variable" && member !== undefined) {
            this.#visitMember(member);
        }
        for (const [index, step] of steps.entries()) {
            this.visit(step, top && index === 0);
        }
    }

    #visitMember(member: string): void {
        if (this.#names.states.includes(member)) {
            return;
        }
        const known = this.#names.states.map((name) => `$states.${name}`).join(", ");
        this.#faults.add(`$states.${member} does not exist here; there are ${known}.`);
    }
}
