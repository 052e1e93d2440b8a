import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { sessionsInUse } from "../../../model/monitoring/metrics";
import { named } from "../../aws/accountProblem";
import { mayLook, note, ok, wrong, type Check, type Finding } from "../account/finding";
import { executionsOf } from "../account/watches";

/**
 * Executions that an account may have open in a region.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const mostOpen = 1_000_000;
/** Above this share of a quota somebody should ask for more. */
const high = 0.8;
const hours = 60 * 60 * 1000;

/** Will it scale: open watches and sessions in use, beside what AWS allows. */
export const scale: Check = {
    title: "Quotas",
    needs: () => [mayLook("LookAtMetrics", ["cloudwatch:GetMetricData"])],
    look: async ({ machineArn, now }, { states, cloudWatch }) => {
        const { executions, complete } = await executionsOf(states, machineArn, "RUNNING", 0, 20);
        const percent = await named("cloudwatch:GetMetricData", async () => {
            const { MetricDataResults = [] } = await cloudWatch.send(
                new GetMetricDataCommand({
                    MetricDataQueries: [
                        {
                            Id: "used",
                            MetricStat: {
                                Metric: {
                                    Namespace: sessionsInUse.namespace,
                                    MetricName: sessionsInUse.name,
                                    Dimensions: Object.entries(sessionsInUse.dimensions).map(([Name, Value]) => ({
                                        Name,
                                        Value,
                                    })),
                                },
                                Period: 3600,
                                Stat: "Maximum",
                            },
                        },
                    ],
                    StartTime: new Date(now - 24 * hours),
                    EndTime: new Date(now),
                }),
            );
            // Newest first.
            return MetricDataResults[0]?.Values?.[0];
        });
        const open = executions.length;
        const findings: Finding[] = [];
        if (open > high * mostOpen) {
            findings.push(wrong(`${open} watches are open, of ${mostOpen} that AWS allows`, quotas("states")));
        }
        if (percent !== undefined && percent > 100 * high) {
            findings.push(
                note(
                    `Glue's sessions in use are at ${percent} % of the quota: beyond it nobody can open one`,
                    quotas("glue"),
                ),
            );
        }
        const watches = `${complete ? "" : "more than "}${open} of ${mostOpen} watches open`;
        const used =
            percent === undefined
                ? "Glue has published no figure of its sessions today"
                : `sessions in use at ${percent} % of Glue's quota`;
        return { findings: findings.length > 0 ? findings : [ok(`${watches}; ${used}`)] };
    },
};

const quotas = (service: string) =>
    `aws service-quotas list-service-quotas --service-code ${service}, and ask for more`;
