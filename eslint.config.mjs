import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

const restriction = (pattern) => (pattern instanceof RegExp ? { regex: pattern.source } : { group: [pattern].flat() });
/** Imports run one way: docs/decisions.md, "Imports". A folder may not reach what its row names. */
const forbid = (files, ...patterns) => ({
    files,
    rules: { "no-restricted-imports": ["error", { patterns: patterns.map(restriction) }] },
});
const node = ["node:*"];
const pulumi = ["@pulumi/*"];
const simulator = ["**/simulator/*", "./simulator"];
const development = ["**/bench/*", "**/campaign/*", "**/rehearsal/*", "**/deployments/*"];
const allButFiles = [...simulator, "!**/simulator/stackFile", "!**/simulator/commandLine"];
/** All but single resources, functions and settings: every start would read the types of all that is exported there. */
const awsFolders = /^@pulumi\/aws(\/(?!get[A-Z]|config$|provider$)\w+)?$/;
const components = ["**/components", "**/components/*"];
const config = ["./config", "../config"];

export default tseslint.config(
    { ignores: ["node_modules/"] },
    {
        files: ["**/*.mjs", "**/*.cjs"],
        extends: [eslint.configs.recommended],
        languageOptions: { globals: { process: "readonly", require: "readonly" } },
    },
    {
        files: ["**/*.ts"],
        extends: [eslint.configs.recommended, tseslint.configs.strictTypeChecked],
        languageOptions: { parserOptions: { projectService: true } },
        rules: {
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
            // Pulumi resources act by being constructed.
            "no-new": "off",
        },
    },
    forbid(["model/**"], pulumi, components, config, simulator, development),
    forbid(["components/**"], config, simulator, development, awsFolders),
    forbid(["config.ts"], node, components, simulator, development),
    forbid(["index.ts"], ["**/model/*"], simulator, development),
    forbid(["report/**"], components, config, pulumi, development),
    forbid(["simulator/**"], components, config, pulumi, development),
    forbid(
        ["simulator/program.ts", "simulator/engine.ts", "simulator/grpc.ts", "simulator/languageHost.ts"],
        components,
        config,
        development,
    ),
    forbid(["bench/**", "campaign/**"], components, config, pulumi),
    forbid(["rehearsal/**"], components, config),
    forbid(["deployments/**"], components, config, allButFiles, pulumi),
    forbid(["deployments/index.ts", "deployments/settings.ts"], components, config, allButFiles),
);
