/**
 * The floors of the house: who may import what. `npm run lint` stops at an import against them and at every circle,
 * types included. docs/decisions.md, "Imports", has the reasons, and a table that is made from this list.
 */
const floors = [
    { floor: "model", imports: ["model"] },
    { floor: "components", imports: ["model", "components"], packages: ["pulumi"] },
    { floor: "config.ts", imports: ["model"], packages: ["pulumi"] },
    { floor: "index.ts", imports: ["components", "config.ts"], packages: ["node", "pulumi"] },
    { floor: "deployments/input", imports: ["deployments/input"], packages: ["node"] },
    { floor: "deployments/stack", imports: ["model", "deployments/input", "deployments/stack"], packages: ["node"] },
    { floor: "deployments", imports: ["model", "deployments"], packages: ["node", "pulumi"] },
    { floor: "proof/simulator/aws", imports: ["model", "proof/simulator/aws"], packages: ["node"] },
    {
        floor: "proof/simulator/program",
        imports: ["model", "deployments/input", "deployments/stack", "proof/simulator/aws", "proof/simulator/program"],
        packages: ["node", "pulumi"],
    },
    {
        floor: "proof/simulator/account",
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
        floor: "proof/simulator/scenarios",
        imports: ["model", "proof/simulator/aws", "proof/simulator/account", "proof/simulator/scenarios"],
        packages: ["node"],
    },
    {
        floor: "proof/simulator/results",
        imports: ["model", "proof/simulator"],
        packages: ["node"],
    },
    {
        floor: "proof/fuzz",
        imports: ["model", "deployments/input", "deployments/stack", "proof/simulator", "proof/fuzz"],
        packages: ["node"],
    },
    {
        floor: "proof/bench",
        imports: ["model", "deployments/input", "deployments/stack", "proof/simulator", "proof/bench"],
        packages: ["node"],
    },
    {
        floor: "proof/e2e",
        imports: ["model", "deployments/input", "deployments/stack", "proof/simulator", "proof/e2e"],
        packages: ["node", "pulumi"],
    },
    {
        floor: "commands",
        imports: ["model", "components", "deployments", "proof", "commands"],
        packages: ["node", "pulumi"],
    },
];

/** The paths of a folder or a file, as a regular expression. */
const within = (place) => (place.endsWith(".ts") ? `^${place.replace(".", "\\.")}$` : `^${place}/`);
const inner = floors.map(({ floor }) => floor);

const imports = floors.map(({ floor, imports }) => ({
    name: `${floor} imports only ${imports.join(", ")}`,
    severity: "error",
    from: {
        path: within(floor),
        // A floor inside this one has its own row.
        pathNot: inner.filter((other) => other.startsWith(`${floor}/`)).map(within),
    },
    to: { pathNot: [...imports.map(within), "^node_modules/"], dependencyTypesNot: ["core"] },
}));

const packages = floors.flatMap(({ floor, packages = [] }) => [
    ...(packages.includes("node")
        ? []
        : [
              {
                  name: `${floor} imports nothing of Node`,
                  severity: "error",
                  from: { path: within(floor) },
                  to: { dependencyTypes: ["core"] },
              },
          ]),
    ...(packages.includes("pulumi")
        ? []
        : [
              {
                  name: `${floor} imports nothing of Pulumi`,
                  severity: "error",
                  from: { path: within(floor) },
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
