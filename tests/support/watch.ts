import { StateMachine, type Execution } from "../../proof/simulator/aws/stepfunctions/stateMachine";
import { stopWorkflow } from "../../model/workflow/stopWorkflow";
import type { StopWorkflowArgs } from "../../model/workflow/step/step";
import type { SendEmailArguments } from "../../proof/simulator/aws/ses/ses";
import type { Reply } from "../../proof/simulator/aws/core/calls";

/** Runs one execution of the stop workflow against scripted answers, on its own clock. */
export const workflowArgs: StopWorkflowArgs = {
    partition: "aws",
    region: "eu-west-1",
    account: "123456789012",
    guard: "test-guard",
    waitSeconds: 1800,
    successTopicArn: "arn:aws:sns:eu-west-1:123456789012:success",
    failureTopicArn: "arn:aws:sns:eu-west-1:123456789012:failure",
    publishMetrics: false,
};

/** When the session was created, as its record says. */
export const createdAt = Date.UTC(2026, 10, 22, 20, 10);

/** What the input transformer makes of an ordinary record. */
export const ordinaryInput = {
    request: { id: "s-1", defaultArguments: { "--password": "hunter2" } },
    response: { session: { id: "s-1" } },
    who: { type: "AssumedRole", arn: "arn:aws:sts::123456789012:assumed-role/Dev/alice" },
    eventId: "e-1",
    eventTime: "2026-11-22T20:10:00Z",
    region: "eu-west-1",
};

export interface Published {
    readonly TopicArn: string;
    readonly Subject: string;
    readonly Message: string;
    readonly MessageAttributes: Readonly<Record<string, { readonly StringValue: string }>>;
}

export interface MetricData {
    readonly Namespace: string;
    readonly MetricData: readonly {
        readonly MetricName: string;
        readonly Unit: string;
        readonly Value: number;
        readonly Dimensions: unknown;
    }[];
}

export interface Watch {
    readonly execution: Execution;
    /** Names of the states entered, in order. */
    readonly path: readonly string[];
    /** Calls made: "getSession", "stopSession", "publish", with the seconds since creation. */
    readonly calls: readonly (readonly [call: string, second: number])[];
    readonly published: readonly Published[];
    /** Mails to owners. */
    readonly mails: readonly SendEmailArguments[];
    readonly metricData: readonly MetricData[];
}

export interface Script {
    readonly input?: unknown;
    readonly args?: Partial<StopWorkflowArgs>;
    /** Changes the definition's text before it runs. */
    readonly change?: (definition: string) => string;
    /** Whether States.ALL catches a result that is too large. Default: false. */
    readonly allTakesTooLarge?: boolean;
    /** Seconds from creation to the start of the execution. Default: 5. */
    readonly startsAfter?: number;
    /** Answers to GetSession in turn, the last one again and again: a Session, or an error. */
    readonly looks?: readonly (Readonly<Record<string, unknown>> | Reply)[];
    /** Answers to StopSession in turn, the last one again and again. Default: accepted. */
    readonly stops?: readonly Reply[];
    /** Answers to GetTags in turn, the last one again and again. Default: no tags. */
    readonly tags?: readonly Reply[];
    /** Answers of the reader in turn, the last one again and again. Default: not at work. */
    readonly reads?: readonly Reply[];
    /** Answers to PutMetricData in turn, the last one again and again. Default: accepted. */
    readonly measures?: readonly Reply[];
    /** Answers to Publish in turn, the last one again and again. Default: accepted. */
    readonly publishes?: readonly Reply[];
    /** Answers to SendEmail in turn, the last one again and again. Default: accepted. */
    readonly sends?: readonly Reply[];
}

export const refused = (error: string, seconds?: number): Reply => ({
    error,
    cause: `because of ${error}`,
    ...(seconds !== undefined && { seconds }),
});

/** What StartSyncExecution answers once the reader has said this. */
export const readerSays = (answer: unknown): Reply => ({
    result: { Status: "SUCCEEDED", Output: JSON.stringify(answer) },
});

export async function watch(script: Script): Promise<Watch> {
    const text = JSON.stringify(stopWorkflow({ ...workflowArgs, ...script.args }));
    const machine = new StateMachine(
        JSON.parse(script.change?.(text) ?? text),
        "arn:aws:states:eu-west-1:123456789012:stateMachine:test-guard",
        "arn:aws:iam::123456789012:role/glue-cost-control/test",
    );
    const calls: [string, number][] = [];
    const published: Published[] = [];
    const mails: SendEmailArguments[] = [];
    const metricData: MetricData[] = [];
    const next = <T>(answers: readonly T[], call: string): T => {
        const turn = calls.filter(([name]) => name === call).length - 1;
        const answer = answers[Math.min(turn, answers.length - 1)];
        if (answer === undefined) {
            throw new Error(`The script has no answer for ${call}.`);
        }
        return answer;
    };
    const execution = machine.start("run", script.input ?? ordinaryInput, createdAt + (script.startsAfter ?? 5) * 1000);
    const steps = machine.run(execution, {
        random: () => 0.5,
        ...(script.allTakesTooLarge !== undefined && { allTakesTooLarge: script.allTakesTooLarge }),
        call: (resource, args, at) => {
            const call = resource.split(":").at(-1) ?? "";
            calls.push([call, (at - createdAt) / 1000]);
            switch (call) {
                case "getSession": {
                    const look = next(script.looks ?? [], call);
                    return "error" in look || "result" in look ? (look as Reply) : { result: { Session: look } };
                }
                case "stopSession":
                    return next(script.stops ?? [{ result: {} }], call);
                case "getTags":
                    return next(script.tags ?? [{ result: { Tags: {} } }], call);
                case "startSyncExecution":
                    return next(script.reads ?? [readerSays({ busy: false, at: 0 })], call);
                case "putMetricData":
                    metricData.push(args as MetricData);
                    return next(script.measures ?? [{ result: {} }], call);
                case "sendEmail": {
                    const reply = next(script.sends ?? [{ result: {} }], call);
                    if ("result" in reply) {
                        mails.push(args as SendEmailArguments);
                    }
                    return reply;
                }
                default: {
                    const reply = next(script.publishes ?? [{ result: {} }], call);
                    if ("result" in reply) {
                        published.push(args as Published);
                    }
                    return reply;
                }
            }
        },
    });
    while (!(await steps.next()).done) {
        // Each step waits for its turn of the virtual clock, which nobody else shares here.
    }
    const path = execution.history.flatMap(({ type, details }) =>
        type.endsWith("StateEntered") ? [String(details.name)] : [],
    );
    return { execution, path, calls, published, mails, metricData };
}
