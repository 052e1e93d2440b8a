import { expect } from "chai";
import { createdAt, ordinaryInput, refused, watch, type Script } from "../../../support/watch";

const at = (seconds: number) => new Date(createdAt + seconds * 1000).toISOString();
const ready = { Id: "s-1", CreatedOn: at(0), Status: "READY", MaxCapacity: 5 };
const stopped = { ...ready, Status: "STOPPED" };
const warn = ["CheckRequest", "WaitUntilWarning", "LookBeforeWarning", "ChooseWarning"];
const stop = ["LookUpSession", "ChooseAction", "StopGlueSession", "WaitForSession", "LookUpSession", "ChooseAction"];

/** The states that a session passes that is warned of ten minutes before its limit of half an hour. */
async function played(script: Script) {
    const { execution, path, calls, published } = await watch({
        ...script,
        args: { warnSeconds: 600, ...script.args },
    });
    return {
        status: execution.status,
        path,
        sent: published.map(({ MessageAttributes }) => MessageAttributes["kind"]?.StringValue),
        published,
        warnedAt: calls.find(([call]) => call === "publish")?.[1],
    };
}

describe("the warning", () => {
    for (const [seen, looks, path, sent] of [
        ["over by then", [stopped], [...warn, "SessionAlreadyOver"], []],
        ["another session by then", [{ ...ready, CreatedOn: at(300) }], [...warn, "SessionAlreadyOver"], []],
        ["gone by then", [refused("Glue.EntityNotFoundException")], [...warn, "SessionAlreadyOver"], []],
        [
            "on its way",
            [{ ...ready, Status: "PROVISIONING" }, ready, stopped],
            [...warn, "NotifyWarning", "WaitUntilDue", ...stop, "NotifyStopped"],
            ["warning", "stopped"],
        ],
        [
            "live",
            [ready, ready, stopped],
            [...warn, "NotifyWarning", "WaitUntilDue", ...stop, "NotifyStopped"],
            ["warning", "stopped"],
        ],
        [
            "too large to be read",
            [{ ...ready, DefaultArguments: "x".repeat(300_000) }, ready, stopped],
            [...warn, "NotifyWarning", "WaitUntilDue", ...stop, "NotifyStopped"],
            ["warning", "stopped"],
        ],
        [
            "denied",
            [...Array.from({ length: 6 }, () => refused("Glue.AccessDeniedException")), ready, stopped],
            [...warn.slice(0, 3), "WaitUntilDue", ...stop, "NotifyStopped"],
            ["stopped"],
        ],
    ] as const) {
        it(`a session that is ${seen}: ${sent.join(", ") || "no mail"}`, async () => {
            const watched = await played({ looks });
            expect([watched.status, watched.path, watched.sent]).to.deep.equal(["SUCCEEDED", path, sent]);
        });
    }
    it("comes the set time before the limit, and never before half of it", async () => {
        const looks = [ready, ready, stopped];
        expect((await played({ looks })).warnedAt).to.equal(1200);
        expect((await played({ looks, args: { warnSeconds: 86_400 } })).warnedAt).to.equal(900);
    });
    it("comes at once if the record came late, and not at all once the limit is reached", async () => {
        const looks = [ready, ready, stopped];
        expect((await played({ looks, startsAfter: 1500 })).warnedAt).to.equal(1500);
        const late = await played({ looks, startsAfter: 3600 });
        expect([late.path.slice(0, 5), late.sent]).to.deep.equal([[...warn, "WaitUntilDue"], ["stopped"]]);
        expect((await played({ looks, args: { waitSeconds: 0 } })).sent).to.deep.equal(["stopped"]);
    });
    it("that cannot be mailed stops nothing and is no failure", async () => {
        const publishes = [...Array.from({ length: 6 }, () => refused("SNS.ThrottledException")), { result: {} }];
        const { status, sent } = await played({ looks: [ready, ready, stopped], publishes });
        expect([status, sent]).to.deep.equal(["SUCCEEDED", ["stopped"]]);
    });
    it("is sent once, also to whoever keeps the session, and names the limit that holds", async () => {
        const { published, sent } = await played({
            args: { maxWaitSeconds: 7200 },
            looks: [ready, ready, ready, stopped],
            tags: [{ result: { Tags: {} } }, { result: { Tags: { "keep-until": "2026-11-22T21:10Z" } } }],
        });
        expect(sent).to.deep.equal(["warning", "stopped"]);
        expect(published[0]?.Message).to.include("Ends:     2026-11-22T20:40Z");
        expect(published[1]?.Message).to.include("Kept:     once, until 2026-11-22T21:10Z");
    });
    it("waits again if the session was kept before it was sent", async () => {
        const { path, warnedAt } = await played({
            args: { maxWaitSeconds: 7200 },
            looks: [ready, ready, ready, stopped],
            tags: [{ result: { Tags: { "keep-until": "2026-11-22T21:10Z" } } }],
        });
        expect(path.filter((state) => state === "WaitUntilWarning")).to.have.length(2);
        expect(warnedAt).to.equal(3000);
    });
    it("is none for a session that is exempt since, or that may be exempt", async () => {
        const kept = { name: "kept", tags: { keep: "true" }, exempt: true };
        const exempt = await played({
            args: { limits: [kept] },
            looks: [ready],
            tags: [{ result: { Tags: { keep: "true" } } }],
        });
        expect([exempt.path.at(-1), exempt.sent]).to.deep.equal(["SessionExempt", []]);
        const perhaps = await played({
            input: { ...ordinaryInput, who: undefined },
            args: { limits: [{ name: "bob", creators: ["*/bob"], exempt: true }] },
            looks: [ready],
        });
        expect([perhaps.path.at(-1), perhaps.sent]).to.deep.equal(["NotifyFound", ["found"]]);
    });
    it("obeys no id, and gives a shell the id as it is", async () => {
        const id = "x'; rm -rf / #\u001b[2J";
        const { published } = await played({
            input: { ...ordinaryInput, request: { id } },
            args: { maxWaitSeconds: 7200 },
            looks: [ready, ready, stopped],
        });
        expect(published[0]?.Subject).to.match(/^[ -~]{1,99}$/);
        const command = published[0]?.Message.split("\n").at(-1) ?? "";
        expect(command).to.match(/^[ -~]+$/);
        expect(command).to.include(`"\${id%_}" --tags-to-add keep-until=2026-11-22T21:40Z`);
    });
});
