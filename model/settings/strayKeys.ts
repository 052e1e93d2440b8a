import { distance } from "fastest-levenshtein";
import type { Settings } from "./settings";

/**
 * Keys of a stack that reach nobody: named like one of our settings, under a prefix that no package owns, as after the
 * project was renamed. The setting's default would stay in force in silence.
 */
export function strayKeys(keys: readonly string[], project: string, settings: readonly (keyof Settings)[]): string[] {
    return keys.flatMap((key) => {
        const [namespace = "", name = ""] = key.split(":");
        if (namespace === project || packages.includes(namespace)) {
            return [];
        }
        const meant = settings.find((setting) => distance(setting, name) <= Math.floor(setting.length / 5));
        return meant === undefined
            ? []
            : [
                  `${key} reaches nobody: settings of this project begin with ${project}:. ` +
                      `Fix: rename it to ${project}:${meant}, or \`pulumi config rm ${key}\`.`,
              ];
    });
}

/** Prefixes that belong to the engine and to the packages in use. */
const packages: readonly string[] = ["pulumi", "aws", "awsx"];
