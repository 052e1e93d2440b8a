import aslValidator from "asl-validator";
import { expect } from "chai";
import type { Reply } from "../../../proof/simulator/aws/core/calls";
import { checkDefinition } from "../../../proof/simulator/aws/stepfunctions/definition/checkDefinition";
import { maxWaitSeconds, stopWorkflow, stopWorkflowPermissions } from "../../../model/workflow/stopWorkflow";
import { sessionReader } from "../../../model/workflow/reader";
import { createdAt, ordinaryInput, refused, watch, workflowArgs, type Script } from "../../support/watch";

const at = (seconds: number) => new Date(createdAt + seconds * 1000).toISOString();
const session = (Status: unknown, more: Record<string, unknown> = {}) => ({
    Id: "s-1",
    CreatedOn: at(0),
    Status,
    ...more,
});
const ready = session("READY");
const stopped = session("STOPPED", { ExecutionTime: 1802, DpuSeconds: 9010, MaxCapacity: 5 });

/** 75 arguments of 4,096 characters: more than a state may hold. */
const tooLarge = session("READY", { DefaultArguments: "x".repeat(300_000) });

const begin = ["CheckRequest", "WaitUntilDue", "LookUpSession"];
const stop = ["ChooseAction", "StopGlueSession", "WaitForSession", "LookUpSession"];
const failed = ["NotifyFailure", "WatchFailed"];

/** A row of the table in the design: what is seen, and what happens. */
interface Row {
    readonly seen: string;
    readonly script: Script;
    readonly path: readonly string[];
    /** Absent: SUCCEEDED. */
    readonly error?: string;
    readonly notices?: readonly string[];
    readonly transitions?: number;
}

