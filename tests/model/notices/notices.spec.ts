import { expect } from "chai";
import { duration } from "../../../model/notices/notices";
import { ordinaryInput, refused, watch, type Script } from "../../support/watch";

const ready = { Status: "READY", CreatedOn: "2026-11-22T20:10:00.000Z", MaxCapacity: 5 };
const look =
    "https://console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/" +
    "arn:aws:states:eu-west-1:123456789012:execution:test-guard:run";

const mail = async (script: Script) => {
    const { published } = await watch(script);
    expect(published).to.have.length(1);
    return { subject: published[0]?.Subject, message: published[0]?.Message };
};
const stopMail = (last: object, script: Script = {}) =>
    mail({ looks: [ready, { Status: "STOPPED", ...last }], ...script });

describe("duration", () => {
    for (const [seconds, text] of [
        [0, "0 s"],
        [0.4, "0 s"],
        [59.6, "1 min"],
        [71, "1 min 11 s"],
        [3600, "1 h"],
        [86_399, "23 h 59 min 59 s"],
        [31_449_600, "364 d"],
        [90_061, "1 d 1 h 1 min 1 s"],
    ] as const) {
        it(`writes ${seconds} s as "${text}", in TypeScript and in JSONata`, async () => {
            expect(duration(seconds)).to.equal(text);
            const { message } = await stopMail({ ExecutionTime: seconds });
            expect(message).to.include(`\nRan for:  ${text}\n`);
        });
    }
});

