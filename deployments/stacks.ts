/** A stack that Pulumi Deployments brings up to date from git. */
export interface DeployedStack {
    readonly stack: string;
    /** A push to this branch deploys. Its protection is the approval. */
    readonly branch: string;
    /** Where the guard stands; handed on as AWS_REGION, so that the stack file need not say it. */
    readonly region: string;
    /** The role that deployments assume. Its policies are this program's output `roles`. */
    readonly roleArn: string;
    /**
     * Where the role's credentials come from: `oidc` from Deployments itself, `esc` from the Pulumi ESC environment that
     * the stack file names under `environment`.
     */
    readonly credentials: "oidc" | "esc";
    /**
     * Whether the guard's roles must have a permissions boundary, so that who deploys cannot give them any right. `none`
     * says that you do without one: whoever can push to the branch can then do anything in the account.
     */
    readonly boundary: "required" | "none";
}

/** Edit these lines: accounts, roles, branches. One line for each stack. */
export const stacks: readonly DeployedStack[] = [
    {
        stack: "dev",
        branch: "main",
        region: "eu-west-1",
        roleArn: "arn:aws:iam::123456789012:role/glue-cost-control-deploy-dev",
        credentials: "oidc",
        boundary: "none",
    },
    {
        stack: "prod",
        branch: "production",
        region: "eu-west-1",
        roleArn: "arn:aws:iam::123456789012:role/glue-cost-control-deploy-prod",
        credentials: "oidc",
        boundary: "required",
    },
];

/**
 * The template of review stacks: never deployed itself, copied for each pull request against its branch. Its name has at
 * most ten letters and digits, since the copies' longer names are cut.
 */
export const reviewTemplate: DeployedStack = {
    stack: "pr",
    branch: "main",
    region: "eu-west-1",
    // An account of its own: it runs code that nobody has read.
    roleArn: "arn:aws:iam::210987654321:role/glue-cost-control-deploy-pr",
    credentials: "oidc",
    boundary: "none",
};
