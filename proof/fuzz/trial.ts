import type { CreateSessionRecord } from "../../model/event/createSession";
import type { SessionFacts, Tags } from "../../model/limits/limits";
import { sessionFacts, sessionTags, type WorkflowInput } from "../../model/limits/sessionFacts";
import { keepTag } from "../../model/limits/keeping";
import { sweptAfterSeconds } from "../../model/workflow/states/sweeping";
import { createSessionRecord, envelope } from "../simulator/aws/cloudtrail/events";
import type { Session } from "../simulator/aws/glue/glue";
import { alarmKey } from "../simulator/account/outcome";
import { SimulatedAccount } from "../simulator/account/simulatedAccount";
import type { Aftermath, SeenCall } from "./promises/aftermath";
import type { Act, Life, World } from "./world";
import type { DeployedGuard } from "../simulator/program/deployedGuard";
import { isRemoved } from "../simulator/aws/core/faults";
import type { CallMade } from "../simulator/aws/core/calls";

/** A world that was run. */
export interface Trial {
    readonly aws: SimulatedAccount;
    readonly aftermath: Aftermath;
}

/** Runs a world on the stack's guard, until nothing happens any more. */
export async function tryWorld(guard: DeployedGuard, world: World): Promise<Trial> {
    const trial = new Trying(guard, world);
    await trial.aws.run();
    return { aws: trial.aws, aftermath: trial.aftermath() };
}

/** What is known of a session beside what Glue knows. */
interface Opened {
    readonly life: Life;
    readonly session: Session;
    readonly record: CreateSessionRecord;
    readonly arrivals: readonly number[];
    deletedAt?: number;
}

/** How long after the guard's call a user acts: before the next one, since a call takes a tenth of a second. */
const meanwhileMilliseconds = 50;

class Trying {
    readonly aws: SimulatedAccount;
    readonly #opened: Opened[] = [];
    /** The session that has the id now, by its place in the list. */
    readonly #present = new Map<string, number>();
    /** Sessions by the envelopes of their records: executions are called by them. */
    readonly #envelopes = new Map<string, number>();
    readonly #calls: (Omit<SeenCall, "watch"> & { readonly executionArn?: string })[] = [];
    /** Calls that users wait for: act by "call count id". */
    readonly #reactions = new Map<string, (() => void)[]>();
    readonly #counts = new Map<string, number>();
    readonly #sweeps: number[] = [];
    /** Watches that sweeps began, by name. */
    readonly #swept = new Map<string, { readonly session?: number; readonly swept: SessionFacts }>();
    #records = 0;

    constructor(
        readonly guard: DeployedGuard,
        readonly world: World,
    ) {
        const { seed, faults, removals } = world;
        this.aws = new SimulatedAccount(guard, {
            seed,
            faults,
            removals,
            onCall: (made) => {
                this.#see(made);
            },
        });
        this.aws.cloud.glue.pageSize = world.pageSize ?? Infinity;
        for (const seconds of sweepsOf(guard, world)) {
            this.#sweeps.push(this.aws.startsAt + Math.round(seconds * 1000));
            this.aws.sweep(seconds);
        }
        for (const life of world.sessions) {
            this.aws.at(life.atSeconds, () => {
                this.#open(life);
            });
        }
    }

