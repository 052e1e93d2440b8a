import { parseArn } from "../aws/arn";
import { isDomain, isMailAddress } from "./mailAddress";
import { memberProblems, type MemberProblem } from "./members";

/** Mail to the owner of a session, through SES. */
export interface OwnerMail {
    /**
     * From whom: an address that SES has verified, alone or by its domain, or the ARN of an identity of SES. From the
     * identity of a domain the mail comes as `glue-cost-control@<domain>`.
     */
    readonly sender?: string;
    /** To whom: only to addresses of these domains, such as `example.com`; a domain below it is another one. At most 10. */
    readonly domains?: string[];
    /**
     * ARNs of roles whose session name its user cannot choose, such as one that a SAML provider names. Default: only the
     * roles of IAM Identity Center. At most 10.
     */
    readonly roles?: string[];
}

const listOf = (is: (one: string) => boolean, must: string) => (value: unknown) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= 10 &&
    value.every((one) => typeof one === "string" && is(one))
        ? undefined
        : must;

const isRole = (value: string) => {
    const arn = parseArn(value);
    return arn?.service === "iam" && arn.region === "" && /^role\/[\w+=,.@/-]{1,576}$/.test(arn.resource);
};

/** The address or domain that the ARN of an identity names. */
const identityOf = (sender: string) => {
    const arn = parseArn(sender);
    return arn?.service === "ses" && arn.resource.startsWith("identity/") ? arn.resource.slice(9) : undefined;
};

const checks = {
    sender: (value: unknown) =>
        typeof value === "string" &&
        (isMailAddress(value) || isMailAddress(identityOf(value) ?? "") || isDomain(identityOf(value) ?? ""))
            ? undefined
            : "an address such as glue@example.com, or the ARN of an identity of SES",
    domains: listOf(isDomain, 'a list of 1 to 10 domains, such as ["example.com"]'),
    roles: listOf(isRole, "a list of 1 to 10 ARNs of roles"),
};

/** Every problem of the mail to owners. */
export function ownerMailProblems(value: unknown): MemberProblem[] {
    const problems = memberProblems("ownerMail", value, checks);
    if (problems === undefined) {
        return [{ row: "ownerMail", limit: "must be an object", fix: "set ownerMail.sender and ownerMail.domains[0]" }];
    }
    const given = Object.keys(value as object);
    const missing = ["sender", "domains"].filter((key) => !given.includes(key));
    return given.length > 0 && missing.length > 0
        ? [
              ...problems,
              {
                  row: "ownerMail",
                  limit: `lacks ${missing.join(" and ")}`,
                  fix: "set sender and domains, or leave ownerMail empty",
              },
          ]
        : problems;
}

/** From whom the mails come, and the identities of SES that the guard must be allowed to send from. */
export function senderOf(
    { sender = "" }: OwnerMail,
    identityArn: (identity: string) => string,
): { readonly from: string; readonly arn?: string; readonly identities: readonly string[] } {
    const identity = identityOf(sender);
    if (identity !== undefined) {
        const from = identity.includes("@") ? identity : `glue-cost-control@${identity}`;
        return { from, arn: sender, identities: [sender] };
    }
    // Whichever of the two is verified.
    return { from: sender, identities: [sender, sender.slice(sender.indexOf("@") + 1)].map(identityArn) };
}
