/**
 * The mail to the owner of a session: only to an address that AWS or an administrator gave as the name of a role session,
 * in one of the domains that the stack names. Any caller may write any tag, and choose the session name of most roles: these
 * are never mailed.
 */
import { localArn, type Place } from "../aws/arn";
import type { Template } from "../aws/asl";
import { fold, jsonata, literal } from "../aws/jsonata";
import type { Statement } from "../access/permissions";
import { senderOf, type OwnerMail } from "../channels/ownerMail";
import { mailOf, type Line, type NextStep, type Notice } from "./notice";

const reserved = (place: Place) =>
    String.raw`/^arn:${place.partition}:iam::${place.account}:role\/aws-reserved\/sso[.]amazonaws[.]com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_[A-Za-z0-9_+=,.@-]+$/`;
const localPart = "/^[A-Za-z0-9_+-]+(?:[.][A-Za-z0-9_+-]+)*@[A-Za-z0-9.-]+$/";

/** JSONata, total, of the workflow's input: the owner's address, or nothing. */
export function addressOfOwner(place: Place, { domains = [], roles = [] }: OwnerMail): string {
    return fold`(
        $text := function($value) { $type($value) = 'string' ? $value : '' };
        $by := $states.input.who;
        $issuer := $text($by.sessionContext.sessionIssuer.arn);
        $name := $substringAfter($text($by.principalId), ':');
        $domain := $lowercase($substringAfter($name, '@'));
        $text($by.type) = 'AssumedRole'
            and ($contains($issuer, ${reserved(place)}) or $issuer in ${JSON.stringify(roles)})
            and $split($text($by.arn), '/')[-1] = $name
            and $text($by.sessionContext.sourceIdentity) in ['', $name]
            and $contains($name, ${localPart})
            and $domain in ${JSON.stringify(domains.map((domain) => domain.toLowerCase()))}
            ? $substringBefore($name, '@') & '@' & $domain
    )`;
}

/** The arguments of a notice's mail. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
export function ownerMessage(place: Place, ownerMail: OwnerMail, notice: Notice): Template {
    const sender = senderAt(place, ownerMail);
    const text = (Data: string) => ({ Data: `{% ${Data} %}`, Charset: "UTF-8" });
    const mail = mailOf(notice);
    return {
        FromEmailAddress: sender.from,
        ...(sender.arn !== undefined && { FromEmailAddressIdentityArn: sender.arn }),
        Destination: { ToAddresses: ["{% $states.input.address %}"] },
        Content: {
            Simple: {
                Subject: text(mail.subject),
                Body: { Text: text(mail.message), Html: { Data: htmlOf(notice), Charset: "UTF-8" } },
            },
        },
    };
}

/** What the guard must be allowed: this sender, to these domains, and nobody else. */
export function sendToOwners(place: Place, ownerMail: OwnerMail): Omit<Statement, "Sid" | "Effect"> {
    const { from, identities } = senderAt(place, ownerMail);
    return {
        Action: "ses:SendEmail",
        Resource: [...identities],
        Condition: {
            StringEquals: { "ses:FromAddress": from },
            "ForAllValues:StringLike": {
                "ses:Recipients": (ownerMail.domains ?? []).map((domain) => `*@${domain.toLowerCase()}`),
            },
            // For all of none is true.
            Null: { "ses:Recipients": "false" },
        },
    };
}

const senderAt = (place: Place, ownerMail: OwnerMail) =>
    senderOf(ownerMail, (identity) => localArn(place, "ses", `identity/${identity}`));

/** As simple HTML. Whatever is shown is escaped. */
function htmlOf({ before, opening, lines, steps }: Notice) {
    const tag = (name: string, value: string) => `'<${name}>' & $html(${value}) & '</${name}>'`;
    const row = ([label, value, when]: Line) =>
        `${when === undefined ? "" : `${when} ? `}${literal(`<tr><th align="left" valign="top">${label}</th><td>`)} & $html(${value}) & '</td></tr>'`;
    const note = (text: string) =>
        `($note := ${text}; $exists($note) ? '<tr><th></th><td>' & $html($trim($note)) & '</td></tr>')`;
    const step = ({ sentence, paste, when }: NextStep) =>
        `${when === undefined ? "" : `${when} ? `}(${tag("p", sentence)} & ($paste := ${paste}; $exists($paste) ? ${tag("pre", "$paste")}))`;
    return jsonata`(
        ${before.join("; ")};
        $html := function($text) {
            $replace($replace($replace($replace($string($text), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;')
        };
        $join([
            ${tag("p", opening)},
            '<table>',
            ${lines.map((line) => (typeof line === "string" ? note(line) : row(line))).join(", ")},
            '</table>'${steps.map((one) => `, ${step(one)}`).join("")}
        ], '\n')
    )`;
}
