import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { chatRegion, connectToAws } from "../../../../commands/doctor/account/clients";

describe("connectToAws", () => {
    const before = { ...process.env };
    afterEach(() => {
        process.env = { ...before };
    });

    it("asks the chat service in a region that has it, and with the stack's profile as everything else", async () => {
        const file = join(mkdtempSync(join(tmpdir(), "doctor-")), "credentials");
        writeFileSync(
            file,
            "[team]\naws_access_key_id = AKIATEAM\naws_secret_access_key = secret\n" +
                "[person]\nlogin_session = arn:aws:iam::123456789012:user/alice\nregion = eu-central-1\n",
        );
        process.env.AWS_SHARED_CREDENTIALS_FILE = file;
        process.env.AWS_LOGIN_CACHE_DIRECTORY = dirname(file);
        for (const [profile, given] of [
            ["team", /^AKIATEAM$/],
            ["person", /Failed to load/],
        ] as const) {
            const { chatbot, ses } = connectToAws("eu-central-1", profile);
            for (const { config } of [chatbot, ses]) {
                const found = await config.credentials().then(
                    ({ accessKeyId }) => accessKeyId,
                    (error: unknown) => String(error),
                );
                expect(found).to.match(given);
            }
        }
        const aws = connectToAws("eu-central-1");
        expect(await aws.chatbot.config.region()).to.equal("us-west-2");
        expect(await aws.ses.config.region()).to.equal("eu-central-1");
    });
});

describe("chatRegion", () => {
    it("is the guard's own region, if the service is there", () => {
        expect(["eu-west-1", "us-east-2", "us-east-1", "ap-southeast-2"].map(chatRegion)).to.deep.equal([
            "eu-west-1",
            "us-east-2",
            "us-west-2",
            "us-west-2",
        ]);
    });
});
