import type { Place } from "../../../../model/aws/arn";
import type { Reply } from "../core/calls";

/** A mail that SES has sent. */
export interface SentMail {
    readonly from: string;
    readonly to: readonly string[];
    readonly subject: string;
    readonly text: string;
    readonly html: string;
    /** Epoch milliseconds. */
    readonly at: number;
}

interface Part {
    readonly Data?: unknown;
    readonly Charset?: unknown;
}

export interface SendEmailArguments {
    readonly FromEmailAddress?: unknown;
    readonly FromEmailAddressIdentityArn?: unknown;
    readonly Destination?: { readonly ToAddresses?: unknown };
    readonly Content?: {
        readonly Simple?: { readonly Subject?: Part; readonly Body?: { readonly Text?: Part; readonly Html?: Part } };
    };
}

/** The addresses that a mail goes to, as `ses:Recipients` has them. */
export const recipientsOf = ({ Destination }: SendEmailArguments): string[] =>
    Array.isArray(Destination?.ToAddresses) ? (Destination.ToAddresses as unknown[]).map(String) : [];

/** The identity that a mail is sent from: the one that it names, or that of the sender's domain. */
export function identityOf(
    { FromEmailAddress, FromEmailAddressIdentityArn }: SendEmailArguments,
    place: Place,
): string {
    const domain = String(FromEmailAddress).split("@").at(-1) ?? "";
    return typeof FromEmailAddressIdentityArn === "string"
        ? FromEmailAddressIdentityArn
        : `arn:${place.partition}:ses:${place.region}:${place.account}:identity/${domain}`;
}

/** SES: what was sent. Whether an identity is verified, and the sandbox, are not simulated: a fault stands for both. */
export class Ses {
    readonly sent: SentMail[] = [];

    /** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
    sendEmail(args: SendEmailArguments, at: number): Reply {
        const { Subject, Body } = args.Content?.Simple ?? {};
        const to = recipientsOf(args);
        const texts = [Subject?.Data, Body?.Text?.Data, Body?.Html?.Data];
        const refused = (cause: string): Reply => ({ error: "SesV2.BadRequestException", cause });
        if (to.length === 0 || to.length > 50) {
            return refused("A mail needs 1 to 50 recipients");
        }
        const odd = [...to, String(args.FromEmailAddress)].find(
            (address) => !/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(address) || address.length > 320,
        );
        if (odd !== undefined) {
            return refused(`Not one plain address: ${odd}`);
        }
        if (texts.some((text) => typeof text !== "string" || text === "") || /[\r\n]/.test(String(Subject?.Data))) {
            return refused("Subject, Text and Html must be texts, the subject of one line");
        }
        const [subject = "", text = "", html = ""] = texts.map(String);
        this.sent.push({ from: String(args.FromEmailAddress), to, subject, text, html, at });
        return { result: { MessageId: `mail-${this.sent.length}` } };
    }
}
