import { expect } from "chai";
import type { SessionLimit } from "../../../model/limits/limits";
import { exemptions, heldBy } from "../../../model/limits/exemptions";

const arn = (id: string) => `arn:aws:glue:eu-west-1:123456789012:session/${id}`;

describe("exemptions", () => {
    it("denies the stop of what a row exempts by id, by tag, or by both", () => {
        expect(
            exemptions(
                [
                    { name: "not exempt", ids: ["x"], waitSeconds: 5 },
                    { name: "by id", ids: ["keep-*", "b"], exempt: true },
                    { name: "by tag", tags: { keep: "true", team: "data-*" }, exempt: true },
                    { name: "by both", ids: ["c-?"], tags: { keep: "yes" }, exempt: true },
                ],
                arn,
            ),
        ).to.deep.equal([
            { Sid: "Exempt2", Effect: "Deny", Action: "glue:StopSession", Resource: [arn("keep-*"), arn("b")] },
            {
                Sid: "Exempt3",
                Effect: "Deny",
                Action: "glue:StopSession",
                Resource: [arn("*")],
                Condition: { StringLike: { "aws:ResourceTag/keep": "true", "aws:ResourceTag/team": "data-*" } },
            },
            {
                Sid: "Exempt4",
                Effect: "Deny",
                Action: "glue:StopSession",
                Resource: [arn("c-?")],
                Condition: { StringLike: { "aws:ResourceTag/keep": "yes" } },
            },
        ]);
    });
    it("denies what is known of a kind by id or tag", () => {
        const denied = exemptions([{ name: "kinds", kinds: ["dbt", "notebook", "agent"], exempt: true }], arn);
        expect(denied.map(({ Sid, Resource, Condition }) => [Sid, Resource, Condition])).to.deep.equal([
            ["Exempt1", [arn("dbt-glue*")], undefined],
            ["Exempt1Part2", [arn("*")], { StringLike: { "aws:ResourceTag/ManagedBy": "DataprocessingMcpServer" } }],
        ]);
    });
});

describe("heldBy", () => {
    const rows: readonly (readonly [row: Partial<SessionLimit>, who: string])[] = [
        [{ ids: ["a"] }, "IAM"],
        [{ kinds: ["data-preview"], tags: { keep: "true" } }, "IAM"],
        [{ kinds: ["dbt"] }, "IAM in part"],
        [{ kinds: ["notebook"] }, "the workflow alone"],
        [{ ids: ["a"], kinds: ["dbt"] }, "the workflow alone"],
        [{ ids: ["a"], moreThanDpu: 5 }, "the workflow alone"],
        [{ creators: ["*"] }, "the workflow alone"],
    ];
    for (const [row, who] of rows) {
        it(`${JSON.stringify(row)}: ${who}`, () => {
            expect(heldBy({ name: "row", exempt: true, ...row })).to.equal(who);
        });
    }
});
