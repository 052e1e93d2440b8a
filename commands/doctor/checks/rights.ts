import { SimulatePrincipalPolicyCommand, type ContextEntry, type EvaluationResult } from "@aws-sdk/client-iam";
import { parseArn } from "../../../model/aws/arn";
import type { Statement } from "../../../model/access/permissions";
import { policyObject } from "../account/differences";
import { named } from "../../aws/accountProblem";
import { count, deployAgain, few, mayLook, note, ok, wrong, type Check, type Finding } from "../account/finding";
import { resourcesOf } from "../account/subject";

/** May the roles do what they were given, with the boundary and what the organization forbids? */
export const rights: Check = {
    title: "Rights",
    needs: (subject) => [
        mayLook(
            "SimulateRoles",
            ["iam:SimulatePrincipalPolicy"],
            resourcesOf(subject, "iam/role:Role").map(({ outputs }) => String(outputs.arn)),
        ),
    ],
    look: async (subject, { iam }) => {
        const arns = new Map(
            resourcesOf(subject, "iam/role:Role").map(({ outputs }) => [outputs.name, String(outputs.arn)]),
        );
        const findings: Finding[] = [];
        let asked = 0;
        for (const { outputs } of resourcesOf(subject, "iam/rolePolicy:RolePolicy")) {
            const role = arns.get(outputs.role) ?? "";
            const { Statement: statements = [] } = policyObject(outputs.policy) as { Statement?: readonly Statement[] };
            for (const statement of statements.filter(({ Effect }) => Effect === "Allow")) {
                const results = await named("iam:SimulatePrincipalPolicy", async () => {
                    const answer = await iam.send(
                        new SimulatePrincipalPolicyCommand({
                            PolicySourceArn: role,
                            ActionNames: [statement.Action].flat().map((action) => action.replace("*", "")),
                            ResourceArns: [statement.Resource ?? "*"].flat().map(sample),
                            ContextEntries: contextOf(statement),
                        }),
                    );
                    return answer.EvaluationResults ?? [];
                });
                asked += results.length;
                findings.push(
                    ...results.flatMap((result) => finding(String(outputs.role), subject.stack.name, result)),
                );
            }
        }
        return {
            findings:
                findings.length > 0 ? findings : [ok(`the roles may do all ${count(asked, "action")} that they need`)],
        };
    },
};

/** A resource that the pattern stands for; `*` alone is what actions without resources are asked with. */
const sample = (resource: string) => (resource === "*" ? resource : resource.replaceAll("*", "doctor"));

/** What the statement's conditions ask for, as AWS would send it. `Null` names no value of its key. */
const contextOf = ({ Condition = {} }: Statement): ContextEntry[] =>
    Object.entries(Condition)
        .filter(([operator]) => operator !== "Null")
        .flatMap(([operator, keys]) =>
            Object.entries(keys).map(([ContextKeyName, values]) => ({
                ContextKeyName,
                ContextKeyType: operator.startsWith("ForAllValues:") ? "stringList" : "string",
                ContextKeyValues: [values].flat().slice(0, 1),
            })),
        );

function finding(role: string, stack: string, result: EvaluationResult): Finding[] {
    const { EvalActionName = "", EvalResourceName = "", EvalDecision, MissingContextValues = [] } = result;
    if (EvalDecision === "allowed") {
        return [];
    }
    const where = EvalResourceName === "*" ? "" : ` on ${parseArn(EvalResourceName)?.resource ?? EvalResourceName}`;
    const what = `${role} may not ${EvalActionName}${where}`;
    if (MissingContextValues.length > 0) {
        return [note(`${what}, as far as IAM can say without ${few(MissingContextValues)}`)];
    }
    if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) {
        return [
            wrong(`${what}: a policy of your organization denies it`, "ask whoever keeps its service control policies"),
        ];
    }
    if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) {
        return [
            wrong(
                `${what}: its permissions boundary does not allow it`,
                `\`npm run role -- --stack ${stack} --boundary\` prints the boundary that it needs`,
            ),
        ];
    }
    const by = (result.MatchedStatements ?? []).map(({ SourcePolicyId }) => SourcePolicyId ?? "").filter(Boolean);
    return [
        EvalDecision === "explicitDeny"
            ? wrong(`${what}: ${by.length > 0 ? few(by) : "a policy"} denies it`, "take that denial away")
            : wrong(`${what}: no policy allows it`, deployAgain(stack)),
    ];
}
