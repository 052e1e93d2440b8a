import type { SessionPlan } from "../../simulator/aws/glue/glue";
import { assumptions } from "./assumptions";
import { seededRandom } from "../../simulator/aws/core/random";

/** What happens to one session, whoever watches it. Seconds count from its creation. */
export interface Life {
    readonly id: string;
    /** Seconds from the start of the day. */
    readonly createdAt: number;
    readonly dpu: number;
    /** The idle time-out that its client asks for. */
    readonly idleMinutes: number;
    /** Absent: never. */
    readonly readyAfter?: number;
    readonly failsAfter?: number;
    readonly closedAfter?: number;
    /** Whether its user also deletes it then. */
    readonly deleted: boolean;
    /** The last work in it, from which its idle time-out counts. */
    readonly lastWorkAfter: number;
    /** When its record arrives: once, or twice. */
    readonly recordsAfter: readonly number[];
    readonly oversize: boolean;
}

export interface Day {
    readonly seed: number;
    readonly lives: readonly Life[];
    /** Creations that Glue refused, in seconds from the start of the day. */
    readonly refusals: readonly number[];
    /** When Glue's API begins to fail for three minutes, if it does. */
    readonly outageAt?: number;
}

const workSeconds = 9 * 60 * 60;
const neverReadySeconds = 60 * 60;

/** A day of the population; the same seed, number and limit give the same day. */
export function makeDay(seed: number, number: number, limitSeconds: number, sessions: number): Day {
    const maker = new Maker(seededRandom(seed * 1_000_003 + number), limitSeconds);
    const lives = Array.from({ length: sessions }, (_, index) => maker.lives(`${number}-${index}`)).flat();
    return {
        seed: seed * 1_000_003 + number,
        lives: lives.slice(0, sessions),
        refusals: lives.slice(0, sessions).flatMap(() => (maker.chance("refusedShare") ? [maker.moment()] : [])),
        ...(maker.chance("outageShare") && { outageAt: maker.moment() }),
    };
}

class Maker {
    constructor(
        readonly random: () => number,
        readonly limitSeconds: number,
    ) {}

    chance(share: keyof typeof assumptions): boolean {
        return this.random() < assumptions[share].value;
    }

    between(least: number, most: number): number {
        return Math.round(1000 * (least + this.random() * (most - least))) / 1000;
    }

    moment(): number {
        return this.between(0, workSeconds);
    }

    /** One session, or two when its id is used again. */
    lives(name: string): Life[] {
        const { client, dpu, idleMinutes } = this.#client();
        const id = this.chance("hostileShare") ? `${client}-"}{,"session_id":"${name}` : `${client}-${name}`;
        const life = { ...this.#life(), id, createdAt: this.moment(), dpu, idleMinutes };
        if (!this.chance("reusedShare") || life.readyAfter === undefined) {
            return [life];
        }
        const closedAfter = this.between(life.readyAfter, life.readyAfter + this.limitSeconds / 4);
        return [
            { ...life, closedAfter, deleted: true },
            {
                ...this.#life(),
                id,
                dpu,
                idleMinutes,
                createdAt: life.createdAt + closedAfter + this.between(120, 1200),
            },
        ];
    }

    #client() {
        const chosen = this.random();
        const { previewShare, dbtShare, notebookIdleMinutes } = assumptions;
        if (chosen < previewShare.value) {
            return { client: "glue-studio-datapreview", dpu: 2, idleMinutes: 30 };
        }
        return chosen < previewShare.value + dbtShare.value
            ? { client: "dbt-glue", dpu: 5, idleMinutes: 10 }
            : { client: "notebook", dpu: 5, idleMinutes: notebookIdleMinutes.value };
    }

    #life(): Omit<Life, "id" | "createdAt" | "dpu" | "idleMinutes"> {
        const start = this.#start();
        const ready = start.readyAfter;
        const closes = ready === undefined ? undefined : this.#closes(ready);
        return {
            ...start,
            ...(closes !== undefined && { closedAfter: closes }),
            deleted: closes !== undefined && this.chance("deletedShare"),
            lastWorkAfter: this.between(
                ready ?? 0,
                Math.max(ready ?? 0, assumptions.abandonedAt.value * this.limitSeconds),
            ),
            recordsAfter: this.#records(),
            oversize: this.chance("oversizeShare"),
        };
    }

    #start(): Pick<Life, "readyAfter" | "failsAfter"> {
        if (this.chance("failedShare")) {
            return { failsAfter: this.between(20, 180) };
        }
        if (this.chance("neverReadyShare")) {
            return { failsAfter: neverReadySeconds };
        }
        if (this.chance("slowShare")) {
            return { readyAfter: this.between(120, 600) };
        }
        const { readyMedianSeconds, readySpread } = assumptions;
        return { readyAfter: Math.round(readyMedianSeconds.value * Math.exp(readySpread.value * this.#normal())) };
    }

    /** When the user closes it, if ever: Glue does not stop what is not ready. */
    #closes(ready: number): number | undefined {
        const chosen = this.random();
        const { closedShare, closedLateShare } = assumptions;
        if (chosen < closedShare.value) {
            return Math.max(this.between(0, this.limitSeconds), ready);
        }
        return chosen < closedShare.value + closedLateShare.value
            ? Math.max(this.between(this.limitSeconds, this.limitSeconds + 120), ready)
            : undefined;
    }

    #records(): number[] {
        const least = assumptions.recordSeconds.value;
        const first = this.chance("lateShare") ? this.between(least, 900) : this.between(least, least + 17);
        if (this.chance("lostShare")) {
            return [];
        }
        return this.chance("twiceShare") ? [first, first + this.between(0, 60)] : [first];
    }

    /** Box and Muller's. */
    #normal(): number {
        return Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
    }
}

/** The session as Glue plays it, with its own idle time-out or with one that is laid upon it. */
export function planOf(life: Life, idleMinutes = life.idleMinutes): SessionPlan {
    const { id, dpu, readyAfter, failsAfter, closedAfter = Infinity, lastWorkAfter } = life;
    const idleEnd = lastWorkAfter + idleMinutes * 60;
    return {
        id,
        dpu,
        idleMinutes,
        ...(readyAfter !== undefined && { readyAfterSeconds: readyAfter }),
        ends:
            failsAfter !== undefined
                ? { afterSeconds: failsAfter, status: "FAILED", by: "Glue" }
                : closedAfter <= idleEnd
                  ? { afterSeconds: closedAfter, status: "STOPPED", by: "its user" }
                  : { afterSeconds: idleEnd, status: "TIMEOUT", by: "its idle time-out" },
    };
}
