import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { expect } from "chai";
import { records } from "../../../../commands/doctor/checks/records";
import { findings, healthyAccount, problem, prod, refusal, watches } from "../../../support/healthyAccount";

const record = (id: string, time: string, others: object = {}) => ({
    CloudTrailEvent: JSON.stringify({
        eventSource: "glue.amazonaws.com",
        eventTime: `2026-11-30T${time}:00Z`,
        requestParameters: { id },
        ...others,
    }),
});

describe("doctor: yesterday's records", () => {
    it("says that it may not look", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudTrail.on(LookupEventsCommand).rejects(refusal("AccessDeniedException"));
        expect(await problem(records, subject, aws)).to.equal(
            "You may not do cloudtrail:LookupEvents: no. Fix: ask for that permission.",
        );
    });

    it("names each session that was opened and got no watch, over all pages", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudTrail
            .on(LookupEventsCommand)
            .resolves({ Events: [record("lost-1", "09:00")], NextToken: "2" })
            .on(LookupEventsCommand, { NextToken: "2" })
            .resolves({
                Events: [
                    record("notebook-1", "08:00"),
                    // The id that Glue chose stands in the answer.
                    record("", "07:00", { requestParameters: null, responseElements: { session: { id: "lost-2" } } }),
                ],
            });
        expect(await findings(records, subject, aws)).to.deep.equal([
            "wrong: 2 of 3 sessions got no watch: lost-1 (2026-11-30T09:00), lost-2 (2026-11-30T07:00) -> " +
                "look at Trail and Rule above; glue-cost-control--prod--sessions's next sweep takes up what still runs",
        ]);
    });

    it("takes no call for a session that was refused, is of another service, is on its way, or cannot be read", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudTrail.on(LookupEventsCommand).resolves({
            Events: [
                record("denied", "09:00", { errorCode: "AccessDenied" }),
                record("bucket", "09:00", { eventSource: "s3.amazonaws.com" }),
                record("young", "11:50"),
                { CloudTrailEvent: "no JSON" },
                {},
            ],
        });
        expect(await findings(records, subject, aws)).to.deep.equal([
            "ok: nobody has opened a session in the last day",
        ]);
    });

    it("notes sessions that only a sweep has taken up", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        watches(subject, [
            { input: { sweep: {} }, minutes: 100, status: "SUCCEEDED" },
            { input: { swept: true, request: { id: "notebook-1" } }, minutes: 120, status: "SUCCEEDED" },
        ]);
        expect(await findings(records, subject, aws)).to.deep.equal([
            "note: 1 session got a watch from a sweep alone: the event was lost",
        ]);
    });

    it("is content if each session got its watch", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        expect(await findings(records, subject, aws)).to.deep.equal([
            "ok: 1 session of the last day, each with its watch",
        ]);
    });
});