describe("stopped", () => {
    it("tells what was stopped, whose it was, how long it ran, what it used, why, and where to look", async () => {
        expect(await stopMail({ ExecutionTime: 1802, DpuSeconds: 9010 })).to.deep.equal({
            subject: "Glue session stopped: s-1",
            message: [
                "A Glue session had reached its time limit and was stopped.",
                "",
                "Session:  s-1",
                "Owner:    alice (arn:aws:sts::123456789012:assumed-role/Dev/alice)",
                "Created:  2026-11-22T20:10:00Z",
                "Ran for:  30 min 2 s",
                "Used:     2.503 DPU-hours, as measured by Glue",
                "Status:   STOPPED",
                "Why:      test-guard gives every session of this account and region 30 min, whoever opens it.",
                "Where:    account 123456789012, eu-west-1",
                `Look:     ${look}`,
            ].join("\n"),
        });
    });
    for (const [what, last, lines] of [
        ["neither time nor use", {}, []],
        ["the API's own DPUSeconds", { DPUSeconds: 7200 }, ["Used:     2 DPU-hours, as measured by Glue"]],
        ["a use that is text", { DpuSeconds: "7200", ExecutionTime: null }, []],
        [
            "no time, but when it was created and completed",
            { CreatedOn: "2026-11-22T20:10:00.500Z", CompletedOn: "2026-11-22T20:11:11.500Z" },
            ["Ran for:  1 min 11 s"],
        ],
        ["a completion without a creation", { CompletedOn: "2026-11-22T20:11:11Z" }, []],
        ["a worker type that nobody knows here", { WorkerType: "H.1X", DpuSeconds: 7200 }, []],
    ] as const) {
        it(`is shorter, not wrong, with ${what}`, async () => {
            const { message = "" } = await stopMail(last);
            expect(message.split("\n").filter((line) => /^(Ran for|Used):/.test(line))).to.deep.equal(lines);
        });
    }
    it("tells what was avoided as an upper bound, and a time-out that it does not know as the default", async () => {
        const script = { args: { dpuHourUsd: "0.44" } };
        const last = { MaxCapacity: 5, DpuSeconds: 9010 };
        expect((await stopMail({ ...last, IdleTimeout: 60 }, script)).message).to.include(
            "\nCost:     1.10 USD so far, at 0.44 USD per DPU-hour" +
                "\nAvoided:  up to 2.20 USD, had it been left idle from now until its idle time-out of 1 h\n",
        );
        expect((await stopMail(last, script)).message).to.include(
            "\nAvoided:  up to 105.60 USD, had it been left idle from now until the default idle time-out of 2 d\n",
        );
    });
    it("tells the session's own time-out where that comes first, from its creation", async () => {
        const bounded = (timeout: unknown) =>
            stopMail(
                { MaxCapacity: 5, IdleTimeout: 60 },
                {
                    args: { dpuHourUsd: "0.44" },
                    input: { ...ordinaryInput, request: { id: "s-1", timeout } },
                },
            ).then(({ message = "" }) => /^Avoided: .*$/m.exec(message)?.[0]);
        const idle = "Avoided:  up to 2.20 USD, had it been left idle from now until its idle time-out of 1 h";
        // 30 min and 10 s old when it is seen to be over.
        expect(await bounded(60)).to.equal(
            "Avoided:  up to 1.09 USD, had it been left idle from now until its time-out of 1 h",
        );
        expect(await bounded(20)).to.equal(
            "Avoided:  up to 0.00 USD, had it been left idle from now until its time-out of 20 min",
        );
        for (const other of [2880, 0, -1, "60", null, {}]) {
            expect(await bounded(other), JSON.stringify(other)).to.equal(idle);
        }
    });
    it("shows an id that would mislead on one line, and says so", async () => {
        const id = "a\u2028Stop it by hand:\u202e\u007f";
        const { message = "" } = await mail({
            input: { ...ordinaryInput, request: { id } },
            looks: [ready, { Status: "STOPPED" }],
        });
        expect(message).to.include(
            "\nSession:  a?Stop it by hand:?\n          (characters of the id that could mislead are shown as ?, and a long id is cut)\nOwner: ",
        );
    });
    it("keeps who and when to one line each, cut to what a reader wants", async () => {
        const forged = "x\nACTION REQUIRED: your AWS account was locked\n".repeat(1000);
        const { published } = await watch({
            input: {
                ...ordinaryInput,
                who: { arn: forged, type: forged },
                eventId: forged,
                eventTime: forged,
                region: forged,
            },
            looks: [ready, { Status: "STOPPED" }],
        });
        const message = published[0]?.Message ?? "";
        expect(message).not.to.match(/^ACTION/m);
        expect(message.length).to.be.lessThan(1000);
        expect(message).to.match(/^Created: {2}x\?ACTION.{20,}\.\.\.$/m);
        expect(published[0]?.MessageAttributes.owner?.StringValue).to.match(/^x\?ACTION.{80,89}\.\.\.$/);
    });
    for (const [worker, lines] of [
        [undefined, ["Used:     2.503 DPU-hours, as measured by Glue", "Cost:     1.10 USD"]],
        ["G.1X", ["Used:     2.503 DPU-hours, as measured by Glue", "Cost:     1.10 USD"]],
        ["Standard", ["Used:     2.503 DPU-hours, as measured by Glue", "Cost:     1.10 USD"]],
        [
            "R.1X",
            [
                "Used:     2.503 M-DPU-hours, as measured by Glue",
                "Cost:     not known here: M-DPU have a price of their own",
            ],
        ],
        [
            "Z.2X",
            [
                "Used:     2.503 M-DPU-hours, as measured by Glue",
                "Cost:     not known here: M-DPU have a price of their own",
            ],
        ],
        ["H.1X", []],
    ] as const) {
        it(`has a price for worker type ${worker ?? "none"} only if its unit has one`, async () => {
            const last = { MaxCapacity: 5, DpuSeconds: 9010, WorkerType: worker };
            const { message = "" } = await stopMail(last, { args: { dpuHourUsd: "0.44" } });
            expect(
                message.split("\n").flatMap((line) => /^(?:Used|Cost): .*?(?= so far|$)/.exec(line) ?? []),
            ).to.deep.equal(lines);
            expect(message.includes("Avoided:")).to.equal(lines[1] === "Cost:     1.10 USD");
        });
    }
    for (const [what, last, cost] of [
        ["half a cent upwards, after an even cent too", { MaxCapacity: 0.25, DpuSeconds: 1350 }, "0.17"],
        ["at least a minute", { MaxCapacity: 10, DpuSeconds: 10 }, "0.07"],
        ["what was measured, without a size", { MaxCapacity: null, DpuSeconds: 3600 }, "0.44"],
    ] as const) {
        it(`bills ${what}`, async () => {
            const { message } = await stopMail(last, { args: { dpuHourUsd: "0.44" } });
            expect(message).to.include(`\nCost:     ${cost} USD so far, at 0.44 USD per DPU-hour\n`);
        });
    }
    it("has no link where no console is known", async () => {
        const { message } = await stopMail({}, { args: { partition: "aws-iso" } });
        expect(message).to.match(/\nLook: {5}arn:aws:states:eu-west-1:123456789012:execution:test-guard:run$/);
    });
});

