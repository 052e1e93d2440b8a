import { nameOf, readText } from "../deployments/input/readText";
import type { ConfigOutput } from "../deployments/stack/stack";

/** The line of a command's help. */
export const configHelp = `  --config FILE   what \`pulumi config --json --stack NAME\` printed, or - for standard input: for settings that only the
                  CLI can read (an ESC environment, encrypted values)`;

/** What the option `--config` names. @throws InputError if it cannot be read. */
export async function readConfigOption(file: string | undefined): Promise<ConfigOutput | undefined> {
    return file === undefined ? undefined : { text: await readText(file), source: nameOf(file) };
}
