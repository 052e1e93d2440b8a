import type { OwnerMail } from "../../../model/channels/ownerMail";
import { decide, type Decision } from "../../../model/limits/decide";
import { keepTag, keptUntil } from "../../../model/limits/keeping";
import type { SessionFacts, SessionLimit, Tags } from "../../../model/limits/limits";
import type { AlarmState } from "../../simulator/aws/cloudwatch/alarms";
import type { Status } from "../../simulator/aws/glue/glue";
import type { SentNotice } from "../../simulator/aws/sns/topics";
import type { Who } from "../world/world";
import type { Call } from "../../simulator/aws/core/calls";

/** What became of a world, as plain data: what the promises judge. Times are epoch milliseconds. */
export interface Aftermath {
    readonly limitSeconds: number;
    /** Who may live how long. Default: nobody but by `limitSeconds`. */
    readonly limits?: readonly SessionLimit[];
    /** The guard reports sessions, and stops none. Default: false. */
    readonly tells?: boolean;
    /** How old a session may get whose user keeps it, or that is at work. Default: 0, no older than its limit. */
    readonly maxWaitSeconds?: number;
    /** How long before its limit a live session is warned of. Default: 0, never. */
    readonly warnSeconds?: number;
    /** Whether a session at work lives on. Default: false. */
    readonly asksForWork?: boolean;
    /** The topic of the chat. Default: there is none. */
    readonly chatTopicArn?: string;
    /** What the chat was given by that topic and did not show. Default: nothing. */
    readonly dropped?: readonly string[];
    /** Which owners are mailed. Default: none. */
    readonly ownerMail?: OwnerMail;
    /** What no digest has taken off its queue. Default: there is no digest. */
    readonly queued?: readonly SentNotice[];
    readonly successTopicArn: string;
    readonly failureTopicArn: string;
    readonly sessions: readonly SeenSession[];
    readonly watches: readonly SeenWatch[];
    readonly calls: readonly SeenCall[];
    readonly notices: readonly SentNotice[];
    readonly alarms: readonly { readonly key: string; readonly state: AlarmState; readonly at: number }[];
    /** When the schedule asked for a sweep. */
    readonly sweeps: readonly number[];
    readonly deadLetters: readonly { readonly session?: number; readonly at: number }[];
}

/** A session that Glue has created. Elsewhere it is called by its place in the list. */
export interface SeenSession {
    readonly id: string;
    readonly who: Who;
    readonly dpu: number;
    readonly createdAt: number;
    /** The creation in whole seconds, as its record has it, and the limit. */
    readonly dueAt: number;
    /** What its record tells of it, as it came. Default: not asked for. */
    readonly facts?: SessionFacts;
    readonly recordTags?: Tags | null;
    readonly eventId: string;
    readonly eventTime: string;
    /** Whether its record names its id. */
    readonly named: boolean;
    /** When its record reached the bus. */
    readonly arrivals: readonly number[];
    readonly changes: readonly { readonly at: number; readonly status: Status; readonly by?: string }[];
    readonly deletedAt?: number;
    /** What its user ran: begins and ends. Default: nothing. */
    readonly statements?: readonly (readonly [from: number, to: number])[];
}

/** An execution. */
export interface SeenWatch {
    readonly arn: string;
    /** What it watches: whose record began it, or whom a sweep found; none if Glue created no such session, and for a sweep. */
    readonly session?: number;
    /** Of a watch that a sweep began: what it knows of the session. */
    readonly swept?: SessionFacts;
    /** What its schedule asks for, if it is no watch. */
    readonly scheduled?: "sweep" | "digest";
    readonly startedAt: number;
    readonly stoppedAt?: number;
    readonly status: string;
    readonly error?: string;
    readonly transitions: number;
}

