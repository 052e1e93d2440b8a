/**
 * Which files of a push deploy a stack: globs on the path from the repository's root. An exclude always wins, wherever it
 * stands. A new file in `components/` or `model/` deploys until it is excluded here; a test compares the list with what
 * `index.ts` imports.
 *
 * Source: https://www.pulumi.com/docs/deployments/concepts/settings/path-filtering/
 */
export function pathFilters(stack: string): string[] {
    return [
        "index.ts",
        "config.ts",
        "components/**",
        "model/**",
        "package.json",
        "package-lock.json",
        ".npmrc",
        "tsconfig.json",
        "Pulumi.yaml",
        `Pulumi.${stack}.yaml`,
        // Read by index.ts: the output `readme`.
        "Pulumi.README.md",
        ...notDeployed.map((path) => `!${path}`),
    ];
}

/** Beside what is deployed, but only for the simulator, the report and the checks, or for the component as a plugin. */
const notDeployed: readonly string[] = [
    "components/.npmrc",
    "components/PulumiPlugin.yaml",
    "components/package-lock.json",
    "components/tsconfig.json",
    "model/limits/decide.ts",
    "model/money/ownCost.ts",
    "model/money/savings.ts",
];
