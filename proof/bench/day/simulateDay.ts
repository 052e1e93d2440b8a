import { giveUpSeconds } from "../../../model/workflow/step/step";
import type { AlarmChange } from "../../simulator/aws/cloudwatch/alarms";
import type { Cloud } from "../../simulator/aws/cloud";
import { createSessionRecord, envelope } from "../../simulator/aws/cloudtrail/events";
import type { Session } from "../../simulator/aws/glue/glue";
import { SimulatedAccount } from "../../simulator/account/simulatedAccount";
import type { Execution } from "../../simulator/aws/stepfunctions/stateMachine";
import type { Design } from "../designs/designs";
import { planOf, type Day, type Life } from "./population";
import { weather } from "./weather";
import type { DeployedGuard } from "../../simulator/program/deployedGuard";
import type { Intercept } from "../../simulator/aws/core/faults";

/** What became of a session. Times are epoch milliseconds. */
export interface SessionFact {
    /** Creation in whole seconds, as the record tells it, and the limit. */
    readonly dueAt: number;
    /** Absent: never. */
    readonly readyAt?: number;
    /** When its record first arrived, if it did. */
    readonly recordAt?: number;
    /** When the design asked Glue to stop it, if it did. */
    readonly stopRequestedAt?: number;
    readonly endedAt: number;
    readonly dpu: number;
    /** Whether a call of its watches failed for a reason that is not the session's. */
    readonly metFault: boolean;
    /** What somebody heard while it ran on: its name, an alarm without a name, or nothing. */
    readonly reported: "by name" | "by alarm" | "nothing";
}

/** What became of an execution. */
export interface WatchFact {
    readonly failed: boolean;
    /** Whether a person was needed: its session ran, or had been stopped without a word. */
    readonly needed: boolean;
    readonly transitions: number;
    /** When each state was entered. */
    readonly transitionsAt: readonly number[];
    /** Looks at the session. */
    readonly lookUps: number;
    /** Whether a call of it failed for a reason that is not the session's. */
    readonly metFault: boolean;
    /** Whether it stopped its session and said so. */
    readonly stopped: boolean;
}

export interface Facts {
    readonly sessions: readonly SessionFact[];
    readonly watches: readonly WatchFact[];
    readonly mails: { readonly notices: number; readonly failures: number; readonly alarms: number };
}

export interface Conditions {
    /** Whether calls fail as the assumptions say. Default: true. */
    readonly faults?: boolean;
    /** Stands before AWS instead of the day's own faults. */
    readonly intercept?: Intercept;
}

/** A stop that is asked for just before the give-up time is seen a poll later. */
const graceSeconds = 60;

/** Plays a day in one design, each in a cloud of its own: the faults and the sessions' lives are the same in all. */
export async function simulateDay(
    guard: DeployedGuard,
    design: Design,
    day: Day,
    { faults = true, intercept }: Conditions = {},
): Promise<Facts> {
    const startsAt = Date.UTC(2026, 10, 23, 8);
    const outageAt = day.outageAt === undefined ? undefined : startsAt + day.outageAt * 1000;
    const calls = intercept ?? (faults ? weather(day.seed, outageAt) : undefined);
    const aws = new SimulatedAccount(
        { ...guard, deployed: design.deployed },
        { startsAt, seed: day.seed, ...(calls && { intercept: calls }) },
    );
    const played: Played[] = day.lives.map((life) => ({ life, records: [] }));
    for (const entry of played) {
        schedule(aws, entry, design);
    }
    for (const second of day.refusals) {
        refuse(aws, second);
    }
    await aws.run();
    return factsOf(aws, played);
}

interface Played {
    readonly life: Life;
    session?: Session;
    /** The ids of the events that reported it. */
    readonly records: { readonly id: string; readonly at: number }[];
}

function schedule(aws: SimulatedAccount, entry: Played, { idleMinutes }: Design): void {
    const { life } = entry;
    const { glue, clock } = aws.cloud;
    aws.at(life.createdAt, () => {
        glue.create(planOf(life, idleMinutes), clock.now);
        entry.session = glue.all.at(-1);
        const record = createSessionRecord({ id: life.id }, aws.guard.program.place, clock.now);
        const event = envelope(life.oversize ? { ...record, requestParameters: null } : record);
        for (const after of life.recordsAfter) {
            entry.records.push({ id: event.id, at: clock.now + after * 1000 });
            aws.deliver(life.createdAt + after, event);
        }
    });
    if (life.deleted && life.closedAfter !== undefined) {
        aws.at(life.createdAt + life.closedAfter, () => {
            glue.delete(life.id);
        });
    }
}

/** A creation that Glue refused: its record differs in errorCode, and no session is there. */
function refuse(aws: SimulatedAccount, second: number): void {
    const { place } = aws.guard.program;
    aws.at(second, () => {
        const record = createSessionRecord({ id: `refused-${second}` }, place, aws.cloud.clock.now);
        const refused = { ...record, errorCode: "AlreadyExistsException", responseElements: null };
        aws.deliver(second + 5, envelope(refused));
    });
}

