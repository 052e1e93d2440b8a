import { expect } from "chai";
import { createdAt, ordinaryInput, refused, watch, workflowArgs, type Script } from "../../../support/watch";
import { stopWorkflow, stopWorkflowPermissions } from "../../../../model/workflow/stopWorkflow";

const at = (seconds: number) => new Date(createdAt + seconds * 1000).toISOString();
const ready = { Id: "s-1", CreatedOn: at(0), Status: "READY", MaxCapacity: 5 };
const stopped = { ...ready, Status: "STOPPED" };
const stop = ["LookUpSession", "ChooseAction", "StopGlueSession", "WaitForSession", "LookUpSession", "ChooseAction"];
const chat = { slackTeamId: "T012AB3CD", slackChannelId: "C012AB3CD" };
const chatTopicArn = "arn:aws:sns:eu-west-1:123456789012:chat";
const ownerMail = { sender: "glue@example.com", domains: ["Example.com", "example.org"] };
const both = { chat, chatTopicArn, ownerMail };

/** Alice, as a session of an Identity Center role. */
const role = "AWSReservedSSO_Dev_0123456789abcdef";
const person = (name: string, more: object = {}) => ({
    type: "AssumedRole",
    principalId: `AROAEXAMPLE:${name}`,
    arn: `arn:aws:sts::123456789012:assumed-role/${role}/${name}`,
    sessionContext: {
        sessionIssuer: {
            type: "Role",
            arn: `arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/${role}`,
        },
    },
    ...more,
});
const played = (script: Script) => watch({ looks: [ready, stopped], ...script, args: { ...both, ...script.args } });
const by = (who: unknown) => ({ ...ordinaryInput, who });

/** To whom a session of this creator is mailed. */
async function mailed(who: unknown, args: Script["args"] = {}) {
    const { mails, execution } = await played({ input: by(who), args });
    expect(execution.status).to.equal("SUCCEEDED");
    return mails.flatMap(({ Destination }) => Destination?.ToAddresses);
}