const rows: Readonly<Record<string, readonly Row[]>> = {
    CheckRequest: [
        ...(
            [
                ["no request and no response", { request: null, response: null }],
                ["EventBridge's empty text for both", { request: "", response: "" }],
                ["an empty id", { request: { id: "" }, response: { session: { id: "" } } }],
                ["an id that is a number", { request: { id: 5 }, response: { session: {} } }],
                ["an id that is a list", { request: { id: ["s-1"] }, response: {} }],
            ] as const
        ).map(([seen, input]) => ({
            seen,
            script: { input: { ...ordinaryInput, ...input } },
            path: ["CheckRequest", ...failed],
            error: "InvalidRequest",
            notices: ["failed"],
        })),
        {
            seen: "nothing at all",
            script: { input: {} },
            path: ["CheckRequest", ...failed],
            error: "InvalidRequest",
            notices: ["failed"],
        },
        {
            seen: "an id in the response only",
            script: { input: { ...ordinaryInput, request: "" }, looks: [stopped] },
            path: [...begin, "ChooseAction", "SessionAlreadyOver"],
        },
    ],
    LookUpSession: [
        {
            seen: "EntityNotFound",
            script: { looks: [refused("Glue.EntityNotFoundException")] },
            path: [...begin, "ChooseAction", "SessionAlreadyOver"],
            transitions: 5,
        },
        {
            seen: "EntityNotFound after a stop: it was deleted since, and somebody is mailed",
            script: { looks: [ready, refused("Glue.EntityNotFoundException")] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
            transitions: 9,
        },
        {
            seen: "InvalidInput: no retry",
            script: { looks: [refused("Glue.InvalidInputException")] },
            path: [...begin, ...failed],
            error: "LookUpFailed",
            notices: ["failed"],
            transitions: 5,
        },
        {
            seen: "AccessDenied without end: 5 retries",
            script: { looks: [refused("Glue.AccessDeniedException")] },
            path: [...begin, ...failed],
            error: "LookUpFailed",
            notices: ["failed"],
            transitions: 10,
        },
        {
            seen: "AccessDenied for no reason, as of sessions with tags: asked again",
            script: { looks: [...Array<Reply>(4).fill(refused("Glue.AccessDeniedException")), ready, stopped] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
        },
        ...[
            "Glue.InternalServiceException",
            "Glue.OperationTimeoutException",
            "Glue.ThrottlingException",
            "Glue.GlueException",
            "Glue.SdkClientException",
            "Glue.NobodyKnowsException",
        ].map((name) => ({
            seen: `${name} without end: 24 retries`,
            script: { looks: [refused(name)] },
            path: [...begin, ...failed],
            error: "LookUpFailed",
            notices: ["failed"],
            transitions: 29,
        })),
        {
            seen: "no answer within 60 s, then one",
            script: { looks: [{ result: {}, seconds: 61 }, stopped] },
            path: [...begin, "ChooseAction", "SessionAlreadyOver"],
            transitions: 6,
        },
    ],
    ChooseAction: [
        {
            seen: "a session created more than a minute after the event",
            script: { looks: [session("READY", { CreatedOn: at(61) })] },
            path: [...begin, "ChooseAction", "SessionAlreadyOver"],
        },
        {
            seen: "another session after a stop: the id was taken since, and somebody is mailed",
            script: { looks: [ready, session("READY", { CreatedOn: at(1801) })] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
            transitions: 9,
        },
        {
            seen: "another session after a refused stop",
            script: {
                looks: [ready, session("READY", { CreatedOn: at(1801) })],
                stops: [refused("Glue.IllegalSessionStateException")],
            },
            path: [...begin, ...stop, "ChooseAction", "SessionAlreadyOver"],
        },
        {
            seen: "READY, when look-ups had failed until the give-up time: asked to stop once",
            script: { looks: [...Array.from({ length: 10 }, () => ({ result: {}, seconds: 61 })), ready, stopped] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
        },
        {
            seen: "READY, when it was provisioning until the give-up time, and hangs: asked to stop once, then given up",
            script: {
                looks: [...Array.from({ length: 90 }, () => session("PROVISIONING")), ready, session("STOPPING")],
            },
            path: [
                ...begin,
                ...Array.from({ length: 90 }, () => ["ChooseAction", "WaitForSession", "LookUpSession"]).flat(),
                ...stop,
                "ChooseAction",
                ...failed,
            ],
            error: "SessionStillRunning",
            notices: ["failed"],
        },
        {
            seen: "a session created a minute after the event",
            script: { looks: [session("READY", { CreatedOn: at(60) }), stopped] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
        },
        ...[undefined, "Nov 22, 2026, 8:11:01 PM", "2026-13-45T99:99:99Z", "2027-02-30T00:00:00Z", 1_795_000_000].map(
            (CreatedOn) => ({
                seen: `CreatedOn ${JSON.stringify(CreatedOn)}`,
                script: { looks: [session("READY", { CreatedOn }), stopped] },
                path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
                notices: ["stopped"],
            }),
        ),
        ...["STOPPED", "TIMEOUT", "FAILED"].flatMap((status) => [
            {
                seen: `${status} after a stop`,
                script: { looks: [ready, session(status)] },
                path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
                notices: ["stopped"],
                transitions: 9,
            },
            {
                seen: `${status} without a stop`,
                script: { looks: [session(status)] },
                path: [...begin, "ChooseAction", "SessionAlreadyOver"],
                transitions: 5,
            },
        ]),
        ...["PROVISIONING", "STOPPING"].map((status) => ({
            seen: `${status}, then over`,
            script: { looks: [session(status), stopped] },
            path: [...begin, "ChooseAction", "WaitForSession", "LookUpSession", "ChooseAction", "SessionAlreadyOver"],
        })),
        ...["READY", "BUSY", "PENDING", "CANCELLING", undefined, 7].map((status) => ({
            seen: `status ${JSON.stringify(status)}`,
            script: { looks: [session(status), stopped] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
        })),
        {
            seen: "an answer without a session",
            script: { looks: [{ result: {} }, stopped] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
        },
    ],
    StopGlueSession: [
        {
            seen: "AccessDenied, twice",
            script: { looks: [ready], stops: [refused("Glue.AccessDeniedException")] },
            path: [...begin, ...stop, ...stop, "ChooseAction", ...failed],
            error: "StopDenied",
            notices: ["failed"],
        },
        {
            seen: "AccessDenied once, as Glue denies sessions with tags at random",
            script: { looks: [ready, ready, stopped], stops: [refused("Glue.AccessDeniedException"), { result: {} }] },
            path: [...begin, ...stop, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
        },
        {
            seen: "AccessDenied, and then over: nobody is mailed",
            script: { looks: [ready, stopped], stops: [refused("Glue.AccessDeniedException")] },
            path: [...begin, ...stop, "ChooseAction", "SessionAlreadyOver"],
        },
        ...[
            "Glue.IllegalSessionStateException",
            "Glue.ConcurrentModificationException",
            "Glue.InvalidInputException",
            "Glue.XException",
        ].map((name) => ({
            seen: `${name}, then over: a refusal is no stop`,
            script: { looks: [ready, stopped], stops: [refused(name)] },
            path: [...begin, ...stop, "ChooseAction", "SessionAlreadyOver"],
        })),
        ...[
            refused("Glue.SdkClientException"),
            refused("Glue.OperationTimeoutException"),
            { result: {}, seconds: 61 },
        ].map((reply) => ({
            seen: `${"error" in reply ? reply.error : "no answer within 60 s"}, then over: the stop may have been carried out`,
            script: { looks: [ready, stopped], stops: [reply] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
        })),
        {
            seen: "refused, and refused, then accepted",
            script: {
                looks: [ready, ready, ready, stopped],
                stops: [refused("Glue.GlueException"), refused("Glue.GlueException"), { result: {} }],
            },
            path: [...begin, ...stop, ...stop, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
        },
    ],
    NotifyStopped: [
        {
            seen: "SNS fails: 5 retries, and nobody is mailed",
            script: { looks: [ready, stopped], publishes: [refused("SNS.InternalErrorException")] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped", "WatchFailed"],
            error: "NoticeNotSent",
            transitions: 15,
        },
        {
            seen: "SNS fails twice",
            script: { looks: [ready, stopped], publishes: [refused("SNS.X"), refused("SNS.X"), { result: {} }] },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped"],
            notices: ["stopped"],
            transitions: 11,
        },
    ],
    "a description too large for a state": [
        {
            seen: "stopped blind, and somebody is mailed",
            script: { looks: [tooLarge] },
            path: [...begin, ...stop, "ChooseAction", ...failed],
            error: "SessionStillRunning",
            notices: ["failed"],
        },
        {
            seen: "stopped by somebody else in the meantime, and gone",
            script: { looks: [tooLarge, refused("Glue.EntityNotFoundException")], stops: [refused("Glue.X")] },
            path: [...begin, ...stop, "ChooseAction", "SessionAlreadyOver"],
        },
        {
            seen: "stopped blind, too, on an AWS where States.ALL catches it",
            script: { looks: [tooLarge], allTakesTooLarge: true },
            path: [...begin, ...stop, "ChooseAction", ...failed],
            error: "SessionStillRunning",
            notices: ["failed"],
        },
        {
            seen: "on an AWS that lets nothing catch it: FAILED, for the alarm",
            script: {
                looks: [tooLarge],
                change: (text) => text.replace('{"ErrorEquals":["States.DataLimitExceeded"],', '{"ErrorEquals":["A"],'),
            },
            path: ["CheckRequest", "WaitUntilDue", "LookUpSession"],
            error: "States.DataLimitExceeded",
        },
    ],
    "any Task": [
        {
            seen: "a look-up that cannot be evaluated: no retry",
            script: { looks: [ready], change: (text) => text.replace("$status in", "$floor('x') in") },
            path: [...begin, ...failed],
            error: "LookUpFailed",
            notices: ["failed"],
            transitions: 5,
        },
        {
            seen: "a notice that cannot be written",
            script: {
                looks: [ready, stopped],
                change: (text) =>
                    text.replace("$floor($rest / 86400)", "$floor('x')").replace("$rest >= 86400", "true"),
            },
            path: [...begin, ...stop, "ChooseAction", "NotifyStopped", ...failed],
            error: "WorkflowFault",
            notices: ["failed"],
        },
        {
            seen: "a failure notice that cannot be written: the same failure",
            script: {
                looks: [refused("Glue.InvalidInputException")],
                change: (text) => text.replace("$named := ", "$named := $floor('x') = "),
            },
            path: [...begin, ...failed],
            error: "LookUpFailed",
            transitions: 5,
        },
    ],
    NotifyFailure: [
        {
            seen: "SNS fails: the same failure",
            script: {
                looks: [refused("Glue.InvalidInputException")],
                publishes: [refused("SNS.InternalErrorException")],
            },
            path: [...begin, ...failed],
            error: "LookUpFailed",
            transitions: 10,
        },
    ],
};

/** Every expression of a definition. */
function expressionsOf(value: unknown): string[] {
    if (typeof value === "string") {
        return value.startsWith("{%") ? [value] : [];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(expressionsOf) : [];
}

describe("stopWorkflow", () => {
    for (const [state, list] of Object.entries(rows)) {
        describe(state, () => {
            for (const { seen, script, path, error, notices = [], transitions } of list) {
                it(`${seen}: ${error ?? "SUCCEEDED"}`, async () => {
                    const ended = await watch(script);
                    expect(ended.path).to.deep.equal(path);
                    expect(ended.execution.status).to.equal(error === undefined ? "SUCCEEDED" : "FAILED");
                    expect(ended.execution.error).to.equal(error);
                    expect(
                        ended.published.map(({ MessageAttributes }) => MessageAttributes.kind?.StringValue),
                    ).to.deep.equal(notices);
                    if (transitions !== undefined) {
                        expect(ended.execution.transitions).to.equal(transitions);
                    }
                });
            }
        });
    }

    describe("times, in seconds after creation", () => {
        const calls = async (script: Script) => (await watch(script)).calls;

        it("looks when the limit is reached, however early the record came", async () => {
            expect(await calls({ looks: [stopped], startsAfter: 0.4 })).to.deep.equal([["getSession", 1800]]);
        });
        it("looks at once when the record came late", async () => {
            expect(await calls({ looks: [stopped], startsAfter: 5000 })).to.deep.equal([["getSession", 5000]]);
        });
        it("polls every 10 s", async () => {
            const looks = [session("PROVISIONING"), session("PROVISIONING"), ready, session("STOPPING"), stopped];
            expect(await calls({ looks })).to.deep.equal([
                ["getSession", 1800],
                ["getSession", 1810],
                ["getSession", 1820],
                ["stopSession", 1820],
                ["getSession", 1830],
                ["getSession", 1840],
                ["publish", 1840],
            ]);
        });
        it("retries a look-up after 2, 6, 18, 54 and then 90 s at most, each cut by jitter", async () => {
            const seconds = (await calls({ looks: [refused("Glue.XException")] })).map(([, second]) => second);
            const gaps = seconds.slice(1, 25).map((second, index) => second - (seconds[index] ?? 0));
            expect(gaps).to.deep.equal([1, 3, 9, 27, ...Array.from({ length: 20 }, () => 45)]);
        });
        it("waits longer and longer between refused stops, randomly, and shorter and shorter towards the end", async () => {
            const made = await calls({ looks: [ready], stops: [refused("Glue.InternalServiceException")] });
            const stops = made.filter(([call]) => call === "stopSession").map(([, second]) => second - 1800);
            expect(stops).to.deep.equal([0, 10, 25, 47, 80, 130, 205, 317, 485, 702, 811, 865, 892]);
            expect(made.at(-1)).to.deep.equal(["publish", 2706]);
        });
        it("polls every 10 s again once Glue has taken a stop, or may have", async () => {
            const failing = refused("Glue.InternalServiceException");
            for (const taken of [{ result: {} }, refused("Glue.OperationTimeoutException")]) {
                const looks = [ready, ready, ready, session("STOPPING"), stopped];
                const made = await calls({ looks, stops: [failing, failing, taken] });
                expect(made.filter(([call]) => call === "getSession").map(([, second]) => second)).to.deep.equal([
                    1800, 1810, 1825, 1835, 1845,
                ]);
            }
        });
        it("asks again at once for a stop that Glue has no room for, without another look", async () => {
            const throttled = refused("Glue.ThrottlingException");
            const made = await calls({ looks: [ready, stopped], stops: [throttled, throttled, { result: {} }] });
            expect(made).to.deep.equal([
                ["getSession", 1800],
                ["stopSession", 1800],
                ["stopSession", 1800.5],
                ["stopSession", 1801],
                ["getSession", 2542],
                ["publish", 2542],
            ]);
        });
        it("looks again after 15 refusals in a row", async () => {
            const stops = [...Array<Reply>(16).fill(refused("Glue.GlueException")), { result: {} }];
            const made = await calls({ looks: [ready, ready, stopped], stops });
            expect(made.filter(([call]) => call === "getSession")).to.have.length(3);
            expect(made[17]).to.deep.equal(["getSession", 1820.5]);
        });
        it("looks later after a stop if the look before it was refused: other sessions' stops come first", async () => {
            const looks = [refused("Glue.ThrottlingException"), ready, stopped];
            const seconds = (await calls({ looks })).map(([, second]) => second);
            expect(seconds).to.deep.equal([1800, 1801, 1801, 2542, 2542]);
        });
        it("gives up 15 minutes after the wait, not after the limit", async () => {
            const { calls, execution } = await watch({ looks: [session("STOPPING")], startsAfter: 5000 });
            expect(calls.at(-1)).to.deep.equal(["publish", 5900]);
            expect(execution.error).to.equal("SessionStillRunning");
            expect(execution.cause).to.equal("After 15 min of trying the session is STOPPING.");
        });
        it("names an error without a cause by its name alone", async () => {
            const { execution } = await watch({ looks: [ready], stops: [{ result: {}, seconds: 61 }] });
            expect(execution.cause).to.equal("After 15 min of trying the session is READY. Last error: States.Timeout");
        });
        it("keeps the last error for the failure notice", async () => {
            const { execution } = await watch({ looks: [ready], stops: [refused("Glue.GlueException")] });
            expect(execution.error).to.equal("SessionStillRunning");
            expect(execution.cause).to.equal(
                "After 15 min of trying the session is READY. Last error: Glue.GlueException: because of Glue.GlueException",
            );
        });
        for (const eventTime of [
            undefined,
            "",
            5,
            "yesterday",
            "2026-02-30T00:00:00Z",
            "2026-11-22 20:10:00",
            "2026-11-22T20:10:00Z\n",
            "2099-01-01T00:00:00Z",
        ]) {
            it(`counts from the start of the execution when the event time is ${JSON.stringify(eventTime)}`, async () => {
                const input = { ...ordinaryInput, eventTime };
                expect(await calls({ input, looks: [stopped], startsAfter: 100 })).to.deep.equal([
                    ["getSession", 1900],
                ]);
            });
        }
        it("waits nothing with a limit of 0", async () => {
            expect(await calls({ args: { waitSeconds: 0 }, looks: [stopped] })).to.deep.equal([["getSession", 5]]);
        });
    });

    it("keeps nothing of the event but id, time, event id, region and creator", async () => {
        const { execution } = await watch({
            looks: [{ ...ready, DefaultArguments: { "--password": "hunter2" } }, stopped],
        });
        expect(execution.output).to.deep.equal({
            id: "s-1",
            eventId: "e-1",
            eventTime: "2026-11-22T20:10:00Z",
            region: "eu-west-1",
            who: "arn:aws:sts::123456789012:assumed-role/Dev/alice",
            owner: "alice",
        });
        const later = execution.history
            .slice(2)
            .filter(({ type }) => !/^Task(Succeeded|Scheduled|Started)$/.test(type));
        expect(JSON.stringify(later)).not.to.include("hunter2");
    });

    for (const [what, who, owner] of [
        ["an IAM user", { arn: "arn:aws:iam::1:user/bob", type: "IAMUser" }, "bob"],
        ["the root user", { arn: "arn:aws:iam::1:root", type: "Root" }, "root"],
        ["an AWS service", { type: "AWSService", invokedBy: "datazone.amazonaws.com" }, "datazone.amazonaws.com"],
        ["a principal id alone", { principalId: "AROA1:carol" }, "AROA1:carol"],
        ["an ARN that ends in a slash", { arn: "arn:x/" }, "arn:x/"],
        ["somebody whom CloudTrail does not name", "", "unknown"],
    ] as const) {
        it(`tells the owner of a session of ${what}`, async () => {
            const { published } = await watch({ input: { ...ordinaryInput, who }, looks: [ready, stopped] });
            expect(published[0]?.MessageAttributes).to.deep.equal({
                kind: { DataType: "String", StringValue: "stopped" },
                owner: { DataType: "String", StringValue: owner },
            });
        });
    }

    describe("definition", () => {
        const definition = stopWorkflow(workflowArgs);

        it("is valid for the rules of our own and for asl-validator", () => {
            expect(checkDefinition(definition)).to.deep.equal([]);
            const { isValid, errorsText } = aslValidator(JSON.parse(JSON.stringify(definition)));
            expect(isValid, errorsText()).to.equal(true);
        });
        const keeping = { maxWaitSeconds: 43_200 };
        const kept = { tags: { keep: "true" }, name: "kept", exempt: true };
        for (const [what, args, added] of [
            ["nothing", {}, []],
            ["a ceiling", keeping, ["ReadTags", "CheckLimit"]],
            ["work without a ceiling", { extendWhileBusy: true }, []],
            ["work", { ...keeping, extendWhileBusy: true }, ["ReadTags", "CheckLimit", "AskWhetherBusy", "CheckBusy"]],
            [
                "a warning",
                { warnSeconds: 600 },
                ["WaitUntilWarning", "LookBeforeWarning", "ChooseWarning", "NotifyWarning"],
            ],
            [
                "a digest",
                { digestAt: "08:00" },
                ["ReadRunning", "ReadDigest", "ChooseDigest", "NotifyDigest", "DeleteRead", "DigestDone"],
            ],
            [
                "a warning and a ceiling",
                { warnSeconds: 600, ...keeping },
                [
                    "WaitUntilWarning",
                    "LookBeforeWarning",
                    "ReadTagsBeforeWarning",
                    "ChooseWarning",
                    "NotifyWarning",
                    "ReadTags",
                    "CheckLimit",
                ],
            ],
        ] as const) {
            it(`has the states for ${what} only where it is asked for, valid with every other option`, () => {
                const plain = Object.keys(definition.States);
                const states = Object.keys(stopWorkflow({ ...workflowArgs, ...args }).States);
                expect(states.filter((state) => !plain.includes(state))).to.deep.equal(added);
                // AWS takes a variable that is an empty text; this validator does not.
                const text = JSON.stringify(stopWorkflow({ ...workflowArgs, ...args })).replaceAll('""', '"none"');
                const { isValid, errorsText } = aslValidator(JSON.parse(text));
                expect(isValid, errorsText()).to.equal(true);
                for (const others of [{}, { mode: "tell" }, { limits: [kept] }, { sweepHours: 6, curfew: "19:00" }]) {
                    for (const publishMetrics of [true, false]) {
                        const all = stopWorkflow({ ...workflowArgs, ...args, ...others, publishMetrics });
                        expect(checkDefinition(all)).to.deep.equal([]);
                    }
                }
            });
        }
        it("has no bare $ for a reader that takes what stands between two slashes for a regular expression", () => {
            // So does LocalStack, and refuses the expression then.
            const tokens = /\/(?:\\.|[^\\/])*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\$[\w$.]*/g;
            const limits = [kept, { name: "previews", kinds: ["data-preview"], waitSeconds: 900 }];
            const people = { warnSeconds: 600, maxWaitSeconds: 43_200, extendWhileBusy: true };
            for (const dpuHourUsd of [undefined, "0.44"]) {
                for (const mode of ["stop", "tell"]) {
                    const everything = { ...people, limits, mode, sweepHours: 6, curfew: "19:00", digestAt: "08:00" };
                    for (const settings of [{}, { mode }, { limits }, { sweepHours: 6 }, everything]) {
                        const args = { ...workflowArgs, dpuHourUsd, ...settings };
                        const bare = expressionsOf([
                            stopWorkflow(args),
                            sessionReader({ ...args, sweepHours: 6 }),
                        ]).filter((expression) => expression.match(tokens)?.includes("$"));
                        expect(bare).to.deep.equal([]);
                    }
                }
            }
        });
        it("warns of nothing where nothing is stopped", () => {
            const tell = { ...workflowArgs, mode: "tell" };
            expect(stopWorkflow({ ...tell, warnSeconds: 600 })).to.deep.equal(stopWorkflow(tell));
        });
        it("lives as long as a session may be kept", () => {
            const longest = stopWorkflow({ ...workflowArgs, ...keeping });
            expect(longest.TimeoutSeconds).to.equal(43_200 + 7200);
        });
        it("is one text for the same arguments", () => {
            expect(JSON.stringify(stopWorkflow({ ...workflowArgs }))).to.equal(JSON.stringify(definition));
        });
        it("ends every execution within a year, two hours after the longest wait", () => {
            const longest = stopWorkflow({ ...workflowArgs, waitSeconds: maxWaitSeconds });
            expect(longest.TimeoutSeconds).to.equal(31_449_600 + 7200);
            expect(longest.TimeoutSeconds).to.be.lessThan(365 * 24 * 60 * 60);
        });
        it("gives every Task 60 s", () => {
            const tasks = Object.values(definition.States).filter(({ Type }) => Type === "Task");
            expect(tasks.map((task) => "TimeoutSeconds" in task && task.TimeoutSeconds)).to.deep.equal([
                60, 60, 60, 60,
            ]);
        });
        it("calls the services of its own partition", () => {
            const china = JSON.stringify(stopWorkflow({ ...workflowArgs, partition: "aws-cn", region: "cn-north-1" }));
            expect(china.match(/arn:[a-z-]+:states:::[a-zA-Z:-]+/g)).to.deep.equal([
                "arn:aws-cn:states:::aws-sdk:glue:getSession",
                "arn:aws-cn:states:::aws-sdk:glue:stopSession",
                "arn:aws-cn:states:::sns:publish",
                "arn:aws-cn:states:::sns:publish",
            ]);
            expect(china).to.include("https://console.amazonaws.cn/states/home?region=cn-north-1#");
        });
    });
});

describe("stopWorkflowPermissions", () => {
    it("is a statement for each Task, on what it touches", () => {
        const sessions = "arn:aws:glue:eu-west-1:123456789012:session/*";
        expect(stopWorkflowPermissions(workflowArgs)).to.deep.equal([
            { Sid: "LookUpSession", Effect: "Allow", Action: "glue:GetSession", Resource: sessions },
            { Sid: "StopGlueSession", Effect: "Allow", Action: "glue:StopSession", Resource: sessions },
            { Sid: "NotifyStopped", Effect: "Allow", Action: "sns:Publish", Resource: workflowArgs.successTopicArn },
            { Sid: "NotifyFailure", Effect: "Allow", Action: "sns:Publish", Resource: workflowArgs.failureTopicArn },
        ]);
    });
});