/** A call of the guard. */
export interface SeenCall {
    readonly call: Call;
    /** Who made it, by its place in the list; EventBridge's have none. */
    readonly watch?: number;
    /** Of EventBridge: the session whose record it carries. Of a watch: the session that had that id then. */
    readonly session?: number;
    readonly at: number;
    readonly allowed: boolean;
    /** The error that came back, if one did. */
    readonly error?: string;
    /** Whether AWS did what was asked, whatever came back. */
    readonly done: boolean;
    /** Whether what came back was the world's doing: a fault, or a permission that somebody took away. */
    readonly troubled: boolean;
    /** Of a look-up that was answered: the session's status. */
    readonly status?: string;
    /** Of a message: the addresses or the topic to which it goes, and its text. */
    readonly message?: { readonly to: readonly string[]; readonly text: string };
    /** Of GetTags that was answered: the tags. Of StopSession: those that the session had then. */
    readonly tags?: Tags;
}

/** What the model decides of a session with these tags. */
export function decisionOf(
    { limits = [], limitSeconds }: Aftermath,
    { facts }: SeenSession,
    tags: Tags | null,
): Decision {
    return facts ? decide(limits, limitSeconds, facts, tags) : { exempt: "no", name: "", seconds: limitSeconds };
}

/** What a watch of this session has decided until then: by its record, or what a sweep saw, then by each answer of GetTags. */
export function decisionsUntil(aftermath: Aftermath, place: number, until: number, watch?: number): Decision[] {
    const session = aftermath.sessions[place];
    const read = aftermath.calls.filter(
        (call) =>
            call.call === "glue:GetTags" &&
            call.tags !== undefined &&
            call.at <= until &&
            call.watch !== undefined &&
            (watch === undefined || call.watch === watch) &&
            aftermath.watches[call.watch]?.session === place,
    );
    const seenBy = (by?: number) => aftermath.watches[by ?? -1]?.swept;
    const byRecord = seenBy(watch) ? null : (session?.recordTags ?? null);
    const decided = (by: number | undefined, tags: Tags | null) =>
        session ? [decisionOf(aftermath, { ...session, facts: seenBy(by) ?? session.facts }, tags)] : [];
    return [
        ...decided(watch, byRecord).map((decision) => kept(aftermath, session, decision, byRecord ?? {})),
        ...read
            .flatMap((call) => decided(call.watch, call.tags ?? null))
            .map((decision, index) => kept(aftermath, session, decision, read[index]?.tags)),
    ];
}

/** A decision, with the time to which the tag keep-until keeps the session. */
function kept(
    { maxWaitSeconds = 0 }: Aftermath,
    session: SeenSession | undefined,
    decision: Decision,
    tags: Tags = {},
): Decision {
    const until = keptUntil(tags[keepTag] ?? "");
    if (maxWaitSeconds === 0 || !session || until === undefined || decision.seconds === null) {
        return decision;
    }
    const wanted = (until - Date.parse(session.eventTime)) / 1000;
    return { ...decision, seconds: Math.max(decision.seconds, Math.min(wanted, maxWaitSeconds)) };
}

/** Whether a call is a favour: it mails an owner, or shows something in the chat. Whatever becomes of it, all else must hold. */
export const isFavour = ({ chatTopicArn = "none" }: Aftermath, { call, message }: SeenCall): boolean =>
    call === "ses:SendEmail" || (message?.to.includes(chatTopicArn) ?? false);

/** Whether its user was at work then: a statement ran, or had ended ten minutes before at most. */
export function atWork({ statements = [] }: SeenSession, at: number): boolean {
    return statements.some(([from, to]) => from <= at && to >= at - 10 * 60 * 1000);
}

/** When a session was over or gone; Infinity for one that runs on. */
export function goneAt({ changes, deletedAt = Infinity }: SeenSession): number {
    const end = changes.find(({ status }) => ["STOPPED", "TIMEOUT", "FAILED"].includes(status));
    return Math.min(end?.at ?? Infinity, deletedAt);
}

/** The session that a watch's notice speaks of: the one that it stopped, else the one that it began with. */
export function subjectOf({ calls, watches }: Aftermath, watch: number): number | undefined {
    const stop = calls.find((call) => call.watch === watch && call.call === "glue:StopSession" && call.done);
    return stop?.session ?? watches[watch]?.session;
}
