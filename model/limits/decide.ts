import { kinds } from "./kinds";
import { numberConditions, textConditions, type SessionFacts, type SessionLimit, type Tags } from "./limits";
import { fitsPattern } from "./pattern";

/** Whether a row fits a session: no, perhaps (what it asks for is not known), yes. The least of several is all of them. */
export type Answer = 0 | 1 | 2;

/** How long a session may live, and by which row. */
export interface Decision {
    /** Whether it is never stopped; perhaps: it is reported instead. */
    readonly exempt: "no" | "perhaps" | "yes";
    /** The name of the row that gives the limit, or the exemption that holds for certain; empty for `waitSeconds`. */
    readonly name: string;
    /** How old it may get, in seconds; null if it is exempt. */
    readonly seconds: number | null;
    /** The exemption that may hold. */
    readonly perhapsExemptBy?: string;
}

const all = (answers: readonly Answer[]): Answer => Math.min(2, ...answers) as Answer;
const any = (answers: readonly Answer[]): Answer => Math.max(0, ...answers) as Answer;

function like(value: string | null, patterns: readonly string[]): Answer {
    return value === null ? 1 : value !== "" && fitsPattern(patterns, value) ? 2 : 0;
}

function tagged(tags: Tags | null, wanted: Tags): Answer {
    return all(
        Object.entries(wanted).map(([key, pattern]) =>
            tags === null ? 1 : like(Object.hasOwn(tags, key) ? `=${tags[key] ?? ""}` : "", [`=${pattern}`]),
        ),
    );
}

/** Whether the session is of this kind. */
function ofKind(name: string, facts: SessionFacts, tags: Tags | null): Answer {
    const kind = kinds.find((kind) => kind.name === name);
    return any([
        ...(kind?.ids ? [like(facts.id, kind.ids)] : []),
        ...(kind?.origins ? [like(facts.origin, kind.origins)] : []),
        ...(kind?.tags ? [tagged(tags, kind.tags)] : []),
    ]);
}

/** The session's kind: the first of the table that fits for certain; else `unknown` if one may fit, else `other`. */
export function kindOf(facts: SessionFacts, tags: Tags | null): string {
    const answers = kinds.map(({ name }) => ({ name, answer: ofKind(name, facts, tags) }));
    const certain = answers.find(({ answer }) => answer === 2);
    return certain?.name ?? (answers.some(({ answer }) => answer === 1) ? "unknown" : "other");
}

/** What each condition of a row answers. */
export function conditionAnswers(
    row: SessionLimit,
    facts: SessionFacts,
    tags: Tags | null,
): Readonly<Record<string, Answer>> {
    const answers: Record<string, Answer> = {};
    if (row.kinds) {
        answers["kinds"] = any(row.kinds.map((name) => ofKind(name, facts, tags)));
    }
    for (const [key, names] of Object.entries(textConditions)) {
        const patterns = row[key as keyof typeof textConditions];
        if (patterns) {
            answers[key] = any(names.map((name) => like(facts[name], patterns)));
        }
    }
    if (row.tags) {
        answers["tags"] = tagged(tags, row.tags);
    }
    for (const [key, { fact }] of Object.entries(numberConditions)) {
        const bound = row[key as keyof typeof numberConditions];
        const value = facts[fact];
        if (bound !== undefined) {
            answers[key] = value === null ? 1 : value > bound ? 2 : 0;
        }
    }
    if (row.withoutConnection) {
        answers["withoutConnection"] = facts.connections === null ? 1 : facts.connections === 0 ? 2 : 0;
    }
    return answers;
}

/** Whether a row fits. */
export function answerOf(row: SessionLimit, facts: SessionFacts, tags: Tags | null): Answer {
    return all(Object.values(conditionAnswers(row, facts, tags)));
}

/**
 * The limit of a session. Of the rows that may fit and the first that fits for certain, the longest limit holds: what is
 * not known never shortens a life.
 */
export function decide(
    rows: readonly SessionLimit[],
    waitSeconds: number,
    facts: SessionFacts,
    tags: Tags | null,
): Decision {
    const table = [...rows, { name: "", waitSeconds }];
    const answers: Answer[] = [...rows.map((row) => answerOf(row, facts, tags)), 2];
    const first = answers.indexOf(2);
    const open = table.filter((_, index) => index <= first && answers[index] !== 0);
    const exempt = open.filter((row) => row.exempt);
    const limited = open.filter((row) => !row.exempt);
    const seconds = Math.max(...limited.map((row) => row.waitSeconds ?? 0));
    const longest = limited.findLast((row) => row.waitSeconds === seconds);
    if (longest === undefined) {
        return { exempt: "yes", name: exempt[0]?.name ?? "", seconds: null };
    }
    return exempt[0] === undefined
        ? { exempt: "no", name: longest.name, seconds }
        : { exempt: "perhaps", name: longest.name, seconds, perhapsExemptBy: exempt[0].name };
}
