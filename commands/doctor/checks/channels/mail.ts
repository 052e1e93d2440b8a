import { GetAccountCommand, GetEmailIdentityCommand, type GetAccountCommandOutput } from "@aws-sdk/client-sesv2";
import { localArn, parseArn } from "../../../../model/aws/arn";
import { named, unlessMissing } from "../../../aws/accountProblem";
import { awsCommand, few, mayLook, note, ok, wrong, type Check, type Finding } from "../../account/finding";
import { statementsOf, type Subject } from "../../account/subject";

/** From whom and to whom the guard mails. */
interface Mail {
    readonly from: string;
    /** ARNs. Of an address, its own identity and that of its domain: either may be the verified one. */
    readonly identities: readonly string[];
    readonly domains: readonly string[];
}

/** An address or a domain; its status is empty where SES does not know it. */
interface Identity {
    readonly name: string;
    readonly verified: boolean;
    readonly status: string;
}

/** What the workflow's role may send; undefined if no owner is mailed. */
function mailOf(subject: Subject): Mail | undefined {
    const send = statementsOf(subject).find(({ Action }) => [Action].flat().includes("ses:SendEmail"));
    const condition = (operator: string, key: string) => [send?.Condition?.[operator]?.[key] ?? []].flat();
    return (
        send && {
            from: condition("StringEquals", "ses:FromAddress").join(),
            identities: [send.Resource ?? []].flat(),
            domains: condition("ForAllValues:StringLike", "ses:Recipients").map((pattern) => pattern.replace("*@", "")),
        }
    );
}

const isOwn =
    ({ program: { place } }: Subject) =>
    (arn: string) =>
        arn.startsWith(localArn(place, "ses", ""));

/** Does SES mail the owners: is the sender verified, and does the account send to everybody? */
export const mail: Check = {
    title: "Mail",
    needs: (subject) => {
        const own = mailOf(subject)?.identities.filter(isOwn(subject));
        return own === undefined
            ? []
            : [
                  ...(own.length > 0 ? [mayLook("LookAtSenders", ["ses:GetEmailIdentity"], own)] : []),
                  mayLook("LookAtMail", ["ses:GetAccount"]),
              ];
    },
    look: async (subject, { ses }) => {
        const sent = mailOf(subject);
        if (!sent) {
            return { findings: [] };
        }
        const own = sent.identities.filter(isOwn(subject));
        const identities: Identity[] = [];
        for (const arn of own) {
            const EmailIdentity = nameOf(arn);
            const found = await unlessMissing("ses:GetEmailIdentity", () =>
                ses.send(new GetEmailIdentityCommand({ EmailIdentity })),
            );
            identities.push({
                name: EmailIdentity,
                verified: found?.VerifiedForSendingStatus ?? false,
                status: found ? (found.VerificationStatus ?? "not verified") : "",
            });
        }
        const account = await named("ses:GetAccount", () => ses.send(new GetAccountCommand({})));
        const findings = [
            ...sent.identities.filter((arn) => !own.includes(arn)).map(foreign),
            ...(own.length > 0 ? identityFindings(identities, subject) : []),
            ...accountFindings(account, sent, identities, subject),
        ];
        const verified = identities.filter((identity) => identity.verified).map(({ name }) => name);
        return {
            findings:
                findings.length > 0 ? findings : [ok(`from ${sent.from}: SES has verified ${verified.join(" and ")}`)],
        };
    },
};

const nameOf = (arn: string) => parseArn(arn)?.resource.replace("identity/", "") ?? arn;

/** Only its owner may ask for an identity of another account, and only its own region knows it. */
const foreign = (arn: string) =>
    note(
        `${arn} is of another account or region: whether it is verified is not looked at`,
        `aws sesv2 get-email-identity --email-identity ${nameOf(arn)} --region ${parseArn(arn)?.region ?? ""}, there`,
    );

/**
 * One verified identity is enough.
 *
 * Source: https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
function identityFindings(identities: readonly Identity[], subject: Subject): Finding[] {
    if (identities.some(({ verified }) => verified)) {
        return [];
    }
    const known = identities.find(({ status }) => status !== "")?.name;
    return [
        wrong(
            `no owner is mailed: SES has not verified ${identities
                .map(({ name, status }) => `${name} (${status || "it does not know it"})`)
                .join(" or ")}`,
            known === undefined
                ? awsCommand(subject, `sesv2 create-email-identity --email-identity ${identities[0]?.name ?? ""}`) +
                      ", then run doctor again"
                : known.includes("@")
                  ? `open the link in the mail of AWS to ${known}; after 24 hours delete the identity, and create it again`
                  : awsCommand(
                        subject,
                        `sesv2 get-email-identity --email-identity ${known} --query DkimAttributes.Tokens`,
                    ) + " prints the tokens of the CNAME records that the domain needs",
        ),
    ];
}

/**
 * Whether SES sends for this account, and to whom. In the sandbox it mails only what it has verified.
 *
 * Sources: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html,
 * https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
 */
function accountFindings(
    { EnforcementStatus, SendingEnabled, ProductionAccessEnabled }: GetAccountCommandOutput,
    { domains }: Mail,
    identities: readonly Identity[],
    subject: Subject,
): Finding[] {
    const { region } = subject.program.place;
    const why = 'the SES console says why under "Reputation metrics"';
    const verified = identities.filter((identity) => identity.verified).map(({ name }) => name);
    const reached = domains.every((domain) => verified.includes(domain));
    return [
        ...(EnforcementStatus === "SHUTDOWN"
            ? [
                  wrong(
                      `no owner is mailed: AWS has stopped the mail of this account in ${region} (SHUTDOWN)`,
                      `${why}; correct it, and ask AWS Support to resume`,
                  ),
              ]
            : SendingEnabled === false
              ? [
                    wrong(
                        `no owner is mailed: SES is switched off for this account in ${region}`,
                        awsCommand(subject, "sesv2 put-account-sending-attributes --sending-enabled"),
                    ),
                ]
              : []),
        ...(EnforcementStatus === "PROBATION"
            ? [note(`AWS reviews the mail of this account in ${region} (PROBATION), and may stop it`, why)]
            : []),
        ...(ProductionAccessEnabled === false
            ? [
                  (reached ? note : wrong)(
                      `SES is in its sandbox in ${region}: it mails 200 times a day, and only to what it has verified` +
                          (reached ? ` (${few(domains)})` : ""),
                      awsCommand(
                          subject,
                          "sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://...",
                      ) + ', or "Request production access" in the SES console',
                  ),
              ]
            : []),
    ];
}
