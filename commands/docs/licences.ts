import { readFileSync } from "node:fs";
import { join } from "node:path";

interface LockFile {
    readonly packages: Readonly<
        Record<string, { readonly version: string; readonly license?: string; readonly dev?: boolean }>
    >;
}

/** What users run, by licence: names with versions, without what only developers need. */
export function licences(lockFile: string): ReadonlyMap<string, readonly string[]> {
    const { packages } = JSON.parse(readFileSync(join(__dirname, "../..", lockFile), "utf8")) as LockFile;
    const byLicence = new Map<string, Set<string>>();
    for (const [path, { version, license = "none", dev }] of Object.entries(packages)) {
        if (path !== "" && !dev) {
            const name = path.split("node_modules/").at(-1) ?? path;
            byLicence.set(license, (byLicence.get(license) ?? new Set()).add(`${name} ${version}`));
        }
    }
    return new Map([...byLicence].sort().map(([license, names]) => [license, [...names].sort()]));
}

export function licencesTable(lockFile: string): string {
    const rows = [...licences(lockFile)].map(
        ([license, names]) => `| ${license} | ${names.length} | ${names.join(", ")} |`,
    );
    return ["| licence | packages | which |", "|---|---|---|", ...rows].join("\n");
}
