/**
 * The warning: some time before the limit the session is looked at, and if it is live its owner hears when it will be
 * stopped. It is a favour: whatever fails here, the watch goes on.
 */
import { anySession } from "../../aws/glueSession";
import { fold, jsonata } from "../../aws/jsonata";
import * as notices from "../../notices/notices";
import { due } from "../../limits/keeping";
import { otherForms, otherFormsOfWarning } from "./announcing";
import { getSession, gone, settled, tooLarge } from "./looking";
import {
    asked,
    brief,
    caught,
    giveUpSeconds,
    never,
    publish,
    task,
    type Step,
    type StopWorkflowArgs,
} from "../step/step";
import { sessionOfResult } from "../step/watch";

/** When to warn, in epoch milliseconds: never earlier than half the limit. */
const warnAt = (args: StopWorkflowArgs) =>
    fold`${due(args)} - $min([${(args.warnSeconds ?? 0) * 1000}, $limit.seconds * 500])`;

export function waitUntilWarning(args: StopWorkflowArgs): Step {
    return {
        name: "WaitUntilWarning",
        state: {
            Type: "Wait",
            Timestamp: jsonata`$fromMillis(${warnAt(args)})`,
            // Of no use yet: a look-up asks for it.
            Assign: { giveUpAt: jsonata`${due(args)} + ${giveUpSeconds * 1000}` },
            Next: "LookBeforeWarning",
        },
    };
}

export function lookBeforeWarning(args: StopWorkflowArgs): Step {
    return {
        name: "LookBeforeWarning",
        needs: { Action: "glue:GetSession", Resource: anySession(args) },
        state: {
            ...getSession(args),
            Retry: [settled, brief],
            Catch: [
                caught("Glue.EntityNotFoundException", "ChooseWarning", { session: gone }),
                caught("States.DataLimitExceeded", "ChooseWarning", { session: tooLarge }),
                caught("States.ALL", "WaitUntilDue"),
            ],
            Assign: { session: sessionOfResult },
            Next: asked(args).tags ? "ReadTagsBeforeWarning" : "ChooseWarning",
        },
    };
}

export function chooseWarning(args: StopWorkflowArgs): Step {
    const { exemptions, tags } = asked(args);
    return {
        name: "ChooseWarning",
        state: {
            Type: "Choice",
            Choices: [
                {
                    Comment: "Over, or a new session took the id",
                    Condition: "{% $session.over or $session.another %}",
                    Next: "SessionAlreadyOver",
                },
                ...(exemptions
                    ? [
                          {
                              Comment: "Exempt since somebody set a tag",
                              Condition: "{% $limit.exempt = 'yes' %}" as const,
                              Next: "SessionExempt",
                          },
                          {
                              Comment: "It may be exempt, and would not be stopped",
                              Condition: "{% $limit.exempt = 'perhaps' %}" as const,
                              Next: "WaitUntilDue",
                          },
                      ]
                    : []),
                ...(tags
                    ? [
                          {
                              Comment: "Its limit became longer",
                              // By more than a second: a wait that ends a moment early is over.
                              Condition: jsonata`${warnAt(args)} > $millis() + 1000`,
                              Next: "WaitUntilWarning",
                          },
                      ]
                    : []),
                ...otherFormsOfWarning(args, due(args)),
                {
                    Comment: "Live, and soon due",
                    Condition: jsonata`${due(args)} > $millis()`,
                    Next: "NotifyWarning",
                },
            ],
            Default: "WaitUntilDue",
        },
    };
}

export function notifyWarning(args: StopWorkflowArgs): readonly Step[] {
    const notice = notices.warning(args);
    return [
        ...otherForms(args, "Warning", notice),
        {
            name: "NotifyWarning",
            needs: { Action: "sns:Publish", Resource: args.successTopicArn },
            state: {
                ...task(args, "sns:publish"),
                Arguments: publish("warning", args.successTopicArn, notice, asked(args)),
                Retry: [never(), brief],
                Catch: [caught("States.ALL", "WaitUntilDue")],
                Next: "WaitUntilDue",
            },
        },
    ];
}
