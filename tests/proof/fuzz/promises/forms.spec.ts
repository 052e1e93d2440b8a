import { expect } from "chai";
import { everyFormIsKept } from "../../../../proof/fuzz/promises/forms";
import { aftermath, call, calls, session, stopped, troubled, watch } from "../../../support/aftermath";

const role = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef";
const who = (name: string, issuer = role, sourceIdentity?: string) => ({
    type: "AssumedRole",
    arn: `arn:aws:sts::123456789012:assumed-role/Dev/${name}`,
    sessionContext: { sessionIssuer: { arn: issuer }, ...(sourceIdentity !== undefined && { sourceIdentity }) },
});
const notice = "A Glue session had reached its time limit and was stopped.";
const warned = "A Glue session reaches its time limit in 10 min, and is stopped then.";
const chatTopicArn = "arn:aws:sns:eu-west-1:123456789012:guard-chat";

const mail = (to: string, text = notice, second = 1810) =>
    call("ses:SendEmail", second, { session: undefined, message: { to: [to], text } });
const post = (description = notice, second = 1810, nextSteps?: readonly string[]) =>
    call("sns:Publish", second, {
        session: undefined,
        message: { to: [chatTopicArn], text: JSON.stringify({ content: { title: "Glue", description, nextSteps } }) },
    });

/** A world in which an owner of this identity was mailed, or a chat was given something. */
const world = (made: readonly ReturnType<typeof call>[], by: object = who("alice@example.com")) =>
    aftermath({
        chatTopicArn,
        ownerMail: { sender: "glue@example.com", domains: ["Example.com"], roles: ["arn:aws:iam::1:role/Named"] },
        sessions: [session({ who: by })],
        calls: [...calls, ...made].sort((one, other) => one.at - other.at),
    });

const digest = (...rows: readonly string[]) => ({
    ...stopped(),
    message: ["Glue digest", "", ...rows].join("\n"),
    attributes: { kind: "digest", owner: "digest" },
});
const row = "  s-1: stopped after 30 min";
const schedule = watch({ session: undefined, scheduled: "digest" }, 1);
const undeleted = call("sqs:DeleteMessage", 1900, { ...troubled, watch: 1 });

describe("everyFormIsKept", () => {
    const again = "a stop was reported again by ";
    for (const [what, given, printed] of [
        ["a mail to somebody else", world([mail("bob@example.com")]), "bob@example.com was mailed, and may not be"],
        [
            "a mail to another domain",
            world([mail("alice@evil.example")], who("alice@evil.example")),
            "alice@evil.example was mailed, and may not be",
        ],
        [
            "a mail to one who could choose the name",
            world([mail("alice@example.com")], who("alice@example.com", "arn:aws:iam::123456789012:role/Dev")),
            "alice@example.com was mailed, and may not be",
        ],
        [
            "a mail to one who has another source identity",
            world([mail("alice@example.com")], who("alice@example.com", role, "mallory")),
            "alice@example.com was mailed, and may not be",
        ],
        [
            "a second mail of a stop",
            world([mail("alice@example.com"), mail("alice@example.com")]),
            `${again}ses:SendEmail`,
        ],
        ["a second message of a stop", world([post(), post()]), `${again}sns:Publish`],
        [
            "a mention in a table",
            world([post("```\n@channel: 1\n```")]),
            'the chat could obey "Glue\\n```\\n@channel: 1\\n```"',
        ],
        ["a mention", world([post("@channel")]), 'the chat could obey "Glue\\n@channel"'],
        ["a link in a step", world([post("x", 1810, ["<https://x>"])]), 'the chat could obey "Glue\\nx\\n<https://x>"'],
        [
            "a message that the chat drops",
            { ...world([post("x")]), dropped: [post("x").message?.text ?? ""] },
            `the chat drops ${post("x").message?.text ?? ""}`,
        ],
        [
            "a look that waits for a warning's mail",
            aftermath({
                ...world([]),
                calls: [mail("alice@example.com", warned, 1799), call("glue:GetSession", 1803, { status: "READY" })],
                notices: [],
            }),
            "a session was looked at 3 s late",
        ],
        [
            "a stop that stands in no digest",
            aftermath({ queued: [] }),
            '"s-1: stopped" stands in no digest, and waits for none',
        ],
        [
            "a stop that stands in two digests",
            aftermath({ queued: [], watches: [watch(), schedule], notices: [stopped(), digest(row), digest(row)] }),
            '"s-1: stopped" stands in two digests',
        ],
    ] as const) {
        it(`finds ${what}`, () => {
            expect(everyFormIsKept(given).map(({ promise, what }) => [promise, what])).to.deep.equal([
                ["forms", printed],
            ]);
        });
    }
    for (const [what, given] of [
        ["a world without any form", aftermath()],
        ["a mail to the owner", world([mail("alice@example.com")])],
        [
            "a mail to an owner in a role that an administrator has named",
            world([mail("alice@example.com")], who("alice@example.com", "arn:aws:iam::1:role/Named")),
        ],
        ["a mail that was refused", world([{ ...mail("bob@example.com"), ...troubled }])],
        [
            "a mail that was sent again since its answer was lost",
            world([{ ...mail("alice@example.com"), troubled: true }, mail("alice@example.com")]),
        ],
        ["a stop that waits for the next digest", aftermath({ queued: [stopped()] })],
        ["a stop that stands in a digest", aftermath({ queued: [], notices: [stopped(), digest(row)] })],
        [
            "a stop that could not be deleted, and stands in two digests",
            aftermath({
                queued: [],
                watches: [watch(), schedule],
                calls: [...calls, undeleted],
                notices: [stopped(), digest(row), digest(row)],
            }),
        ],
    ] as const) {
        it(`is content with ${what}`, () => {
            expect(everyFormIsKept(given)).to.deep.equal([]);
        });
    }
});
