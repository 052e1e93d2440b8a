import * as pulumi from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import type { PolicyDocument } from "../model/access/permissions";
import { rolePath } from "../model/aws/names";

export interface GuardRoleArgs {
    /** The role's physical name. */
    roleName: string;
    trust: pulumi.Input<PolicyDocument>;
    permissions: pulumi.Input<PolicyDocument>;
    permissionsBoundaryArn?: pulumi.Input<string>;
}

/** A role and its one policy. All roles of a stack live under one IAM path, so that who deploys it can be limited to it. */
export class GuardRole extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    /** Whatever uses the role waits for this: a role without its permissions is of no use. */
    readonly permissions: RolePolicy;

    constructor(name: string, args: GuardRoleArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:GuardRole", name, {}, opts);
        const role = new Role(
            name,
            {
                name: args.roleName,
                path: rolePath(pulumi.getProject(), pulumi.getStack()),
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
