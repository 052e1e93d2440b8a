import { parseArgs, type ParseArgsConfig } from "node:util";
import { InputError } from "../deployments/input/inputError";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options of a command line. @throws InputError with what is wrong and how the command is used. */
export function readOptions<T extends Options>(args: readonly string[], options: T, usage: string) {
    try {
        return parseArgs({ args: [...args], options }).values;
    } catch (error) {
        throw new InputError(`${(error as Error).message}\n\n${usage}`);
    }
}
