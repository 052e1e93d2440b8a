/**
 * The layers: who may import what. `npm run lint` stops at an import against them and at every circle,
 * types included. docs/decisions.md, "Imports", has the reasons, and a table that is made from this list.
 */
const layers = [
    { layer: "model", imports: ["model"] },
    { layer: "components", imports: ["model", "components"], packages: ["pulumi"] },
    { layer: "config.ts", imports: ["model"], packages: ["pulumi"] },
    { layer: "index.ts", imports: ["components", "config.ts"], packages: ["node", "pulumi"] },
    { layer: "deployments/input", imports: ["deployments/input"], packages: ["node"] },
    { layer: "deployments/stack", imports: ["model", "deployments/input", "deployments/stack"], packages: ["node"] },
    { layer: "deployments", imports: ["model", "deployments"], packages: ["node", "pulumi"] },
    { layer: "proof/simulator/aws", imports: ["model", "proof/simulator/aws"], packages: ["node"] },
    {
        layer: "proof/simulator/program",
        imports: ["model", "deployments/input", "deployments/stack", "proof/simulator/aws", "proof/simulator/program"],
        packages: ["node", "pulumi"],
    },
    {
        layer: "proof/simulator/account",
        imports: [
            "model",
            "deployments/input",
            "deployments/stack",
            "proof/simulator/aws",
            "proof/simulator/program",
            "proof/simulator/account",
        ],
        packages: ["node"],
    },
    {
        layer: "proof/simulator/scenarios",
        imports: ["model", "proof/simulator/aws", "proof/simulator/account", "proof/simulator/scenarios"],
        packages: ["node"],
    },
    {
        layer: "proof/simulator/results",
        imports: ["model", "proof/simulator"],
        packages: ["node"],
    },
    {
        layer: "proof/fuzz",
        imports: ["model", "deployments/input", "deployments/stack", "proof/simulator", "proof/fuzz"],
        packages: ["node"],
    },
    {
        layer: "proof/bench",
        imports: ["model", "deployments/input", "deployments/stack", "proof/simulator", "proof/bench"],
        packages: ["node"],
    },
    {
        layer: "proof/e2e",
        imports: ["model", "deployments/input", "deployments/stack", "proof/simulator", "proof/e2e"],
        packages: ["node", "pulumi"],
    },
    {
        layer: "commands",
        imports: ["model", "components", "deployments", "proof", "commands"],
        packages: ["node", "pulumi"],
    },
];

/** The paths of a folder or a file, as a regular expression. */
const within = (place) => (place.endsWith(".ts") ? `^${place.replace(".", "\\.")}$` : `^${place}/`);
const inner = layers.map(({ layer }) => layer);

const imports = layers.map(({ layer, imports }) => ({
    name: `${layer} imports only ${imports.join(", ")}`,
    severity: "error",
    from: {
        path: within(layer),
        // A layer inside this one has its own row.
        pathNot: inner.filter((other) => other.startsWith(`${layer}/`)).map(within),
    },
    to: { pathNot: [...imports.map(within), "^node_modules/"], dependencyTypesNot: ["core"] },
}));

const packages = layers.flatMap(({ layer, packages = [] }) => [
    ...(packages.includes("node")
        ? []
        : [
              {
                  name: `${layer} imports nothing of Node`,
                  severity: "error",
                  from: { path: within(layer) },
                  to: { dependencyTypes: ["core"] },
              },
          ]),
    ...(packages.includes("pulumi")
        ? []
        : [
              {
                  name: `${layer} imports nothing of Pulumi`,
                  severity: "error",
                  from: { path: within(layer) },
                  to: { path: "^node_modules/@pulumi/" },
              },
          ]),
]);

module.exports = {
    forbidden: [
        ...imports,
        ...packages,
        { name: "no circle of files", severity: "error", from: {}, to: { circular: true } },
        { name: "no circle of folders", severity: "error", scope: "folder", from: {}, to: { circular: true } },
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        // Types make circles, too.
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.json" },
        enhancedResolveOptions: {
            exportsFields: ["exports"],
            conditionNames: ["import", "require", "node", "default", "types"],
        },
    },
};
