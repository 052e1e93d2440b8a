import type { DeploymentSettingsArgs } from "@pulumi/pulumiservice/deploymentSettings";
import { pathFilters } from "./pathFilters";
import { reviewTemplate, type DeployedStack } from "./stacks";

export interface Origin {
    readonly organization: string;
    /** The guard's project. */
    readonly project: string;
    /** On GitHub, as `<owner>/<name>`. */
    readonly repository: string;
}

/** A push to the stack's branch deploys it; the template is deployed by nobody. */
export function deploymentSettings(row: DeployedStack, origin: Origin) {
    const { stack, branch, region, roleArn, credentials } = row;
    const { organization, project, repository } = origin;
    const template = stack === reviewTemplate.stack;
    return {
        organization,
        project,
        stack,
        vcs: {
            provider: "github",
            repository,
            deployCommits: !template,
            // A preview runs code that nobody has read, and the role that deploys does not trust one.
            previewPullRequests: false,
            pullRequestTemplate: template,
            paths: pathFilters(stack),
        },
        sourceContext: { git: { branch: `refs/heads/${branch}`, repoDir: "." } },
        operationContext: {
            environmentVariables: { AWS_REGION: region },
            // By the lock file, and without what only developers need.
            preRunCommands: ["npm ci --omit=dev --no-audit --no-fund"],
            ...(credentials === "oidc" && {
                oidc: {
                    aws: {
                        roleARN: roleArn,
                        // Filled in by Pulumi Cloud: CloudTrail then tells which deployment it was.
                        sessionName: "${project.name}-${stack.name}-${deployment.id}",
                    },
                },
            }),
            options: {
                skipInstallDependencies: true,
                skipIntermediateDeployments: true,
                // A review stack whose pull request is closed leaves nothing behind.
                deleteAfterDestroy: template,
            },
        },
    } satisfies DeploymentSettingsArgs;
}
