import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/** All but single resources, functions and settings: every start would read the types of all that is exported there. */
const awsFolders = /^@pulumi\/aws(\/(?!get[A-Z]|config$|provider$)\w+)?$/;

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
            curly: "error",
            "no-restricted-syntax": [
                "error",
                {
                    selector:
                        ":matches(PropertyDefinition, MethodDefinition, TSParameterProperty)[accessibility='private']",
                    message: "Name it #so: then it is private when the program runs, too.",
                },
            ],
            // Pulumi resources act by being constructed.
            "no-new": "off",
        },
    },
    {
        files: ["components/**"],
        rules: { "no-restricted-imports": ["error", { patterns: [{ regex: awsFolders.source }] }] },
    },
);
