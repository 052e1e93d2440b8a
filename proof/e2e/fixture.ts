import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { home } from "../../deployments/stack/stack";

interface Exported {
    readonly version: number;
    readonly deployment: { readonly resources: readonly Resource[] };
}
interface Resource {
    readonly urn: string;
    readonly provider?: string;
    readonly dependencies?: readonly string[];
}

/** What differs from one update to the next, or from one machine to the other. */
const passing = ["created", "modified", "sourcePosition", "stackTrace", "propertyDependencies"];

/** The state of a stack as the simulator's tests read it. */
export const fixtureFile = (stack: string): string => join(home, "tests", "fixtures", `${stack}.state.json`);

/** An export without what is different each time. */
export function fixtureOf(text: string): string {
    const { version, deployment } = JSON.parse(text) as Exported;
    const resources = [...deployment.resources]
        .sort((one, other) => (one.urn < other.urn ? -1 : 1))
        .map(({ provider, dependencies, ...resource }) => ({
            ...Object.fromEntries(Object.entries(resource).filter(([member]) => !passing.includes(member))),
            ...(dependencies && { dependencies: [...dependencies].sort() }),
            ...(provider && { provider: provider.replace(/::[^:]*$/, "::id") }),
        }));
    return `${JSON.stringify({ version, deployment: { resources } }, undefined, 2).replace(/("id": )"[0-9a-f-]{36}"/g, '$1"id"')}\n`;
}

export function record(stack: string, state: string): void {
    writeFileSync(fixtureFile(stack), fixtureOf(state));
}

/** Whether the tests read what this state tells. */
export function isRecorded(stack: string, state: string): boolean {
    try {
        return readFileSync(fixtureFile(stack), "utf8") === fixtureOf(state);
    } catch {
        return false;
    }
}
