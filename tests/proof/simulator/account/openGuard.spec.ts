import { expect } from "chai";
import { readStack } from "../../../../deployments/stack/stack";
import { InputError } from "../../../../deployments/input/inputError";
import { openStack } from "../../../../proof/simulator/account/openGuard";

const project = "glue-cost-control:";

/** What `npm start` says of the dev stack with this setting encrypted. */
async function said(setting: string): Promise<string> {
    const stack = readStack("dev");
    return openStack({ ...stack, encrypted: [setting] }).then(
        () => "played",
        (error: unknown) => (error instanceof InputError ? error.message : "no InputError"),
    );
}

describe("openStack", () => {
    it("refuses an encrypted setting that `pulumi up` would refuse, with the same fix", async () => {
        expect(await said(`${project}waitSeconds`)).to.equal(
            "Pulumi.dev.yaml: waitSeconds is encrypted, but it shapes what is deployed, and the state would show it. " +
                "Fix: `pulumi config set --plaintext waitSeconds ...`.",
        );
    });
    it("asks for an encrypted setting that shows in a scenario", async () => {
        expect(await said(`${project}dpuHourUsd`)).to.equal(
            "Pulumi.dev.yaml encrypts glue-cost-control:dpuHourUsd, which only the Pulumi CLI can read. " +
                "Fix: `pulumi config --json --show-secrets --stack dev > config.json`, then add `--config config.json`.",
        );
    });
    it("plays on with an encrypted address, and with what others encrypt", async () => {
        expect([await said(`${project}notificationEmail`), await said("datadog:apiKey")]).to.deep.equal([
            "played",
            "played",
        ]);
    });
});
