import { DescribeRuleCommand, ListTargetsByRuleCommand, type Target } from "@aws-sdk/client-eventbridge";
import { named, unlessMissing } from "../../aws/accountProblem";
import { differences, parsed } from "../account/differences";
import { awsCommand, deployAgain, few, mayLook, note, ok, wrong, type Check } from "../account/finding";
import { resourcesOf } from "../account/subject";

/** Is the rule on, and does it start the machine as deployed? */
export const rule: Check = {
    title: "Rule",
    needs: ({ program }) => [
        mayLook("LookAtRule", ["events:DescribeRule", "events:ListTargetsByRule"], String(program.outputs.ruleArn)),
    ],
    look: async (subject, { events }) => {
        const { stack, program } = subject;
        const Name = String(program.outputs.ruleName);
        const [deployed] = resourcesOf(subject, "cloudwatch/eventRule:EventRule");
        const found = await unlessMissing("events:DescribeRule", () => events.send(new DescribeRuleCommand({ Name })));
        if (!found) {
            return { findings: [wrong(`${Name} does not exist`, deployAgain(stack.name))] };
        }
        const targets = await named("events:ListTargetsByRule", async () => {
            const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
            return Targets;
        });
        const findings = [
            ...(found.State === "DISABLED" && deployed?.outputs.state === "ENABLED"
                ? [
                      wrong(
                          `${Name} is switched off: new sessions are not watched`,
                          awsCommand(subject, `events enable-rule --name ${Name}`),
                      ),
                  ]
                : []),
            ...(found.State === "DISABLED" && deployed?.outputs.state === "DISABLED"
                ? [
                      note(
                          `${Name} is switched off by the setting enabled: new sessions are not watched`,
                          `npx pulumi config set enabled true --stack ${stack.name} && npx pulumi up --stack ${stack.name}`,
                      ),
                  ]
                : []),
            ...(differences(parsed(String(deployed?.outputs.eventPattern)), parsed(found.EventPattern)).length > 0
                ? [wrong(`${Name} matches other events than deployed`, deployAgain(stack.name))]
                : []),
            ...targetFindings(subject, targets),
        ];
        return { findings: findings.length > 0 ? findings : [ok(`${Name} is on, and starts the watches`)] };
    },
};

function targetFindings(subject: Parameters<Check["look"]>[0], targets: readonly Target[]) {
    const { machineArn, stack } = subject;
    const [deployed] = resourcesOf(subject, "cloudwatch/eventTarget:EventTarget");
    const target = targets.find(({ Id }) => Id === deployed?.outputs.targetId);
    const others = targets.filter((one) => one !== target).map(({ Id, Arn }) => `${Id ?? ""} (${Arn ?? ""})`);
    const extra = others.length > 0 ? [note(`it has targets that this stack did not make: ${few(others)}`)] : [];
    if (target === undefined) {
        return [wrong(`it does not start ${machineArn}`, deployAgain(stack.name)), ...extra];
    }
    const { inputTransformer, retryPolicy, deadLetterConfig, roleArn } = (deployed?.outputs ?? {}) as Record<
        string,
        Readonly<Record<string, unknown>>
    >;
    const changed = differences(
        {
            Arn: machineArn,
            RoleArn: roleArn,
            DeadLetterConfig: { Arn: deadLetterConfig?.arn },
            InputTransformer: {
                InputPathsMap: inputTransformer?.inputPaths,
                InputTemplate: inputTransformer?.inputTemplate,
            },
            RetryPolicy: {
                MaximumEventAgeInSeconds: retryPolicy?.maximumEventAgeInSeconds,
                MaximumRetryAttempts: retryPolicy?.maximumRetryAttempts,
            },
        },
        {
            Arn: target.Arn,
            RoleArn: target.RoleArn,
            DeadLetterConfig: { Arn: target.DeadLetterConfig?.Arn },
            InputTransformer: {
                InputPathsMap: target.InputTransformer?.InputPathsMap,
                InputTemplate: target.InputTransformer?.InputTemplate,
            },
            RetryPolicy: {
                MaximumEventAgeInSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds,
                MaximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts,
            },
        },
    );
    return [
        ...(changed.length > 0
            ? [wrong(`its target differs from what was deployed: ${few(changed)}`, deployAgain(stack.name))]
            : []),
        ...extra,
    ];
}
