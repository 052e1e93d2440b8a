import { DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import {
    GetRoleCommand,
    GetRolePolicyCommand,
    ListAttachedRolePoliciesCommand,
    ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import type { Registered } from "../../../proof/simulator/program/registration";
import { named, unlessMissing } from "../../aws/accountProblem";
import type { Clients } from "../account/clients";
import { differences, normalPolicy, parsed, policyObject } from "../account/differences";
import { count, deployAgain, few, mayLook, ok, wrong, type Check, type Finding } from "../account/finding";
import { resourcesOf, type Subject } from "../account/subject";

type Json = Readonly<Record<string, unknown>>;

/** Is what runs what the stack's state says? Machines, roles with their policies, and alarms, member by member. */
export const deployed: Check = {
    title: "As deployed",
    needs: (subject) => {
        const arns = (type: string) => resourcesOf(subject, type).map(({ outputs }) => String(outputs.arn));
        return [
            mayLook("LookAtMachines", ["states:DescribeStateMachine"], arns("sfn/stateMachine:StateMachine")),
            mayLook(
                "LookAtRoles",
                ["iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"],
                arns("iam/role:Role"),
            ),
            mayLook("LookAtAlarms", ["cloudwatch:DescribeAlarms"]),
        ];
    },
    look: async (subject, aws) => {
        const machines = resourcesOf(subject, "sfn/stateMachine:StateMachine");
        const roles = resourcesOf(subject, "iam/role:Role");
        const alarms = resourcesOf(subject, "cloudwatch/metricAlarm:MetricAlarm");
        const findings: Finding[] = [];
        for (const machine of machines) {
            findings.push(...(await machineFindings(machine, subject, aws.states)));
        }
        for (const role of roles) {
            findings.push(...(await roleFindings(role, subject, aws.iam)));
        }
        findings.push(...(await alarmFindings(alarms, subject, aws.cloudWatch)));
        const all = [count(machines.length, "machine"), count(roles.length, "role"), count(alarms.length, "alarm")];
        return {
            findings: findings.length > 0 ? findings : [ok(`${all.join(", ")}: nobody has changed any by hand`)],
        };
    },
};

const missing = (what: string, { stack }: Subject) => wrong(`${what} does not exist`, deployAgain(stack.name));
const changed = (what: string, paths: readonly string[], { stack }: Subject) =>
    paths.length === 0 ? [] : [wrong(`${what} differs from what was deployed: ${few(paths)}`, deployAgain(stack.name))];

async function machineFindings(machine: Registered, subject: Subject, client: Clients["states"]): Promise<Finding[]> {
    const stateMachineArn = String(machine.outputs.arn);
    const what = `the machine ${String(machine.outputs.name)}`;
    const found = await unlessMissing("states:DescribeStateMachine", () =>
        client.send(new DescribeStateMachineCommand({ stateMachineArn })),
    );
    if (!found || found.status === "DELETING") {
        return [missing(what, subject)];
    }
    const logging = machine.outputs.loggingConfiguration as Json;
    const { loggingConfiguration } = found;
    return changed(
        what,
        differences(
            {
                definition: parsed(String(machine.outputs.definition)),
                role: machine.outputs.roleArn,
                type: machine.outputs.type,
                "log level": logging.level,
                "log of data": logging.includeExecutionData,
            },
            {
                definition: parsed(found.definition),
                role: found.roleArn,
                type: found.type,
                "log level": loggingConfiguration?.level ?? "OFF",
                "log of data": loggingConfiguration?.includeExecutionData ?? false,
            },
        ),
        subject,
    );
}

async function roleFindings(role: Registered, subject: Subject, client: Clients["iam"]): Promise<Finding[]> {
    const RoleName = String(role.outputs.name);
    const what = `the role ${RoleName}`;
    const found = await unlessMissing("iam:GetRole", () => client.send(new GetRoleCommand({ RoleName })));
    if (!found) {
        return [missing(what, subject)];
    }
    const own = resourcesOf(subject, "iam/rolePolicy:RolePolicy").filter(({ outputs }) => outputs.role === RoleName);
    const policies = await named("iam:ListRolePolicies", async () => {
        const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
        return PolicyNames;
    });
    const attached = await named("iam:ListAttachedRolePolicies", async () => {
        const { AttachedPolicies = [] } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
        return AttachedPolicies.map(({ PolicyName = "" }) => PolicyName);
    });
    const added = [...policies.filter((name) => own.every(({ outputs }) => outputs.name !== name)), ...attached];
    const findings: Finding[] = [
        ...changed(
            what,
            differences(
                {
                    trust: normalPolicy(policyObject(role.outputs.assumeRolePolicy)),
                    boundary: role.outputs.permissionsBoundary || undefined,
                },
                {
                    trust: normalPolicy(parsed(found.Role?.AssumeRolePolicyDocument)),
                    boundary: found.Role?.PermissionsBoundary?.PermissionsBoundaryArn,
                },
            ),
            subject,
        ),
        ...(added.length > 0
            ? [
                  wrong(
                      `${what} has policies that are not of this stack: ${few(added)}`,
                      `aws iam delete-role-policy --role-name ${RoleName} --policy-name ${added[0] ?? ""} (detach-role-policy for a managed one)`,
                  ),
              ]
            : []),
    ];
    for (const { outputs } of own) {
        const PolicyName = String(outputs.name);
        const policy = await unlessMissing("iam:GetRolePolicy", () =>
            client.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
        );
        findings.push(
            ...(policy
                ? changed(
                      `the policy of ${what}`,
                      differences(
                          normalPolicy(policyObject(outputs.policy)),
                          normalPolicy(parsed(policy.PolicyDocument)),
                      ),
                      subject,
                  )
                : [missing(`the policy of ${what}`, subject)]),
        );
    }
    return findings;
}

async function alarmFindings(
    alarms: readonly Registered[],
    subject: Subject,
    client: Clients["cloudWatch"],
): Promise<Finding[]> {
    const AlarmNames = alarms.map(({ outputs }) => String(outputs.name));
    const found = await named("cloudwatch:DescribeAlarms", async () => {
        const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames }));
        return new Map(MetricAlarms.map((alarm) => [alarm.AlarmName, alarm]));
    });
    return alarms.flatMap(({ outputs }) => {
        const name = String(outputs.name);
        const alarm = found.get(name);
        return alarm
            ? changed(`the alarm ${name}`, differences(alarmOf(outputs), alarmFound(alarm)), subject)
            : [missing(`the alarm ${name}`, subject)];
    });
}

const alarmOf = (outputs: Json) => ({
    metric: `${String(outputs.namespace)} ${String(outputs.metricName)}`,
    dimensions: outputs.dimensions,
    statistic: outputs.statistic,
    period: outputs.period,
    "evaluation periods": outputs.evaluationPeriods,
    comparison: outputs.comparisonOperator,
    threshold: outputs.threshold,
    "missing data": outputs.treatMissingData,
    actions: outputs.alarmActions,
    "actions enabled": true,
});

const alarmFound = (alarm: MetricAlarm) => ({
    metric: `${alarm.Namespace ?? ""} ${alarm.MetricName ?? ""}`,
    dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name, Value }) => [Name ?? "", Value])),
    statistic: alarm.Statistic,
    period: alarm.Period,
    "evaluation periods": alarm.EvaluationPeriods,
    comparison: alarm.ComparisonOperator,
    threshold: alarm.Threshold,
    "missing data": alarm.TreatMissingData,
    actions: alarm.AlarmActions,
    "actions enabled": alarm.ActionsEnabled,
});
