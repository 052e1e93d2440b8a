import { InputError } from "./inputError";

/**
 * A file's bytes as text: UTF-8, or UTF-16 as Windows PowerShell writes it, with or without a byte order mark; lines
 * end in `\n` alone.
 *
 * @param source How messages name the file.
 * @throws InputError if it is no text.
 */
export function decodeText(bytes: Uint8Array, source: string): string {
    const encoding = encodingOf(bytes);
    try {
        // A decoder takes the byte order mark away.
        return new TextDecoder(encoding, { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
    } catch {
        throw new InputError(`${source} is not text in UTF-8 or UTF-16. Fix: save it as UTF-8.`);
    }
}

function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
    // Without a mark, the text of a program begins with a sign of ASCII: its other byte is 0.
    if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
        return "utf-16le";
    }
    return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? "utf-16be" : "utf-8";
}
