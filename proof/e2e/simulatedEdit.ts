import type { Definition, TaskState } from "../../model/aws/asl";
import { pollSeconds } from "../../model/workflow/step/step";
import { observationOf, outcomeOf } from "../simulator/account/outcome";
import type { Program } from "../simulator/program/program";
import { SimulatedAccount } from "../simulator/account/simulatedAccount";
import { readGuard } from "../simulator/program/deployedGuard";
import type { Deployed } from "../simulator/aws/deployed";

/** How a watch ended that was waiting while the stack was edited. */
export interface SimulatedEdit {
    /** "SUCCEEDED", or "FAILED <error>". */
    readonly ended: string;
    /** What is wrong with that, a sentence each. */
    readonly problems: readonly string[];
}

/**
 * Plays a watch that begins before an edit and is due after it. As on AWS it keeps its definition and its role's ARN;
 * what that role may do, and which topics there are, is as the edit left it.
 */
export async function simulateEdit(before: Program, after: Program): Promise<SimulatedEdit> {
    const guard = readGuard(before);
    const edited = readGuard(after).deployed;
    const aws = new SimulatedAccount(guard);
    const limit = guard.limitSeconds;
    aws.create(0, { id: "waiting", readyAfterSeconds: 0 });
    aws.at(limit - 1, () => {
        aws.cloud.update({
            roles: edited.roles,
            topics: new Map([...adoptedTopics(guard.deployed), ...edited.topics]),
            queues: edited.queues,
        });
    });
    await aws.run();

    const outcome = outcomeOf(aws);
    const successTopicArn = topicOf(guard.deployed);
    const { executions, sessions, stopped, found } = observationOf(outcome, { successTopicArn, failureTopicArn: "" });
    const [ended = "was never started"] = executions;
    const endedAt = ((aws.sessions[0]?.endedAt(aws.cloud.clock.now) ?? Infinity) - aws.startsAt) / 1000;
    const other = noticeTopicsOf(edited).filter((topicArn) => topicArn !== successTopicArn);
    const noticeNotSent = other.length > 0 && ended === "FAILED NoticeNotSent";
    if (!stops(guard.deployed)) {
        return {
            ended,
            problems: [
                ...(sessions[0] === "READY" ? [] : [`its session is ${String(sessions[0])}`]),
                ...((ended === "SUCCEEDED" && found === 1) || noticeNotSent ? [] : [`it ended ${ended}`]),
            ],
        };
    }
    if (!stops(edited)) {
        // It may stop nothing any more, and tells so.
        return { ended, problems: ended === "FAILED StopDenied" ? [] : [`it ended ${ended}`] };
    }
    // Tags are asked for some times before a denial is believed.
    const tries = readsTags(guard.deployed) && !readsTags(edited) ? 100 : 0;
    return {
        ended,
        problems: [
            ...(sessions[0] === "STOPPED by guard" ? [] : [`its session is ${String(sessions[0])}`]),
            ...(endedAt >= limit ? [] : [`its session ended ${limit - endedAt} s before its limit`]),
            ...(endedAt <= limit + tries + pollSeconds + 2
                ? []
                : [`its session ended ${endedAt - limit} s after its limit`]),
            ...(ended === "SUCCEEDED" || noticeNotSent ? [] : [`it ended ${ended}`]),
            ...(stopped === (ended === "SUCCEEDED" ? 1 : 0) ? [] : [`${stopped} notices were sent`]),
        ],
    };
}

const definitionOf = ({ machines }: Deployed) => machines.find(({ express }) => !express)?.definition as Definition;
const has = (deployed: Deployed, state: string) => state in definitionOf(deployed).States;
const stops = (deployed: Deployed) => has(deployed, "StopGlueSession");
const readsTags = (deployed: Deployed) => has(deployed, "ReadTags");

/** Topics that are not the stack's: an edit gives them up, and removes nothing. Their policies are their owners'. */
const adoptedTopics = ({ topics }: Deployed) => [...topics].filter(([, { policy }]) => policy === undefined);

/** The topics to which the roles let notices go: another than a watch began with, once an edit has changed it. */
function noticeTopicsOf({ roles }: Deployed): string[] {
    return [...roles.values()]
        .flatMap(({ policies }) => policies.flatMap(({ Statement }) => Statement))
        .flatMap(({ Sid, Resource = [] }) => (["NotifyStopped", "NotifyFound"].includes(Sid ?? "") ? Resource : []));
}

/** Where the running definition sends its notice. After an update that failed half-way the outputs may name another. */
function topicOf(deployed: Deployed): string {
    const { States } = definitionOf(deployed);
    const { Arguments } = (States.NotifyStopped ?? States.NotifyFound) as TaskState;
    return String((Arguments as { TopicArn?: unknown }).TopicArn);
}
