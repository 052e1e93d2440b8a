import fc from "fast-check";
import { keepTag } from "../../../model/limits/keeping";
import { giveUpSeconds, pollSeconds } from "../../../model/workflow/step/step";
import { refusedNames } from "../../simulator/scenarios/mailScenarios";
import { hostileIds } from "../../simulator/scenarios/watchScenarios";
import { hasPeople, type WorldSettings } from "./tables";
import { deeds, recordKinds, type Act, type Life, type Who, type World } from "./world";
import type { Call } from "../../simulator/aws/core/calls";
import type { Fault, Removal } from "../../simulator/aws/core/faults";

/**
 * Random worlds for a guard with this limit. Most of what happens is placed where it can hurt: around the moment when
 * sessions are due, and between two calls of the guard.
 */
export function worlds(limitSeconds: number, settings?: WorldSettings): fc.Arbitrary<World> {
    const times = timesAround(limitSeconds);
    const tagged = settings !== undefined;
    const people = hasPeople(settings);
    return (
        fc
            .record({
                seed: fc.nat(),
                sessions: lives(times, tagged, people),
                faults: weighted<Fault[]>(
                    [1, fc.constant([])],
                    [3, fc.array(fault(times, tagged, people), { maxLength: 4 })],
                ),
                removals: weighted<Removal[]>(
                    [6, fc.constant([])],
                    [1, fc.array(removal(times, tagged, people), { minLength: 1, maxLength: 2 })],
                ),
                firstSweepSeconds: seconds(0, 6 * 3600),
                pageSize: weighted<number | undefined>([1, fc.constant(undefined)], [1, fc.constantFrom(1, 2, 7)]),
                ...(people && { chatGoneSeconds: weighted([5, fc.constant(undefined)], [1, times.trouble]) }),
                ...(settings && { settings: fc.constant(settings) }),
            })
            // As a replay reads it: what is undefined is absent.
            .map((world) => JSON.parse(JSON.stringify(world)) as World)
    );
}

const day = 24 * 60 * 60;

const seconds = (least: number, most: number): fc.Arbitrary<number> =>
    fc
        .integer({ min: Math.round(least * 1000), max: Math.round(most * 1000) })
        .map((milliseconds) => milliseconds / 1000);

