import { policyDocument, type PolicyDocument, type Statement } from "../model/access/permissions";
import type { DeployScope } from "./deployScope";
import { grants } from "./grants";

/** The policy of the role that deploys this stack. Sids are the resource types' names, numbered. */
export function deployPolicy(deployed: DeployScope): PolicyDocument {
    return policyDocument(
        ...Object.entries(grants).flatMap(([type, grant]) =>
            grant(deployed).map((granted, index): Statement => ({
                Sid: `${type.split(":").at(-1) ?? ""}${index + 1}`,
                Effect: "Allow",
                ...granted,
            })),
        ),
    );
}

/**
 * What is left of a policy for previews of pull requests, which run code that nobody has approved: it reads, and
 * changes nothing.
 */
export function previewPolicy({ Statement }: PolicyDocument): PolicyDocument {
    return policyDocument(
        ...Statement.flatMap((statement) => {
            const reads = [statement.Action].flat().filter((action) => /:(Get|Describe|List|Validate)/.test(action));
            return reads.length > 0 ? [{ ...statement, Action: reads }] : [];
        }),
    );
}
