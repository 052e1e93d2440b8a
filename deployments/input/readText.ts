import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { decodeText } from "./decodeText";
import { InputError } from "./inputError";

/**
 * The text of a file, or of standard input for `-`.
 *
 * @throws InputError if it cannot be read, or is no text.
 */
export async function readText(file: string): Promise<string> {
    // A pipe cannot be read at once: what writes it may be slow.
    const bytes = await (file === "-" ? buffer(process.stdin) : readFile(file)).catch((error: unknown) => {
        throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
    });
    return decodeText(bytes, nameOf(file));
}

/** How messages name a file. */
export function nameOf(file: string): string {
    return file === "-" ? "Standard input" : file;
}
