import { expect } from "chai";
import * as fc from "fast-check";
import { eventPattern, inputPaths, inputTemplate } from "../../../model/event/createSession";
import { createSessionRecord, envelope } from "../../../proof/simulator/aws/cloudtrail/events";
import { checkPattern, matches } from "../../../proof/simulator/aws/eventbridge/eventPattern";
import { checkTransformer, transform } from "../../../proof/simulator/aws/eventbridge/inputTransformer";

const place = { partition: "aws", region: "eu-west-1", account: "123456789012" };
const pattern = eventPattern(place);
const record = createSessionRecord({ id: "s-1" }, place, Date.UTC(2026, 10, 22, 20, 10));
const event = envelope(record);
const context = { ruleArn: "arn", ruleName: "rule", ingestionTime: "2026-11-22T20:10:01Z" };
const input = (of: unknown) =>
    JSON.parse(transform({ inputPaths, inputTemplate }, of, context) ?? "") as Record<string, unknown>;

describe("eventPattern", () => {
    for (const [what, other] of [
        ["another source", { ...event, source: "aws.s3" }],
        ["a direct event of Glue", { ...event, "detail-type": "Glue Job State Change" }],
        ["S3 Express's CreateSession", { ...event, detail: { ...record, eventSource: "s3express.amazonaws.com" } }],
        ["another call", { ...event, detail: { ...record, eventName: "StopSession" } }],
        ["a record that another account forwards", { ...event, account: "210987654321" }],
        ["a record that another region forwards", { ...event, region: "us-east-1" }],
        ["a refused call", { ...event, detail: { ...record, errorCode: "AccessDenied" } }],
    ] as const) {
        it(`does not match ${what}`, () => {
            expect(matches(pattern, other)).to.equal(false);
        });
    }
    it("matches a session that was created, with an id or without", () => {
        expect(matches(pattern, event)).to.equal(true);
        expect(matches(pattern, { ...event, detail: { ...record, requestParameters: null } })).to.equal(true);
    });
    it("is one that EventBridge takes", () => {
        expect(checkPattern(pattern)).to.deep.equal([]);
        expect(JSON.stringify(pattern).length).to.be.at.most(2048);
    });
});

describe("inputTemplate", () => {
    it("is one that EventBridge takes", () => {
        expect(checkTransformer({ inputPaths, inputTemplate })).to.deep.equal([]);
    });
    it("inserts as text only what AWS chooses, and what the caller chooses as objects", () => {
        const inserted = [...inputTemplate.matchAll(/"<(\w+)>"/g)].map(([, name]) => name);
        expect(inserted).to.deep.equal(["eventId", "eventTime", "region"]);
    });
    it("gives the workflow request, response, creator, event id, time and region", () => {
        expect(input(event)).to.deep.equal({
            request: record.requestParameters,
            response: record.responseElements,
            who: record.userIdentity,
            eventId: record.eventID,
            eventTime: "2026-11-22T20:10:00Z",
            region: "eu-west-1",
        });
    });
    it("gives empty text for what CloudTrail has dropped", () => {
        const { requestParameters, userIdentity, ...rest } = record;
        expect(input({ ...event, detail: rest })).to.deep.include({ request: "", who: "" });
    });
    it("hands on any id unchanged", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 255 }), (id) => {
                const hostile = envelope({ ...record, requestParameters: { id } });
                expect(input(hostile).request).to.deep.equal({ id });
            }),
        );
    });
});
