import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { credentials } from "../../../../commands/doctor/checks/credentials";
import { findings, healthyAccount, problem, prod, refusal } from "../../../support/healthyAccount";

describe("doctor: credentials", () => {
    for (const [name, message, sentence] of [
        [
            "ExpiredTokenException",
            "expired",
            "AWS takes no credentials from here (expired). Fix: `aws configure` or `export AWS_PROFILE=...`.",
        ],
        [
            "CredentialsProviderError",
            "none",
            "AWS takes no credentials from here (none). Fix: `aws configure` or `export AWS_PROFILE=...`.",
        ],
        ["SSOTokenProviderFailure", "old", "Your login has expired (old). Fix: `aws sso login`, or log in again."],
        [
            "TimeoutError",
            "connect ETIMEDOUT",
            "AWS cannot be reached from here (connect ETIMEDOUT). Fix: check the network, and try again.",
        ],
    ] as const) {
        it(`says in one sentence that AWS answers ${name}`, async () => {
            const subject = await prod();
            const { aws, mocks } = healthyAccount(subject);
            mocks.sts.on(GetCallerIdentityCommand).rejects(refusal(name, message));
            expect(await problem(credentials, subject, aws)).to.equal(sentence);
        });
    }

    it("finds the credentials of another account", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.sts
            .on(GetCallerIdentityCommand)
            .resolves({ Account: "999999999999", Arn: "arn:aws:iam::999999999999:root" });
        expect(await findings(credentials, subject, aws)).to.deep.equal([
            "wrong: You are arn:aws:iam::999999999999:root, but stack prod is deployed to account 123456789012 -> " +
                "take credentials of that account: `export AWS_PROFILE=...`",
        ]);
    });

    it("notes settings that would move the stack, and settings that would refuse the next update", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        const moved = {
            ...subject,
            settingsRegion: { region: "eu-central-1", from: "AWS_REGION" },
            stack: { ...subject.stack, allowedAccountIds: ["999999999999"] },
        };
        expect((await findings(credentials, moved, aws)).slice(1)).to.deep.equal([
            "note: AWS_REGION is eu-central-1, but the stack is deployed to eu-west-1: the next `pulumi up` would move it",
            "note: aws:allowedAccountIds has 999999999999: the next `pulumi up` would be refused",
        ]);
    });

    it("says who asks, and needs no right to do so", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        expect(await findings(credentials, subject, aws)).to.deep.equal([
            "ok: you are arn:aws:sts::123456789012:assumed-role/admin/bob; account 123456789012 and eu-west-1, as deployed",
        ]);
        expect(credentials.needs(subject)).to.deep.equal([]);
    });
});
