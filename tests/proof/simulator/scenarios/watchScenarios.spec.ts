import { shown } from "../../../../model/event/printable";
import { expect } from "chai";
import { runScenario } from "../../../../proof/simulator/results/runScenario";
import { runStack, type Program } from "../../../../proof/simulator/program/program";
import type { Session } from "../../../../proof/simulator/aws/glue/glue";
import type { Registered } from "../../../../proof/simulator/program/registration";
import type { Scenario } from "../../../../proof/simulator/scenarios/scenario";
import { watchScenarios } from "../../../../proof/simulator/scenarios/watchScenarios";
import { broken, program } from "../../../support/stacks";
import { readGuard } from "../../../../proof/simulator/program/deployedGuard";

/** Names of the watchScenarios that fail; "all" when nothing can be deployed. */
async function failing(program: Program): Promise<string> {
    try {
        const guard = readGuard(program);
        const wrong: string[] = [];
        for (const scenario of watchScenarios) {
            const { failures } = await runScenario(guard, scenario);
            wrong.push(...(failures.length > 0 ? [scenario.name] : []));
        }
        return wrong.join(" ");
    } catch (error) {
        return `refused: ${(error as Error).message.split("\n")[0] ?? ""}`;
    }
}

/** An own calculation: whole numbers of cents, half a cent up. `price` in thousandths of a USD. */
const cents = (dpuSeconds: number, price: number) => (Math.floor((dpuSeconds * price) / 36_000 + 0.5) / 100).toFixed(2);
/** Hours, minutes and seconds as a mail writes them. */
const time = (seconds: number) =>
    (
        [
            ["d", 86_400, Infinity],
            ["h", 3600, 24],
            ["min", 60, 60],
            ["s", 1, 60],
        ] as const
    )
        .map(([unit, size, limit]) => `${Math.floor(seconds / size) % limit} ${unit}`)
        .filter((part) => !part.startsWith("0 "))
        .join(" ");
const line = (message: string, label: string) => new RegExp(`^${label}: +(.*)$`, "m").exec(message)?.[1];

/** The session that a mail speaks of: the only one of its id and time. */
function sessionOf(sessions: readonly Session[], message: string): Session | undefined {
    const created = Date.parse(line(message, "Created") ?? "");
    const [session, ...others] = sessions.filter(
        (one) => one.createdAt === created && message.includes(`\nSession:  ${shown(one.plan.id, 255)}\n`),
    );
    expect(others, message).to.deep.equal([]);
    return session;
}

/** What a notice of a stopped session has to say of it. */
function figures(session: Session, price: number) {
    const seconds = Math.round(((session.endedAt(Infinity) ?? NaN) - session.createdAt) / 1000);
    const { dpu = 2, idleMinutes } = session.plan;
    return {
        "Ran for": time(seconds),
        Used: `${Math.round((seconds * dpu) / 3.6) / 1000} DPU-hours, as measured by Glue`,
        Cost: `${cents(Math.max(60, seconds) * dpu, price)} USD so far, at ${price / 1000} USD per DPU-hour`,
        Avoided:
            `up to ${cents((idleMinutes ?? 2880) * 60 * dpu, price)} USD, had it been left idle from now until ` +
            `${idleMinutes === undefined ? "the default" : "its"} idle time-out of ${time((idleMinutes ?? 2880) * 60)}`,
    };
}

