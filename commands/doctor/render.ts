import { table as drawTable } from "../table";
import { count, type Finding, type Seen, type Sign } from "./account/finding";
import type { Subject } from "./account/subject";

/** What a check has seen, under its title. */
export interface Line extends Seen {
    readonly title: string;
}

const signs: Readonly<Record<Sign, string>> = { ok: "✓", note: "!", unseen: "!", wrong: "✗" };

/** What others have chosen, ids and messages, does nothing in a terminal: it is shown in printable ASCII. */
const plain = (text: string) =>
    text.replace(/[^\x20-\x7e]+/g, (part) =>
        JSON.stringify(part)
            .slice(1, -1)
            .replace(/[^\x20-\x7e]/g, "?"),
    );

/** A line for each finding, what to do below it, and the verdict. */
export function text({ stack, guard, program: { place } }: Subject, lines: readonly Line[]): string {
    const width = Math.max(...lines.map(({ title }) => title.length));
    const shown = lines.flatMap(({ title, findings }) =>
        findings.flatMap(({ sign, text, fix }, index) => [
            `${signs[sign]} ${(index === 0 ? title : "").padEnd(width)}  ${plain(text)}`,
            ...(fix === undefined ? [] : [`  ${" ".repeat(width)}  -> ${plain(fix)}`]),
        ]),
    );
    return [
        `${guard}, stack ${stack.name}, account ${place.account}, ${place.region}`,
        "",
        ...shown,
        "",
        verdict(lines.flatMap(({ findings }) => findings)),
    ].join("\n");
}

/** The rows of the checks that have some, as tables, with what else they have found. */
export function tables(lines: readonly Line[]): string {
    return lines
        .map(({ title, findings, table }) => {
            const notes = findings.map(({ sign, text }) => `${signs[sign]} ${title}: ${plain(text)}`);
            if (!table) {
                return notes.join("\n");
            }
            const rows = table.rows.map((row) => row.map(plain));
            return [drawTable(table.head, rows), ...notes].join("\n");
        })
        .join("\n\n");
}

/** For programs. */
export function json({ stack, guard, program: { place } }: Subject, lines: readonly Line[]): string {
    const checks = lines.map(({ title, findings, table }) => ({
        check: title,
        findings,
        ...(table && {
            rows: table.rows.map((row) => Object.fromEntries(row.map((cell, i) => [table.head[i] ?? "", cell]))),
        }),
    }));
    return JSON.stringify({ stack: stack.name, guard, ...place, checks }, undefined, 2);
}

function verdict(findings: readonly Finding[]): string {
    const number = (sign: Sign) => findings.filter((finding) => finding.sign === sign).length;
    const [wrong, hidden, notes] = [number("wrong"), number("unseen"), number("note")];
    const rest = [
        ...(hidden > 0 ? [`${count(hidden, "check")} could not look (!)`] : []),
        ...(notes > 0 ? [`${count(notes, "note")} (!)`] : []),
    ];
    const first = wrong > 0 ? `${count(wrong, "thing")} to fix (✗)` : hidden > 0 ? "" : "All is well";
    return `${[first, ...rest].filter(Boolean).join(", ")}.`;
}

/** 1 if something is wrong, 2 if it could not be looked at, else 0. */
export function statusOf(lines: readonly Line[]): 0 | 1 | 2 {
    const signs = new Set(lines.flatMap(({ findings }) => findings.map(({ sign }) => sign)));
    return signs.has("wrong") ? 1 : signs.has("unseen") ? 2 : 0;
}
