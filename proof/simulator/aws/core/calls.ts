import type { ConditionKeys } from "../iam/policyCondition";

/** The calls that the guard makes, by their IAM names. */
export type Call =
    | "glue:GetSession"
    | "glue:GetTags"
    | "glue:ListSessions"
    | "glue:ListStatements"
    | "states:StartSyncExecution"
    | "glue:StopSession"
    | "sns:Publish"
    | "ses:SendEmail"
    | "sqs:ReceiveMessage"
    | "sqs:DeleteMessage"
    | "cloudwatch:PutMetricData"
    | "states:StartExecution";

/** What a Task's call gives back; `seconds` is how long the caller waited for it (0 when absent). */
export type Reply =
    | { readonly result: unknown; readonly seconds?: number }
    | { readonly error: string; readonly cause: string; readonly seconds?: number };

/** A call that the guard has made. */
export interface CallMade {
    readonly call: Call;
    /** Of the one that made it, unless EventBridge did. */
    readonly executionArn?: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    /** Epoch milliseconds. */
    readonly at: number;
    /** Whether the role's policies let it. */
    readonly allowed: boolean;
    /** What came back. */
    readonly reply: Reply;
    /** What AWS did, if it was asked: on a fault not what came back. */
    readonly performed?: Reply;
}

/** A role in use: by which service, for which of its resources. */
export interface Use {
    readonly roleArn: string;
    readonly service: string;
    readonly sourceArn: string;
}

/** What a call asks for. */
export interface CallRequest extends Pick<CallMade, "call" | "executionArn" | "arguments"> {
    readonly resource: string;
    /** Condition keys. */
    readonly context?: ConditionKeys;
}
