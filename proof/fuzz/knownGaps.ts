import { isFavour, type Aftermath, type SeenCall } from "./promises/aftermath";
import type { World } from "./world/world";
import type { Broken } from "./promises/broken";

/** Something that the design cannot hold yet, or never: counted and named, not passed over. */
export interface KnownGap {
    readonly name: string;
    /** Why it is there. */
    readonly why: string;
    /** Whether this broken promise is of that kind. */
    readonly explains: (broken: Broken, aftermath: Aftermath) => boolean;
}

/** Whether this is broken where a watch takes another session for its own. */
const mayBeAnothers = ({ promise, kind }: Pick<Broken, "promise" | "kind">) =>
    ["touched", "heard", "truth"].includes(promise) || kind === "mailed-again";

export const knownGaps: readonly KnownGap[] = [
    {
        name: "used-again-within-a-minute",
        why: "a session that takes an id within a minute of the one before is taken for it, and may lose up to that minute",
        explains: ({ promise, kind, watch }, { calls, watches, sessions }) => {
            const own = watches[watch ?? -1]?.session ?? -1;
            const createdAt = Date.parse(sessions[own]?.eventTime ?? "");
            return (
                mayBeAnothers({ promise, kind }) &&
                calls.some(({ watch: by, session = -1 }) => {
                    const apart = (sessions[session]?.createdAt ?? -1) - createdAt;
                    return by === watch && session !== own && apart >= 0 && apart <= 60_000;
                })
            );
        },
    },
    {
        name: "replaced-meanwhile",
        why: "StopSession knows only the id: a session that takes it while a look-up is answered can be hit",
        explains: ({ promise, kind, watch }, { calls, watches, sessions }) =>
            mayBeAnothers({ promise, kind }) &&
            calls.some((stop, index) => {
                const looked = (call: SeenCall) => call.call === "glue:GetSession" && call.watch === watch;
                const look = calls.slice(0, index).filter(looked).at(-1);
                return (
                    stop.call === "glue:StopSession" &&
                    stop.done &&
                    stop.watch === watch &&
                    watch !== undefined &&
                    stop.session !== watches[watch]?.session &&
                    (sessions[stop.session ?? -1]?.createdAt ?? -1) > (look?.at ?? Infinity)
                );
            }),
    },
    {
        name: "mailed-twice",
        why: "SNS took the notice and its answer was lost: the retry mails it again",
        explains: ({ kind, watch }, aftermath) =>
            kind === "mailed-again" &&
            aftermath.calls.some(
                (call) =>
                    call.call === "sns:Publish" &&
                    call.watch === watch &&
                    call.done &&
                    call.troubled &&
                    !isFavour(aftermath, call),
            ),
    },
    {
        name: "answer-of-stop-lost",
        why: "a stop without an answer counts as asked for: who ended the session then is not known",
        explains: ({ kind, session }, { calls, watches }) =>
            kind !== undefined &&
            calls.some(
                ({ call, done, troubled, error = "States.Timeout", watch = -1 }) =>
                    call === "glue:StopSession" &&
                    watches[watch]?.session === session &&
                    troubled &&
                    !done &&
                    /Timeout|SdkClient/.test(error),
            ),
    },
];

/** The name of the knownGap that explains it, if one does. */
export function knownGapOf(broken: Broken, aftermath: Aftermath): string | undefined {
    return knownGaps.find(({ explains }) => explains(broken, aftermath))?.name;
}

/** Alarms that go off while SNS refuses the guard: they stand in the console, but nobody knows whether AWS mails them. */
export const unheardAlarm = {
    name: "alarm-while-sns-is-down",
    why: "the alarm stands, but whether CloudWatch can mail it then is not known (the simulator lets it)",
    count: ({ faults }: World, { alarms }: Aftermath, startsAt: number): number =>
        alarms.filter(
            ({ state, at }) =>
                state === "ALARM" &&
                faults.some(
                    ({ call, error, fromSeconds = 0, toSeconds = 0 }) =>
                        call === "sns:Publish" &&
                        error !== undefined &&
                        at >= startsAt + fromSeconds * 1000 &&
                        at < startsAt + toSeconds * 1000,
                ),
        ).length,
};
