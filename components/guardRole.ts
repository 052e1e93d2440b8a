import * as pulumi from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import type { PolicyDocument } from "../model/access/permissions";

export interface GuardRoleArgs {
    trust: pulumi.Input<PolicyDocument>;
    permissions: pulumi.Input<PolicyDocument>;
    permissionsBoundaryArn?: pulumi.Input<string>;
}

/**
 * A role and its one policy. All roles of guards live under one IAM path, so that whoever deploys them can be limited
 * to it.
 */
export class GuardRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    /** Whatever uses the role waits for this: a role without its permissions is of no use. */
    readonly permissions: RolePolicy;

    constructor(name: string, args: GuardRoleArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:GuardRole", name, {}, opts);
        const role = new Role(
            name,
            {
                path: "/glue-cost-control/",
                assumeRolePolicy: args.trust,
                permissionsBoundary: args.permissionsBoundaryArn,
            },
            { parent: this },
        );
        this.permissions = new RolePolicy(
            `${name}-permissions`,
            { role: role.name, policy: args.permissions },
            { parent: this },
        );
        this.arn = role.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
