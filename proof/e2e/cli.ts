import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "pulumi/package.json";

/**
 * The Pulumi CLI of this machine: where the npm package `pulumi` keeps it, or else on the PATH; undefined if there is
 * none. That package itself is passed over, since it would download one.
 */
export function findCli(environment: NodeJS.ProcessEnv = process.env): string | undefined {
    const { PULUMI_HOME = join(homedir(), ".pulumi"), PATH = "" } = environment;
    return [join(PULUMI_HOME, "versions", version, "bin"), ...PATH.split(delimiter)]
        .filter((folder) => folder !== "" && !folder.endsWith(join("node_modules", ".bin")))
        .map((folder) => join(folder, "pulumi"))
        .find(isExecutable);
}

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
