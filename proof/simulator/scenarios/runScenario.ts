import { isDeepStrictEqual } from "node:util";
import { endingOf, outcomeOf, type Ending, type Outcome, type Topics } from "./outcome";
import { Stage, type Theatre } from "./simulatedAccount";
import type { Story } from "./scenarios";

/** A story that was played. */
export interface Performance {
    readonly story: Story;
    readonly stage: Stage;
    readonly outcome: Outcome;
    /** What did not end as told, a sentence each; empty if all did. */
    readonly faults: readonly string[];
}

const nothing: Ending & { ruleMatched: boolean } = {
    ruleMatched: true,
    executions: [],
    sessions: [],
    stopped: 0,
    failed: 0,
    alarms: [],
    deadLetters: 0,
};

/** Plays a story on the stack's guard, and compares its end with what it tells. */
export async function play(theatre: Theatre, story: Story): Promise<Performance> {
    const stage = new Stage(theatre, story);
    story.play(stage, theatre.limitSeconds);
    await stage.run();
    const outcome = outcomeOf(stage);
    const told = { ...nothing, ...story.ends };
    const seen = {
        ...endingOf(outcome, theatre.program.outputs as unknown as Topics),
        ruleMatched: outcome.ruleMatched,
    };
    const differences = (Object.keys(told) as (keyof typeof told)[])
        .filter((part) => !isDeepStrictEqual(told[part], seen[part]))
        .map((part) => `${part}: told ${JSON.stringify(told[part])}, seen ${JSON.stringify(seen[part])}`);
    const faults = [...differences, ...early(stage), ...(story.check?.(outcome, stage) ?? [])];
    return { story, stage, outcome, faults };
}

/** No story lets the guard stop a session before its limit. */
function early({ sessions, cloud, limitSeconds }: Stage): string[] {
    const { now } = cloud.clock;
    return sessions
        .filter((session) => session.endedBy(now) === "guard")
        .filter((session) => ((session.endedAt(now) ?? now) - session.createdAt) / 1000 < limitSeconds)
        .map(({ plan }) => `${plan.id} was stopped before its limit`);
}
