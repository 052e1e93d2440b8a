/**
 * What the guard measures of each stop: four metrics a guard, with one dimension. An account has ten custom metrics
 * free (https://aws.amazon.com/cloudwatch/pricing/).
 */
import type { Template } from "../aws/asl";
import { jsonata } from "../aws/jsonata";
import { idleUsd } from "../notices/notices";

export const namespace = "GlueCostControl";

export interface Metric {
    readonly name: string;
    /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
    readonly unit: "Count" | "Seconds" | "None";
}

export const sessionsStopped: Metric = { name: "SessionsStopped", unit: "Count" };
/** DPU-hours that stopped sessions had used, as Glue measured them; without those of M-DPU. */
export const dpuHoursUsed: Metric = { name: "DpuHoursUsed", unit: "None" };
/** What stopped sessions could still have cost, in USD, had they been left idle until their idle time-outs. */
export const idleUpperBoundUsd: Metric = { name: "IdleUpperBoundUsd", unit: "None" };
/** Sessions that had reached their limits and were reported instead of stopped. */
export const sessionsFound: Metric = { name: "SessionsFound", unit: "Count" };
/** From the limit to the request to stop. */
export const stopDelaySeconds: Metric = { name: "StopDelaySeconds", unit: "Seconds" };

/**
 * Sessions in use, in percent of what the account may have: Glue's own metric, free, which needs no trail.
 *
 * Source: https://docs.aws.amazon.com/glue/latest/dg/monitor-resource-metrics.html
 */
export const sessionsInUse = {
    namespace: "AWS/Glue",
    name: "ResourceUsage",
    dimensions: { Type: "Resource", Resource: "InteractiveSession", Service: "Glue", Class: "None" },
} as const;

/** The one dimension: which guard. */
export const dimension = "Guard";

const datum = (guard: string, { name, unit }: Metric, value: string, when?: string) =>
    `${when === undefined ? "" : `${when} ? `}{ 'MetricName': '${name}', 'Unit': '${unit}', 'Value': ${value},
        'Dimensions': [{ 'Name': '${dimension}', 'Value': '${guard}' }] }`;
const plain = (value: string) => `$exists(${value}) and $session.unit = 'DPU'`;

/** The arguments of PutMetricData for one stop; `due` is JSONata for the limit, in epoch milliseconds. */
export function ofStop(guard: string, due: string, dpuHourUsd: string | undefined): Template {
    return {
        Namespace: namespace,
        MetricData: jsonata`[
            ${datum(guard, sessionsStopped, "1")},
            ${datum(guard, stopDelaySeconds, `$max([0, $stopRequestedAt - (${due})]) / 1000`)},
            ${datum(guard, dpuHoursUsed, "$session.dpuSeconds / 3600", plain("$session.dpuSeconds"))}
            ${dpuHourUsd === undefined ? "" : `, ${datum(guard, idleUpperBoundUsd, idleUsd(dpuHourUsd), plain("$session.dpu"))}`}
        ]`,
    };
}

/** The same for a session that was found. */
export function ofFound(guard: string): Template {
    return { Namespace: namespace, MetricData: jsonata`[${datum(guard, sessionsFound, "1")}]` };
}

/** What an execution's output says of a session in figures, each as far as it is known. */
export function outcomeFigures(dpuHourUsd: string | undefined): Readonly<Record<string, Template>> {
    return {
        dpuHours: jsonata`${plain("$session.dpuSeconds")} ? $session.dpuSeconds / 3600 : null`,
        ...(dpuHourUsd !== undefined && {
            idleUpperBoundUsd: jsonata`${plain("$session.dpu")} ? ${idleUsd(dpuHourUsd)} : null`,
        }),
    };
}
