import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { unlessMissing } from "../../aws/accountProblem";
import { differences, parsed } from "../account/differences";
import { deployAgain, few, mayLook, note, ok, wrong, type Check, type Finding } from "../account/finding";
import { resourcesOf } from "../account/subject";

/** Do sweep and curfew start when they should? */
export const schedules: Check = {
    title: "Sweep",
    needs: (subject) => {
        const arns = resourcesOf(subject, "scheduler/schedule:Schedule").map(({ outputs }) => String(outputs.arn));
        return arns.length === 0 ? [] : [mayLook("LookAtSchedules", ["scheduler:GetSchedule"], arns)];
    },
    look: async (subject, { scheduler }) => {
        const { name } = subject.stack;
        const deployed = resourcesOf(subject, "scheduler/schedule:Schedule");
        if (deployed.length === 0) {
            return {
                findings: [
                    note(
                        "none: a session whose event is lost runs until somebody stops it",
                        `npx pulumi config set sweepHours 6 --stack ${name} && npx pulumi up --stack ${name}`,
                    ),
                ],
            };
        }
        const findings: Finding[] = [];
        const times: string[] = [];
        for (const { outputs } of deployed) {
            const [Name, GroupName] = [String(outputs.name), String(outputs.groupName)];
            const found = await unlessMissing("scheduler:GetSchedule", () =>
                scheduler.send(new GetScheduleCommand({ Name, GroupName })),
            );
            if (!found) {
                findings.push(wrong(`the schedule ${Name} does not exist`, deployAgain(name)));
                continue;
            }
            const target = outputs.target as Readonly<Record<string, unknown>>;
            const changed = differences(
                {
                    State: outputs.state,
                    ScheduleExpression: outputs.scheduleExpression,
                    ScheduleExpressionTimezone: outputs.scheduleExpressionTimezone ?? "UTC",
                    Target: { Arn: target.arn, RoleArn: target.roleArn, Input: parsed(String(target.input)) },
                },
                {
                    State: found.State,
                    ScheduleExpression: found.ScheduleExpression,
                    ScheduleExpressionTimezone: found.ScheduleExpressionTimezone ?? "UTC",
                    Target: {
                        Arn: found.Target?.Arn,
                        RoleArn: found.Target?.RoleArn,
                        Input: parsed(found.Target?.Input),
                    },
                },
            );
            if (changed.length > 0) {
                findings.push(wrong(`${Name} differs from what was deployed: ${few(changed)}`, deployAgain(name)));
            } else if (found.State === "DISABLED") {
                findings.push(note(`${Name} is switched off by the setting enabled`));
            } else {
                times.push(found.ScheduleExpression ?? "");
            }
        }
        return {
            findings: [...(times.length > 0 ? [ok(`on, ${few(times)}`)] : []), ...findings],
        };
    },
};
