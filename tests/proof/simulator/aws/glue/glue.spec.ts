import { expect } from "chai";
import { Glue, Session } from "../../../../../proof/simulator/aws/glue/glue";

const refusal = (name: string, message: string) => ({
    error: `Glue.${name}Exception`,
    cause: `${message} (Service: Glue, Status Code: 400, Request ID: simulated)`,
});

describe("Glue", () => {
    let glue: Glue;
    beforeEach(() => {
        glue = new Glue();
        glue.create({ id: "s", readyAfterSeconds: 40, stoppingSeconds: 5, dpu: 5 }, 1000);
    });
    const status = (second: number) => glue.all[0]?.status(1000 + second * 1000);
    const stop = (second: number) => glue.stopSession("s", 1000 + second * 1000, "guard");

    it("does not find a session that never was, or is deleted", () => {
        glue.delete("s");
        for (const id of ["s", "other"]) {
            expect(glue.getSession(id, 0)).to.deep.equal(refusal("EntityNotFound", `Session ${id} not found`));
            expect(glue.stopSession(id, 0, "guard")).to.deep.equal(refusal("InvalidInput", `Session ${id} not found`));
        }
    });
    it("refuses to stop a session in any status but READY", () => {
        expect(stop(39)).to.deep.equal(refusal("IllegalSessionState", "Session is in PROVISIONING status"));
        expect(stop(40)).to.deep.equal({ result: { Id: "s" } });
        expect(stop(41)).to.deep.equal(refusal("IllegalSessionState", "Session is in STOPPING status"));
        expect(stop(45)).to.deep.equal(refusal("IllegalSessionState", "Session is in STOPPED status"));
    });
    it("leads a session from PROVISIONING to STOPPED", () => {
        stop(60);
        expect([0, 39, 40, 59, 60, 64, 65, 999].map(status)).to.deep.equal([
            "PROVISIONING",
            "PROVISIONING",
            "READY",
            "READY",
            "STOPPING",
            "STOPPING",
            "STOPPED",
            "STOPPED",
        ]);
        expect(glue.all[0]?.endedBy(66_000)).to.equal("guard");
    });
    it("shows a session as the API does, with Step Functions' names", () => {
        stop(60);
        const { result } = glue.getSession("s", 100_000) as { result: { Session: Record<string, unknown> } };
        expect(result.Session).to.deep.equal({
            Id: "s",
            CreatedOn: "1970-01-01T00:00:01.000Z",
            CompletedOn: "1970-01-01T00:01:06.000Z",
            Status: "STOPPED",
            Role: "arn:aws:iam::123456789012:role/glue",
            Command: { Name: "glueetl", PythonVersion: "3" },
            DefaultArguments: {},
            Progress: 0,
            MaxCapacity: 5,
            ExecutionTime: 65,
            DpuSeconds: 325,
        });
    });
    it("gives an id that is used again to the new session, once the old one is deleted", () => {
        expect(() => glue.create({ id: "s" }, 50_000)).to.throw(
            "AWS would not create a second session s: AlreadyExistsException.",
        );
        glue.delete("s");
        glue.create({ id: "s" }, 50_000);
        expect(glue.all).to.have.length(2);
        expect(glue.getSession("s", 60_000)).to.have.nested.property(
            "result.Session.CreatedOn",
            "1970-01-01T00:00:50.000Z",
        );
    });
});

describe("Session", () => {
    it("ends before it is ready, if it ends so early", () => {
        const session = new Session(
            { id: "s", readyAfterSeconds: 40, ends: { afterSeconds: 30, status: "FAILED", by: "Glue" } },
            0,
        );
        expect([29, 30, 40].map((second) => session.status(second * 1000))).to.deep.equal([
            "PROVISIONING",
            "FAILED",
            "FAILED",
        ]);
    });
    it("forgets the end that it would have had, once it is stopped", () => {
        const session = new Session(
            { id: "s", readyAfterSeconds: 0, ends: { afterSeconds: 30, status: "TIMEOUT", by: "Glue" } },
            0,
        );
        session.stop(20_000, "guard");
        expect([session.status(40_000), session.endedBy(40_000), session.endedAt(40_000)]).to.deep.equal([
            "STOPPED",
            "guard",
            21_000,
        ]);
    });
});
