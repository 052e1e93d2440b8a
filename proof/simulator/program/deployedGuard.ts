import type { SessionPlan } from "../aws/glue/glue";
import { readDeployed } from "./deployed";
import type { Program } from "./program";
import type { Deployed } from "../aws/deployed";

/** What a stack has deployed, and what its scenarios need to know of it. */
export interface DeployedGuard {
    readonly program: Program;
    readonly deployed: Deployed;
    /** What names its region; undefined where nothing does. */
    readonly regionFrom?: string;
    /** The stack's limit: its `waitSeconds`. */
    readonly limitSeconds: number;
    /** How old this session may get, in seconds. */
    readonly limitSecondsOf: (session: SessionPlan) => number;
}

export function readGuard(program: Program): DeployedGuard {
    const { successTopicArn, failureTopicArn, topicKeyArn, waitSeconds } = program.settings;
    const adopted = [successTopicArn, failureTopicArn].filter((arn) => arn !== undefined && arn !== "") as string[];
    return {
        program,
        deployed: readDeployed(program.resources, adopted, topicKeyArn),
        limitSeconds: Number(waitSeconds),
        limitSecondsOf: () => Number(waitSeconds),
    };
}
