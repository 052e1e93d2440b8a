/** What the steps of the stop workflow share. */
import type { Statement } from "../../access/permissions";
import { localArn, type Place } from "../../aws/arn";
import type { Assign, Catcher, Retrier, State, Template } from "../../aws/asl";
import { fold, jsonata, literal } from "../../aws/jsonata";
import type { Chat } from "../../channels/chat";
import type { OwnerMail } from "../../channels/ownerMail";
import { asksForTags, type SessionLimit } from "../../limits/limits";
import { mailOf, type Notice } from "../../notices/notice";

export interface StopWorkflowArgs extends Place {
    /** The state machine's name, as the mails show it. */
    readonly guard: string;
    /** How old a session may get, in seconds, that no row of `limits` fits. */
    readonly waitSeconds: number;
    /** Who may live how long. Default: everybody `waitSeconds`. */
    readonly limits?: readonly SessionLimit[];
    /** `tell`: sessions at their limit are reported, and none is stopped. Default: `stop`. */
    readonly mode?: string;
    readonly successTopicArn: string;
    readonly failureTopicArn: string;
    /** The price of a DPU-hour, in USD, as decimal text; undefined where it is not known. */
    readonly dpuHourUsd?: string;
    /** Whether each stop is also measured in CloudWatch. */
    readonly publishMetrics: boolean;
    /** Hours between two sweeps; 0 or absent for none. */
    readonly sweepHours?: number;
    /** When every session is stopped that is not exempt: `19:00 MON-FRI`; empty or absent for never. */
    readonly curfew?: string;
    /** When the notices of a day are mailed as one: `08:00`; empty or absent for never. */
    readonly digestAt?: string;
    /** Of curfew and digest, by its IANA name. Default: UTC. */
    readonly timeZone?: string;
    /** How long before its limit a live session is warned of, in seconds. Default: 0, never. */
    readonly warnSeconds?: number;
    /** How old a session may get whose user keeps it, in seconds. Default: 0, nobody can keep one. */
    readonly maxWaitSeconds?: number;
    /** Whether a session at work lives on past its limit, up to `maxWaitSeconds`. Default: false. */
    readonly extendWhileBusy?: boolean;
    /** The channel that notices also go to; without members, or absent, none. */
    readonly chat?: Chat;
    /** The topic that the channel reads. */
    readonly chatTopicArn?: string;
    /** From whom, and to whose owners, SES mails; without members, or absent, to none. */
    readonly ownerMail?: OwnerMail;
}

/** A state, and what its role must be allowed for it. */
export interface Step {
    readonly name: string;
    readonly state: State;
    readonly needs?: Omit<Statement, "Sid" | "Effect">;
}

/** What a guard's settings ask of the workflow: what nobody asked for does not stand in the definition. */
export interface Asked {
    /** The limit is decided for each session. */
    readonly limits: boolean;
    /** Some sessions are exempt. */
    readonly exemptions: boolean;
    /** Tags are read, which may be set after the session was created: rows ask for some, or sessions can be kept. */
    readonly tags: boolean;
    /** Nothing is stopped. */
    readonly tell: boolean;
    /** Sessions may be reported instead of stopped. */
    readonly found: boolean;
    /** A schedule goes through the list of sessions: for those that no event reported, or for a curfew. */
    readonly sweep: boolean;
    /** At a time of day every session is stopped that is not exempt. */
    readonly curfew: boolean;
    /** The notices of a day are mailed as one. */
    readonly digest: boolean;
    /** A small machine reads what is large or private. */
    readonly reader: boolean;
    /** A schedule starts the machine. */
    readonly schedule: boolean;
    /** Owners are warned before a stop. */
    readonly warning: boolean;
    /** Users can keep a session past its limit. */
    readonly keeping: boolean;
    /** Sessions at work live on past their limit. */
    readonly busy: boolean;
    /** Notices also go to a chat channel. */
    readonly chat: boolean;
    /** Owners are mailed the notices of their own sessions. */
    readonly ownerMail: boolean;
}

const hasMembers = (given: object) => Object.keys(given).length > 0;

export function asked({
    limits = [],
    mode,
    sweepHours = 0,
    curfew = "",
    warnSeconds = 0,
    maxWaitSeconds = 0,
    extendWhileBusy = false,
    digestAt = "",
    chat = {},
    ownerMail = {},
}: Partial<StopWorkflowArgs>): Asked {
    const tell = mode === "tell";
    const sweep = sweepHours > 0 || curfew !== "";
    const busy = extendWhileBusy && maxWaitSeconds > 0;
    const digest = digestAt !== "";
    const exemptions = limits.some(({ exempt }) => exempt === true);
    return {
        limits: limits.length > 0 || tell || curfew !== "",
        exemptions,
        tags: limits.some(asksForTags) || maxWaitSeconds > 0,
        tell,
        found: tell || exemptions,
        sweep,
        curfew: curfew !== "",
        // Where nothing is stopped, there is nothing to warn of.
        warning: warnSeconds > 0 && !tell,
        keeping: maxWaitSeconds > 0,
        busy,
        digest,
        chat: hasMembers(chat),
        ownerMail: hasMembers(ownerMail),
        reader: sweep || busy || digest,
        schedule: sweep || digest,
    };
}

