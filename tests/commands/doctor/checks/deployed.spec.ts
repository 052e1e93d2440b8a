import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
    GetRoleCommand,
    GetRolePolicyCommand,
    ListAttachedRolePoliciesCommand,
    ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { deployed } from "../../../../commands/doctor/checks/deployed";
import { resourcesOf, type Subject } from "../../../../commands/doctor/account/subject";
import { findings, healthyAccount, problem, prod, refusal } from "../../../support/healthyAccount";

const guard = "glue-cost-control--prod--sessions";
const again = "npx pulumi up --refresh --stack prod";
const outputsOf = (subject: Subject, type: string, name: string) =>
    resourcesOf(subject, type).find(({ outputs }) => outputs.name === name)?.outputs ?? {};

describe("doctor: as deployed", () => {
    for (const [service, command, permission] of [
        ["states", DescribeStateMachineCommand, "states:DescribeStateMachine"],
        ["iam", GetRoleCommand, "iam:GetRole"],
        ["iam", GetRolePolicyCommand, "iam:GetRolePolicy"],
        ["iam", ListRolePoliciesCommand, "iam:ListRolePolicies"],
        ["iam", ListAttachedRolePoliciesCommand, "iam:ListAttachedRolePolicies"],
        ["cloudWatch", DescribeAlarmsCommand, "cloudwatch:DescribeAlarms"],
    ] as const) {
        it(`says that it may not do ${permission}`, async () => {
            const subject = await prod();
            const { aws, mocks } = healthyAccount(subject);
            (mocks[service] as typeof mocks.iam).on(command as typeof GetRoleCommand).rejects(refusal("AccessDenied"));
            expect(await problem(deployed, subject, aws)).to.equal(
                `You may not do ${permission}: no. Fix: ask for that permission.`,
            );
        });
    }

    it("finds machines, roles, policies and alarms that are gone", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.states.on(DescribeStateMachineCommand).rejects(refusal("StateMachineDoesNotExist"));
        mocks.iam.on(GetRoleCommand, { RoleName: `${guard}-rule` }).rejects(refusal("NoSuchEntityException"));
        mocks.iam.on(GetRolePolicyCommand, { RoleName: `${guard}-workflow` }).rejects(refusal("NoSuchEntityException"));
        mocks.cloudWatch.on(DescribeAlarmsCommand).resolves({});
        const alarms = [
            "dead-letters",
            "executions-aborted",
            "executions-failed",
            "executions-timed-out",
            "rule-failed",
        ];
        expect(await findings(deployed, subject, aws)).to.deep.equal(
            [
                `the machine ${guard}-reader`,
                `the machine ${guard}`,
                `the role ${guard}-rule`,
                `the policy of the role ${guard}-workflow`,
                ...alarms.map((key) => `the alarm ${guard}-${key}`),
            ].map((what) => `wrong: ${what} does not exist -> ${again}`),
        );
    });

    it("takes a machine that is being deleted for one that is gone", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.states
            .on(DescribeStateMachineCommand, { stateMachineArn: subject.machineArn })
            .resolves({ status: "DELETING" });
        expect(await findings(deployed, subject, aws)).to.deep.equal([
            `wrong: the machine ${guard} does not exist -> ${again}`,
        ]);
    });

    it("names each member of a machine that somebody has changed", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        const { definition, roleArn } = outputsOf(subject, "sfn/stateMachine:StateMachine", guard);
        const changed = JSON.parse(String(definition)) as { TimeoutSeconds: number; Comment: string };
        mocks.states.on(DescribeStateMachineCommand, { stateMachineArn: subject.machineArn }).resolves({
            definition: JSON.stringify({ ...changed, TimeoutSeconds: 1 }),
            roleArn: String(roleArn),
            type: "EXPRESS",
            loggingConfiguration: { level: "ALL" },
        });
        expect(await findings(deployed, subject, aws)).to.deep.equal([
            `wrong: the machine ${guard} differs from what was deployed: definition.TimeoutSeconds, type, ` +
                `log level, log of data -> ${again}`,
        ]);
    });

    it("finds trust, boundary and policies that somebody has changed or added", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        const role = { RoleName: `${guard}-workflow`, Path: "/", RoleId: "A", Arn: "", CreateDate: new Date(0) };
        const name = String(
            resourcesOf(subject, "iam/rolePolicy:RolePolicy").find(({ outputs }) => outputs.role === role.RoleName)
                ?.outputs.name,
        );
        mocks.iam
            .on(GetRoleCommand, { RoleName: role.RoleName })
            .resolves({ Role: { ...role, AssumeRolePolicyDocument: encodeURIComponent('{"Version":"2012-10-17"}') } })
            .on(GetRolePolicyCommand, { RoleName: role.RoleName })
            .resolves({ RoleName: "", PolicyName: "", PolicyDocument: encodeURIComponent('{"Version":"2012-10-17"}') })
            .on(ListRolePoliciesCommand, { RoleName: role.RoleName })
            .resolves({ PolicyNames: [name, "first-run-deny"] })
            .on(ListAttachedRolePoliciesCommand, { RoleName: role.RoleName })
            .resolves({ AttachedPolicies: [{ PolicyName: "AdministratorAccess" }] });
        expect(await findings(deployed, subject, aws)).to.deep.equal([
            `wrong: the role ${role.RoleName} differs from what was deployed: trust.Statement, boundary -> ${again}`,
            `wrong: the role ${role.RoleName} has policies that are not of this stack: first-run-deny, ` +
                `AdministratorAccess -> aws iam delete-role-policy --role-name ${role.RoleName} --policy-name ` +
                "first-run-deny (detach-role-policy for a managed one)",
            `wrong: the policy of the role ${role.RoleName} differs from what was deployed: Statement -> ${again}`,
        ]);
    });

    it("finds an alarm that mails nobody", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        const { MetricAlarms = [] } = await aws.cloudWatch.send(new DescribeAlarmsCommand({}));
        const [first, ...others] = MetricAlarms;
        mocks.cloudWatch.on(DescribeAlarmsCommand).resolves({
            MetricAlarms: [{ ...first, ActionsEnabled: false, AlarmActions: [], Threshold: 5 }, ...others],
        });
        expect(await findings(deployed, subject, aws)).to.deep.equal([
            `wrong: the alarm ${guard}-dead-letters differs from what was deployed: threshold, actions, actions enabled -> ${again}`,
        ]);
    });

    it("is content with everything as deployed", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        expect(await findings(deployed, subject, aws)).to.deep.equal([
            "ok: 2 machines, 4 roles, 5 alarms: nobody has changed any by hand",
        ]);
    });
});