describe("mail to the owner", () => {
    for (const [what, who] of [
        ["no record of a creator", undefined],
        ["text", "alice@example.com"],
        ["numbers", { type: 1, principalId: 2, arn: 3, sessionContext: 4 }],
        ["a user of IAM", { type: "IAMUser", userName: "alice@example.com", principalId: "AIDA:alice@example.com" }],
        ["a federated user", person("alice@example.com", { type: "FederatedUser" })],
        [
            "a role whose users choose their names",
            person("alice@example.com", {
                sessionContext: { sessionIssuer: { arn: "arn:aws:iam::123456789012:role/Dev" } },
            }),
        ],
        [
            "a role that is only called as those of Identity Center",
            person("alice@example.com", {
                sessionContext: { sessionIssuer: { arn: `arn:aws:iam::123456789012:role/${role}` } },
            }),
        ],
        [
            "a role of another account",
            person("alice@example.com", {
                sessionContext: {
                    sessionIssuer: { arn: `arn:aws:iam::210987654321:role/aws-reserved/sso.amazonaws.com/${role}` },
                },
            }),
        ],
        [
            "a name that differs from the ARN's",
            person("alice@example.com", { principalId: "AROAEXAMPLE:bob@example.com" }),
        ],
        [
            "a source identity that somebody else has set",
            person("alice@example.com", {
                sessionContext: {
                    ...person("").sessionContext,
                    sourceIdentity: "bob",
                },
            }),
        ],
    ] as const) {
        it(`${what}: nobody`, async () => {
            expect(await mailed(who)).to.deep.equal([]);
        });
    }
    for (const name of [
        "alice",
        "@example.com",
        "alice@",
        "alice@sub.example.com",
        "alice@example.com.evil.example",
        "alice@evil-example.com",
        "alice@examp1e.com",
        "alice@ex\u0430mple.com",
        "alice@example.com\n",
        "alice@example.com,bob@evil.example",
        "bob@evil.example,alice@example.com",
        "alice@bob@example.com",
        "Alice <alice@example.com>",
        '"alice"@example.com',
        ".alice@example.com",
        "alice.@example.com",
        "alice..b@example.com",
        "alice @example.com",
        "alice@[127.0.0.1]",
        `alice@${"a".repeat(320)}.example.com`,
    ]) {
        it(`${JSON.stringify(name).slice(0, 60)} is mailed nothing`, async () => {
            expect(await mailed(person(name))).to.deep.equal([]);
        });
    }
    for (const [name, to] of [
        ["alice@example.com", "alice@example.com"],
        ["Alice.B+glue@EXAMPLE.com", "Alice.B+glue@example.com"],
        ["a_b-c@example.org", "a_b-c@example.org"],
    ] as const) {
        it(`${name} is mailed as ${to}`, async () => {
            expect(await mailed(person(name))).to.deep.equal([to]);
        });
    }
    it("a role that the setting names is believed", async () => {
        const arn = "arn:aws:iam::123456789012:role/Saml";
        const who = person("alice@example.com", { sessionContext: { sessionIssuer: { arn } } });
        expect(await mailed(who, { ownerMail: { ...ownerMail, roles: [arn] } })).to.deep.equal(["alice@example.com"]);
    });
    it("holds subject, text and simple HTML, in which an id is only shown", async () => {
        const { mails, published } = await played({
            input: { ...by(person("alice@example.com")), request: { id: '<img src="x"> & co' } },
        });
        const { Subject, Body } = mails[0]?.Content?.Simple ?? {};
        const [text, html] = [String(Body?.Text?.Data), String(Body?.Html?.Data)];
        expect(mails[0]).to.deep.include({ FromEmailAddress: "glue@example.com" });
        expect(Subject?.Data).to.equal('Glue session stopped: <img src="x"> & co');
        // The topic gets the same, and what became of the mail.
        expect(published.at(-1)?.Message.replace("Mailed:   alice@example.com\n", "")).to.equal(text);
        expect(html).to.match(/^<p>A Glue session had reached its time limit and was stopped\.<\/p>\n<table>\n<tr><th/);
        expect(html).to.include("<td>&lt;img src=&quot;x&quot;&gt; &amp; co</td>");
        expect(html).not.to.match(/<(?!\/?(p|table|tr|td|pre)>|th align="left" valign="top">|\/th>)/);
    });
    it("comes before the topic's notice, and its refusal is said there and delays nothing", async () => {
        const { path, published, execution, calls } = await played({
            input: by(person("alice@example.com")),
            sends: [refused("SesV2.MessageRejectedException")],
            args: { warnSeconds: 600 },
            looks: [ready, ready, stopped],
        });
        expect([execution.status, ...path]).to.deep.equal([
            "SUCCEEDED",
            ...["CheckRequest", "WaitUntilWarning", "LookBeforeWarning", "ChooseWarning"],
            ...["MailWarning", "PostWarning", "NotifyWarning", "WaitUntilDue"],
            ...[...stop, "CheckOwnerOfStopped", "MailStopped", "PostStopped", "NotifyStopped"],
        ]);
        expect(published.at(-1)?.Message).to.include(
            "Mailed:   the owner could not be mailed: SesV2.MessageRejectedException: because of SesV2.MessageRejectedException",
        );
        expect(calls.find(([call]) => call === "stopSession")?.[1]).to.equal(1800);
    });
    it("of a warning is left out where the stop could wait for it, as is the chat's message", async () => {
        const { path } = await played({
            input: by(person("alice@example.com")),
            args: { warnSeconds: 30 },
            looks: [ready, ready, stopped],
        });
        expect(path).not.to.include("MailWarning");
        expect(path).not.to.include("PostWarning");
        expect(path).to.include("NotifyWarning");
    });
    it("may go from this sender to these domains, and to nobody else", () => {
        expect(
            stopWorkflowPermissions({ ...workflowArgs, ownerMail }).filter(({ Action }) => Action === "ses:SendEmail"),
        ).to.deep.equal([
            {
                Sid: "MailStopped",
                Effect: "Allow",
                Action: "ses:SendEmail",
                Resource: ["glue@example.com", "example.com"].map(
                    (identity) => `arn:aws:ses:eu-west-1:123456789012:identity/${identity}`,
                ),
                Condition: {
                    StringEquals: { "ses:FromAddress": "glue@example.com" },
                    "ForAllValues:StringLike": { "ses:Recipients": ["*@example.com", "*@example.org"] },
                    Null: { "ses:Recipients": "false" },
                },
            },
        ]);
    });
});

