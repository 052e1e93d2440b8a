/**
 * How hard wildcards are to match: at how many places in them one text can be at once, at the worst.
 *
 * The measure is that of the engine behind EventBridge, which publishes it (github.com/aws/event-ruler, README, "Matching
 * with a Machine"); the service's limit is not published.
 */

/**
 * The most that AWS is known to take. Recorded: 7 is taken and 11 refused (github.com/localstack/localstack,
 * `tests/aws/services/events/event_pattern_templates`); 9 taken and 12 refused, as its authors report it
 * (https://github.com/vals-ai/Valkyrie/pull/278).
 */
export const MAX_COMPLEXITY = 9;

const STAR = -1;

/** Places of all wildcards: what lies before such a place has matched the text so far. */
export function wildcardComplexity(wildcards: readonly string[]): number {
    const patterns = [...new Set(wildcards)].map(tokensOf);
    // A byte that no pattern has stands for all others.
    const bytes = [...new Set([...patterns.flat(), 256])].filter((token) => token !== STAR);
    let most = 0;
    const seen = new Set<string>();
    const waiting = [patterns.map((pattern) => reached(pattern, [0]))];
    for (let places = waiting.pop(); places !== undefined && most <= 2 * MAX_COMPLEXITY; places = waiting.pop()) {
        for (const byte of bytes) {
            const next = places.map((at, index) => step(patterns[index] ?? [], at, byte));
            const key = next.join("|");
            if (seen.has(key)) {
                continue;
            }
            seen.add(key);
            most = Math.max(most, next.flat().filter((place) => place > 0).length);
            waiting.push(next);
        }
    }
    return most;
}

function tokensOf(wildcard: string): number[] {
    return [...wildcard.matchAll(/\\([*\\])|\*|[^*\\]/gu)].flatMap(([token, escaped]) =>
        token === "*" ? [STAR] : [...Buffer.from(escaped ?? token)],
    );
}

/** Places after one byte more: a star takes it and stays, anything else has to be it. */
function step(pattern: readonly number[], places: readonly number[], byte: number): number[] {
    return reached(
        pattern,
        places.flatMap((place) => [
            ...(pattern[place - 1] === STAR ? [place] : []),
            ...(pattern[place] === byte ? [place + 1] : []),
        ]),
    );
}

/** A star may also take nothing. */
function reached(pattern: readonly number[], places: readonly number[]): number[] {
    return [...new Set(places.flatMap((place) => (pattern[place] === STAR ? [place, place + 1] : [place])))].sort(
        (one, other) => one - other,
    );
}
