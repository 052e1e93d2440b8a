import { readFileSync } from "node:fs";
import { join } from "node:path";
import { logDelivery, policyDocument, startExecutions, trustPolicy } from "../../../model/access/permissions";
import type { InputTransformer } from "../../simulator/aws/eventbridge/inputTransformer";
import type { Deployed } from "../../simulator/aws/deployed";

/**
 * The machine, the rule and the alarm that the article builds by hand, with another limit if one is given: it says
 * itself that only the Wait has to be changed for that. What it does not tell is what the console chooses: a rule that
 * retries for a day and has no dead-letter queue, and an alarm that treats missing data as missing.
 */
interface Article {
    readonly definition: { readonly States: Readonly<Record<string, object>> };
    readonly eventPattern: unknown;
    readonly inputTransformer: InputTransformer;
}

const read = () => JSON.parse(readFileSync(join(__dirname, "articleAsBuilt.json"), "utf8")) as Article;

const account = "123456789012";
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${account}:${resource}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const machineArn = arn("states", "stateMachine:GlueSession-WaitAndStop");
const ruleArn = arn("events", "rule/GlueSession-Created");
const success = arn("sns", "success-stepfunction");
const failure = arn("sns", "failure-stepfunction");

/** Where the article's author has it. */
export const articlePlace = { partition: "aws", region: "eu-west-1", account };

export function article(waitSeconds: number): Deployed {
    const { definition, eventPattern, inputTransformer } = read();
    const { States } = definition;
    const allow = (Action: string, Resource: string) => policyDocument({ Sid: "A", Effect: "Allow", Action, Resource });
    return {
        machines: [
            {
                arn: machineArn,
                roleArn: role("machine"),
                definition: { ...definition, States: { ...States, Wait: { ...States.Wait, Seconds: waitSeconds } } },
                express: false,
                logLevel: "ERROR",
                logsData: true,
            },
        ],
        schedules: [],
        rules: [
            {
                name: "GlueSession-Created",
                arn: ruleArn,
                region: articlePlace.region,
                enabled: true,
                pattern: eventPattern,
                // EventBridge's defaults: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
                targets: [
                    {
                        arn: machineArn,
                        roleArn: role("rule"),
                        transformer: inputTransformer,
                        maximumAgeSeconds: 24 * 60 * 60,
                        maximumRetries: 185,
                    },
                ],
            },
        ],
        queues: new Map(),
        roles: new Map([
            [
                role("machine"),
                {
                    trust: trustPolicy("states.amazonaws.com", account, machineArn),
                    policies: [
                        policyDocument(logDelivery),
                        allow("glue:StopSession", arn("glue", "session/*")),
                        allow("sns:Publish", success),
                    ],
                },
            ],
            [
                role("rule"),
                {
                    trust: trustPolicy("events.amazonaws.com", account, ruleArn),
                    policies: [policyDocument(startExecutions(machineArn))],
                },
            ],
        ]),
        subscriptions: [],
        channels: [],
        topics: new Map([
            [success, {}],
            [failure, {}],
        ]),
        alarms: [
            {
                name: "executions-failed",
                arn: arn("cloudwatch", "alarm:executions-failed"),
                description: "An execution failed.",
                namespace: "AWS/States",
                metricName: "ExecutionsFailed",
                dimensions: { StateMachineArn: machineArn },
                statistic: "Sum",
                periodSeconds: 60,
                evaluationPeriods: 1,
                datapointsToAlarm: 1,
                comparisonOperator: "GreaterThanThreshold",
                threshold: 0,
                treatMissingData: "missing",
                actions: [failure],
            },
        ],
    };
}
