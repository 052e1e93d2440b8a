import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { expect } from "chai";
import { schedules } from "../../../../commands/doctor/checks/schedules";
import type { Subject } from "../../../../commands/doctor/account/subject";
import { findings, healthyAccount, problem, prod, refusal } from "../../../support/healthyAccount";

const name = "glue-cost-control--prod--sessions-sweep";
const again = "npx pulumi up --refresh --stack prod";

function withSchedule(subject: Subject, change: object | undefined): Subject {
    const resources = subject.program.resources.flatMap((resource) =>
        resource.type !== "aws:scheduler/schedule:Schedule"
            ? [resource]
            : change
              ? [{ ...resource, outputs: { ...resource.outputs, ...change } }]
              : [],
    );
    return { ...subject, program: { ...subject.program, resources } };
}

describe("doctor: schedules", () => {
    it("says that it may not look", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.scheduler.on(GetScheduleCommand).rejects(refusal("AccessDeniedException"));
        expect(await problem(schedules, subject, aws)).to.equal(
            "You may not do scheduler:GetSchedule: no. Fix: ask for that permission.",
        );
    });

    it("finds that a schedule is gone", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.scheduler.on(GetScheduleCommand).rejects(refusal("ResourceNotFoundException"));
        expect(await findings(schedules, subject, aws)).to.deep.equal([
            `wrong: the schedule ${name} does not exist -> ${again}`,
        ]);
    });

    it("names what somebody has changed", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.scheduler.on(GetScheduleCommand).resolves({ State: "DISABLED", ScheduleExpression: "rate(1 hours)" });
        expect(await findings(schedules, subject, aws)).to.deep.equal([
            `wrong: ${name} differs from what was deployed: State, ScheduleExpression, Target.Arn, Target.RoleArn, ` +
                `Target.Input -> ${again}`,
        ]);
    });

    it("notes that the stack has switched it off, or has none", async () => {
        const off = withSchedule(await prod(), { state: "DISABLED" });
        const { aws } = healthyAccount(off);
        expect(await findings(schedules, off, aws)).to.deep.equal([
            `note: ${name} is switched off by the setting enabled`,
        ]);
        const none = withSchedule(off, undefined);
        expect(await findings(schedules, none, aws)).to.deep.equal([
            "note: none: a session whose event is lost runs until somebody stops it -> " +
                "npx pulumi config set sweepHours 6 --stack prod && npx pulumi up --stack prod",
        ]);
        expect(schedules.needs(none)).to.deep.equal([]);
    });

    it("is content with schedules as deployed", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        expect(await findings(schedules, subject, aws)).to.deep.equal(["ok: on, rate(6 hours)"]);
    });
});
