import jsonata from "jsonata";
import { ownerOfInput } from "../../../model/event/owner";
import { stopCommand } from "../../../model/notices/stopCommand";

/** The owner of a session, as the guard's mails name it. */
export async function ownerOf(input: unknown): Promise<string> {
    return String(await jsonata(ownerOfInput).evaluate({}, { states: { input } }));
}

/** The command that stops a session, safe to paste whatever its id is. */
export async function stopCommandOf(id: string, region: string): Promise<string> {
    const expression = stopCommand(region, "'stop it in the console: no shell can be given its id'");
    return String(await jsonata(expression).evaluate({}, { states: { input: { id } } }));
}
