/**
 * Where a notice goes beside its topic: to the owner by SES, first, so that the topic's notice can say what became of
 * that; and to a chat channel. Both are extra: whatever fails here delays no stop, and is no failure of the watch.
 */
import type { ChoiceRule } from "../../aws/asl";
import { chatMessage } from "../../notices/chatMessage";
import type { Notice } from "../../notices/notice";
import * as notices from "../../notices/notices";
import { ownerMessage, sendToOwners } from "../../notices/ownerMessage";
import { asked, brief, caught, errorText, never, task, type Step, type StopWorkflowArgs } from "../step/step";

/** What a notice is of. */
type What = "Warning" | "Stopped" | "Found" | "Failure" | "Digest";

const kinds = { Warning: "warning", Stopped: "stopped", Found: "found", Failure: "failed", Digest: "digest" } as const;

/** A refusal that two minutes do not change. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
const refused = never(
    ...[
        "AccountSuspended",
        "BadRequest",
        "MailFromDomainNotVerified",
        "MessageRejected",
        "NotFound",
        "SendingPaused",
    ].map((error) => `SesV2.${error}Exception`),
);

/** Gives up within half a minute: what waits behind is worth more. */
const quick = {
    TimeoutSeconds: 10,
    Retry: [never(), { ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 1 }],
};
/** Longer than a mail and a message take that give up so, in milliseconds. */
const quickTime = 60_000;

/** Where the steps begin that send a notice, once it is known whether its owner is mailed. */
const afterMail = (args: StopWorkflowArgs, what: What) => (asked(args).chat ? `Post${what}` : `Notify${what}`);

/** Where the steps begin that send a notice. */
export function firstState(args: StopWorkflowArgs, what: What): string {
    return asked(args).ownerMail && (what === "Stopped" || what === "Found")
        ? `CheckOwnerOf${what}`
        : afterMail(args, what);
}

/** A warning takes its other forms only if its stop need not wait for them. */
export function otherFormsOfWarning(args: StopWorkflowArgs, due: string): readonly ChoiceRule[] {
    const { chat, ownerMail } = asked(args);
    const enough = `${due} > $millis() + ${quickTime}`;
    return [
        ...(ownerMail
            ? [
                  {
                      Comment: "Its owner has an address, and there is time enough",
                      Condition: `{% $exists($states.input.address) and ${enough} %}` as const,
                      Next: "MailWarning",
                  },
              ]
            : []),
        ...(chat
            ? [{ Comment: "There is time enough", Condition: `{% ${enough} %}` as const, Next: "PostWarning" }]
            : []),
    ];
}

/** The other forms of a notice: before its topic gets it, or after, for a failure. */
export function otherForms(
    args: StopWorkflowArgs,
    what: What,
    notice: Notice,
    Next = `Notify${what}`,
): readonly Step[] {
    const ask = asked(args);
    const hurry = what === "Warning" || what === "Failure";
    const { chat = {}, chatTopicArn = "" } = args;
    return [
        ...(ask.ownerMail && (what === "Stopped" || what === "Found") ? [checkOwner(args, what)] : []),
        ...(ask.ownerMail && what !== "Failure" && what !== "Digest" ? [mailOwner(args, what)] : []),
        ...(ask.chat
            ? [
                  {
                      name: `Post${what}`,
                      needs: { Action: "sns:Publish", Resource: chatTopicArn },
                      state: {
                          ...task(args, "sns:publish"),
                          Arguments: { TopicArn: chatTopicArn, Message: chatMessage(chat, kinds[what], notice) },
                          ...(hurry ? quick : { Retry: [never(), brief] }),
                          Catch: [caught("States.ALL", Next)],
                          Next,
                      },
                  },
              ]
            : []),
    ];
}

function checkOwner(args: StopWorkflowArgs, what: What): Step {
    return {
        name: `CheckOwnerOf${what}`,
        state: {
            Type: "Choice",
            Choices: [
                {
                    Comment: "Its owner has an address",
                    Condition: "{% $exists($states.input.address) %}",
                    Next: `Mail${what}`,
                },
            ],
            Default: afterMail(args, what),
        },
    };
}

function mailOwner(args: StopWorkflowArgs, what: "Warning" | "Stopped" | "Found"): Step {
    const { ownerMail = {} } = args;
    const Next = afterMail(args, what);
    // What the topic says of the mail is not for the mail.
    const notice = notices[kinds[what]]({ ...args, ownerMail: undefined });
    return {
        name: `Mail${what}`,
        needs: sendToOwners(args, ownerMail),
        state: {
            ...task(args, "aws-sdk:sesv2:sendEmail"),
            Arguments: ownerMessage(args, ownerMail, notice),
            ...(what === "Warning" ? quick : { Retry: [refused, brief] }),
            Catch: [caught("States.ALL", Next, { ownerMailed: `{% ${errorText} %}` })],
            Assign: { ownerMailed: "sent" },
            Next,
        },
    };
}
