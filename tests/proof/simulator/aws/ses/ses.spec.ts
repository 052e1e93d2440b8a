import { expect } from "chai";
import { identityOf, Ses } from "../../../../../proof/simulator/aws/ses/ses";

const place = { partition: "aws", region: "eu-west-1", account: "123456789012" };
const mail = (to: unknown, subject = "s", text = "t") => ({
    FromEmailAddress: "glue@example.com",
    Destination: { ToAddresses: to },
    Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text }, Html: { Data: "<p>" } } } },
});

describe("Ses", () => {
    for (const [what, args] of [
        ["no recipient", mail([])],
        ["no list", mail("a@example.com")],
        ["51 recipients", mail(Array.from({ length: 51 }, () => "a@example.com"))],
        ["a display name", mail(["Alice <a@example.com>"])],
        ["two addresses in one text", mail(["a@example.com,b@example.com"])],
        ["a subject of two lines", mail(["a@example.com"], "s\nBcc: b@example.com")],
        ["an empty text", mail(["a@example.com"], "s", "")],
        ["no content", { ...mail(["a@example.com"]), Content: {} }],
    ] as const) {
        it(`refuses ${what}, and sends nothing`, () => {
            const ses = new Ses();
            expect(ses.sendEmail(args, 7)).to.include({ error: "SesV2.BadRequestException" });
            expect(ses.sent).to.deep.equal([]);
        });
    }
    it("sends the rest", () => {
        const ses = new Ses();
        expect(ses.sendEmail(mail(["a@example.com"]), 7)).to.deep.equal({ result: { MessageId: "mail-1" } });
        expect(ses.sent).to.deep.equal([
            { from: "glue@example.com", to: ["a@example.com"], subject: "s", text: "t", html: "<p>", at: 7 },
        ]);
    });
});

describe("identityOf", () => {
    it("is the one that the mail names, else its domain's", () => {
        const arn = "arn:aws:ses:eu-west-1:123456789012:identity/example.com";
        expect(identityOf(mail(["a@b.example"]), place)).to.equal(arn);
        expect(identityOf({ FromEmailAddressIdentityArn: "arn:mine" }, place)).to.equal("arn:mine");
    });
});
