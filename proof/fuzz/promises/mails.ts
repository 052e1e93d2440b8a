import type { SentNotice } from "../../simulator/aws/sns/topics";
import type { Aftermath } from "./aftermath";

/** A notice of the guard, read as its reader does: by its lines. */
export interface Mail {
    readonly notice: SentNotice;
    readonly kind: string;
    /** The watch that it links to, by its place in the list; -1 for none. */
    readonly watch: number;
    /** The line that begins with this label, without it. */
    readonly line: (label: string) => string | undefined;
}

/** Every line's text begins here. */
const labelCharacters = 10;

/** What the guard itself has mailed; alarms are no mails of its own. */
export function mailsOf({ notices, watches }: Pick<Aftermath, "notices" | "watches">): Mail[] {
    const places = new Map(watches.map(({ arn }, place) => [arn, place]));
    return notices.flatMap((notice) => {
        const { kind } = notice.attributes;
        const lines = notice.message.split("\n");
        const line = (label: string) => {
            const start = `${label}:`.padEnd(labelCharacters);
            return lines.find((text) => text.startsWith(start))?.slice(labelCharacters);
        };
        const link = line("Look") ?? "";
        const arn = link.slice(link.indexOf("arn:"));
        return kind === undefined ? [] : [{ notice, kind, watch: places.get(arn) ?? -1, line }];
    });
}
