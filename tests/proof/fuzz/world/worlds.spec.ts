import { expect } from "chai";
import fc from "fast-check";
import { deeds, recordKinds, type Life, type World } from "../../../../proof/fuzz/world/world";
import { worlds } from "../../../../proof/fuzz/world/worlds";

const drawn = fc.sample(worlds(1800), { numRuns: 300, seed: 1 });
const lives = drawn.flatMap(({ sessions }) => sessions);
const all = <T>(values: readonly T[]) => [...new Set(values)].sort();

describe("worlds", () => {
    it("are plain data: as JSON and back they are the same", () => {
        expect(JSON.parse(JSON.stringify(drawn)) as World[]).to.deep.equal(drawn);
    });
    it("have up to 20 sessions over a day", () => {
        const counts = drawn.map(({ sessions }) => sessions.length);
        expect([Math.min(...counts), Math.max(...counts)]).to.deep.equal([1, 20]);
        expect(Math.max(...lives.map(({ atSeconds }) => atSeconds))).to.be.within(20 * 3600, 24 * 3600);
    });
    it("have ids that Glue takes, of every client, and hostile ones", () => {
        for (const { id } of lives) {
            expect(id).to.match(/^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\t]{1,255}$/u);
        }
        for (const start of [
            "glue-studio-datapreview-",
            "dbt-glue__",
            "dbt-glue/",
            "dbt-glue-fixed",
            "dbt-aws-warm-",
            "$(touch",
        ]) {
            expect(
                lives.some(({ id }) => id.startsWith(start)),
                start,
            ).to.equal(true);
        }
    });
    it("have records of every kind: late, twice, lost, refused, cut", () => {
        expect(all(lives.map(({ record }) => record))).to.deep.equal([...recordKinds].sort());
        expect(all(lives.map(({ arrivesAfterSeconds }) => arrivesAfterSeconds.length))).to.deep.equal([0, 1, 2, 3]);
        expect(lives.some(({ arrivesAfterSeconds: [first = 0] }) => first > 3600)).to.equal(true);
        expect(lives.some(({ refused }) => refused)).to.equal(true);
    });
    it("have users who do everything, at any time and between two calls", () => {
        const acts = lives.flatMap(({ acts }) => acts);
        expect(all(acts.map(({ does }) => does))).to.deep.equal(["delete", "replace", "stop"]);
        const settings = { limits: "[]", mode: "stop" };
        const lived = (more: object) =>
            fc
                .sample(worlds(1800, { ...settings, ...more }), { seed: 1, numRuns: 200 })
                .flatMap(({ sessions }) => sessions);
        const deedsOf = (sessions: readonly Life[]) =>
            all(sessions.flatMap(({ acts }) => acts.map(({ does }) => does)));
        const tagged = lived({});
        expect(deedsOf(tagged)).to.deep.equal(["delete", "drop", "keep", "replace", "stop"]);
        const people = lived({ maxWaitSeconds: "10800" });
        expect(deedsOf(people)).to.deep.equal([...deeds].sort());
        expect(all(people.map(({ statements = [] }) => statements.length))).to.deep.equal([0, 1, 2, 3, 4, 5]);
        expect(tagged.some(({ statements }) => statements)).to.equal(false);
        expect(all(tagged.map(({ tags }) => tags?.keep ?? "none"))).to.deep.equal(["", "none", "true"]);
        expect(all(acts.flatMap(({ when }) => Object.keys(when)))).to.deep.equal([
            "afterLookUp",
            "afterSeconds",
            "afterStop",
        ]);
    });
    it("have, where people hear of it, roles whose users choose their names and those that do not, and a chat that goes", () => {
        const settings = { limits: "[]", mode: "stop", maxWaitSeconds: "10800" };
        const heard = fc.sample(worlds(1800, settings), { seed: 1, numRuns: 200 });
        const roles = heard.flatMap(({ sessions }) =>
            sessions.map(({ who }) => who.sessionContext?.sessionIssuer?.arn.split("/")[1] ?? "none"),
        );
        expect(all(roles)).to.include.members(["AWSReservedSSO_DataEngineer", "DataEngineer", "aws-reserved", "none"]);
        const faults = all(heard.flatMap(({ faults }) => faults.map(({ call }) => call)));
        expect(faults).to.include.members(["ses:SendEmail", "sqs:ReceiveMessage", "sqs:DeleteMessage"]);
        expect(heard.some(({ chatGoneSeconds }) => chatGoneSeconds !== undefined)).to.equal(true);
        expect(drawn.some((world) => "chatGoneSeconds" in world)).to.equal(false);
        const kept = heard.flatMap(({ sessions }) => sessions.flatMap(({ tags }) => tags?.["keep-until"] ?? []));
        expect(all(kept)).to.have.length(4);
    });
    it("use ids again", () => {
        expect(drawn.some(({ sessions }) => new Set(sessions.map(({ id }) => id)).size < sessions.length)).to.equal(
            true,
        );
    });
    it("have sessions that are never ready, that end by themselves, and that hang", () => {
        expect(lives.some(({ readyAfterSeconds }) => readyAfterSeconds === undefined)).to.equal(true);
        expect(all(lives.flatMap(({ ends }) => ends?.status ?? []))).to.deep.equal(["FAILED", "TIMEOUT"]);
        expect(lives.some(({ stoppingSeconds }) => stoppingSeconds > 900)).to.equal(true);
    });
    it("have faults of every call, for some calls or for hours, late and lost answers, and lost permissions", () => {
        const faults = drawn.flatMap(({ faults }) => faults);
        const removals = drawn.flatMap(({ removals }) => removals);
        const calls = [
            "cloudwatch:PutMetricData",
            "glue:GetSession",
            "glue:ListSessions",
            "glue:StopSession",
            "sns:Publish",
            "states:StartExecution",
            "states:StartSyncExecution",
        ];
        expect(all(faults.map(({ call }) => call))).to.deep.equal(calls);
        expect(all(removals.map(({ action }) => action))).to.deep.equal(calls);
        for (const has of ["times", "toSeconds", "seconds", "carriedOut", "error"] as const) {
            expect(
                faults.some((fault) => fault[has] !== undefined),
                has,
            ).to.equal(true);
        }
        expect(faults.some(({ error }) => error === undefined)).to.equal(true);
        expect(removals.some(({ toSeconds }) => toSeconds === undefined)).to.equal(true);
    });
});
