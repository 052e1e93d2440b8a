import { readLimits } from "../../../model/limits/limitProblems";
import { decide, type Decision } from "../../../model/limits/decide";
import type { SessionLimit } from "../../../model/limits/limits";
import { sessionFacts, sessionTags } from "../../../model/limits/sessionFacts";
import type { CreateSessionRecord } from "../../../model/event/createSession";
import { createSessionRecord } from "../aws/cloudtrail/events";
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
    readonly limits: readonly SessionLimit[];
    /** `tell`: it reports sessions, and stops none. */
    readonly mode: string;
    /** What the guard decides of a session by its record. */
    readonly decisionOf: (
        record: Pick<CreateSessionRecord, "requestParameters" | "responseElements" | "userIdentity">,
    ) => Decision;
    /** How old this session may get by its whole record, in seconds; Infinity if it is exempt. */
    readonly limitSecondsOf: (session: SessionPlan) => number;
}

export function readGuard(program: Program): DeployedGuard {
    const {
        successTopicArn,
        failureTopicArn,
        topicKeyArn,
        waitSeconds,
        limits: table = "[]",
        mode = "stop",
    } = program.settings;
    const limits = readLimits(JSON.parse(table)) as readonly SessionLimit[];
    const decisionOf: DeployedGuard["decisionOf"] = ({ requestParameters, responseElements, userIdentity }) => {
        const input = { request: requestParameters, response: responseElements, who: userIdentity };
        return decide(limits, Number(waitSeconds), sessionFacts(input), sessionTags(input));
    };
    const adopted = [successTopicArn, failureTopicArn].filter((arn) => arn !== undefined && arn !== "") as string[];
    return {
        program,
        deployed: readDeployed(program.resources, adopted, topicKeyArn),
        limitSeconds: Number(waitSeconds),
        limits,
        mode,
        decisionOf,
        limitSecondsOf: (plan) => decisionOf(createSessionRecord(plan, program.place, 0)).seconds ?? Infinity,
    };
}
