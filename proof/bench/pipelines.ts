import type { SessionLimit } from "../../model/limits/limits";
import { seededRandom } from "../simulator/aws/core/random";
import type { DeployedGuard } from "../simulator/program/deployedGuard";
import { SimulatedAccount } from "../simulator/account/simulatedAccount";
import { assumptions } from "./day/assumptions";
import { makeDay, planOf, type Life } from "./day/population";

/** What one limit for all does to pipelines, and what a table of limits does. */
export interface PipelineEffect {
    readonly design: string;
    readonly sessions: number;
    readonly pipelines: number;
    /** Pipelines that the guard stopped in the midst of their work. */
    readonly killed: number;
    /** Sessions of people that the guard stopped. */
    readonly stopped: number;
    /** Of sessions of people, beyond the limit of all, per 1,000 sessions. */
    readonly dpuHoursPastLimit: number;
}

/** The table that the second design has. */
export const pipelineTable: readonly SessionLimit[] = [
    { name: "pipelines", kinds: ["dbt", "airflow"], waitSeconds: 12 * 60 * 60 },
    { name: "data previews", kinds: ["data-preview"], waitSeconds: 900 },
];

/** How long a dbt run works: half of them less than this, one of a hundred eight times as long. Assumed. */
export const medianRunSeconds = 40 * 60;
const spread = 0.9;

/** dbt runs work to their end, however long that takes, and close their session then. */
function runs(life: Life, random: () => number): Life {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const ready = life.readyAfter ?? 0;
    const closedAfter = ready + Math.round(medianRunSeconds * Math.exp(spread * normal));
    return life.readyAfter === undefined ? life : { ...life, closedAfter, lastWorkAfter: closedAfter, deleted: false };
}

const isPipeline = ({ id }: Pick<Life, "id">) => id.startsWith("dbt-glue");

/** Plays the same days on each guard. */
export async function measurePipelines(
    guards: readonly (readonly [design: string, guard: DeployedGuard])[],
    { sessions, seed }: { readonly sessions: number; readonly seed: number },
): Promise<PipelineEffect[]> {
    const perDay = assumptions.sessionsPerDay.value;
    const effects: PipelineEffect[] = [];
    for (const [design, guard] of guards) {
        const sum = { sessions: 0, pipelines: 0, killed: 0, stopped: 0, dpuSeconds: 0 };
        for (let number = 0; number * perDay < sessions; number++) {
            const { lives } = makeDay(seed, number, guard.limitSeconds, Math.min(perDay, sessions - number * perDay));
            const random = seededRandom(seed + number);
            // Ids that are used again are another matter.
            const ids = new Set<string>();
            const all = lives
                .filter(({ id }) => !ids.has(id) && ids.add(id))
                .map((life) => (isPipeline(life) ? runs(life, random) : life));
            const aws = new SimulatedAccount(guard, { seed: number });
            for (const life of all) {
                aws.create(life.createdAt, planOf(life), { afterSeconds: life.recordsAfter[0] ?? 3 });
            }
            await aws.run();
            const { now } = aws.cloud.clock;
            for (const session of aws.sessions) {
                const life = all.find(({ id }) => id === session.plan.id);
                const ran = ((session.endedAt(now) ?? now) - session.createdAt) / 1000;
                const byGuard = session.endedBy(now) === "guard";
                sum.sessions++;
                if (life && isPipeline(life)) {
                    sum.pipelines++;
                    sum.killed += byGuard && ran < (life.closedAfter ?? 0) ? 1 : 0;
                } else {
                    sum.stopped += byGuard ? 1 : 0;
                    sum.dpuSeconds += Math.max(0, ran - guard.limitSeconds) * (session.plan.dpu ?? 0);
                }
            }
        }
        const { dpuSeconds, ...counts } = sum;
        effects.push({ design, ...counts, dpuHoursPastLimit: (dpuSeconds / 3600 / sum.sessions) * 1000 });
    }
    return effects;
}