describe("failed", () => {
    it("tells what still runs, with how many DPU, what went wrong, and the command that stops it", async () => {
        const script = { looks: [ready], stops: [refused("Glue.AccessDeniedException")] };
        expect(await mail(script)).to.deep.equal({
            subject: "Glue session NOT stopped: s-1",
            message: [
                "test-guard could not do its work for a Glue session. It is probably still running with 5 DPU, " +
                    "and costs money until somebody stops it.",
                "",
                "Session:  s-1",
                "Owner:    alice (arn:aws:sts::123456789012:assumed-role/Dev/alice)",
                "Created:  2026-11-22T20:10:00Z",
                "Event:    e-1",
                "Status:   READY when last seen",
                "Error:    StopDenied",
                "Cause:    The guard may not stop this session. Glue.AccessDeniedException: because of Glue.AccessDeniedException",
                "Where:    account 123456789012, eu-west-1",
                `Look:     ${look}`,
                "Help:     StopDenied in docs/operations.md of glue-cost-control",
                "",
                "Stop it by hand:",
                "aws glue stop-session --region eu-west-1 --id='s-1'",
            ].join("\n"),
        });
    });
    it("names event, time and creator of a session without an id", async () => {
        expect(await mail({ input: { ...ordinaryInput, request: "", response: "" } })).to.deep.equal({
            subject: "Glue session without an id is not watched",
            message: [
                "test-guard could not do its work for a Glue session. It is probably still running, " +
                    "and costs money until somebody stops it.",
                "",
                "Owner:    alice (arn:aws:sts::123456789012:assumed-role/Dev/alice)",
                "Created:  2026-11-22T20:10:00Z",
                "Event:    e-1",
                "Error:    InvalidRequest",
                "Cause:    The record of the session names no id.",
                "Where:    account 123456789012, eu-west-1",
                `Look:     ${look}`,
                "Help:     InvalidRequest in docs/operations.md of glue-cost-control",
                "",
                "Find it by hand:",
                'aws glue list-sessions --region eu-west-1 --query "Sessions[].[Id,Status,CreatedOn]" --output table',
            ].join("\n"),
        });
    });
    it("does not say that a session runs which is over", async () => {
        const change = (text: string) => text.replace("'Glue session stopped: '", "$floor('x')");
        const { subject, message = "" } = await mail({ looks: [ready, { Status: "STOPPED" }], change });
        expect(subject).to.equal("Glue session is over, but its notice failed: s-1");
        expect(message.split("\n")[0]).to.equal(
            "test-guard could not do its work for a Glue session. The session itself is over.",
        );
        expect(message).to.match(/\nHelp: {5}WorkflowFault in docs\/operations.md of glue-cost-control$/);
    });
    it("tells that Glue was asked to stop it, when nobody knows what came of it", async () => {
        const { message } = await mail({ looks: [ready, refused("Glue.AccessDeniedException")] });
        expect(message?.split("\n")[0]).to.equal(
            "test-guard could not do its work for a Glue session. It is probably still running with 5 DPU, and costs money " +
                "until somebody stops it. Glue was asked to stop it; whether it did is not known.",
        );
    });
    it("tells what a further hour costs, where that is known", async () => {
        const script = { looks: [ready], stops: [refused("Glue.AccessDeniedException")], args: { dpuHourUsd: "0.44" } };
        expect((await mail(script)).message).to.include(
            " with 5 DPU, and costs 2.20 USD an hour until somebody stops it.",
        );
    });
    it("has no line for what an execution started by hand does not tell", async () => {
        const { message = "" } = await mail({ input: {} });
        expect(message.split("\n").map((line) => line.split(":")[0])).to.deep.equal([
            "test-guard could not do its work for a Glue session. It is probably still running, and costs money until somebody stops it.",
            "",
            "Owner",
            "Error",
            "Cause",
            "Where",
            "Look",
            "Help",
            "",
            "Find it by hand",
            'aws glue list-sessions --region eu-west-1 --query "Sessions[].[Id,Status,CreatedOn]" --output table',
        ]);
    });
    it("tells a cause in ASCII, on one line", async () => {
        const stops = [{ error: "Glue.AccessDeniedException", cause: "nö 𝒳\nway" }];
        const { message } = await mail({ looks: [ready], stops });
        expect(message).to.match(
            /\nCause: {4}The guard may not stop this session\. Glue\.AccessDeniedException: n {3}way\n/,
        );
    });
    it("cuts a cause of more than 1,000 characters", async () => {
        const stops = [{ error: "Glue.AccessDeniedException", cause: "z".repeat(5000) }];
        const { message } = await mail({ looks: [ready], stops });
        expect(/z+/.exec(message?.split("Cause:")[1] ?? "")?.[0]).to.have.length(1000);
    });
});

describe("subjects", () => {
    const subject = async (id: string) =>
        (await mail({ input: { ...ordinaryInput, request: { id } }, looks: [ready, { Status: "STOPPED" }] })).subject ??
        "";

    for (const id of [
        "é".repeat(255),
        "𝒳".repeat(127),
        "tab\tand\nnewline",
        " leading",
        "x".repeat(255),
        "'\"{}<request>",
    ]) {
        it(`keep SNS's rules for the id ${JSON.stringify(id.slice(0, 20))} of ${id.length} characters`, async () => {
            expect(await subject(id)).to.match(/^Glue session stopped: [ -~]{1,77}$/);
        });
    }
    it("are cut as a whole, whatever error and id they tell", async () => {
        const { subject: cut = "" } = await mail({
            input: { ...ordinaryInput, request: { id: "x".repeat(255) } },
            looks: [ready, { Status: "STOPPED", ExecutionTime: 90 }],
            change: (text) => text.replace("$floor($rest / 86400)", "$floor('x')").replace("$rest >= 86400", "true"),
        });
        expect(cut).to.match(/^Glue session is over, but its notice failed: x+\.\.\.$/);
        expect(cut).to.have.length(99);
    });
    it("put one ? for all that is not ASCII in a row: engines count its characters differently", async () => {
        expect(await subject("a𝒳é\tb🙂c")).to.equal("Glue session stopped: a?b?c");
    });
});
