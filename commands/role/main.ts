import { readOptions } from "../commandLine";
import { deployedBy, githubRoles, pulumiRole, rowProblems } from "../../deployments/roles";
import { reviewTemplate, stacks } from "../../deployments/stacks";
import { readStack, requirePlain } from "../../deployments/stack/stack";
import { InputError, nearest } from "../../deployments/input/inputError";

const usage = `Prints the policies of the roles that deploy a stack, as JSON.

  npm run role -- --stack NAME --pulumi ORGANIZATION     the role for Pulumi Deployments
  npm run role -- --stack NAME --github OWNER/NAME       the two roles for GitHub Actions: up and preview

Account, region and branch are in deployments/stacks.ts, the settings in the stack's file.

Exit status: 0, or 2 for wrong usage.`;

const options = {
    stack: { type: "string" },
    pulumi: { type: "string" },
    github: { type: "string" },
    help: { type: "boolean" },
} as const;

/** Does what a command line asks for. */
export function main(args: readonly string[]): { readonly text: string; readonly status: 0 | 2 } {
    try {
        return { text: perform(args), status: 0 };
    } catch (error) {
        if (error instanceof InputError) {
            return { text: error.message, status: 2 };
        }
        throw error;
    }
}

function perform(args: readonly string[]): string {
    const { stack, pulumi, github, help } = readOptions(args, options, usage);
    if (help) {
        return usage;
    }
    if (!stack || Boolean(pulumi) === Boolean(github)) {
        throw new InputError(`Name a stack, and one of --pulumi and --github.\n\n${usage}`);
    }
    if (github && !/^[\w.-]+\/[\w.-]+$/.test(github)) {
        throw new InputError(`--github is "${github}", but must be <owner>/<name>.`);
    }
    const rows = github ? stacks : [...stacks, reviewTemplate];
    const row = rows.find((row) => row.stack === stack);
    if (!row) {
        throw nearest(
            "row for the stack",
            stack,
            rows.map((row) => row.stack),
            " Add a line to deployments/stacks.ts.",
        );
    }
    const read = readStack(stack);
    const { config, project } = read;
    requirePlain(read, (key) => key.startsWith("aws:") || key === `${project}:permissionsBoundaryArn`);
    const faults = rowProblems(row, config);
    if (faults.length > 0) {
        throw new InputError(faults.join("\n"));
    }
    const deployed = deployedBy(row, config, project);
    const roles = github ? githubRoles(deployed, github) : pulumiRole(deployed, pulumi ?? "");
    return JSON.stringify(roles, undefined, 4);
}

if (require.main === module) {
    const { text, status } = main(process.argv.slice(2));
    (status === 0 ? process.stdout : process.stderr).write(`${text}\n`);
    process.exitCode = status;
}