function weighted<T>(...rows: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
    return fc.oneof(...rows.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

interface Times {
    /** When sessions are opened: most in the same minutes, some at any time of the day. */
    readonly opening: fc.Arbitrary<number>;
    /** Of a session's age: before, at, and after the limit. */
    readonly age: fc.Arbitrary<number>;
    /** When trouble begins. */
    readonly trouble: fc.Arbitrary<number>;
    readonly limitSeconds: number;
}

function timesAround(limitSeconds: number): Times {
    const late = limitSeconds + giveUpSeconds;
    return {
        limitSeconds,
        opening: weighted([5, seconds(0, 90)], [2, seconds(0, late)], [2, seconds(0, day)]),
        age: weighted(
            [3, seconds(0, limitSeconds)],
            [3, seconds(Math.max(0, limitSeconds - 1), limitSeconds + 3 * pollSeconds)],
            [1, seconds(limitSeconds, late + 60)],
            [1, seconds(late - 2 * pollSeconds, late + pollSeconds)],
        ),
        trouble: weighted(
            [2, fc.constant(0)],
            [4, seconds(limitSeconds, limitSeconds + 90)],
            [2, seconds(0, late)],
            [1, seconds(0, day)],
        ),
    };
}

const uuid = fc.uuid();
const prefixed = (prefix: string) => uuid.map((text) => prefix + text);

/** Ids as the clients make them (reference: the guard's documents), and as somebody would who wants to break it. */
const id = weighted<string>(
    [2, prefixed("glue-studio-datapreview-")],
    [1, uuid],
    [1, prefixed("team-a-")],
    [1, prefixed("dbt-glue__arn:aws:iam::123456789012:role/dbt__")],
    [1, prefixed("dbt-glue/")],
    [1, fc.constant("dbt-glue-fixed")],
    [1, prefixed("dbt-aws-warm-")],
    [1, fc.tuple(uuid, uuid).map(([project, one]) => `${project}-${one}`)],
    [2, fc.constantFrom(...hostileIds)],
    [1, fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter(isSessionId)],
);

/** What Glue takes as an id. https://docs.aws.amazon.com/glue/latest/webapi/API_CreateSession.html */
function isSessionId(text: string): boolean {
    return /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\t]+$/u.test(text) && text.length <= 255;
}

const account = "123456789012";
const others: fc.Arbitrary<Who> = fc.constantFrom<Who[]>(
    {
        type: "AssumedRole",
        principalId: "AROAEXAMPLE:alice@example.com",
        arn: `arn:aws:sts::${account}:assumed-role/DataEngineer/alice@example.com`,
    },
    { type: "IAMUser", principalId: "AIDAEXAMPLE", arn: `arn:aws:iam::${account}:user/team/bob`, userName: "bob" },
    { type: "Root", principalId: account, arn: `arn:aws:iam::${account}:root` },
    { type: "AWSService", invokedBy: "glue.amazonaws.com" },
    { type: "SAMLUser", principalId: "q/7:carol", userName: "carol" },
    {},
);

const ofIdentityCenter = "aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_DataEngineer_0123456789abcdef";

/** People in roles: of Identity Center, of an administrator, of their own; with addresses, and with what looks like one. */
const inRoles: fc.Arbitrary<Who> = fc
    .record({
        role: weighted(
            [4, fc.constant(ofIdentityCenter)],
            [2, fc.constantFrom("SamlEngineer", "DataEngineer")],
            [1, fc.constantFrom("AWSReservedSSO_DataEngineer", ofIdentityCenter.replace("aws-reserved", "reserved"))],
        ),
        name: weighted(
            [3, fc.constantFrom("alice@example.com", "Bob.B+glue@EXAMPLE.org", "carol@evil.example")],
            [1, fc.constantFrom(...refusedNames, "alice@example.org.", "<!here>@example.com", "@channel")],
        ),
        sourceIdentity: weighted<string | undefined>(
            [4, fc.constant(undefined)],
            [1, fc.constantFrom("alice@example.com", "mallory")],
        ),
    })
    .map(({ role, name, sourceIdentity }) => ({
        type: "AssumedRole",
        principalId: `AROAEXAMPLE:${name}`,
        arn: `arn:aws:sts::${account}:assumed-role/${role.slice(role.lastIndexOf("/") + 1)}/${name}`,
        sessionContext: {
            sessionIssuer: { arn: `arn:aws:iam::${account}:role/${role}` },
            ...(sourceIdentity !== undefined && { sourceIdentity }),
        },
    }));

const act = ({ age }: Times, tagged: boolean, people: boolean): fc.Arbitrary<Act> =>
    fc.record({
        does: fc.constantFrom(
            ...deeds.filter(
                (deed) =>
                    ["stop", "delete", "replace"].includes(deed) || (["keep", "drop"].includes(deed) ? tagged : people),
            ),
        ),
        when: weighted<Act["when"]>(
            [3, age.map((afterSeconds) => ({ afterSeconds }))],
            [1, fc.integer({ min: 1, max: 3 }).map((afterLookUp) => ({ afterLookUp }))],
            [1, fc.integer({ min: 1, max: 2 }).map((afterStop) => ({ afterStop }))],
        ),
    });

const keptFromTheStart = ["2024-06-03T08:20Z", "2024-06-03T09:45+02:00", "2099-12-31T23:59Z", "in an hour"].map(
    (time) => ({ [keepTag]: time }),
);

function lives(times: Times, tagged: boolean, people: boolean) {
    const { limitSeconds, opening, age } = times;
    const arrival = weighted([8, seconds(1, 10)], [2, seconds(0, limitSeconds)], [2, age], [1, seconds(0, 6 * 3600)]);
    const seldom = <T>(often: number, value: fc.Arbitrary<T>) =>
        weighted<T | undefined>([often, fc.constant(undefined)], [1, value]);
    const life = fc.record({
        atSeconds: opening,
        id,
        who: people ? weighted([1, others], [2, inRoles]) : others,
        refused: seldom(12, fc.constant(true)),
        readyAfterSeconds: weighted<number | undefined>([30, seconds(2, 90)], [8, age], [1, fc.constant(undefined)]),
        ends: seldom(3, fc.record({ afterSeconds: age, status: fc.constantFrom("TIMEOUT", "FAILED") })),
        stoppingSeconds: weighted([30, seconds(1, 5)], [8, seconds(5, 60)], [1, seconds(60, 3 * 3600)]),
        dpu: fc.constantFrom(2, 5, 10, 0.25),
        ...(tagged && {
            origin: seldom(2, fc.constantFrom("dbt-glue", "GlueStudioNotebook", "other")),
            tags: seldom<Life["tags"]>(
                2,
                fc.constantFrom(
                    ...[{ keep: "true" }, { keep: "" }, { ManagedBy: "DataprocessingMcpServer" }],
                    // A world begins at 2024-06-03T07:00Z.
                    ...(people ? keptFromTheStart : []),
                ),
            ),
        }),
        ...(people && {
            statements: seldom(
                1,
                fc.array(
                    fc.tuple(age, seconds(1, 2 * limitSeconds)).map(([from, lasts]) => [from, from + lasts] as const),
                    { minLength: 1, maxLength: 5 },
                ),
            ),
        }),
        record: weighted(
            [10, fc.constant(recordKinds[0])],
            ...recordKinds.slice(1).map((kind) => [1, fc.constant(kind)] as const),
        ),
        arrivesAfterSeconds: weighted<number[]>(
            [8, fc.array(arrival, { minLength: 1, maxLength: 1 })],
            [2, fc.array(arrival, { minLength: 2, maxLength: 3 })],
            [1, arrival.map((twice) => [twice, twice])],
            [1, fc.constant([])],
        ),
        acts: weighted(
            [3, fc.constant<Act[]>([])],
            [2, fc.array(act(times, tagged, people), { minLength: 1, maxLength: 2 })],
        ),
    });
    // Some lives take the id of the one before them: that is how an id is used again.
    return fc
        .array(fc.tuple(life, weighted<boolean>([4, fc.constant(false)], [1, fc.constant(true)])), {
            minLength: 1,
            maxLength: 20,
            size: "max",
        })
        .map((drawn) => {
            const made: (typeof drawn)[number][0][] = [];
            for (const [one, again] of drawn) {
                made.push({ ...one, id: (again && made.at(-1)?.id) || one.id });
            }
            return made;
        });
}

/** What a call may come back with: errors that the documents name, that they do not, and those of the way there. */
const glueErrors = [
    "Glue.ThrottlingException",
    "Glue.GlueException",
    "Glue.InternalServiceException",
    "Glue.OperationTimeoutException",
    "Glue.SdkClientException",
    "Glue.AccessDeniedException",
    "Glue.InvalidInputException",
    "Glue.SomethingNewException",
];
const errors: Readonly<Record<Call, readonly string[]>> = {
    "glue:GetSession": glueErrors,
    "glue:StopSession": [...glueErrors, "Glue.IllegalSessionStateException", "Glue.ConcurrentModificationException"],
    "sns:Publish": [
        "SNS.ThrottledException",
        "SNS.InternalErrorException",
        "SNS.AuthorizationErrorException",
        "SNS.SdkClientException",
        "SNS.SomethingNewException",
    ],
    "cloudwatch:PutMetricData": ["CloudWatch.InternalServiceFault", "CloudWatch.SdkClientException"],
    "states:StartExecution": ["ThrottlingException", "InternalException", "ServiceUnavailable"],
    "glue:GetTags": glueErrors,
    "glue:ListSessions": glueErrors,
    "glue:ListStatements": glueErrors,
    "ses:SendEmail": ["SesV2.TooManyRequestsException", "SesV2.MessageRejectedException", "SesV2.SdkClientException"],
    "sqs:ReceiveMessage": ["Sqs.SqsException", "Sqs.SdkClientException"],
    "sqs:DeleteMessage": ["Sqs.SqsException", "Sqs.SdkClientException"],
    "states:StartSyncExecution": ["Sfn.SfnException", "Sfn.SdkClientException"],
};
/** Tags are read only where a row of limits asks for them, or people can keep a session; statements, mail and digest are theirs. */
const calls = (tagged: boolean, people: boolean) =>
    (Object.keys(errors) as Call[]).filter(
        (call) => (people || !/^(sqs|ses):|ListStatements/.test(call)) && (tagged || call !== "glue:GetTags"),
    );

/** These come from whoever calls, not by AWS: the call may have been carried out all the same. */
const unanswered = /SdkClient|OperationTimeout/;

function fault({ trouble }: Times, tagged: boolean, people: boolean) {
    const lasts = weighted<Pick<Fault, "times" | "toSeconds">>(
        [3, fc.integer({ min: 1, max: 6 }).map((times) => ({ times }))],
        [2, seconds(1, 600).map((toSeconds) => ({ toSeconds }))],
        [1, seconds(600, 3 * 3600).map((toSeconds) => ({ toSeconds }))],
    );
    return fc
        .record({
            // Warnings, stops and digests go by topics.
            call: weighted(
                [people ? 3 : 0, fc.constant<Call>("sns:Publish")],
                [12, fc.constantFrom(...calls(tagged, people))],
            ),
            kind: weighted([6, fc.constant("error")], [1, fc.constant("time-out")], [1, fc.constant("late")]),
            which: fc.nat({ max: 99 }),
            fromSeconds: trouble,
            lasts,
            seconds: seconds(0.1, 50),
            carriedOut: fc.boolean(),
        })
        .map(({ call, kind, which, fromSeconds, lasts, seconds, carriedOut }): Fault => {
            const error = errors[call][which % errors[call].length];
            const until = lasts.toSeconds === undefined ? lasts : { toSeconds: fromSeconds + lasts.toSeconds };
            switch (kind) {
                case "late":
                    return { call, fromSeconds, ...until, seconds };
                case "time-out":
                    return { call, fromSeconds, ...until, error: "States.Timeout", seconds: 61, carriedOut };
                default: {
                    const lost = carriedOut && unanswered.test(error ?? "");
                    return { call, fromSeconds, ...until, error, ...(lost && { carriedOut }) };
                }
            }
        });
}

const removal = ({ trouble }: Times, tagged: boolean, people: boolean) =>
    fc
        .record({
            action: fc.constantFrom(...calls(tagged, people)),
            fromSeconds: trouble,
            lastsSeconds: weighted<number | undefined>([1, fc.constant(undefined)], [2, seconds(1, 3600)]),
        })
        .map(({ lastsSeconds, ...rest }): Removal => ({
            ...rest,
            ...(lastsSeconds !== undefined && { toSeconds: rest.fromSeconds + lastsSeconds }),
        }));
