/**
 * Paths into an event or a state's input: `$`, then `.name`, `['name']`, `[0]`, `.*` or `[*]`.
 *
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */

/** Every child of an array or object: `*` in a path. */
const EVERY = Symbol("*");

/** A name, an index, or every child. */
export type Step = string | number | typeof EVERY;

/** The steps of a path, or nothing if it is not one that EventBridge knows. */
export function stepsOf(path: string): Step[] | undefined {
    const steps: Step[] = [];
    const step = /\.(?:([\w/-]+)|\*)|\[(?:(\d+)|\*|'([^']+)'|"([^"]+)")\]/y;
    step.lastIndex = 1;
    while (step.lastIndex < path.length) {
        const found = step.exec(path);
        if (found === null) {
            return undefined;
        }
        const [, dotted, index, single, double] = found;
        steps.push(dotted ?? single ?? double ?? (index === undefined ? EVERY : Number(index)));
    }
    return path.startsWith("$") ? steps : undefined;
}

/** The value at the path; with `*` the list of all that it finds. Nothing there is undefined. */
export function select(event: unknown, steps: readonly Step[]): unknown {
    const found = steps.reduce<unknown[]>(
        (nodes, step) =>
            nodes.flatMap((node) => {
                if (!isContainer(node)) {
                    return [];
                }
                if (step === EVERY) {
                    return Object.values(node);
                }
                // An index is for arrays and a name for objects: an array's "length" is no part of the event.
                const fits = Array.isArray(node) === (typeof step === "number") && Object.hasOwn(node, step);
                return fits ? [node[step]] : [];
            }),
        [event],
    );
    return steps.includes(EVERY) ? found : found[0];
}

export function isContainer(value: unknown): value is Readonly<Record<string | number, unknown>> {
    return typeof value === "object" && value !== null;
}
