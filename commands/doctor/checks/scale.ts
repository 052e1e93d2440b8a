import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { sessionsInUse } from "../../../model/monitoring/metrics";
import { named } from "../../aws/accountProblem";
import { awsCommand, count, mayLook, note, ok, type Check, type Finding } from "../account/finding";
import type { Subject } from "../account/subject";
import { executionsOf } from "../account/watches";

/**
 * Executions that an account may have open in a region.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const mostOpen = "1,000,000";
/** Counting goes no further. */
const mostPages = 20;
/** Above this share of a quota, in percent, somebody should ask for more. */
const high = 80;
const hours = 60 * 60 * 1000;

/** Will it scale: open watches and sessions in use, beside what AWS allows. */
export const scale: Check = {
    title: "Quotas",
    needs: () => [mayLook("LookAtMetrics", ["cloudwatch:GetMetricData"])],
    look: async (subject, { states, cloudWatch }) => {
        const { machineArn, now } = subject;
        const { executions, complete } = await executionsOf(states, machineArn, "RUNNING", 0, mostPages);
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
        const findings: Finding[] = [
            ...(complete
                ? []
                : [
                      note(
                          `more than ${mostPages * 1000} watches are open, of ${mostOpen} that AWS allows`,
                          quotas(subject, "states"),
                      ),
                  ]),
            ...(percent !== undefined && percent > high
                ? [
                      note(
                          `Glue's sessions in use are at ${percent} % of the quota: beyond it nobody can open one`,
                          quotas(subject, "glue"),
                      ),
                  ]
                : []),
        ];
        const used =
            percent === undefined
                ? "Glue has published no figure of its sessions today"
                : `sessions in use at ${percent} % of Glue's quota`;
        return {
            findings:
                findings.length > 0
                    ? findings
                    : [ok(`${count(executions.length, "watch")} open, of ${mostOpen}; ${used}`)],
        };
    },
};

const quotas = (subject: Subject, service: string) =>
    awsCommand(subject, `service-quotas list-service-quotas --service-code ${service}`) + ", and ask for more";
