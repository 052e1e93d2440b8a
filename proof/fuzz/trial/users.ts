import type { CreateSessionRecord } from "../../../model/event/createSession";
import { keepTag } from "../../../model/limits/keeping";
import type { SimulatedAccount } from "../../simulator/account/simulatedAccount";
import { createSessionRecord, envelope } from "../../simulator/aws/cloudtrail/events";
import type { CallMade } from "../../simulator/aws/core/calls";
import type { Session } from "../../simulator/aws/glue/glue";
import type { Act, Life } from "../world/world";

/** A session that was opened: what is known of it beside what Glue knows. */
export interface Opened {
    readonly life: Life;
    readonly session: Session;
    readonly record: CreateSessionRecord;
    readonly arrivals: readonly number[];
    deletedAt?: number;
}

/** How long after the guard's call a user acts: before the next one, since a call takes a tenth of a second. */
const meanwhileMilliseconds = 50;

/** The people of a world: they open sessions, and act on them at a time or after a call of the guard. */
export class Users {
    /** In the order of their creation; others name a session by its index in this list. */
    readonly opened: Opened[] = [];
    /** The index of the session that has the id now. */
    readonly #present = new Map<string, number>();
    /** The index of a session by the envelope of its record: executions are called by it. */
    readonly #envelopes = new Map<string, number>();
    /** Acts that wait for a call of the guard, by "call count id". */
    readonly #reactions = new Map<string, (() => void)[]>();
    readonly #counts = new Map<string, number>();
    #records = 0;

    constructor(readonly aws: SimulatedAccount) {}

    get #now(): number {
        return this.aws.cloud.clock.now;
    }

    /** The index of the session that has this id now. */
    presentBy(id: string): number | undefined {
        return this.#present.get(id);
    }

    /** The index of the session whose record has this envelope. */
    recordedBy(envelopeId: string): number | undefined {
        return this.#envelopes.get(envelopeId);
    }

    /** A session is created, or its creation refused, and its record sent. */
    open(life: Life): void {
        const { aws } = this;
        const { id, readyAfterSeconds, stoppingSeconds, dpu, ends, origin, tags, statements } = life;
        const plan = {
            ...{ id, readyAfterSeconds, stoppingSeconds, dpu, origin, tags, statements },
            ...(ends && { ends: { ...ends, by: "Glue" } }),
        };
        const whole = createSessionRecord(plan, aws.guard.program.place, this.#now);
        const record = {
            ...whole,
            // A record each, also for two sessions of one id and time.
            eventID: `${whole.eventID}-${this.#records++}`,
            userIdentity: life.who,
            ...(["no request", "no id"].includes(life.record) && { requestParameters: undefined }),
            ...(["no response", "no id"].includes(life.record) && { responseElements: undefined }),
            ...(life.refused && { errorCode: "AlreadyExistsException", responseElements: null }),
        };
        const event = envelope(record);
        for (const seconds of life.arrivesAfterSeconds) {
            aws.deliver((this.#now - aws.startsAt) / 1000 + seconds, event);
        }
        if (life.refused) {
            return;
        }
        this.#delete(life.id);
        aws.cloud.glue.create(plan, this.#now);
        const session = aws.sessions.at(-1) as Session;
        const index = this.opened.length;
        this.#present.set(life.id, index);
        this.#envelopes.set(event.id, index);
        const arrivals = life.arrivesAfterSeconds.map((seconds) => this.#now + Math.round(seconds * 1000));
        this.opened.push({ life, session, record, arrivals });
        for (const act of life.acts) {
            this.#expect(life, act);
        }
    }

    #expect(life: Life, { does, when }: Act): void {
        const act = () => {
            this.#do(life, does);
        };
        if ("afterSeconds" in when) {
            this.aws.cloud.clock.at(this.#now + Math.round(when.afterSeconds * 1000), act);
            return;
        }
        const [call, more] =
            "afterLookUp" in when ? ["glue:GetSession", when.afterLookUp] : ["glue:StopSession", when.afterStop];
        const key = `${call} ${(this.#counts.get(`${call} ${life.id}`) ?? 0) + more} ${life.id}`;
        this.#reactions.set(key, [...(this.#reactions.get(key) ?? []), act]);
    }

    #do(life: Life, does: Act["does"]): void {
        switch (does) {
            case "stop":
                this.aws.cloud.glue.stopSession(life.id, this.#now, "its user");
                break;
            case "delete":
                this.#delete(life.id);
                break;
            case "keep":
            case "drop":
                this.aws.cloud.glue.tag(life.id, { keep: does === "keep" ? "true" : "" });
                break;
            case "extend":
                this.#keepUntil(life.id, new Date(this.#now + 3_600_000).toISOString().replace(/:\d\d\.\d+Z$/, "Z"));
                break;
            case "extend-far":
                this.#keepUntil(life.id, "2099-12-31T23:59:59+01:00");
                break;
            case "shorten":
                this.#keepUntil(life.id, "2020-01-01T00:00Z");
                break;
            case "mistype":
                this.#keepUntil(life.id, "in an hour");
                break;
            case "replace":
                this.open({ ...life, ends: undefined, acts: [], record: "whole", arrivesAfterSeconds: [3] });
                break;
        }
    }

    #keepUntil(id: string, time: string): void {
        this.aws.cloud.glue.tag(id, { [keepTag]: time });
    }

    #delete(id: string): void {
        const present = this.#present.get(id);
        const opened = present === undefined ? undefined : this.opened[present];
        if (opened) {
            opened.deletedAt = this.#now;
            this.#present.delete(id);
            this.aws.cloud.glue.delete(id);
        }
    }

    /** The guard has made a call: who waited for it acts. */
    react({ call, arguments: given, at }: CallMade): void {
        const id = sessionIdOf(given);
        if (id !== undefined) {
            const count = (this.#counts.get(`${call} ${id}`) ?? 0) + 1;
            this.#counts.set(`${call} ${id}`, count);
            for (const react of this.#reactions.get(`${call} ${count} ${id}`) ?? []) {
                this.aws.cloud.clock.at(at + meanwhileMilliseconds, react);
            }
        }
    }
}

/** The id of the session that a call names, if it names one. */
export function sessionIdOf({ Id, SessionId, ResourceArn }: Readonly<Record<string, unknown>>): string | undefined {
    const named = [Id, SessionId].find((id) => typeof id === "string");
    return typeof named === "string" ? named : /:session\/(.*)$/s.exec(String(ResourceArn))?.[1];
}
