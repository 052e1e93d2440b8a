/** The twin of `decide`, in JSONata: no is 0, perhaps 1, yes 2. Facts stand in `$facts`, tags in `$tags`. */
import { fold, literal } from "../aws/jsonata";
import { kinds, type Kind } from "./kinds";
import { asksForTags, numberConditions, textConditions, type SessionLimit, type Tags } from "./limits";
import { patternExpression } from "./pattern";

const all = (answers: readonly string[]) =>
    answers.length === 1 ? (answers[0] ?? "") : `$min([${answers.join(", ")}])`;
const any = (answers: readonly string[]) =>
    answers.length === 1 ? (answers[0] ?? "") : `$max([${answers.join(", ")}])`;

function like(value: string, patterns: readonly string[]): string {
    return `(${value} = null ? 1 : ${value} != '' and $contains(${value}, ${patternExpression(patterns)}) ? 2 : 0)`;
}

/** A tag's value follows a `=`, so that an empty value is not "no such tag". */
function tagged(wanted: Tags): string[] {
    return Object.entries(wanted).map(([key, pattern]) => {
        const value = `$lookup($tags, ${literal(key)})`;
        return fold`($tags = null ? 1 : $type(${value}) = 'string' and
            $contains('=' & ${value}, ${patternExpression([`=${pattern}`])}) ? 2 : 0)`;
    });
}

function ofKind({ ids, origins, tags }: Kind): string {
    return any([
        ...(ids ? [like("$facts.id", ids)] : []),
        ...(origins ? [like("$facts.origin", origins)] : []),
        ...(tags ? [all(tagged(tags))] : []),
    ]);
}

function rowAnswer(row: SessionLimit): string {
    const texts = Object.entries(textConditions).flatMap(([key, names]) => {
        const patterns = row[key as keyof typeof textConditions];
        return patterns ? [any(names.map((name) => like(`$facts.${name}`, patterns)))] : [];
    });
    const numbers = Object.entries(numberConditions).flatMap(([key, { fact }]) => {
        const bound = row[key as keyof typeof numberConditions];
        return bound === undefined ? [] : [`($facts.${fact} = null ? 1 : $facts.${fact} > ${bound} ? 2 : 0)`];
    });
    return all([
        ...(row.kinds
            ? [any(kinds.filter(({ name }) => row.kinds?.includes(name)).map(({ name }) => variable(name)))]
            : []),
        ...texts,
        ...(row.tags ? tagged(row.tags) : []),
        ...numbers,
        ...(row.withoutConnection ? ["($facts.connections = null ? 1 : $facts.connections = 0 ? 2 : 0)"] : []),
    ]);
}

/** The variable that holds whether the session is of a kind. */
const variable = (kind: string) => `$is_${kind.replaceAll("-", "_")}`;

/** What was too much, for the notice: "40 DPU, at most 20". */
function detail(row: SessionLimit): string {
    const numbers = Object.entries(numberConditions).flatMap(([key, { fact, unit }]) => {
        const bound = row[key as keyof typeof numberConditions];
        return bound === undefined
            ? []
            : [`$facts.${fact} != null ? $facts.${fact} & ${literal(` ${unit}, at most ${bound}`)}`];
    });
    const parts = [...numbers, ...(row.withoutConnection ? ["'no connection'"] : [])];
    return parts.length === 0 ? "" : `, 'detail': $join([${parts.join(", ")}], '; ')`;
}

function tableRow(row: SessionLimit): string {
    const seconds = row.exempt ? "'exempt': true" : `'seconds': ${row.waitSeconds ?? 0}`;
    return `{ 'name': ${literal(row.name)}, ${seconds}${detail(row)} }`;
}

/**
 * JSONata for the decision: an object with `exempt`, `name`, `seconds` and `perhapsExemptBy` as `decide` gives them, with
 * `kind`, with `detail`, and with the facts again if tags are read later.
 *
 * @param facts JSONata for the facts.
 * @param tags JSONata for the tags, or for null.
 */
export function decisionExpression(
    rows: readonly SessionLimit[],
    waitSeconds: number,
    facts: string,
    tags: string,
): string {
    return fold`(
        $facts := ${facts};
        $tags := ${tags};
        ${kinds.map((kind) => `${variable(kind.name)} := ${ofKind(kind)};`).join(" ")}
        $kinds := [${kinds.map(({ name }) => `{ 'name': ${literal(name)}, 'answer': ${variable(name)} }`).join(", ")}];
        $certain := $filter($kinds, function($kind) { $kind.answer = 2 });
        $rows := [${[...rows, { name: "", waitSeconds }].map(tableRow).join(", ")}];
        $answers := [${[...rows.map(rowAnswer), "2"].join(", ")}];
        $first := $filter([0..${rows.length}], function($place) { $answers[$place] = 2 })[0];
        $open := $filter($rows, function($row, $place) { $place <= $first and $answers[$place] > 0 });
        $exempt := $filter($open, function($row) { $exists($row.exempt) });
        $limited := $filter($open, function($row) { $exists($row.seconds) });
        $seconds := $max($limited.seconds);
        $longest := $filter($limited, function($row) { $row.seconds = $seconds })[-1];
        $merge([
            $exists($limited)
                ? {
                    'exempt': $exists($exempt) ? 'perhaps' : 'no',
                    'name': $longest.name,
                    'seconds': $seconds,
                    'detail': $exists($longest.detail) ? $longest.detail : ''
                }
                : { 'exempt': 'yes', 'name': $exempt[0].name, 'seconds': null, 'detail': '' },
            $exists($limited) and $exists($exempt) ? { 'perhapsExemptBy': $exempt[0].name },
            { 'kind': $exists($certain) ? $certain[0].name : 1 in $kinds.answer ? 'unknown' : 'other' }
            ${rows.some(asksForTags) ? ", { 'facts': $facts }" : ""}
        ])
    )`;
}
