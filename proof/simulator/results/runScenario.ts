import { isDeepStrictEqual } from "node:util";
import { observationOf, outcomeOf, type Expectation, type Outcome, type Topics } from "../account/outcome";
import { SimulatedAccount } from "../account/simulatedAccount";
import { preview, type Scenario } from "../scenarios/scenario";
import type { DeployedGuard } from "../program/deployedGuard";

/** A scenario that was played. */
export interface ScenarioResult {
    readonly scenario: Scenario;
    readonly aws: SimulatedAccount;
    readonly outcome: Outcome;
    /** What failed, a sentence each; empty if all did. */
    readonly failures: readonly string[];
}

const nothing: Expectation & { ruleMatched: boolean } = {
    ruleMatched: true,
    executions: [],
    sessions: [],
    stopped: 0,
    found: 0,
    warned: 0,
    digests: 0,
    failed: 0,
    mails: 0,
    posts: 0,
    alarms: [],
    deadLetters: 0,
};

/** Plays a scenario on the stack's guard, and compares its end with what it tells. */
export async function runScenario(guard: DeployedGuard, scenario: Scenario): Promise<ScenarioResult> {
    const aws = new SimulatedAccount(guard, scenario);
    scenario.setUp(aws, guard.limitSecondsOf(preview));
    await aws.run();
    const outcome = outcomeOf(aws);
    const expected = { ...nothing, ...scenario.expects };
    const seen = {
        ...observationOf(outcome, guard.program.outputs as unknown as Topics),
        ruleMatched: outcome.ruleMatched,
    };
    const differences = (Object.keys(expected) as (keyof typeof expected)[])
        .filter((part) => !isDeepStrictEqual(expected[part], seen[part]))
        .map((part) => `${part}: expected ${JSON.stringify(expected[part])}, seen ${JSON.stringify(seen[part])}`);
    const failures = [...differences, ...early(aws), ...(scenario.check?.(outcome, aws) ?? [])];
    return { scenario, aws, outcome, failures };
}

/** No scenario lets the guard stop a session before its limit, but at a curfew. */
function early({ sessions, cloud, guard, curfews }: SimulatedAccount): string[] {
    const { now } = cloud.clock;
    return sessions
        .filter((session) => session.endedBy(now) === "guard")
        .filter(({ createdAt }) => !curfews.some((at) => createdAt < at))
        .filter(
            (session) =>
                ((session.endedAt(now) ?? now) - session.createdAt) / 1000 < guard.limitSecondsOf(session.plan),
        )
        .map(({ plan }) => `${plan.id} was stopped before its limit`);
}
