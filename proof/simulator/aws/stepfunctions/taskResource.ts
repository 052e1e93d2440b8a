import type { ConditionKeys } from "../iam/policyCondition";
import type { Call, Reply } from "../core/calls";

/** A Task's resource, such as `aws-sdk:glue:getSession`: the call behind it. */
export interface TaskResource {
    readonly call: Call;
    /** The members that its arguments may have. */
    readonly members: readonly string[];
    /** The ARN that IAM asks for. */
    readonly resource: (args: Record<string, unknown>) => string;
    /** The error's name where the role may not make the call. */
    readonly deniedAs: string;
    /** Condition keys of the call. */
    readonly context?: (args: Record<string, unknown>) => ConditionKeys;
    readonly perform: (args: Record<string, unknown>) => Reply;
}
