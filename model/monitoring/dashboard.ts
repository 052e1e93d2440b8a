/**
 * The dashboard: small pictures of one figure each, so that nobody needs a legend; the titles say what is counted.
 * Twelve metrics of the fifty that a free dashboard may hold (https://aws.amazon.com/cloudwatch/pricing/).
 *
 * Source of the form: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { alarms } from "./alarms";
import { statesConsoleUrl, type Place } from "../aws/arn";
import * as metrics from "./metrics";

export interface DashboardArgs extends Place {
    readonly guard: string;
    readonly stateMachineArn: string;
    /** In the order of the table of alarms. */
    readonly alarmArns: readonly string[];
    /** Whether the guard measures its stops: without, there is nothing to draw of them. */
    readonly publishMetrics: boolean;
    /** Whether it may report sessions instead of stopping them. Default: false. */
    readonly finds?: boolean;
    /** Whether it knows what a DPU-hour costs. */
    readonly priced: boolean;
}

interface Widget {
    readonly type: "text" | "metric" | "alarm";
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly properties: Readonly<Record<string, unknown>>;
}

/** A metric row of the dashboard's form: namespace, name, dimension, value, options. */
type Row = readonly unknown[];

const day = 24 * 60 * 60;
/** Widgets stand four in a row; a dashboard is 24 wide. */
const columns = 4;
const width = 6;
const height = 5;
/** Of the text at its top. */
const textHeight = 6;

export interface DashboardBody {
    /** What it shows when opened. */
    readonly start: string;
    /** Without it CloudWatch would choose periods of its own, and "a day" would be untrue. */
    readonly periodOverride: "inherit";
    readonly widgets: readonly Widget[];
}

export function dashboardBody(args: DashboardArgs): DashboardBody {
    const states = (name: string, options: object = {}): Row => [
        "AWS/States",
        name,
        "StateMachineArn",
        args.stateMachineArn,
        options,
    ];
    const own = ({ name }: metrics.Metric, options: object = {}): Row => [
        metrics.namespace,
        name,
        metrics.dimension,
        args.guard,
        options,
    ];
    const picture = (title: string, rows: readonly Row[], stat = "Sum") => ({
        type: "metric" as const,
        properties: {
            title,
            region: args.region,
            view: "timeSeries",
            stat,
            period: day,
            metrics: rows,
            legend: { position: "hidden" },
            yAxis: { left: { min: 0 } },
        },
    });
    const sum = (expression: string, label: string, ...rows: readonly Row[]): readonly Row[] => [
        [{ expression, label }],
        ...rows,
    ];

    const pictures = [
        picture("Sessions watched, a day", [states("ExecutionsStarted")]),
        picture(
            "Sessions in use, percent of the quota",
            [
                [
                    metrics.sessionsInUse.namespace,
                    metrics.sessionsInUse.name,
                    ...Object.entries(metrics.sessionsInUse.dimensions).flat(),
                ],
            ],
            "Maximum",
        ),
        ...(args.publishMetrics
            ? [
                  picture("Sessions stopped, a day", [own(metrics.sessionsStopped)]),
                  ...(args.finds
                      ? [picture("Sessions reported at their limit, a day", [own(metrics.sessionsFound)])]
                      : []),
                  picture(
                      "Sessions already over when due, a day",
                      sum(
                          "IF(FILL(ended, 0) > FILL(stopped, 0), FILL(ended, 0) - FILL(stopped, 0), 0)",
                          "already over",
                          states("ExecutionsSucceeded", { id: "ended", visible: false }),
                          own(metrics.sessionsStopped, { id: "stopped", visible: false }),
                      ),
                  ),
              ]
            : [picture("Watches that ended well, a day", [states("ExecutionsSucceeded")])]),
        picture(
            "Watches that failed, a day",
            sum(
                "FILL(failed, 0) + FILL(late, 0) + FILL(aborted, 0)",
                "failed, timed out or aborted",
                states("ExecutionsFailed", { id: "failed", visible: false }),
                states("ExecutionsTimedOut", { id: "late", visible: false }),
                states("ExecutionsAborted", { id: "aborted", visible: false }),
            ),
        ),
        picture("Transitions that AWS throttled, a day", [states("ExecutionThrottled")]),
        ...(args.publishMetrics
            ? [
                  picture("DPU-hours used by stopped sessions, a day", [own(metrics.dpuHoursUsed)]),
                  ...(args.priced
                      ? [picture("USD avoided at most, a day (estimate)", [own(metrics.idleUpperBoundUsd)])]
                      : []),
                  picture("Longest delay from limit to stop, in seconds", [own(metrics.stopDelaySeconds)], "Maximum"),
              ]
            : []),
    ];
    return {
        start: "-P28D",
        periodOverride: "inherit",
        widgets: [
            { type: "text", x: 0, y: 0, width: 24, height: textHeight, properties: { markdown: heading(args) } },
            {
                type: "alarm",
                x: 0,
                y: textHeight,
                width: 24,
                height: 2,
                properties: { title: "Alarms", alarms: args.alarmArns },
            },
            ...pictures.map((widget, index) => ({
                ...widget,
                x: (index % columns) * width,
                y: textHeight + 2 + Math.floor(index / columns) * height,
                width,
                height,
            })),
        ],
    };
}

function heading(args: DashboardArgs): string {
    const url = statesConsoleUrl(args, `/statemachines/view/${args.stateMachineArn}`);
    return [
        `# ${args.guard}`,
        `Stops Glue sessions of account ${args.account} in ${args.region} at their limit. ` +
            (url ? `[Sessions being watched now](${url}). ` : "") +
            "If an alarm goes off (more in docs/operations.md of the project):",
        "",
        "| alarm | what it means | what to do first |",
        "|---|---|---|",
        ...alarms.map(({ key, meaning, firstStep }) => `| ${key} | ${meaning} | ${firstStep} |`),
    ].join("\n");
}
