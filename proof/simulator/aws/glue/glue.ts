/**
 * Glue's interactive sessions: life cycles, what the API shows of them, and its errors.
 *
 * Sources: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-interactive-sessions.html; the refusal while
 * PROVISIONING is from the article's logs. Nobody has documented what StopSession answers on a session that is over,
 * or gone: here it refuses, as the models of its errors suggest.
 */
import type { Reply } from "../core/calls";

export type Status = "PROVISIONING" | "READY" | "STOPPING" | "STOPPED" | "TIMEOUT" | "FAILED";

export interface SessionPlan {
    readonly id: string;
    /** Seconds from creation to READY; never READY if absent. */
    readonly readyAfterSeconds?: number;
    /** An end that is not the guard's doing. */
    readonly ends?: {
        readonly afterSeconds: number;
        readonly status: "STOPPED" | "TIMEOUT" | "FAILED";
        readonly by: string;
    };
    /** Seconds from STOPPING to STOPPED. Default: 1. */
    readonly stoppingSeconds?: number;
    /** MaxCapacity, in DPU. Default: 2, a data preview's. */
    readonly dpu?: number;
    /** Its idle time-out, in minutes, if its creator asked for one. */
    readonly idleMinutes?: number;
    /** Its own end, in minutes from its creation, if its creator asked for one. */
    readonly timeoutMinutes?: number;
    readonly arguments?: Readonly<Record<string, string>>;
    /** What the client sends as `requestOrigin`. */
    readonly origin?: string;
    /** Tags that it is created with. */
    readonly tags?: Readonly<Record<string, string>>;
    /** The name of its own role. Default: glue. */
    readonly role?: string;
    /** Whoever opens it, by the name of the role's session. Default: alice@example.com. */
    readonly creator?: string;
    /** The name of its creator's role. Default: DataEngineer. */
    readonly creatorRole?: string;
    readonly workerType?: string;
    readonly workers?: number;
    /** Names of Glue connections. */
    readonly connections?: readonly string[];
    readonly sessionType?: string;
    /** What its user runs: seconds from creation, of begin and end; without an end it runs for good. */
    readonly statements?: readonly (readonly [from: number, to?: number])[];
}

interface Change {
    readonly at: number;
    readonly status: Status;
    readonly by?: string;
}

const over: readonly Status[] = ["STOPPED", "TIMEOUT", "FAILED"];
const seconds = (count: number): number => count * 1000;
const refusal = (name: string, message: string): Reply => ({
    error: `Glue.${name}Exception`,
    cause: `${message} (Service: Glue, Status Code: 400, Request ID: simulated)`,
});

export class Session {
    readonly #changes: Change[];
    /** The tags that it has now. */
    tags: Readonly<Record<string, string>>;

    constructor(
        readonly plan: SessionPlan,
        readonly createdAt: number,
    ) {
        const { readyAfterSeconds, ends, tags = {} } = plan;
        this.tags = tags;
        const end = ends && { at: createdAt + seconds(ends.afterSeconds), status: ends.status, by: ends.by };
        const ready = readyAfterSeconds === undefined ? undefined : createdAt + seconds(readyAfterSeconds);
        this.#changes = [
            { at: createdAt, status: "PROVISIONING" },
            ...(ready !== undefined && !(end && end.at <= ready) ? [{ at: ready, status: "READY" as const }] : []),
            ...(end ? [end] : []),
        ];
    }

    #last(now: number): Change {
        return this.#changes.findLast(({ at }) => at <= now) ?? { at: this.createdAt, status: "PROVISIONING" };
    }

    status(now: number): Status {
        return this.#last(now).status;
    }

    /** What has happened to it until now. */
    changes(now: number): readonly Change[] {
        return this.#changes.filter(({ at }) => at <= now);
    }

    /** Who ended it, once it is over. */
    endedBy(now: number): string | undefined {
        return this.#last(now).by;
    }

    /** When it was over, if it is. */
    endedAt(now: number): number | undefined {
        const { at, status } = this.#last(now);
        return over.includes(status) ? at : undefined;
    }

    /** Seconds from creation to its end, or to now. */
    executionSeconds(now: number): number {
        return Math.round(((this.endedAt(now) ?? now) - this.createdAt) / 1000);
    }

    dpuSeconds(now: number): number {
        return this.executionSeconds(now) * (this.plan.dpu ?? 2);
    }

    stop(now: number, by: string): void {
        while ((this.#changes.at(-1)?.at ?? 0) > now) {
            this.#changes.pop();
        }
        this.#changes.push(
            { at: now, status: "STOPPING" },
            { at: now + seconds(this.plan.stoppingSeconds ?? 1), status: "STOPPED", by },
        );
    }
}

export class Glue {
    readonly #sessions = new Map<string, Session>();
    /** ListSessions gives no more than so many a page, whatever was asked for. Default: as many as asked for. */
    pageSize = Infinity;
    /** Every session that ever was, the deleted and replaced ones too. */
    readonly all: Session[] = [];

