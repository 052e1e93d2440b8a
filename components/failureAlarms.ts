import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { alarmDescription, alarms, type Watched } from "../model/monitoring/alarms";

export interface FailureAlarmsArgs {
    /** How the physical names begin. */
    guard: string;
    region?: pulumi.Input<string>;
    topicArn: pulumi.Output<string>;
    /** Whose metrics are watched. */
    watched: Record<Watched, pulumi.Output<string>>;
}

/** One alarm for each row of the table in `model/monitoring/alarms.ts`. */
export class FailureAlarms extends pulumi.ComponentResource {
    /** In the order of the table. */
    readonly arns: pulumi.Output<string[]>;

    constructor(name: string, args: FailureAlarmsArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:FailureAlarms", name, {}, opts);
        const made = alarms.map(
            (alarm) =>
                new MetricAlarm(
                    `${name}-${alarm.key}`,
                    {
                        region: args.region,
                        name: `${args.guard}-${alarm.key}`,
                        alarmDescription: alarmDescription(alarm),
                        namespace: alarm.namespace,
                        metricName: alarm.metricName,
                        dimensions: { [alarm.dimension]: args.watched[alarm.dimension] },
                        statistic: alarm.statistic,
                        period: alarm.periodSeconds,
                        evaluationPeriods: 1,
                        comparisonOperator: "GreaterThanThreshold",
                        threshold: 0,
                        treatMissingData: "notBreaching",
                        alarmActions: [args.topicArn],
                    },
                    { parent: this },
                ),
        );
        this.arns = pulumi.all(made.map(({ arn }) => arn));
        this.registerOutputs({ arns: this.arns });
    }
}