describe("watchScenarios", () => {
    it("have names of their own", () => {
        expect(watchScenarios.map(({ name }) => name)).to.deep.equal([
            "data-preview",
            "ready-when-due",
            "slow-provisioning",
            "closed-by-user",
            "timed-out",
            "deleted",
            "reused-id",
            "failed-create",
            "other-event",
            "duplicate-event",
            "late-event",
            "missing-id",
            "over-size-request",
            "hostile-id",
            "stop-denied",
            "deleted-before-stop",
            "stop-reply-lost",
            "unknown-error",
            "throttled",
            "glue-outage",
            "notice-fails",
            "target-denied",
            "watch-aborted",
            "never-stops",
        ]);
    });

    for (const stack of ["dev", "prod"]) {
        for (const scenario of watchScenarios) {
            it(`${scenario.name} passes on ${stack}`, async () => {
                const { failures } = await runScenario(readGuard(await program(stack)), scenario);
                expect(failures).to.deep.equal([]);
            });
        }
    }

    for (const [stack, price, config] of [
        ["dev", 440, {}],
        ["prod", 440, {}],
        ["prod", 525, { "glue-cost-control:dpuHourUsd": "0.525" }],
    ] as const) {
        it(`tell the figures of each session as an own calculation has them, on ${stack} at ${price / 1000} USD`, async () => {
            const played = await runStack(stack, config);
            const printed = { stopped: 0, failed: 0, unknown: 0 };
            for (const scenario of watchScenarios) {
                const { outcome, aws } = await runScenario(readGuard(played), scenario);
                const stopped = aws.sessions.filter((session) => session.endedBy(aws.cloud.clock.now) === "guard");
                for (const { message, attributes } of outcome.notices) {
                    if (attributes.kind === "stopped") {
                        const session = sessionOf(stopped, message);
                        expect(session, message).not.to.equal(undefined);
                        const wanted = session && figures(session, price);
                        expect(
                            Object.fromEntries(Object.keys(wanted ?? {}).map((label) => [label, line(message, label)])),
                        ).to.deep.equal(wanted);
                        printed.stopped++;
                    }
                    if (attributes.kind === "failed") {
                        const session = line(message, "Status") && sessionOf(aws.sessions, message);
                        const { dpu = 2 } = session ? session.plan : {};
                        expect(message).to.include(
                            session
                                ? ` with ${dpu} DPU, and costs ${cents(dpu * 3600, price)} USD an hour until somebody stops it.`
                                : "It is probably still running, and costs money until somebody stops it.",
                        );
                        printed[session ? "failed" : "unknown"]++;
                    }
                }
            }
            expect(printed).to.deep.equal({ stopped: 20, failed: 12, unknown: 2 });
        });
    }

    for (const waitSeconds of ["0", "1", "31449600"]) {
        it(`pass with a limit of ${waitSeconds} s`, async () => {
            expect(await failing(await runStack("dev", { "glue-cost-control:waitSeconds": waitSeconds }))).to.equal("");
        });
    }

    it("would show a watch that runs out of its own time, which none of them brings about", async () => {
        const short = await broken("StateMachine", (json) =>
            json.replaceAll('\\"TimeoutSeconds\\":7230', '\\"TimeoutSeconds\\":40'),
        );
        const { outcome } = await runScenario(readGuard(short), watchScenarios[0] as Scenario);
        expect(outcome.executions.map(({ status, error }) => [status, error])).to.deep.equal([
            ["TIMED_OUT", "States.Timeout"],
        ]);
        expect(outcome.notices.map(({ subject }) => subject)).to.deep.equal([
            'ALARM: "glue-cost-control--dev--sessions-executions-timed-out" in eu-west-1',
        ]);
    });

    it("pass with topics that a customer's key encrypts, and not without the right to use it", async () => {
        const encrypted = await runStack("prod", {
            "glue-cost-control:topicKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/1-2",
        });
        expect(await failing(encrypted)).to.equal("");
        const resources = JSON.parse(
            JSON.stringify(encrypted.resources).replaceAll("kms:Decrypt", "kms:Encrypt"),
        ) as Registered[];
        expect(await failing({ ...encrypted, resources })).to.include("data-preview");
    });

    for (const [what, type, change] of [
        ["another bus", "EventRule", { eventBusName: "other" }],
        ["another bus of a target", "EventTarget", { eventBusName: "other" }],
        ["a key of AWS's own on the queue", "Queue", { kmsMasterKeyId: "alias/aws/sqs" }],
        ["a key of AWS's own on a topic", "Topic", { kmsMasterKeyId: "alias/aws/sns" }],
        ["an express workflow", "StateMachine", { type: "EXPRESS" }],
        ["an alarm without actions", "MetricAlarm", { actionsEnabled: false }],
        ["a period of 45 s", "MetricAlarm", { period: 45 }],
    ] as const) {
        it(`cannot be played with ${what}: the simulator would pass it over`, async () => {
            const dev = await program("dev");
            const resources = dev.resources.map((one) =>
                one.type.endsWith(`:${type}`) ? { ...one, inputs: { ...one.inputs, ...change } } : one,
            );
            const [[property, value]] = Object.entries(change) as [[string, unknown]];
            expect(await failing({ ...dev, resources })).to.match(
                new RegExp(`^refused: The simulator does not take ${property} ${JSON.stringify(value)} of aws:`),
            );
        });
    }

    describe("show a deliberate break of", () => {
        const remove =
            (text: string | RegExp, by = "") =>
            (json: string) =>
                json.replaceAll(text, by);
        /** The watchScenarios in which a watch begins, without these. */
        const watchesBut = (...without: string[]) =>
            watchScenarios
                .map(({ name }) => name)
                .filter((name) => !["failed-create", "other-event", ...without].includes(name))
                .join(" ");
        const endedByThemselves = ["closed-by-user", "timed-out", "deleted"];
        const refusedByAws = (why: string) =>
            `refused: AWS would not create stateMachine:glue-cost-control--dev--sessions: ${why}`;
        for (const [what, type, change, wrong] of [
            [
                "the check for another session of that id",
                "StateMachine",
                remove("$created > $createdAt + 60000", "false"),
                "reused-id",
            ],
            ["the rule's source", "EventRule", remove('\\"source\\":[\\"aws.glue\\"],'), "other-event"],
            [
                "the rule's detail-type",
                "EventRule",
                remove('\\"detail-type\\":[\\"AWS API Call via CloudTrail\\"],'),
                "other-event",
            ],
            [
                "the template's creator",
                "EventTarget",
                remove("$.detail.userIdentity", "$.detail.user"),
                "data-preview stop-denied",
            ],
            ["the template's event id", "EventTarget", remove("$.detail.eventID", "$.detail.id"), "stop-denied"],
            [
                "the target's retries",
                "EventTarget",
                remove('"maximumRetryAttempts":185', '"maximumRetryAttempts":0'),
                "throttled",
            ],
            [
                "the target's patience",
                "EventTarget",
                remove('"maximumEventAgeInSeconds":3600', '"maximumEventAgeInSeconds":0'),
                "throttled",
            ],
            [
                "the retry of a notice",
                "StateMachine",
                remove('\\"MaxAttempts\\":5', '\\"MaxAttempts\\":0'),
                "throttled",
            ],
            [
                "the metric of aborted watches",
                "MetricAlarm",
                remove("ExecutionsAborted", "ExecutionsStarted"),
                "watch-aborted",
            ],
            ["the rule's errorCode", "EventRule", remove(',\\"errorCode\\":[{\\"exists\\":false}]'), "failed-create"],
            [
                "the rule's eventSource",
                "EventRule",
                remove('\\"eventSource\\":[\\"glue.amazonaws.com\\"],'),
                "other-event",
            ],
            [
                "the rule's eventName",
                "EventRule",
                remove('\\"CreateSession\\"', '\\"CreateSession\\",\\"StopSession\\"'),
                "other-event",
            ],
            ["the rule's state", "EventRule", remove("ENABLED", "DISABLED"), watchesBut()],
            // In quotes an object delivers nothing; CloudTrail drops a request that is too large.
            [
                "the template's request",
                "EventTarget",
                remove("<request>", '\\"<request>\\"'),
                watchesBut("over-size-request"),
            ],
            ["the template's response", "EventTarget", remove('\\"response\\": <response>, '), "over-size-request"],
            [
                "the target's role",
                "EventTarget",
                remove(/sessions-rule"/g, 'sessions-workflow"'),
                watchesBut("target-denied"),
            ],
            ["the target's queue", "EventTarget", remove(/"deadLetterConfig":\{[^}]*\},?/g), "target-denied"],
            ["the queue's policy", "QueuePolicy", remove(/rule\/glue/g, "rule/other"), "target-denied"],
            [
                "the rule's permission",
                "RolePolicy",
                remove("states:StartExecution", "states:StopExecution"),
                watchesBut("target-denied"),
            ],
            [
                "the machine's permission to look",
                "RolePolicy",
                remove("glue:GetSession", "glue:GetSessions"),
                watchesBut("target-denied", "watch-aborted", "missing-id", "glue-outage"),
            ],
            [
                "the machine's permission to stop",
                "RolePolicy",
                remove("glue:StopSession", "glue:DeleteSession"),
                watchesBut(
                    "target-denied",
                    "watch-aborted",
                    "missing-id",
                    "glue-outage",
                    "stop-denied",
                    // Denied once, and then gone.
                    "deleted-before-stop",
                    ...endedByThemselves,
                ),
            ],
            [
                "the machine's permission to tell",
                "RolePolicy",
                remove("sns:Publish", "sns:Subscribe"),
                watchesBut(
                    "target-denied",
                    "watch-aborted",
                    "notice-fails",
                    "deleted-before-stop",
                    ...endedByThemselves,
                ),
            ],
            ["the sessions' ARN", "RolePolicy", remove("session/*", "session/glue*"), "hostile-id"],
            [
                "the machine's logs",
                "RolePolicy",
                remove("logs:CreateLogDelivery", "logs:Create"),
                refusedByAws("logs:CreateLogDelivery on * is denied: no policy allows it."),
            ],
            [
                "the machine's trust",
                "Role",
                remove("states.amazonaws.com", "lambda.amazonaws.com"),
                refusedByAws(
                    "sts:AssumeRole on this role for states.amazonaws.com is denied: the trust policy does not allow it.",
                ),
            ],
            ["the rule's trust", "Role", remove("rule/glue", "rule/other"), watchesBut("target-denied")],
            [
                "the retry of a look-up",
                "StateMachine",
                remove('\\"MaxAttempts\\":24', '\\"MaxAttempts\\":1'),
                "unknown-error throttled",
            ],
            [
                "the catch of a lost answer",
                "StateMachine",
                remove("Glue.SdkClientException", "Glue.OtherException"),
                "stop-reply-lost",
            ],
            [
                "the note that a stop was asked for",
                "StateMachine",
                remove('\\"stopRequestedAt\\":\\"{% $millis() %}\\"', '\\"stopRequestedAt\\":0'),
                watchesBut(
                    ...endedByThemselves,
                    "watch-aborted",
                    ...[
                        "missing-id",
                        "stop-denied",
                        "deleted-before-stop",
                        "glue-outage",
                        "target-denied",
                        "never-stops",
                    ],
                ),
            ],
            [
                "the topic of notices",
                "StateMachine",
                remove(/sessions-success/g, "sessions-other"),
                watchesBut(
                    ...endedByThemselves,
                    "watch-aborted",
                    ...[
                        "missing-id",
                        "stop-denied",
                        "deleted-before-stop",
                        "glue-outage",
                        "target-denied",
                        "never-stops",
                        "notice-fails",
                    ],
                ),
            ],
            [
                "the limit, too long",
                "StateMachine",
                remove('\\"limit\\":{\\"seconds\\":30', '\\"limit\\":{\\"seconds\\":3000'),
                "data-preview ready-when-due slow-provisioning late-event hostile-id",
            ],
            [
                "the alarm's dimension",
                "MetricAlarm",
                remove(/stateMachine:glue/g, "stateMachine:other"),
                "missing-id hostile-id stop-denied glue-outage notice-fails watch-aborted never-stops",
            ],
            [
                "the alarm's comparison",
                "MetricAlarm",
                remove("GreaterThanThreshold", "LessThanThreshold"),
                "missing-id hostile-id stop-denied glue-outage notice-fails target-denied watch-aborted never-stops",
            ],
            [
                "the dead letters' alarm",
                "MetricAlarm",
                remove(/"QueueName":"[^"]*"/g, '"QueueName":"other"'),
                "target-denied",
            ],
            [
                "the topic of alarms",
                "MetricAlarm",
                remove(/sessions-failure/g, "sessions-other"),
                "missing-id hostile-id stop-denied glue-outage notice-fails target-denied watch-aborted never-stops",
            ],
        ] as const) {
            it(what, async () => {
                expect(await failing(await broken(type, change))).to.equal(wrong);
            });
        }
    });
});
