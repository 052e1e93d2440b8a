import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

const home = join(__dirname, "../..");

/**
 * A file of the project and all that it imports, directly or not, as paths from the root; each with the packages that it
 * imports, `node:` modules among them.
 *
 * @throws Error for an import whose file is not there.
 */
export function importGraph(file: string, found = new Map<string, string[]>()): ReadonlyMap<string, readonly string[]> {
    if (found.has(file)) {
        return found;
    }
    const imported = ts.preProcessFile(readFileSync(join(home, file), "utf8"), true, true).importedFiles;
    const names = imported.map(({ fileName }) => fileName);
    found.set(
        file,
        names.filter((name) => !name.startsWith(".")),
    );
    for (const name of names.filter((name) => name.startsWith("."))) {
        const path = relative(home, join(home, file, "..", name));
        const source = [`${path}.ts`, join(path, "index.ts")].find((candidate) => existsSync(join(home, candidate)));
        if (!source) {
            throw new Error(`${file} imports ${name}, which is not there.`);
        }
        importGraph(source, found);
    }
    return found;
}
