import { expect } from "chai";
import { accountsIn } from "../../../model/settings/accounts";

describe("accountsIn", () => {
    for (const [text, problem] of [
        ["[123456789012]", "has 123456789012 without quotes"],
        ["[12345678901]", "has 12345678901 without quotes"],
        ['["12345678901"]', 'has "12345678901", but an account id has 12 digits'],
        ['["123456789012", null]', "has null, but an account id has 12 digits"],
        ["123456789012", 'has "123456789012", but must be a list'],
        ["none", 'has "none", but must be a list'],
        ["{}", 'has "{}", but must be a list'],
    ] as const) {
        it(`refuses ${text}`, () => {
            const { accounts, problem: printed } = accountsIn(text);
            expect(accounts).to.deep.equal([]);
            expect(printed).to.include(`aws:allowedAccountIds ${problem}`).and.to.include("Fix: ");
        });
    }
    it("takes a list of texts, an empty one, and none", () => {
        expect(accountsIn('["123456789012", "012345678901"]')).to.deep.equal({
            accounts: ["123456789012", "012345678901"],
        });
        expect([accountsIn("[]"), accountsIn(""), accountsIn(undefined)]).to.deep.equal(
            Array.from({ length: 3 }, () => ({ accounts: [] })),
        );
    });
});