function factsOf(aws: SimulatedAccount, played: readonly Played[]): Facts {
    const { executions, notices } = aws.cloud;
    const byRecord = new Map(played.flatMap((entry) => entry.records.map(({ id }) => [id, entry] as const)));
    const watchesOf = new Map<Played, Execution[]>(played.map((entry) => [entry, []]));
    const watches = executions.map((execution) => {
        const entry = byRecord.get(execution.name.replace(/_\d+$/, ""));
        if (entry) {
            watchesOf.get(entry)?.push(execution);
        }
        return watchFact(execution, entry?.session);
    });
    const sessions = [...watchesOf].flatMap(([entry, own]) =>
        entry.session ? [sessionFact(aws, entry, entry.session, own)] : [],
    );
    const alarms = notices.filter(({ subject }) => subject.startsWith("ALARM: ")).length;
    const failures = notices.filter(({ attributes }) => attributes.kind === "failed").length;
    return { sessions, watches, mails: { notices: notices.length - alarms - failures, failures, alarms } };
}

const has = ({ history }: Execution, type: string, resource: string): boolean =>
    history.some((event) => event.type === type && event.details.resource === resource);

function watchFact(execution: Execution, session: Session | undefined): WatchFact {
    const { status, stoppedAt = Infinity, transitions, history } = execution;
    const stopped = has(execution, "TaskSucceeded", "stopSession");
    const mailed = has(execution, "TaskSucceeded", "publish");
    const end = session?.changes(Infinity).find(({ status }) => !["PROVISIONING", "READY"].includes(status));
    const runs = session !== undefined && (end?.at ?? Infinity) > stoppedAt;
    return {
        failed: status !== "SUCCEEDED",
        needed: runs || (stopped && !mailed),
        transitions,
        transitionsAt: history.filter(({ type }) => type.endsWith("StateEntered")).map(({ at }) => at),
        // Also those that find the session gone.
        lookUps: history.filter(({ type, details }) => type === "TaskScheduled" && details.resource === "getSession")
            .length,
        metFault: metFault(execution),
        stopped: stopped && mailed && status === "SUCCEEDED",
    };
}

function metFault({ history }: Execution): boolean {
    return history.some(({ type, details }) => type === "TaskFailed" && /^Simulated /.test(String(details.cause)));
}

function sessionFact(
    aws: SimulatedAccount,
    { records }: Played,
    session: Session,
    watches: readonly Execution[],
): SessionFact {
    const changes = session.changes(Infinity);
    const at = (status: string) => changes.find((change) => change.status === status)?.at;
    const [readyAt, stopRequestedAt] = [at("READY"), at("STOPPING")];
    const recordAt = records.length > 0 ? Math.min(...records.map(({ at }) => at)) : undefined;
    const dueAt = 1000 * (Math.floor(session.createdAt / 1000) + aws.limitSeconds);
    const endedAt = session.endedAt(Infinity) ?? Infinity;
    return {
        dueAt,
        ...(readyAt !== undefined && { readyAt }),
        ...(recordAt !== undefined && { recordAt }),
        ...(stopRequestedAt !== undefined && { stopRequestedAt }),
        endedAt,
        dpu: session.plan.dpu ?? 0,
        metFault: watches.some(metFault),
        reported: reportOf(aws.cloud, records, watches, endedAt),
    };
}

/** Until when a session must be over, if nobody is to hear of it. */
export function overBy({ dueAt, recordAt = dueAt }: Pick<SessionFact, "dueAt" | "recordAt">): number {
    return Math.max(dueAt, recordAt) + (giveUpSeconds + graceSeconds) * 1000;
}

function reportOf(
    { alarmChanges, deadLetters }: Cloud,
    records: Played["records"],
    watches: readonly Execution[],
    endedAt: number,
): SessionFact["reported"] {
    const failed = watches.filter(({ status, stoppedAt = Infinity }) => status !== "SUCCEEDED" && stoppedAt <= endedAt);
    if (failed.some((execution) => has(execution, "TaskSucceeded", "publish"))) {
        return "by name";
    }
    const own = deadLetters.filter(({ body }) => records.some(({ id }) => id === body.id));
    const since = [...failed.map(({ stoppedAt = Infinity }) => stoppedAt), ...own.map(({ at }) => at)];
    return since.some((at) => rang(alarmChanges, at, endedAt)) ? "by alarm" : "nothing";
}

/** Whether an alarm stood at some moment of these minutes; the generous reading for whoever has but one alarm. */
function rang(changes: readonly AlarmChange[], from: number, to: number): boolean {
    return changes.some(({ name, state, at }, index) => {
        const until = changes.slice(index + 1).find((later) => later.name === name)?.at ?? Infinity;
        return state === "ALARM" && at <= Math.min(to, from + 3 * 60_000) && until > from;
    });
}
