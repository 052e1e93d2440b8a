/**
 * The digest: a queue collects the notices of a day, and at a time of day the machine mails them as one. It publishes first
 * and deletes then: whatever breaks in between repeats lines, and loses none.
 */
import { localArn, type Place } from "../../aws/arn";
import { fold, jsonata } from "../../aws/jsonata";
import { dnsSuffixOf } from "../../aws/regions";
import { cutFunction, printable } from "../../event/printable";
import { digest, linesOfMessages } from "../../notices/digest";
import {
    asked,
    brief,
    caught,
    failsAs,
    never,
    publish,
    readerArn,
    task,
    type Step,
    type StopWorkflowArgs,
} from "../step/step";
import { firstState, otherForms } from "./announcing";
import { sweptAfterSeconds } from "./sweeping";

export const digestQueueName = (guard: string) => `${guard}-digest`;
export const digestQueueArn = (args: Place & { readonly guard: string }) =>
    localArn(args, "sqs", digestQueueName(args.guard));
const queueUrl = ({ partition, region, account, guard }: StopWorkflowArgs) =>
    `https://sqs.${region}.${dnsSuffixOf(partition)}/${account}/${digestQueueName(guard)}`;

/** Lines of one digest: more than SNS or a variable would take come in another. */
const mostLines = 200;
/** Messages that SQS gives and deletes at once. */
const batch = 10;

/** What travels through a digest in place of a watch: notices read it. */
export const digestWatch = {
    id: "",
    eventId: "",
    eventTime: "",
    region: "",
    who: "its schedule",
    owner: "digest",
} as const;

/** The variables with which a digest begins. */
export const digestVariables = (args: StopWorkflowArgs) => ({
    token: "",
    pages: 0,
    running: [],
    runningKnown: true,
    lines: [],
    receipts: [],
    more: true,
    mailed: false,
    session: { over: true },
    stopRequestedAt: 0,
    ...(asked(args).limits && { limit: { name: "", kind: "unknown" } }),
});

const failed = (sentence: string) => failsAs("DigestFailed", "States.ALL", sentence);

/** Asks the reader for sessions past every limit. What it cannot say is said so, and the digest goes on. */
export function readRunning(args: StopWorkflowArgs): Step {
    const before = `$millis() - ${sweptAfterSeconds(args) * 1000}`;
    const curfew = asked(args).curfew ? ", 'curfew': false" : "";
    return {
        name: "ReadRunning",
        needs: { Action: "states:StartSyncExecution", Resource: readerArn(args) },
        state: {
            ...task(args, "aws-sdk:sfn:startSyncExecution"),
            Arguments: {
                StateMachineArn: readerArn(args),
                Input: jsonata`$string({ 'token': $token, 'size': 25, 'before': ${before}${curfew} })`,
            },
            TimeoutSeconds: 300,
            Retry: [never(), brief],
            Catch: [caught("States.ALL", "ChooseDigest", { token: "", runningKnown: false })],
            Assign: {
                runningKnown: "{% $states.result.Status = 'SUCCEEDED' %}",
                pages: "{% $pages + 1 %}",
                token: "{% $states.result.Status = 'SUCCEEDED' ? $parse($states.result.Output).token : '' %}",
                running: fold`{% (
                    ${cutFunction};
                    $found := $states.result.Status = 'SUCCEEDED' ? $parse($states.result.Output).due : [];
                    [$append($running, [$map($found, function($one) {
                        { 'id': ${printable("$one.input.request.id", 80)}, 'created': $one.input.eventTime } })])[[0..99]]]
                ) %}`,
            },
            Next: "ChooseDigest",
        },
    };
}

/** Reads the queue until it is empty or a notice is full. */
export function readDigest(args: StopWorkflowArgs): Step {
    return {
        name: "ReadDigest",
        needs: { Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: digestQueueArn(args) },
        state: {
            ...task(args, "aws-sdk:sqs:receiveMessage"),
            Arguments: {
                QueueUrl: queueUrl(args),
                MaxNumberOfMessages: batch,
                // A look without waiting may find none of many.
                WaitTimeSeconds: 5,
                // Longer than mail and deletion take with all their retries.
                VisibilityTimeout: 3600,
                MessageAttributeNames: ["All"],
            },
            Retry: [never(), brief],
            Catch: [failed("The digest could not be read. Nothing is lost: its lines come with the next one.")],
            // Absent where the queue is empty.
            Assign: {
                more: "{% $count($states.result.Messages) > 0 %}",
                lines: `{% [$append($lines, ${linesOfMessages})] %}`,
                receipts: fold`{% [$append($receipts, [$map($states.result.Messages, function($message) {
                    { 'Id': $message.MessageId, 'ReceiptHandle': $message.ReceiptHandle } })])] %}`,
            },
            Next: "ChooseDigest",
        },
    };
}

export function chooseDigest(args: StopWorkflowArgs): Step {
    return {
        name: "ChooseDigest",
        state: {
            Type: "Choice",
            Choices: [
                {
                    Comment: "Another page of sessions that still run",
                    Condition: "{% $token != '' and $pages < 20 %}",
                    Next: "ReadRunning",
                },
                {
                    Comment: "Mailed: off the queue with it",
                    Condition: "{% $mailed and $count($receipts) > 0 %}",
                    Next: "DeleteRead",
                },
                {
                    Comment: "A notice was full, and there is more",
                    Condition: "{% $mailed and $more %}",
                    Assign: { mailed: false, lines: [], running: [] },
                    Next: "ReadDigest",
                },
                { Comment: "All is mailed", Condition: "{% $mailed %}", Next: "DigestDone" },
                {
                    Comment: "The queue may have more",
                    Condition: `{% $more and $count($lines) < ${mostLines} %}`,
                    Next: "ReadDigest",
                },
                {
                    Comment: "Something to say",
                    Condition: "{% $count($lines) + $count($running) > 0 %}",
                    Next: firstState(args, "Digest"),
                },
            ],
            Default: "DigestDone",
        },
    };
}

export function notifyDigest(args: StopWorkflowArgs): readonly Step[] {
    const notice = digest(args);
    return [
        ...otherForms(args, "Digest", notice),
        {
            name: "NotifyDigest",
            needs: { Action: "sns:Publish", Resource: args.successTopicArn },
            state: {
                ...task(args, "sns:publish"),
                Arguments: publish("digest", args.successTopicArn, notice, asked(args)),
                Retry: [never(), brief],
                Catch: [failed("The digest could not be mailed. Nothing is lost: its lines come with the next one.")],
                Assign: { mailed: true },
                Next: "ChooseDigest",
            },
        },
    ];
}

/** Deletes what was mailed, ten at a time. What SQS does not delete comes again with the next digest. */
export function deleteRead(args: StopWorkflowArgs): Step {
    return {
        name: "DeleteRead",
        state: {
            ...task(args, "aws-sdk:sqs:deleteMessageBatch"),
            Arguments: { QueueUrl: queueUrl(args), Entries: `{% [$receipts[[0..${batch - 1}]]] %}` },
            Retry: [never(), brief],
            Catch: [
                failed("The digest was mailed, but its lines could not be deleted: they come again with the next one."),
            ],
            Assign: { receipts: `{% [$receipts[[${batch}..$count($receipts) - 1]]] %}` },
            Next: "ChooseDigest",
        },
    };
}

export function digestDone(): Step {
    return { name: "DigestDone", state: { Type: "Succeed" } };
}