    /** @throws Error if a session of that id is there: clients that use an id again delete the old session first. */
    create(plan: SessionPlan, now: number): void {
        if (this.#sessions.has(plan.id)) {
            throw new Error(`AWS would not create a second session ${plan.id}: AlreadyExistsException.`);
        }
        const session = new Session(plan, now);
        this.#sessions.set(plan.id, session);
        this.all.push(session);
    }

    delete(id: string): void {
        this.#sessions.delete(id);
    }

    /**
     * ListSessions: sessions as GetSession shows them, in the order of their creation, and a token where more follow. It names the
     * last one shown: a session that is deleted between two pages hides no other.
     */
    listSessions(maxResults: number, token: string | undefined, now: number): Reply {
        const there = this.all
            .map((session, number) => ({ session, number }))
            .filter(
                ({ session, number }) =>
                    number > Number(token ?? -1) && this.#sessions.get(session.plan.id) === session,
            );
        const page = there.slice(0, Math.min(maxResults, this.pageSize));
        const ids = page.map(({ session }) => session.plan.id);
        const shown = ids.map((id) => {
            const reply = this.getSession(id, now);
            return "result" in reply ? (reply.result as { Session: unknown }).Session : {};
        });
        const last = page.at(-1);
        const more = last && page.length < there.length ? { NextToken: String(last.number) } : {};
        return { result: { Ids: ids, Sessions: shown, ...more } };
    }

    /** TagResource: adds these to its tags. */
    tag(id: string, tags: Readonly<Record<string, string>>): void {
        const session = this.#sessions.get(id);
        if (session) {
            session.tags = { ...session.tags, ...tags };
        }
    }

    /** What IAM knows of the session as a resource: `aws:ResourceTag/<key>`. */
    resourceTags(id: string): Readonly<Record<string, string>> {
        const tags = Object.entries(this.#sessions.get(id)?.tags ?? {});
        return Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
    }

    /** GetTags. No document says that it answers for sessions; AWS's own notebook kernel calls it so. */
    getTags(id: string): Reply {
        const session = this.#sessions.get(id);
        return session ? { result: { Tags: session.tags } } : refusal("EntityNotFound", `Session ${id} not found`);
    }

    /** ListStatements, 2 a page: those that have begun, with code and result, and times in milliseconds. */
    listStatements(id: string, token: string | undefined, now: number): Reply {
        const session = this.#sessions.get(id);
        if (!session) {
            return refusal("EntityNotFound", `Session ${id} not found`);
        }
        const begun = (session.plan.statements ?? [])
            .map(([from, to], index) => ({
                Id: index,
                from: session.createdAt + seconds(from),
                to: session.createdAt + seconds(to ?? Infinity),
            }))
            .filter(({ from }) => from <= now);
        const first = Number(token ?? 0);
        const Statements = begun.slice(first, first + 2).map(({ Id, from, to }) => ({
            Id,
            Code: "spark.sql('select salary from people')",
            State: to > now ? "RUNNING" : "AVAILABLE",
            Output: { Data: { TextPlain: "everybody's salaries" } },
            StartedOn: from,
            ...(to <= now && { CompletedOn: to }),
        }));
        return { result: { Statements, ...(first + 2 < begun.length && { NextToken: String(first + 2) }) } };
    }

    /** GetSession, with the names that Step Functions makes of the API's: `DpuSeconds` for `DPUSeconds`. */
    getSession(id: string, now: number): Reply {
        const session = this.#sessions.get(id);
        if (!session) {
            return refusal("EntityNotFound", `Session ${id} not found`);
        }
        const ended = session.endedAt(now);
        return {
            result: {
                Session: {
                    Id: id,
                    CreatedOn: new Date(session.createdAt).toISOString(),
                    Status: session.status(now),
                    Role: "arn:aws:iam::123456789012:role/glue",
                    Command: { Name: "glueetl", PythonVersion: "3" },
                    DefaultArguments: session.plan.arguments ?? {},
                    Progress: 0,
                    MaxCapacity: session.plan.dpu ?? 2,
                    ExecutionTime: session.executionSeconds(now),
                    DpuSeconds: session.dpuSeconds(now),
                    ...(session.plan.idleMinutes !== undefined && { IdleTimeout: session.plan.idleMinutes }),
                    ...(ended !== undefined && { CompletedOn: new Date(ended).toISOString() }),
                },
            },
        };
    }

    /** StopSession: returns at once, while the session is still STOPPING. */
    stopSession(id: string, now: number, by: string): Reply {
        const session = this.#sessions.get(id);
        if (!session) {
            return refusal("InvalidInput", `Session ${id} not found`);
        }
        const status = session.status(now);
        if (status !== "READY") {
            return refusal("IllegalSessionState", `Session is in ${status} status`);
        }
        session.stop(now, by);
        return { result: { Id: id } };
    }
}