    get #now(): number {
        return this.aws.cloud.clock.now;
    }

    #open(life: Life): void {
        const { aws } = this;
        const { id, readyAfterSeconds, stoppingSeconds, dpu, ends, origin, tags, statements } = life;
        const plan = {
            ...{ id, readyAfterSeconds, stoppingSeconds, dpu, origin, tags, statements },
            ...(ends && { ends: { ...ends, by: "Glue" } }),
        };
        const whole = createSessionRecord(plan, this.guard.program.place, this.#now);
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
        const place = this.#opened.length;
        this.#present.set(life.id, place);
        this.#envelopes.set(event.id, place);
        const arrivals = life.arrivesAfterSeconds.map((seconds) => this.#now + Math.round(seconds * 1000));
        this.#opened.push({ life, session, record, arrivals });
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
                this.#open({ ...life, ends: undefined, acts: [], record: "whole", arrivesAfterSeconds: [3] });
                break;
        }
    }

    #keepUntil(id: string, time: string): void {
        this.aws.cloud.glue.tag(id, { [keepTag]: time });
    }

    #delete(id: string): void {
        const present = this.#present.get(id);
        const opened = present === undefined ? undefined : this.#opened[present];
        if (opened) {
            opened.deletedAt = this.#now;
            this.#present.delete(id);
            this.aws.cloud.glue.delete(id);
        }
    }

    #see({ call, executionArn, arguments: given, at, allowed, reply, performed }: CallMade): void {
        const id =
            typeof given.Id === "string"
                ? given.Id
                : typeof given.SessionId === "string"
                  ? given.SessionId
                  : idOf(given.ResourceArn);
        const envelopeId = typeof given.name === "string" ? given.name.replace(/_\d+$/, "") : undefined;
        const found = typeof given.Name === "string" ? this.#sweepStarts(given.Name, given.Input) : undefined;
        const session =
            id !== undefined
                ? this.#present.get(id)
                : found
                  ? found.session
                  : envelopeId === undefined
                    ? undefined
                    : this.#envelopes.get(envelopeId);
        const removed = isRemoved(this.world.removals, call, (at - this.aws.startsAt) / 1000);
        const done = performed !== undefined && "result" in performed;
        this.#calls.push({
            call,
            at,
            allowed,
            done,
            troubled: allowed ? reply !== performed : removed,
            ...(executionArn !== undefined && { executionArn }),
            ...(session !== undefined && { session }),
            ...("error" in reply && { error: reply.error }),
            ...(call === "glue:GetSession" && "result" in reply && { status: statusOf(reply.result) }),
            ...(call === "glue:GetTags" && "result" in reply && { tags: (reply.result as { Tags: Tags }).Tags }),
            ...(call === "glue:StopSession" && session !== undefined && { tags: this.#opened[session]?.session.tags }),
        });
        if (id !== undefined) {
            const count = (this.#counts.get(`${call} ${id}`) ?? 0) + 1;
            this.#counts.set(`${call} ${id}`, count);
            for (const react of this.#reactions.get(`${call} ${count} ${id}`) ?? []) {
                this.aws.cloud.clock.at(at + meanwhileMilliseconds, react);
            }
        }
    }

    /** A sweep starts a watch: what it says of the session, and which that is. */
    #sweepStarts(name: string, text: unknown) {
        const input = JSON.parse(String(text)) as WorkflowInput;
        // Whatever the definition says of it: nobody sees in a list who opened a session.
        const swept = sessionFacts({ ...input, swept: true });
        const session = this.#present.get(swept.id);
        const begun = this.#swept.get(name) ?? { swept, ...(session !== undefined && { session }) };
        this.#swept.set(name, begun);
        return begun;
    }

    aftermath(): Aftermath {
        const { cloud } = this.aws;
        const { successTopicArn, failureTopicArn } = this.guard.program.outputs;
        const watches = new Map(cloud.executions.map(({ arn }, place) => [arn, place]));
        const begunBy = (name: string) => this.#envelopes.get(name.replace(/_\d+$/, ""));
        return {
            limitSeconds: this.aws.limitSeconds,
            successTopicArn: String(successTopicArn),
            failureTopicArn: String(failureTopicArn),
            limits: this.guard.limits,
            tells: this.guard.mode === "tell",
            maxWaitSeconds: numberOf(this.guard, "maxWaitSeconds"),
            warnSeconds: this.guard.mode === "tell" ? 0 : numberOf(this.guard, "warnSeconds"),
            asksForWork: this.guard.program.settings.extendWhileBusy === "true",
            sweeps: this.#sweeps,
            sessions: this.#opened.map(({ life, session, record, arrivals, deletedAt }) => ({
                id: life.id,
                who: life.who,
                dpu: life.dpu,
                createdAt: session.createdAt,
                dueAt: Date.parse(record.eventTime) + (this.guard.decisionOf(record).seconds ?? Infinity) * 1000,
                facts: sessionFacts(inputOf(record)),
                recordTags: sessionTags(inputOf(record)),
                eventId: record.eventID,
                eventTime: record.eventTime,
                named: life.record !== "no id",
                arrivals,
                changes: session.changes(Infinity),
                ...(life.statements && {
                    statements: life.statements.map(
                        ([from, to]) => [session.createdAt + from * 1000, session.createdAt + to * 1000] as const,
                    ),
                }),
                ...(deletedAt !== undefined && { deletedAt }),
            })),
            watches: cloud.executions.map(({ arn, name, startedAt, stoppedAt, status, error, transitions }) => ({
                arn,
                ...(this.#swept.get(name) ?? { session: begunBy(name) }),
                ...(isSweep.test(name) && { sweeps: true }),
                startedAt,
                stoppedAt,
                status,
                error,
                transitions,
            })),
            calls: this.#calls.map(({ executionArn, ...call }) => ({
                ...call,
                watch: executionArn === undefined ? undefined : watches.get(executionArn),
            })),
            notices: cloud.notices,
            alarms: cloud.alarmChanges.map(({ name, state, at }) => ({ key: alarmKey(name), state, at })),
            deadLetters: cloud.deadLetters.map(({ body, at }) => ({ session: this.#envelopes.get(body.id), at })),
        };
    }
}

const numberOf = ({ program }: DeployedGuard, setting: string) => Number(program.settings[setting] ?? 0);

/** The names that the simulated schedule gives. */
const isSweep = /-sweep-\d+$/;

/** A sweep each time that the schedule comes round, until the last session of a day has had its chance. */
function sweepsOf(guard: DeployedGuard, { firstSweepSeconds }: World): number[] {
    const { deployed, limits, limitSeconds } = guard;
    const [schedule] = deployed.schedules;
    const hours = Number(/^rate\((\d+) hours?\)$/.exec(schedule?.expression ?? "")?.[1]);
    if (firstSweepSeconds === undefined || !(hours > 0)) {
        return [];
    }
    const last =
        24 * 3600 +
        sweptAfterSeconds({ waitSeconds: limitSeconds, limits, maxWaitSeconds: numberOf(guard, "maxWaitSeconds") }) +
        hours * 3600;
    const count = Math.ceil((last - firstSweepSeconds) / (hours * 3600));
    return Array.from({ length: count }, (_, index) => firstSweepSeconds + index * hours * 3600);
}

/** Of a session's ARN. */
const idOf = (arn: unknown) =>
    typeof arn === "string" && arn.includes(":session/") ? arn.slice(arn.indexOf(":session/") + 9) : undefined;

const inputOf = ({ requestParameters, responseElements, userIdentity }: CreateSessionRecord) => ({
    request: requestParameters,
    response: responseElements,
    who: userIdentity,
});

function statusOf(result: unknown): string {
    return String((result as { Session?: { Status?: unknown } }).Session?.Status);
}
