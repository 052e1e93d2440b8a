import { fold } from "../aws/jsonata";
import { cutFunction, notAscii, printable } from "../event/printable";

/** A notice as data, in JSONata: each form in which it is sent is made from it. */
export interface Notice {
    /** What the lines use, such as `$duration`. */
    readonly before: readonly string[];
    /** What happened, in plain words that name no session. */
    readonly title: string;
    /** The same with the session, before it is cut. */
    readonly subject: string;
    readonly opening: string;
    /** Labelled lines; a bare text is JSONata for a row without a label, or for none. */
    readonly lines: readonly (Line | string)[];
    /** Rows instead of lines: their columns stand under one another. */
    readonly table?: readonly string[];
    readonly steps: readonly NextStep[];
}

/** A label and JSONata for the value, and when the line is there. Default: always. */
export type Line = readonly [label: string, value: string, when?: string];

/** What the reader can do: a sentence, and a command or a text to paste. */
export interface NextStep {
    readonly sentence: string;
    readonly paste: string;
    /** When there is something to do. Default: always. */
    readonly when?: string;
}

/** As SNS takes it. */
export interface Mail {
    /** ASCII, at most 99 characters, no control characters. */
    readonly subject: string;
    readonly message: string;
}

/** The least that SNS refuses in a subject. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const subjectLimit = 100;

/** Cuts a subject as a whole, whatever it holds. */
export const subject = (text: string) => fold`(${cutFunction}; ${printable(text, subjectLimit - 1, notAscii)})`;

const quoted = (plain: string) => `'${plain}'`;

/** A text of these rows; JSONata drops those that are not there. */
const joined = (...rows: readonly string[]) => `$join([${rows.join(", ")}], '\\n')`;

const only = (when: string | undefined, row: string) => (when === undefined ? row : `${when} ? ${row}`);

const block = (before: readonly string[], value: string) => fold`( ${before.join("; ")}; ${value} )`;

/** As text: a mail of SNS. */
export function mailOf({ before, subject: text, opening, lines, table, steps }: Notice): Mail {
    const line = (one: Line | string) =>
        typeof one === "string" ? one : only(one[2], `${quoted(`${one[0]}:`.padEnd(10))} & ${one[1]}`);
    const step = ({ sentence, paste, when }: NextStep, index: number) => [
        ...(index > 0 ? [] : when === undefined ? ["''"] : []),
        only(when, `${when === undefined ? "" : "'\\n' & "}${sentence}`),
        only(when, paste),
    ];
    return {
        subject: subject(text),
        message: block(before, joined(opening, ...(table ?? ["''", ...lines.map(line)]), ...steps.flatMap(step))),
    };
}
