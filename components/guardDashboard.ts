import * as pulumi from "@pulumi/pulumi";
import { Dashboard } from "@pulumi/aws/cloudwatch/dashboard";
import type { Place } from "../model/aws/arn";
import { dpuHourPrice } from "../model/money/pricing";
import { dashboardBody } from "../model/monitoring/dashboard";

export interface GuardDashboardArgs {
    /** The physical name. */
    guard: string;
    place: pulumi.Output<Place>;
    region?: pulumi.Input<string>;
    stateMachineArn: pulumi.Output<string>;
    /** In the order of the table of alarms. */
    alarmArns: pulumi.Output<string[]>;
    publishMetrics: boolean;
    /** Whether the guard may report sessions instead of stopping them. */
    finds: boolean;
    dpuHourUsd?: pulumi.Input<string>;
}

/** The dashboard of `model/monitoring/dashboard.ts`. */
export class GuardDashboard extends pulumi.ComponentResource {
    constructor(name: string, args: GuardDashboardArgs, opts: pulumi.ComponentResourceOptions) {
        super("glue-cost-control:index:GuardDashboard", name, {}, opts);
        const { guard, region, publishMetrics, finds } = args;
        new Dashboard(
            name,
            {
                region,
                dashboardName: guard,
                dashboardBody: pulumi
                    .all([args.place, args.stateMachineArn, args.alarmArns, args.dpuHourUsd])
                    .apply(([place, stateMachineArn, alarmArns, dpuHourUsd]) =>
                        JSON.stringify(
                            dashboardBody({
                                ...place,
                                guard,
                                stateMachineArn,
                                alarmArns,
                                publishMetrics,
                                finds,
                                priced: dpuHourPrice(place.region, dpuHourUsd) !== undefined,
                            }),
                        ),
                    ),
            },
            // In earlier versions it stood directly below the guard: the engine finds it there, and keeps it.
            { parent: this, aliases: [{ parent: opts.parent }] },
        );
        this.registerOutputs({});
    }
}
