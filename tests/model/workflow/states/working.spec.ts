import { expect } from "chai";
import { createdAt, readerSays, refused, watch, type Script } from "../../../support/watch";

const at = (seconds: number) => new Date(createdAt + seconds * 1000).toISOString();
const ready = { Id: "s-1", CreatedOn: at(0), Status: "READY" };
const stopped = { ...ready, Status: "STOPPED" };
const working = (seconds: number) => readerSays({ busy: true, at: createdAt + seconds * 1000 });
const resting = readerSays({ busy: false, at: createdAt + 60_000 });
const ceiling = 7200;

const played = (script: Script) =>
    watch({ ...script, args: { maxWaitSeconds: ceiling, extendWhileBusy: true, ...script.args } });
const secondsOf = (calls: Awaited<ReturnType<typeof watch>>["calls"], name: string) =>
    calls.filter(([call]) => call === name).map(([, second]) => second);

describe("sessions at work", () => {
    for (const [what, read] of [
        ["the reader is denied", refused("Sfn.AccessDeniedException")],
        ["the reader has failed", { result: { Status: "FAILED", Error: "States.DataLimitExceeded" } }],
        ["the reader ran out of time", { result: { Status: "TIMED_OUT" } }],
        ["the reader answers no JSON", { result: { Status: "SUCCEEDED", Output: "busy" } }],
        ["the reader answers something else", readerSays({ busy: "yes" })],
        ["it is not at work", resting],
    ] as const) {
        it(`are stopped at their limit where ${what}`, async () => {
            const { execution, calls } = await played({ looks: [ready, stopped], reads: [read] });
            const [second = 0] = secondsOf(calls, "stopSession");
            expect(execution.status).to.equal("SUCCEEDED");
            expect(second).to.be.within(1800, 1800 + 130);
        });
    }
    it("are looked at every five minutes until they rest", async () => {
        const looks = [ready, ready, ready, stopped];
        const { calls, published, path } = await played({ looks, reads: [working(1790), working(2099), resting] });
        expect(secondsOf(calls, "startSyncExecution")).to.deep.equal([1800, 2100, 2400]);
        expect(secondsOf(calls, "stopSession")).to.deep.equal([2400]);
        expect(published[0]?.Message).to.include("At work:  until 2026-11-22T20:44Z");
        expect(path.filter((state) => state === "CheckBusy")).to.have.length(3);
    });
    it("are stopped at the ceiling, and nobody asks any more", async () => {
        const looks = [...Array.from({ length: 19 }, () => ready), stopped];
        const { calls } = await played({ looks, reads: [working(1000)] });
        expect(secondsOf(calls, "startSyncExecution")).to.have.length((ceiling - 1800) / 300);
        expect(secondsOf(calls, "stopSession")).to.deep.equal([ceiling]);
    });
    it("are not asked again once Glue was asked to stop them", async () => {
        const looks = [ready, ready, ready, stopped];
        const { calls } = await played({ looks, reads: [resting, working(1800)] });
        expect(secondsOf(calls, "startSyncExecution")).to.deep.equal([1800]);
        expect(secondsOf(calls, "stopSession")).to.have.length(3);
    });
    it("are asked less often where the ceiling is far: a history has room for 25,000 events", async () => {
        const year = 364 * 24 * 60 * 60;
        const looks = [...Array.from({ length: 701 }, () => ready), stopped];
        const { execution, calls } = await played({ args: { maxWaitSeconds: year }, looks, reads: [working(1)] });
        expect(secondsOf(calls, "startSyncExecution").length).to.be.within(690, 700);
        expect(execution.history.length).to.be.lessThan(25_000);
        expect(execution.status).to.equal("SUCCEEDED");
    }).timeout(60_000);
    it("that end by themselves are over, and nobody is mailed", async () => {
        const { path, published } = await played({ looks: [ready, stopped], reads: [working(1800)] });
        expect([path.at(-1), published]).to.deep.equal(["SessionAlreadyOver", []]);
    });
    it("are reported in mode tell once they rest", async () => {
        const { calls, path } = await played({
            args: { mode: "tell" },
            looks: [ready],
            reads: [working(1800), resting],
        });
        expect([path.at(-1), secondsOf(calls, "publish"), secondsOf(calls, "stopSession")]).to.deep.equal([
            "NotifyFound",
            [2100],
            [],
        ]);
    });
});
