import type { OptionCost } from "../../proof/bench/options";
import { duration } from "../../model/notices/notices";
import { assumptionsText } from "../../proof/bench/day/assumptions";
import { transitionQuota, startQuota } from "../../proof/bench/day/callRate";
import type { BurstResult } from "../../proof/bench/burst";
import { table } from "../table";
import { chartText } from "./chart";
import type { Effect, EffectResult } from "../../proof/bench/effect";
import { medianRunSeconds, pipelineTable, type PipelineEffect } from "../../proof/bench/pipelines";
import type { Speed } from "../../proof/bench/speed";
import type { Start } from "../../proof/bench/start";

/** What was measured, as text. Ratios come first. */
const figuresTable = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
    table(head, rows, { figures: true });

/** Three digits that count, and thousands apart. */
export function figure(value: number): string {
    if (!Number.isFinite(value)) {
        return "-";
    }
    if (Math.abs(value) >= 100) {
        return Math.round(value).toLocaleString("en-US");
    }
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

const measures: readonly (readonly [label: string, read: (effect: Effect) => number])[] = [
    ["DPU-hours past the limit, guard = 1", ({ timesGuard }) => timesGuard.dpuHours],
    ["mean delay, guard = 1", ({ timesGuard }) => timesGuard.meanDelay],
    ["own cost, guard = 1", ({ timesGuard }) => timesGuard.usd],
    ["sessions missed", ({ missed }) => missed],
    ["wrong sessions stopped", ({ wrong }) => wrong],
    ["false alarms", ({ falseAlarms }) => falseAlarms],
    ["ran on, named in a mail", ({ reported }) => reported],
    ["ran on, an alarm without a name", ({ alarmed }) => alarmed],
    ["not over when due", ({ overdue }) => overdue],
    ["mean delay, due to over, s", ({ meanDelaySeconds }) => meanDelaySeconds],
    ["p99 delay, due to over, s", ({ p99DelaySeconds }) => p99DelaySeconds],
    ["DPU-hours past the limit, per 1,000", ({ dpuHoursPastLimit }) => dpuHoursPastLimit],
    ["the same in USD at 0.44", ({ glueUsdPastLimit }) => glueUsdPastLimit],
    ["notices, per 1,000", ({ notices }) => notices],
    ["failure notices, per 1,000", ({ failureNotices }) => failureNotices],
    ["alarm mails, per 1,000", ({ alarmMails }) => alarmMails],
    ["state transitions, per 1,000", ({ transitions }) => transitions],
    ["own cost in USD, per 1,000", ({ usd }) => usd],
];

export function effectText({ limitSeconds, effects, guard, delays }: EffectResult): string {
    const sessions = effects[0]?.sessions ?? 0;
    return [
        `Effect: ${figure(sessions)} sessions, limit ${duration(limitSeconds)}. What they are made of:`,
        "",
        assumptionsText(),
        "",
        "Billed per second from creation. Missed: ran on beyond the give-up time, and nobody heard of it. False alarm: a",
        "watch that failed though its session was over or never was. Own cost: transitions and mails, nothing free.",
        "",
        figuresTable(
            ["per design", ...effects.map(({ design }) => design)],
            measures.map(([label, read]) => [label, ...effects.map((effect) => figure(read(effect)))]),
        ),
        "",
        `Guard, ${figure(guard.stops)} stops that met no fault: from the first moment at which a stop was possible to the request ` +
            `p50 ${figure(guard.p50ReactionSeconds)} s, p99 ${figure(guard.p99ReactionSeconds)} s, most ${figure(guard.mostReactionSeconds)} s; ` +
            `${guard.transitionsOfStop} transitions at most, and three for each further poll.`,
        "",
        "From due to over:",
        "",
        chartText(delays),
    ].join("\n");
}

export function pipelinesText(effects: readonly PipelineEffect[]): string {
    const [first] = effects;
    return [
        `Limits: ${figure(first?.sessions ?? 0)} sessions of which ${figure(first?.pipelines ?? 0)} are dbt runs that work for ` +
            `${duration(medianRunSeconds)} in the median (assumed). The table: ${pipelineTable
                .map(({ name, waitSeconds = 0 }) => `${name} ${duration(waitSeconds)}`)
                .join(", ")}; all others the stack's limit.`,
        "",
        figuresTable(
            [
                "design",
                "pipelines killed at work",
                "sessions of people stopped",
                "their DPU-hours past the limit, per 1,000",
            ],
            effects.map(({ design, killed, stopped, dpuHoursPastLimit }) => [
                design,
                figure(killed),
                figure(stopped),
                figure(dpuHoursPastLimit),
            ]),
        ),
    ].join("\n");
}

export function optionsText(costs: readonly OptionCost[], sessions: number): string {
    return [
        `Options for people: ${figure(sessions)} sessions; everybody works until the last work, and keeps nothing (assumed). Per 1,000 sessions:`,
        "",
        figuresTable(
            [
                "option",
                "state transitions",
                "warnings",
                "notices of stops",
                "digests",
                "mails to owners",
                "chat",
                "runs of the reader",
                "USD",
                "cut off at work",
            ],
            costs.map(({ option, ...cost }) => [
                option,
                ...[cost.transitions, cost.warnings, cost.stops, cost.digests, cost.ownerMails, cost.chatMessages].map(
                    figure,
                ),
                ...[cost.reads, cost.usd, cost.cutOff].map(figure),
            ]),
        ),
    ].join("\n");
}

export function burstText({ bursts, lateUpTo }: BurstResult): string {
    const [first] = bursts;
    return [
        `Burst: ${figure(first?.sessions ?? 0)} sessions due within one minute, at calls a second that Glue takes (assumed: it documents none).`,
        `StartExecution: bucket ${startQuota.bucket}, ${startQuota.perSecond} a second; transitions: bucket ${transitionQuota.bucket}, ` +
            `${transitionQuota.perSecond} a second (smaller regions, https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html).`,
        "",
        figuresTable(
            [
                "calls/s, design",
                "in time",
                "reported",
                "alarm only",
                "missed",
                "p50 s",
                "p99 s",
                "longest s",
                "transitions",
                "most/s",
            ],
            bursts.map((burst) => [
                `${burst.callsPerSecond}, ${burst.design}`,
                burst.inTime,
                burst.reported,
                burst.alarmed,
                burst.missed,
                figure(burst.p50Seconds),
                figure(burst.p99Seconds),
                figure(burst.longestSeconds),
                figure(burst.transitions),
                burst.mostTransitionsPerSecond,
            ]),
        ),
        "",
        "Delays are of the sessions that were over in time. The first session misses its give-up time at",
        ...lateUpTo.map(({ design, callsPerSecond }) => `  ${design}: ${callsPerSecond} calls a second`),
    ].join("\n");
}

export function startText(starts: readonly Start[]): string {
    return [
        "Start: a preview of stack dev, as users run it, by Pulumi's own Node entry against a stub of its engine (medians).",
        "",
        figuresTable(
            ["program", "sub-modules = 1", "core s", "seconds", "peak MiB"],
            starts.map(({ program, timesSubModules, coreSeconds, seconds, peakMegabytes }) => [
                program,
                figure(timesSubModules),
                figure(coreSeconds),
                figure(seconds),
                figure(peakMegabytes),
            ]),
        ),
    ].join("\n");
}

export function speedText(speeds: readonly Speed[]): string {
    return [
        "Simulator: the guard's part of the population, on one core.",
        "",
        figuresTable(
            ["sessions", "cost each, first = 1", "in worlds of", "sessions/core s", "heap MiB", "peak MiB"],
            speeds.map((speed) => [
                figure(speed.sessions),
                figure(speed.timesFirst),
                figure(speed.worldSessions),
                figure(speed.sessionsPerSecond),
                figure(speed.heapMegabytes),
                figure(speed.peakMegabytes),
            ]),
        ),
    ].join("\n");
}
