import type { Statement } from "../../../model/access/permissions";
import type { Clients } from "./clients";
import type { Subject } from "./subject";

/** `ok`; `note`: worth knowing; `wrong`: to be fixed; `unseen`: AWS did not let us look. */
export type Sign = "ok" | "note" | "wrong" | "unseen";

/** What a check has seen, and what to do about it. */
export interface Finding {
    readonly sign: Sign;
    readonly text: string;
    /** A command or a sentence. */
    readonly fix?: string;
}

/** What a check prints: its findings, and rows for whoever wants all of it. */
export interface Seen {
    readonly findings: readonly Finding[];
    /** Names of the columns, and the rows. */
    readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** One question to the account, which changes nothing there. */
export interface Check {
    /** How its lines begin. */
    readonly title: string;
    /** The least rights that it needs. */
    readonly needs: (subject: Subject) => readonly Statement[];
    readonly look: (subject: Subject, aws: Clients) => Promise<Seen>;
}

export const ok = (text: string): Finding => ({ sign: "ok", text });
export const note = (text: string, fix?: string): Finding => ({ sign: "note", text, ...(fix && { fix }) });
export const wrong = (text: string, fix?: string): Finding => ({ sign: "wrong", text, ...(fix && { fix }) });
export const unseen = (text: string, fix?: string): Finding => ({ sign: "unseen", text, ...(fix && { fix }) });

/** A right to look, as a statement. */
export const mayLook = (Sid: string, Action: string[], Resource: string | string[] = "*"): Statement => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
});

/** What is not as deployed is put back by one command. */
export const deployAgain = (stack: string) => `npx pulumi up --refresh --stack ${stack}`;

/** A command of the AWS CLI, for the guard's region whatever the shell's is. */
export const awsCommand = ({ program: { place } }: Subject, command: string) =>
    `aws ${command} --region ${place.region}`;

/** Such as `3 sessions`. */
export const count = (number: number, noun: string) =>
    `${number} ${noun}${number === 1 ? "" : noun.endsWith("ch") ? "es" : "s"}`;

/** The first few of many, and how many more. */
export function few(texts: readonly string[], most = 5): string {
    const more = texts.length - most;
    return texts.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
