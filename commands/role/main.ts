import { answer, readOptions, refuse, runProgram, tellOnStderr, type Printed, type Tell } from "../commandLine";
import { configHelp, readConfigOption } from "../configOption";
import { boundaryPolicy } from "../../deployments/boundaryPolicy";
import { channelProblems, deployedBy, githubRoles, pulumiRole, rowProblems } from "../../deployments/roles";
import { reviewTemplate, stacks } from "../../deployments/stacks";
import { readStack, requirePlain } from "../../deployments/stack/stack";
import { InputError, nearest } from "../../deployments/input/inputError";

const usage = `Prints the policies of the roles that deploy a stack, as JSON.

  npm run role -- --stack NAME --pulumi ORGANIZATION     the role for Pulumi Deployments
  npm run role -- --stack NAME --github OWNER/NAME       the two roles for GitHub Actions: up and preview
  npm run role -- --stack NAME --boundary                the permissions boundary of the guard's roles: the most they need

${configHelp}
  --help          this text

Account, region and branch are in deployments/stacks.ts, the settings in the stack's file.

Exit status: 0, or 2 for wrong usage.`;

const options = {
    stack: { type: "string" },
    pulumi: { type: "string" },
    github: { type: "string" },
    boundary: { type: "boolean", default: false },
    config: { type: "string" },
} as const;

/** Does what a command line asks for. */
export function main(args: readonly string[], warn: Tell = tellOnStderr): Promise<Printed> {
    return answer(() => perform(args, warn));
}

async function perform(args: readonly string[], warn: Tell): Promise<string> {
    const { stack, pulumi, github, boundary, config: configFile } = readOptions(args, options, usage);
    if (!stack || [pulumi, github, boundary].filter(Boolean).length !== 1) {
        throw new InputError(`Name a stack, and one of --pulumi, --github and --boundary.\n\n${usage}`);
    }
    if (pulumi && !/^[\w-]+$/.test(pulumi)) {
        throw new InputError(`--pulumi is "${pulumi}", but must be the name of an organization.`);
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
    const read = readStack(stack, await readConfigOption(configFile));
    const { config, project } = read;
    requirePlain(read, (key) => key.startsWith("aws:") || key === `${project}:permissionsBoundaryArn`);
    refuse(channelProblems(row, config, project));
    const scope = deployedBy(row, config, project);
    if (boundary) {
        return JSON.stringify(boundaryPolicy(scope), undefined, 4);
    }
    refuse(rowProblems(row, config, project));
    if (scope.permissionsBoundaryArn === "") {
        warn(
            `Warning: ${stack} has no permissions boundary, so whoever deploys it can give its roles any right in the ` +
                `account. Fix: \`npm run role -- --stack ${stack} --boundary\` prints the policy to create.`,
        );
    }
    const roles = github ? githubRoles(scope, github) : pulumiRole(scope, pulumi ?? "");
    return JSON.stringify(roles, undefined, 4);
}

if (require.main === module) {
    void runProgram(main(process.argv.slice(2)));
}
