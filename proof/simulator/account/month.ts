import Big from "big.js";
import type { Month } from "../../../model/money/savings";
import {
    dpuHoursUsed,
    idleUpperBoundUsd,
    sessionsStopped,
    stopDelaySeconds,
    type Metric,
} from "../../../model/monitoring/metrics";
import type { SentNotice } from "../aws/sns/topics";
import { SimulatedAccount } from "./simulatedAccount";
import type { Execution } from "../aws/stepfunctions/stateMachine";
import type { DeployedGuard } from "../program/deployedGuard";
import { seededRandom } from "../aws/core/random";

/** A month that was played: what the dashboard would show, and what a report is made of. */
export interface SimulatedMonth {
    readonly sessions: number;
    readonly stopped: number;
    readonly alreadyOver: number;
    readonly failed: number;
    readonly mails: number;
    /** The first of them. */
    readonly firstMail: SentNotice | undefined;
    readonly dpuHoursOfStopped: number;
    readonly idleUpperBoundUsd: number;
    readonly longestDelaySeconds: number;
    readonly month: Month;
}

/** The first Monday of a month with 20 working days and nothing else to tell. */
const startsAt = Date.UTC(2024, 6, 1, 7);
const day = 24 * 60 * 60;
const team = 8;

/**
 * A month of a team of eight, the same for the same seed: each opens a few data previews and now and then a notebook a
 * day; most are closed in time, some are forgotten. How many is an assumption, made up to show the whole product.
 */
export async function simulateMonth(guard: DeployedGuard, dpuHourUsd: string, seed = 1): Promise<SimulatedMonth> {
    const aws = new SimulatedAccount(guard, { startsAt, seed });
    const random = seededRandom(seed);
    const between = (least: number, most: number) => Math.round(least + random() * (most - least));
    for (let week = 0; week < 4; week++) {
        for (let workday = 0; workday < 5; workday++) {
            for (let person = 0; person < team; person++) {
                for (let opened = between(0, 3); opened > 0; opened--) {
                    open(aws, (week * 7 + workday) * day + between(0, 9 * 60 * 60), { random, between });
                }
            }
        }
    }
    await aws.run();

    const { cloud, sessions } = aws;
    const values = ({ name }: Metric) =>
        cloud.measured.filter(({ metricName }) => metricName === name).map(({ value }) => value);
    const sum = (metric: Metric) => values(metric).reduce((total, value) => total + value, 0);
    const dpuSeconds = sessions.reduce((total, session) => total + session.dpuSeconds(cloud.clock.now), 0);
    const dpuHours = new Big(dpuSeconds).div(3600).round(3);
    const stopped = sum(sessionsStopped);
    const failed = cloud.executions.filter(({ status }) => status !== "SUCCEEDED").length;
    return {
        sessions: sessions.length,
        stopped,
        alreadyOver: cloud.executions.filter(isSilent).length,
        failed,
        mails: cloud.notices.length,
        firstMail: cloud.notices[0],
        dpuHoursOfStopped: sum(dpuHoursUsed),
        idleUpperBoundUsd: sum(idleUpperBoundUsd),
        longestDelaySeconds: Math.max(0, ...values(stopDelaySeconds)),
        month: {
            month: new Date(startsAt).toISOString().slice(0, 7),
            stops: stopped,
            dpuHours,
            actualUsd: dpuHours.times(dpuHourUsd).round(2),
            idleUpperBoundUsd: new Big(sum(idleUpperBoundUsd)).round(2),
        },
    };
}

/** A watch that ended well and stopped nothing. */
function isSilent({ status, history }: Execution): boolean {
    return status === "SUCCEEDED" && !history.some(({ details }) => details.name === "NotifyStopped");
}

interface Chance {
    readonly random: () => number;
    readonly between: (least: number, most: number) => number;
}

/** One session: four of five are previews, three of five are closed within 25 minutes. */
function open(aws: SimulatedAccount, second: number, { random, between }: Chance): void {
    const preview = random() < 0.8;
    const closed = random() < 0.6;
    const idleMinutes = preview ? 30 : 2880;
    aws.create(second, {
        id: `${preview ? "glue-studio-datapreview" : "notebook"}-${second}-${between(0, 1e9)}`,
        readyAfterSeconds: between(25, 75),
        dpu: preview ? 2 : 5,
        idleMinutes,
        ends: closed
            ? { afterSeconds: between(2 * 60, 25 * 60), status: "STOPPED", by: "its user" }
            : { afterSeconds: idleMinutes * 60 + between(60, 600), status: "TIMEOUT", by: "Glue" },
    });
}