describe("chat", () => {
    /** What the chat's topic gets. */
    async function posted(script: Script) {
        const { published, path } = await played({ ...script, args: { ownerMail: {}, ...script.args } });
        const posts = published.filter(({ TopicArn }) => TopicArn === chatTopicArn);
        return {
            path,
            posts: posts.map(({ Message }) => JSON.parse(Message) as Record<string, Record<string, unknown>>),
        };
    }
    it("gets the form of custom notifications and nothing beside", async () => {
        const { posts } = await posted({});
        expect(Object.keys(posts[0] ?? {})).to.deep.equal(["version", "source", "content", "metadata"]);
        expect(posts[0]).to.deep.include({ version: "1.0", source: "custom" });
        expect(Object.keys(posts[0]?.["content"] ?? {})).to.deep.equal(["textType", "title", "description"]);
        expect(posts[0]?.["metadata"]).to.deep.equal({
            threadId: "s-1",
            summary: "Glue session stopped",
            eventType: "stopped",
        });
    });
    it("of a failure comes after the mail, with the command, and the watch fails as without it", async () => {
        const { posts, path } = await posted({ looks: [refused("Glue.SomethingException")] });
        expect(path.slice(-3)).to.deep.equal(["NotifyFailure", "PostFailure", "WatchFailed"]);
        expect(posts[0]?.["content"]?.["nextSteps"]).to.deep.equal([
            "Stop it by hand: `aws glue stop-session --region eu-west-1 --id='s-1'`",
        ]);
    });
    it("of a record without an id stands in no thread", async () => {
        const { posts } = await posted({ input: {} });
        expect(posts[0]?.["content"]?.["title"]).to.equal("Glue session without an id is not watched");
        expect(posts[0]?.["metadata"]).not.to.have.property("threadId");
    });
    it("is within what a chat takes, whatever the id: 3,000 characters", async () => {
        for (const id of ["`".repeat(255), "@here ".repeat(42), "\u{1f600}".repeat(127), "x".repeat(255)]) {
            const { posts } = await posted({ input: { ...ordinaryInput, request: { id } } });
            const { description } = posts[0]?.["content"] ?? {};
            expect(String(description).length, id.slice(0, 8)).to.be.within(1, 3000);
        }
    });
    it("may publish to its topic", () => {
        expect(
            stopWorkflowPermissions({ ...workflowArgs, chat, chatTopicArn }).filter(({ Sid }) =>
                Sid.startsWith("Post"),
            ),
        ).to.deep.equal(
            ["PostStopped", "PostFailure"].map((Sid) => ({
                Sid,
                Effect: "Allow",
                Action: "sns:Publish",
                Resource: chatTopicArn,
            })),
        );
    });
});

describe("chat and mail to the owner", () => {
    it("while off, and empty, leave no trace in the definition and the rights", () => {
        expect(stopWorkflow({ ...workflowArgs, chat: {}, ownerMail: {} })).to.deep.equal(stopWorkflow(workflowArgs));
        expect(stopWorkflowPermissions({ ...workflowArgs, chat: {}, ownerMail: {} })).to.deep.equal(
            stopWorkflowPermissions(workflowArgs),
        );
    });
    it("change no notice of the topics, but for the line that says who was mailed", async () => {
        const [plain, all] = await Promise.all([watch({ looks: [ready, stopped] }), played({})]);
        expect(all.published.filter(({ TopicArn }) => TopicArn !== chatTopicArn)).to.deep.equal(plain.published);
    });
});
