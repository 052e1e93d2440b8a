import { SimulatePrincipalPolicyCommand, type EvaluationResult } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { rights } from "../../../../commands/doctor/checks/rights";
import { findings, healthyAccount, problem, prod, prodWith, refusal } from "../../../support/healthyAccount";

const role = "glue-cost-control--prod--sessions-workflow";
const what = `${role} may not glue:StopSession on session/doctor`;

/** What is found if IAM answers this for glue:StopSession. */
async function found(answer: Partial<EvaluationResult>): Promise<string[]> {
    const subject = await prod();
    const { aws, mocks } = healthyAccount(subject);
    mocks.iam
        .on(SimulatePrincipalPolicyCommand)
        .callsFake(({ ActionNames, ResourceArns }: { ActionNames: string[]; ResourceArns: string[] }) => ({
            EvaluationResults: ActionNames.map((EvalActionName) => ({
                EvalActionName,
                EvalResourceName: ResourceArns[0],
                EvalDecision: "allowed",
                ...(EvalActionName === "glue:StopSession" && answer),
            })),
        }));
    return findings(rights, subject, aws);
}

/** What IAM was asked of an action. */
const asked = ({ iam }: ReturnType<typeof healthyAccount>["mocks"], action: string) =>
    iam
        .commandCalls(SimulatePrincipalPolicyCommand)
        .map(({ args: [{ input }] }) => input)
        .find(({ ActionNames }) => ActionNames?.includes(action));

describe("doctor: rights", () => {
    it("says that it may not look", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.iam.on(SimulatePrincipalPolicyCommand).rejects(refusal("AccessDenied"));
        expect(await problem(rights, subject, aws)).to.equal(
            "You may not do iam:SimulatePrincipalPolicy: no. Fix: ask for that permission.",
        );
    });

    it("says who denies: a policy by name, a boundary, an organization", async () => {
        expect(
            await found({ EvalDecision: "explicitDeny", MatchedStatements: [{ SourcePolicyId: "first-run-deny" }] }),
        ).to.deep.equal([`wrong: ${what}: first-run-deny denies it -> take that denial away`]);
        expect(await found({ EvalDecision: "explicitDeny" })).to.deep.equal([
            `wrong: ${what}: a policy denies it -> take that denial away`,
        ]);
        expect(
            await found({
                EvalDecision: "implicitDeny",
                PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
            }),
        ).to.deep.equal([
            `wrong: ${what}: its permissions boundary does not allow it -> ` +
                "`npm run role -- --stack prod --boundary` prints the boundary that it needs",
        ]);
        expect(
            await found({
                EvalDecision: "implicitDeny",
                OrganizationsDecisionDetail: { AllowedByOrganizations: false },
                PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
            }),
        ).to.deep.equal([
            `wrong: ${what}: a policy of your organization denies it -> ask whoever keeps its service control policies`,
        ]);
        expect(await found({ EvalDecision: "implicitDeny" })).to.deep.equal([
            `wrong: ${what}: no policy allows it -> npx pulumi up --refresh --stack prod`,
        ]);
    });

    it("calls nothing wrong that IAM cannot decide without more context", async () => {
        expect(
            await found({ EvalDecision: "implicitDeny", MissingContextValues: ["aws:PrincipalTag/team"] }),
        ).to.deep.equal([`note: ${what}, as far as IAM can say without aws:PrincipalTag/team`]);
    });

    it("asks with the values that the statements' conditions name", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        expect(await findings(rights, subject, aws)).to.deep.equal([
            "ok: the roles may do all 22 actions that they need",
        ]);
        expect(asked(mocks, "cloudwatch:PutMetricData")).to.deep.include({
            ResourceArns: ["*"],
            ContextEntries: [
                {
                    ContextKeyName: "cloudwatch:namespace",
                    ContextKeyType: "string",
                    ContextKeyValues: ["GlueCostControl"],
                },
            ],
        });
    });

    it("asks once for a key that two conditions name, with a list where it has many values", async () => {
        const ownerMail = { sender: "glue@example.com", domains: ["example.com", "example.org"] };
        const subject = await prodWith({ ownerMail });
        const { aws, mocks } = healthyAccount(subject);
        await findings(rights, subject, aws);
        expect(asked(mocks, "ses:SendEmail")?.ContextEntries).to.have.deep.members([
            { ContextKeyName: "ses:FromAddress", ContextKeyType: "string", ContextKeyValues: ["glue@example.com"] },
            { ContextKeyName: "ses:Recipients", ContextKeyType: "stringList", ContextKeyValues: ["*@example.com"] },
        ]);
    });
});
