import {
    DescribeTrailsCommand,
    GetEventSelectorsCommand,
    GetTrailStatusCommand,
    type AdvancedFieldSelector,
    type EventSelector,
} from "@aws-sdk/client-cloudtrail";
import { expect } from "chai";
import { logsSessions, trail } from "../../../../commands/doctor/checks/trail";
import { findings, healthyAccount, problem, prod, refusal } from "../../../support/healthyAccount";

const organization = {
    Name: "organization",
    TrailARN: "arn:aws:cloudtrail:us-east-1:999999999999:trail/organization",
    IsOrganizationTrail: true,
};
const restart = "aws cloudtrail start-logging --name management --region eu-west-1";
const select =
    "aws cloudtrail put-event-selectors --trail-name management " +
    `--event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]' --region eu-west-1, by whoever owns the trail: ` +
    "it replaces the selectors that are there";

describe("logsSessions", () => {
    const basic: readonly (readonly [string, EventSelector, string])[] = [
        ["data events alone", { IncludeManagementEvents: false, ReadWriteType: "All" }, "no"],
        ["reads alone", { IncludeManagementEvents: true, ReadWriteType: "ReadOnly" }, "no"],
        ["all but Glue", { ReadWriteType: "All", ExcludeManagementEventSources: ["glue.amazonaws.com"] }, "no"],
        ["all but KMS", { ReadWriteType: "All", ExcludeManagementEventSources: ["kms.amazonaws.com"] }, "yes"],
        ["writes alone", { IncludeManagementEvents: true, ReadWriteType: "WriteOnly" }, "yes"],
        ["what AWS takes where nothing is said", {}, "yes"],
    ];
    for (const [what, selector, answer] of basic) {
        it(`says ${answer} to a basic selector of ${what}`, () => {
            expect(logsSessions([selector], undefined)).to.equal(answer);
        });
    }
    const management: AdvancedFieldSelector = { Field: "eventCategory", Equals: ["Management"] };
    const advanced: readonly (readonly [string, AdvancedFieldSelector[], string])[] = [
        ["data events", [{ Field: "eventCategory", Equals: ["Data"] }], "no"],
        ["reads", [management, { Field: "readOnly", Equals: ["true"] }], "no"],
        ["all but Glue", [management, { Field: "eventSource", NotEquals: ["glue.amazonaws.com"] }], "no"],
        ["all but sources that begin as Glue's", [management, { Field: "eventSource", NotStartsWith: ["glue"] }], "no"],
        ["all but sources that end as AWS's", [management, { Field: "eventSource", NotEndsWith: [".com"] }], "no"],
        ["another service", [management, { Field: "eventSource", Equals: ["s3.amazonaws.com"] }], "no"],
        ["names that begin with Delete", [management, { Field: "eventName", StartsWith: ["Delete"] }], "no"],
        ["one caller", [management, { Field: "userIdentity.arn", StartsWith: ["arn:aws:iam::1"] }], "perhaps"],
        ["names that end with Session", [management, { Field: "eventName", EndsWith: ["Session"] }], "yes"],
        ["writes", [management, { Field: "readOnly", Equals: ["false"] }], "yes"],
        ["all but KMS", [management, { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] }], "yes"],
        ["all management events", [management], "yes"],
    ];
    for (const [what, FieldSelectors, answer] of advanced) {
        it(`says ${answer} to an advanced selector of ${what}`, () => {
            expect(logsSessions(undefined, [{ FieldSelectors }])).to.equal(answer);
        });
    }

    it("needs one selector of several that takes the record", () => {
        expect(logsSessions([{ ReadWriteType: "ReadOnly" }, { ReadWriteType: "All" }], undefined)).to.equal("yes");
        expect(logsSessions([], [])).to.equal("no");
        expect(logsSessions(undefined, undefined)).to.equal("no");
    });
});

describe("doctor: trail", () => {
    it("says that it may not look", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudTrail.on(DescribeTrailsCommand).rejects(refusal("AccessDeniedException"));
        expect(await problem(trail, subject, aws)).to.equal(
            "You may not do cloudtrail:DescribeTrails: no. Fix: ask for that permission.",
        );
    });

    it("finds that there is no trail", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudTrail.on(DescribeTrailsCommand).resolves({});
        expect(await findings(trail, subject, aws)).to.deep.equal([
            "wrong: no trail logs eu-west-1: EventBridge never hears of a session -> " +
                "npx pulumi config set createTrail true --stack prod && npx pulumi up --stack prod",
        ]);
    });

    it("finds a trail that is switched off", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: false });
        expect(await findings(trail, subject, aws)).to.deep.equal([
            `wrong: no trail logs CreateSession: management (switched off) -> ${restart}`,
        ]);
    });

    it("finds trails that do not log management events", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudTrail
            .on(GetEventSelectorsCommand)
            .resolves({ EventSelectors: [{ ReadWriteType: "ReadOnly", IncludeManagementEvents: true }] });
        expect(await findings(trail, subject, aws)).to.deep.equal([
            "wrong: no trail logs CreateSession: management (without management write events of Glue) -> " + select,
        ]);
    });

    it("notes a trail whose selectors depend on who calls", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudTrail.on(GetEventSelectorsCommand).resolves({
            AdvancedEventSelectors: [
                {
                    FieldSelectors: [
                        { Field: "eventCategory", Equals: ["Management"] },
                        { Field: "userIdentity.arn", NotStartsWith: ["arn:aws:sts::1"] },
                    ],
                },
            ],
        });
        expect(await findings(trail, subject, aws)).to.deep.equal([
            `note: no trail logs every session: management (with a filter on who calls) -> ${select}`,
        ]);
    });

    it("does not call an organization's trail off because a member may not look at it", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.cloudTrail
            .on(DescribeTrailsCommand)
            .resolves({ trailList: [organization] })
            .on(GetTrailStatusCommand)
            .rejects(refusal("AccessDeniedException"));
        expect(await findings(trail, subject, aws)).to.deep.equal([
            "unseen: organization: You may not do cloudtrail:GetTrailStatus: no. Fix: ask for that permission.",
        ]);
    });

    it("is content with one trail that works, and asks for an organization's trail by its ARN", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        const other = { Name: "other", TrailARN: "arn:aws:cloudtrail:eu-west-1:123456789012:trail/other" };
        mocks.cloudTrail
            .on(DescribeTrailsCommand)
            .resolves({ trailList: [other, organization] })
            .on(GetTrailStatusCommand, { Name: other.TrailARN })
            .rejects(refusal("TrailNotFoundException"))
            .on(GetTrailStatusCommand, { Name: organization.TrailARN })
            .resolves({ IsLogging: true, LatestDeliveryError: "AccessDenied" });
        expect(await findings(trail, subject, aws)).to.deep.equal([
            "ok: organization logs management events of eu-west-1",
            "note: organization cannot write its log files (AccessDenied) -> look at the policy of its bucket and of its key",
        ]);
    });
});
