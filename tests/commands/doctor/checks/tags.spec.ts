import { GetTagsCommand, ListSessionsCommand } from "@aws-sdk/client-glue";
import { expect } from "chai";
import { tags } from "../../../../commands/doctor/checks/tags";
import { findings, healthyAccount, problem, prod, refusal } from "../../../support/healthyAccount";

describe("doctor: tags", () => {
    it("says that it may not look", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.glue.on(GetTagsCommand).rejects(refusal("AccessDeniedException"));
        expect(await problem(tags, subject, aws)).to.equal(
            "You may not do glue:GetTags: no. Fix: ask for that permission.",
        );
    });

    for (const name of ["EntityNotFoundException", "InvalidInputException"]) {
        it(`finds that Glue knows no tags of sessions: ${name}`, async () => {
            const subject = await prod();
            const { aws, mocks } = healthyAccount(subject);
            mocks.glue.on(GetTagsCommand).rejects(refusal(name));
            expect(await findings(tags, subject, aws)).to.deep.equal([
                "wrong: Glue does not say which tags glue-studio-datapreview-7d2c has " +
                    `(glue:GetTags failed: ${name}: no) -> do not rely on tags that are set after a session was opened: ` +
                    "exempt by id or by creator",
            ]);
        });
    }

    it("asks for the tags of a session that runs, by its ARN, and for none where none runs", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        expect(await findings(tags, subject, aws)).to.deep.equal([
            "ok: Glue answers: glue-studio-datapreview-7d2c has team",
        ]);
        expect(mocks.glue.commandCalls(GetTagsCommand)[0]?.args[0].input).to.deep.equal({
            ResourceArn: "arn:aws:glue:eu-west-1:123456789012:session/glue-studio-datapreview-7d2c",
        });
        mocks.glue.on(ListSessionsCommand).resolves({ Sessions: [{ Id: "over", Status: "STOPPED" }] });
        expect(await findings(tags, subject, aws)).to.deep.equal(["ok: no session runs whose tags could be asked for"]);
    });

    it("says nothing of a guard that reads no tags, and needs no right for it", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        const resources = subject.program.resources.filter(({ type }) => type !== "aws:iam/rolePolicy:RolePolicy");
        const plain = { ...subject, program: { ...subject.program, resources } };
        expect(await findings(tags, plain, aws)).to.deep.equal([]);
        expect(tags.needs(plain)).to.deep.equal([]);
    });
});
