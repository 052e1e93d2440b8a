import * as pulumi from "@pulumi/pulumi";
import { DeploymentSettings } from "@pulumi/pulumiservice/deploymentSettings";
import { DriftSchedule } from "@pulumi/pulumiservice/driftSchedule";
import { Stack } from "@pulumi/pulumiservice/stack";
import { TtlSchedule } from "@pulumi/pulumiservice/ttlSchedule";
import { projectName, readStack } from "./stack/stack";
import { deployedBy, pulumiRole, reviewProblems, rowProblems } from "./roles";
import { deploymentSettings } from "./settings";
import { reviewTemplate, stacks } from "./stacks";

const config = new pulumi.Config();
const [organization, project] = [pulumi.getOrganization(), projectName()];
const repository = config.require("repository");
const reviewStacks = config.requireBoolean("reviewStacks");
const rows = reviewStacks ? [...stacks, reviewTemplate] : stacks;
const ends = config.requireObject<Record<string, string>>("reviewStackEnds");

const problems = rows.flatMap((row) => rowProblems(row, readStack(row.stack).config, project));
if (reviewStacks) {
    problems.push(...reviewProblems(reviewTemplate, stacks, readStack(reviewTemplate.stack).config, project));
}
if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    problems.push(
        `repository is "${repository}", but must be <owner>/<name>. Fix: \`pulumi config set repository ...\`.`,
    );
}
for (const [stack, end] of Object.entries(ends)) {
    if (rows.some((row) => row.stack === stack)) {
        problems.push(
            `reviewStackEnds names ${stack}, which is no review stack: it would be destroyed. Fix: remove it.`,
        );
    }
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(end) || Number.isNaN(Date.parse(end))) {
        problems.push(`reviewStackEnds of ${stack} is "${end}", but must be a time such as 2026-12-24T00:00:00Z.`);
    }
}
if (problems.length > 0) {
    throw new pulumi.RunError(
        ["The deployments cannot be set up:", ...problems.map((problem) => `  - ${problem}`)].join("\n"),
    );
}

const template = reviewStacks
    ? [
          new Stack(reviewTemplate.stack, {
              organizationName: organization,
              projectName: project,
              stackName: reviewTemplate.stack,
          }),
      ]
    : [];
for (const row of rows) {
    const dependsOn = row === reviewTemplate ? template : [];
    const settings = new DeploymentSettings(row.stack, deploymentSettings(row, { organization, project, repository }), {
        dependsOn,
    });
    if (config.requireBoolean("driftDetection") && row !== reviewTemplate) {
        new DriftSchedule(
            `${row.stack}-drift`,
            // It reports drift and changes nothing: somebody should find out first who changed it, and why.
            { organization, project, stack: row.stack, scheduleCron: "0 6 * * *", autoRemediate: false },
            { dependsOn: settings },
        );
    }
}
for (const [stack, timestamp] of Object.entries(ends)) {
    new TtlSchedule(`${stack}-end`, { organization, project, stack, timestamp, deleteAfterDestroy: true });
}

/** The policies of each stack's role, as JSON texts for `aws iam create-role` and `aws iam put-role-policy`. */
export const roles = Object.fromEntries(
    rows.map((row) => {
        const { trust, permissions } = pulumiRole(deployedBy(row, readStack(row.stack).config, project), organization);
        return [row.stack, { trust: JSON.stringify(trust), permissions: JSON.stringify(permissions) }];
    }),
);
