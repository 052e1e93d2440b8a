import { expect } from "chai";
import { article, articlePlace } from "../../../../proof/bench/designs/article";
import { Cloud } from "../../../../proof/simulator/aws/cloud";
import { createSessionRecord, envelope } from "../../../../proof/simulator/aws/cloudtrail/events";
import { StateMachine } from "../../../../proof/simulator/aws/stepfunctions/stateMachine";
import { runMachine } from "../../../support/runMachine";

const id = "glue-studio-datapreview-3f905608-50f1-4b9e-80e2-f4071feb2282";

describe("the article's machine", () => {
    const machine = (waitSeconds: number) => {
        const [deployed] = article(waitSeconds).machines;
        return new StateMachine(deployed?.definition, deployed?.arn ?? "", deployed?.roleArn ?? "");
    };

    it("fails as in the article's log when the input has another name for the id", async () => {
        const { execution } = await runMachine(machine(30), { input: { sessionId: "" } });
        expect(execution).to.include({ status: "FAILED", error: "States.Runtime" });
        expect(execution.cause).to.equal(
            "An error occurred while executing the state 'StopGlueSession' (entered at the event id #4). The JSONPath " +
                `'$.session_id' specified for the field 'Id.$' could not be found in the input '{"sessionId":""}'`,
        );
        expect(execution.history.at(-1)).to.include({ id: 5, type: "ExecutionFailed" });
    });
    it("waits for the given limit, tries four times, and gives up after 70 s", async () => {
        const refusal = { error: "Glue.IllegalSessionStateException", cause: "Session is in PROVISIONING status" };
        const { calls, execution } = await runMachine(machine(1800), { input: { session_id: id }, replies: [refusal] });
        expect(calls.map(([, at]) => at)).to.deep.equal([1800, 1810, 1830, 1870]);
        expect(execution).to.include({ status: "FAILED", error: "Glue.IllegalSessionStateException" });
    });
    it("stops the article's session 30 s after its record came, and mails as the article shows", async () => {
        const cloud = new Cloud({ place: articlePlace, deployed: article(30), startsAt: 0 });
        cloud.clock.at(0, () => {
            cloud.glue.create({ id, readyAfterSeconds: 38 }, 0);
        });
        cloud.clock.at(2000, () => {
            cloud.bus.deliver(envelope(createSessionRecord({ id }, articlePlace, 0)));
        });
        await cloud.clock.run();
        expect(cloud.executions.map(({ status, transitions }) => [status, transitions])).to.deep.equal([
            ["SUCCEEDED", 4],
        ]);
        expect(cloud.glue.all[0]?.changes(Infinity).map(({ at, status }) => [at, status])).to.deep.equal([
            [0, "PROVISIONING"],
            [38_000, "READY"],
            [42_100, "STOPPING"],
            [43_100, "STOPPED"],
        ]);
        expect(cloud.notices.map(({ subject, message }) => [subject, message])).to.deep.equal([
            ["AWS Notification Message", `Stopped: {Id=${id}}`],
        ]);
    });
});
