import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { exampleDecision, exampleSessions, exampleSettings } from "../../../commands/docs/limitsExample";
import { conditionKeys } from "../../../model/limits/limits";
import { createSessionRecord, envelope } from "../../../proof/simulator/aws/cloudtrail/events";
import { readGuard, type DeployedGuard } from "../../../proof/simulator/program/deployedGuard";
import { runStack } from "../../../proof/simulator/program/program";
import { SimulatedAccount } from "../../../proof/simulator/account/simulatedAccount";

const text = readFileSync(join(__dirname, "../../../docs/limits.md"), "utf8");

describe("docs/limits.md", () => {
    let guard: DeployedGuard;
    before(async () => {
        const { waitSeconds, limits } = exampleSettings();
        guard = readGuard(
            await runStack("prod", {
                "glue-cost-control:waitSeconds": String(waitSeconds),
                "glue-cost-control:limits": JSON.stringify(limits),
            }),
        );
    });
    for (const { what, request } of exampleSessions) {
        it(`does to ${what} what it says`, async () => {
            const id = String(request["id"]);
            const aws = new SimulatedAccount(guard);
            aws.at(0, () => {
                aws.cloud.glue.create(
                    { id, readyAfterSeconds: 0, tags: request["tags"] as Record<string, string> },
                    aws.startsAt,
                );
            });
            const record = createSessionRecord({ id }, guard.program.place, aws.startsAt);
            aws.deliver(3, envelope({ ...record, requestParameters: request }));
            await aws.run();
            const [session] = aws.sessions;
            const ended = session?.endedAt(aws.cloud.clock.now);
            const { exempt, seconds } = exampleDecision(request);
            const after = ended === undefined ? "never" : Math.floor((ended - aws.startsAt) / 1000);
            // The record arrives after 3 seconds, and a stop takes one.
            expect(after).to.equal(exempt === "yes" ? "never" : Math.max(3, seconds ?? 0) + 1);
        });
    }
    it("names every condition", () => {
        expect([...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key)).to.deep.equal([...conditionKeys]);
    });
});
