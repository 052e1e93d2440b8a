import { GetAccountCommand, GetEmailIdentityCommand, type GetAccountCommandOutput } from "@aws-sdk/client-sesv2";
import { expect } from "chai";
import { mail } from "../../../../../commands/doctor/checks/channels/mail";
import { findings, healthyAccount, problem, prod, prodWith, refusal } from "../../../../support/healthyAccount";

const ownerMail = { sender: "glue@example.com", domains: ["example.com"] };
const identity = (name: string, region = "eu-west-1") => `arn:aws:ses:${region}:123456789012:identity/${name}`;
type Mocks = ReturnType<typeof healthyAccount>["mocks"];

/** What is found of a stack with this mail, once the account has been changed. */
async function found(change: (mocks: Mocks) => void, given: object = ownerMail): Promise<string[]> {
    const subject = await prodWith({ ownerMail: given });
    const { aws, mocks } = healthyAccount(subject);
    change(mocks);
    return findings(mail, subject, aws);
}

const account = (changed: Partial<GetAccountCommandOutput>) =>
    found(({ ses }) => {
        ses.on(GetAccountCommand).resolves({
            SendingEnabled: true,
            ProductionAccessEnabled: true,
            EnforcementStatus: "HEALTHY",
            ...changed,
        });
    });

describe("doctor: mail", () => {
    for (const [action, command] of [
        ["GetEmailIdentity", GetEmailIdentityCommand],
        ["GetAccount", GetAccountCommand],
    ] as const) {
        it(`says that it may not do ses:${action}`, async () => {
            const subject = await prodWith({ ownerMail });
            const { aws, mocks } = healthyAccount(subject);
            for (const input of [{}, { EmailIdentity: "example.com" }]) {
                mocks.ses.on(command as typeof GetAccountCommand, input).rejects(refusal("AccessDeniedException"));
            }
            expect(await problem(mail, subject, aws)).to.equal(
                `You may not do ses:${action}: no. Fix: ask for that permission.`,
            );
        });
    }

    it("is content with either identity of an address, and with an identity's own ARN", async () => {
        expect(await found(() => undefined)).to.deep.equal(["ok: from glue@example.com: SES has verified example.com"]);
        expect(
            await found(({ ses }) => {
                ses.on(GetEmailIdentityCommand, { EmailIdentity: "glue@example.com" })
                    .resolves({ VerifiedForSendingStatus: true, VerificationStatus: "SUCCESS" })
                    .on(GetEmailIdentityCommand, { EmailIdentity: "example.com" })
                    .resolves({ VerifiedForSendingStatus: false, VerificationStatus: "PENDING" });
            }),
        ).to.deep.equal(["ok: from glue@example.com: SES has verified glue@example.com"]);
        expect(await found(() => undefined, { ...ownerMail, sender: identity("example.com") })).to.deep.equal([
            "ok: from glue-cost-control@example.com: SES has verified example.com",
        ]);
    });

    it("finds a sender whom SES has not verified, and says what that takes", async () => {
        const none = "wrong: no owner is mailed: SES has not verified";
        const unknown = ({ ses }: Mocks) =>
            ses.on(GetEmailIdentityCommand, { EmailIdentity: "example.com" }).rejects(refusal("NotFoundException"));
        expect(await found(unknown)).to.deep.equal([
            `${none} glue@example.com (it does not know it) or example.com (it does not know it) -> ` +
                "aws sesv2 create-email-identity --email-identity glue@example.com --region eu-west-1, then run doctor again",
        ]);
        expect(
            await found((mocks) => {
                unknown(mocks);
                mocks.ses
                    .on(GetEmailIdentityCommand, { EmailIdentity: "glue@example.com" })
                    .resolves({ VerifiedForSendingStatus: false, VerificationStatus: "FAILED" });
            }),
        ).to.deep.equal([
            `${none} glue@example.com (FAILED) or example.com (it does not know it) -> ` +
                "open the link in the mail of AWS to glue@example.com; after 24 hours delete the identity, and create it again",
        ]);
        expect(
            await found(({ ses }) => {
                ses.on(GetEmailIdentityCommand, { EmailIdentity: "example.com" }).resolves({});
            }),
        ).to.deep.equal([
            `${none} glue@example.com (it does not know it) or example.com (not verified) -> ` +
                "aws sesv2 get-email-identity --email-identity example.com --query DkimAttributes.Tokens --region eu-west-1 " +
                "prints the tokens of the CNAME records that the domain needs",
        ]);
    });

    it("finds an account whose mail AWS or somebody has stopped", async () => {
        expect(await account({ EnforcementStatus: "SHUTDOWN", SendingEnabled: false })).to.deep.equal([
            "wrong: no owner is mailed: AWS has stopped the mail of this account in eu-west-1 (SHUTDOWN) -> the SES console " +
                'says why under "Reputation metrics"; correct it, and ask AWS Support to resume',
        ]);
        expect(await account({ SendingEnabled: false })).to.deep.equal([
            "wrong: no owner is mailed: SES is switched off for this account in eu-west-1 -> " +
                "aws sesv2 put-account-sending-attributes --sending-enabled --region eu-west-1",
        ]);
        expect(await account({ EnforcementStatus: "PROBATION" })).to.deep.equal([
            "note: AWS reviews the mail of this account in eu-west-1 (PROBATION), and may stop it -> the SES console says " +
                'why under "Reputation metrics"',
        ]);
    });

    it("finds the sandbox, in which only verified domains are mailed", async () => {
        const sandbox =
            "SES is in its sandbox in eu-west-1: it mails 200 times a day, and only to what it has verified";
        const ask =
            "aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://... " +
            '--region eu-west-1, or "Request production access" in the SES console';
        expect(await account({ ProductionAccessEnabled: false })).to.deep.equal([
            `note: ${sandbox} (example.com) -> ${ask}`,
        ]);
        expect(
            await found(
                ({ ses }) => {
                    ses.on(GetAccountCommand).resolves({ ProductionAccessEnabled: false });
                },
                { ...ownerMail, domains: ["example.com", "example.org"] },
            ),
        ).to.deep.equal([`wrong: ${sandbox} -> ${ask}`]);
    });

    it("does not look at an identity of another region or account, and says so", async () => {
        const sender = identity("example.org", "us-east-1");
        const subject = await prodWith({ ownerMail: { ...ownerMail, sender } });
        const { aws } = healthyAccount(subject);
        expect(await findings(mail, subject, aws)).to.deep.equal([
            `note: ${sender} is of another account or region: whether it is verified is not looked at -> ` +
                "aws sesv2 get-email-identity --email-identity example.org --region us-east-1, there",
        ]);
        expect(mail.needs(subject).map(({ Action }) => Action)).to.deep.equal([["ses:GetAccount"]]);
    });

    it("says nothing of a guard that mails no owners, and asks only for the identities that it sends from", async () => {
        const plain = await prod();
        const { aws } = healthyAccount(plain);
        expect(await findings(mail, plain, aws)).to.deep.equal([]);
        expect(mail.needs(plain)).to.deep.equal([]);
        expect(mail.needs(await prodWith({ ownerMail })).map(({ Resource }) => Resource)).to.deep.equal([
            [identity("glue@example.com"), identity("example.com")],
            "*",
        ]);
    });
});