/** The longest that a session may get old under these settings, in seconds. */
export function longestSeconds({
    waitSeconds,
    limits = [],
    maxWaitSeconds = 0,
}: Pick<StopWorkflowArgs, "waitSeconds" | "limits" | "maxWaitSeconds">): number {
    return Math.max(waitSeconds, maxWaitSeconds, ...limits.map((row) => row.waitSeconds ?? 0));
}

/** Seconds between two looks at a session that is on its way. */
export const pollSeconds = 10;
/** Seconds after the end of the wait at which a session that still runs is reported instead of looked at again. */
export const giveUpSeconds = 15 * 60;
/** A Task that hangs longer has failed. */
const taskTimeoutSeconds = 60;

/** The watch, which every state passes on as it is. */
export const watch = "{% $states.input %}";
export const now = "{% $millis() %}";

/** The name of the machine that reads Glue's lists (`../reader.ts`). */
export const readerName = (guard: string) => `${guard}-reader`;

export const readerArn = (args: StopWorkflowArgs) => localArn(args, "states", `stateMachine:${readerName(args.guard)}`);

/** A Task of this service integration. */
export const task = (args: Place, action: string) => ({
    Type: "Task" as const,
    Resource: `arn:${args.partition}:states:::${action}`,
    Output: watch,
    TimeoutSeconds: taskTimeoutSeconds,
});

export const never = (...errors: readonly string[]): Retrier => ({
    ErrorEquals: [...errors, "States.QueryEvaluationError"],
    MaxAttempts: 0,
});
const backOff = { IntervalSeconds: 2, BackoffRate: 2, MaxDelaySeconds: 60, JitterStrategy: "FULL" } as const;
/**
 * Outlasts an outage of a quarter of an hour (at most 34 minutes), and spreads out the look-ups of many sessions that are
 * due at once: `npm run bench -- --only burst` measures it.
 */
export const patient: Retrier = {
    ErrorEquals: ["States.ALL"],
    ...backOff,
    BackoffRate: 3,
    MaxDelaySeconds: 90,
    MaxAttempts: 24,
};
/**
 * GetSession of a session with tags is denied now and then, for no reason: AWS's own notebook kernel asks again. So a
 * denial is believed after some minutes (at most 5).
 */
export const sceptical: Retrier = {
    ErrorEquals: ["Glue.AccessDeniedException"],
    ...backOff,
    IntervalSeconds: 10,
    MaxDelaySeconds: 120,
    MaxAttempts: 5,
};
/** Gives up within about two minutes, so that a failing topic does not delay the alarm. */
export const brief: Retrier = { ErrorEquals: ["States.ALL"], ...backOff, MaxAttempts: 5 };

/**
 * What went wrong, in words; long causes are cut. ASCII first: this stands in a Catch, where nothing may fail, and not
 * every JSONata engine cuts text beyond Unicode's first 65,536 characters.
 */
export const errorText = fold`($states.errorOutput.Error & ($states.errorOutput.Cause & '' = '' ? ''
    : ': ' & $substring($replace($states.errorOutput.Cause, /[^ -~]+/, ' '), 0, 1000)))`;

export function caught(errors: string | readonly string[], Next: string, assign?: Assign): Catcher {
    return { ErrorEquals: [errors].flat(), ...(assign && { Assign: assign }), Output: watch, Next };
}

/** A Catch that ends in the named failure. */
export function failsAs(
    error: string,
    errors: string | readonly string[],
    sentence: string,
    Next = "NotifyFailure",
): Catcher {
    const cause = jsonata`${literal(`${sentence} `)} & ${errorText}`;
    return caught(errors, Next, { failure: { error, cause } });
}

/**
 * The arguments of a notice's publication.
 *
 * @param figures JSONata for what a digest says of it. Default: nothing.
 */
export function publish(kind: string, topicArn: string, notice: Notice, { limits }: Asked, figures?: string): Template {
    const text = (StringValue: string) => ({ DataType: "String", StringValue });
    const mail = mailOf(notice);
    return {
        TopicArn: topicArn,
        Subject: `{% ${mail.subject} %}`,
        Message: `{% ${mail.message} %}`,
        MessageAttributes: {
            kind: text(kind),
            owner: text("{% $states.input.owner %}"),
            ...(limits && {
                limit: text("{% $limit.name = '' ? 'waitSeconds' : $limit.name %}"),
                sessionKind: text("{% $limit.kind %}"),
            }),
            ...(figures !== undefined && { figures: text(`{% ${figures} %}`) }),
        },
    };
}
