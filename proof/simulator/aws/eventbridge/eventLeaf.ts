/**
 * The values that an event has at a dotted path, as EventBridge takes events apart to match them.
 *
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html and, for arrays of
 * objects, the engine behind the service: github.com/aws/event-ruler, README, "JSON Array Matching".
 */

/** What a leaf of JSON holds. */
export type Scalar = string | number | boolean | null;

/** Elements of arrays that leaves lie in: place of the array in the event to index of the element. */
export type Elements = ReadonlyMap<string, number>;

export interface Leaf {
    readonly value: Scalar;
    /** Elements that are objects or arrays only: scalars in a list are values of one field, whichever comes. */
    readonly elements: Elements;
}

const NO_ELEMENTS: Elements = new Map();

/** Every leaf at the path, through arrays. Where the event has an object or an empty array there is none. */
export function leavesAt(event: unknown, path: string): Leaf[] {
    const leaves: Leaf[] = [];
    collect(event, path, "", NO_ELEMENTS, leaves);
    return leaves;
}

/** The elements of both, or nothing if they differ about an array: then the leaves do not belong together. */
export function join(chosen: Elements, elements: Elements): Elements | undefined {
    if (elements.size === 0) {
        return chosen;
    }
    for (const [array, index] of elements) {
        if ((chosen.get(array) ?? index) !== index) {
            return undefined;
        }
    }
    return new Map([...chosen, ...elements]);
}

/** `path` is what remains to be walked, nothing at its end; an empty key is a key, so "" cannot stand for the end. */
function collect(node: unknown, path: string | undefined, place: string, elements: Elements, leaves: Leaf[]): void {
    if (Array.isArray(node)) {
        node.forEach((element: unknown, index) => {
            const within = isScalar(element) ? elements : new Map([...elements, [place, index] as const]);
            collect(element, path, `${place}[${index}]`, within, leaves);
        });
    } else if (path === undefined) {
        if (isScalar(node)) {
            leaves.push({ value: node, elements });
        }
    } else if (isObject(node)) {
        // A key of the event may have dots itself, so "a.b.c" is looked for under a, a.b and a.b.c.
        for (let end = path.indexOf("."); end !== -1; end = path.indexOf(".", end + 1)) {
            const key = path.slice(0, end);
            if (Object.hasOwn(node, key)) {
                collect(node[key], path.slice(end + 1), `${place}.${key}`, elements, leaves);
            }
        }
        if (Object.hasOwn(node, path)) {
            collect(node[path], undefined, `${place}.${path}`, elements, leaves);
        }
    }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isScalar(value: unknown): value is Scalar {
    return value === null || ["string", "number", "boolean"].includes(typeof value);
}
