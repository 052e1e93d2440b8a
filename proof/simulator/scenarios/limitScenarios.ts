/** Scenarios of `limits` and of `mode`, each on a stack of its own that sets them. */
import type { SessionLimit } from "../../../model/limits/limits";
import type { SessionPlan } from "../aws/glue/glue";
import { late, missing, preview, type Scenario } from "./scenario";

const hour = 60 * 60;

const table: readonly SessionLimit[] = [
    { name: "pipelines", kinds: ["dbt", "airflow", "unified-studio-scheduled"], waitSeconds: 12 * hour },
    { name: "kept by id", ids: ["keep-*"], exempt: true },
    { name: "kept on purpose", tags: { keep: "true" }, exempt: true },
    { name: "too large", moreThanDpu: 20, waitSeconds: 0 },
    { name: "too many workers", moreThanWorkers: 15, waitSeconds: 0 },
    { name: "idle for too long", idleMinutesAbove: 2880, waitSeconds: 0 },
    { name: "data previews", kinds: ["data-preview"], waitSeconds: 900 },
];
const settings = { limits: JSON.stringify(table), waitSeconds: "1800", enabled: "true", mode: "stop" };
const tell = { ...settings, limits: "[]", mode: "tell" };

const notebook: SessionPlan = { id: "6f0c9c7e-9c4e-4a55-8a39-5a6f3c1f2f6e", readyAfterSeconds: 30, idleMinutes: 60 };
const dbt: SessionPlan = { id: "dbt-glue__role__3f905608", origin: "dbt-glue", readyAfterSeconds: 40, idleMinutes: 10 };
const stoppedByGuard = { executions: ["SUCCEEDED"], sessions: ["STOPPED by guard"], stopped: 1 };
const reported = { executions: ["SUCCEEDED"], sessions: ["READY"], found: 1 };
const leftAlone = { executions: ["SUCCEEDED"], sessions: ["READY"] };

/** Stopped as soon as it is ready, and the mail says what was too much. */
const atOnce = (name: string, title: string, plan: SessionPlan, why: string): Scenario => ({
    name,
    title,
    settings,
    setUp: (aws) => aws.create(0, { ...notebook, ...plan }),
    expects: stoppedByGuard,
    check: ({ notices }, aws) => [...late(aws, plan.readyAfterSeconds ?? 0), ...missing(notices[0], [why])],
});

export const limitScenarios: readonly Scenario[] = [
    {
        name: "dbt-run",
        title: "limits: a dbt run of two hours lives on, although waitSeconds is half an hour",
        settings,
        setUp: (aws) => aws.create(0, { ...dbt, ends: { afterSeconds: 2 * hour, status: "STOPPED", by: "dbt" } }),
        expects: { executions: ["SUCCEEDED"], sessions: ["STOPPED by dbt"] },
    },
    {
        name: "own-limit",
        title: "limits: a data preview is stopped after its own 15 minutes, and the mail names the row",
        settings,
        setUp: (aws) => aws.create(0, preview),
        expects: stoppedByGuard,
        check: ({ notices }, aws) => [
            ...late(aws, 0),
            ...missing(notices[0], ["Why:      limit 'data previews' of ", ": 15 min"]),
            ...(notices[0]?.attributes.limit === "data previews" ? [] : ["the attribute limit is not the row's name"]),
            ...(notices[0]?.attributes.sessionKind === "data-preview" ? [] : ["the attribute sessionKind is wrong"]),
        ],
    },
    {
        name: "exempt-id",
        title: "limits: a session that is exempt by its id is left alone, in two state transitions",
        settings,
        setUp: (aws) => aws.create(0, { ...notebook, id: "keep-this", readyAfterSeconds: 0 }),
        expects: leftAlone,
        check: ({ executions }) =>
            executions[0]?.transitions === 2 ? [] : [`it took ${executions[0]?.transitions ?? 0} transitions`],
    },
    {
        name: "exempt-tag",
        title: "limits: a session that is created with a tag that exempts it is left alone",
        settings,
        setUp: (aws) => aws.create(0, { ...notebook, tags: { keep: "true" }, readyAfterSeconds: 0 }),
        expects: leftAlone,
    },
    {
        name: "tag-later",
        title: "limits: a tag that somebody sets later exempts the session, too: nobody is mailed",
        settings,
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.at(600, () => {
                aws.cloud.glue.tag(notebook.id, { keep: "true" });
            });
        },
        expects: leftAlone,
    },
    {
        name: "tags-denied",
        title: "limits: tags cannot be read. A stop that IAM denies because of a tag is reported; without a tag it is a stop",
        settings,
        denied: ["glue:GetTags"],
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.create(0, { ...notebook, id: "another" });
            aws.at(600, () => {
                aws.cloud.glue.tag(notebook.id, { keep: "true" });
            });
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED"],
            sessions: ["READY", "STOPPED by guard"],
            stopped: 1,
            found: 1,
        },
        check: ({ notices }) =>
            missing(
                notices.find(({ attributes }) => attributes.kind === "found"),
                ["perhaps exempt by a tag or by its id", "Keep it:", " --tags-to-add keep=true"],
            ),
    },
    atOnce(
        "too-large",
        "limits: 40 DPU where 20 are the most: stopped as soon as it is ready",
        { ...notebook, workerType: "G.8X", workers: 5, dpu: 40 },
        "Why:      limit 'too large' of ",
    ),
    atOnce(
        "too-many-workers",
        "limits: 16 workers where 15 are the most: stopped as soon as it is ready",
        { ...notebook, workerType: "G.025X", workers: 16, dpu: 4 },
        ": 16 workers, at most 15",
    ),
    atOnce(
        "idle-too-long",
        "limits: an idle time-out of three days where two are the most: stopped as soon as it is ready",
        { ...notebook, idleMinutes: 3 * 24 * 60 },
        ": 4320 minutes of idle time-out, at most 2880",
    ),
    {
        name: "no-connection",
        title: "limits: a session outside the VPC is stopped as soon as it is ready, one with a connection lives on",
        settings: {
            ...settings,
            limits: JSON.stringify([{ name: "outside the VPC", withoutConnection: true, waitSeconds: 0 }]),
        },
        setUp: (aws) => {
            aws.create(0, notebook);
            aws.create(0, {
                ...notebook,
                id: "inside",
                connections: ["vpc"],
                ends: { afterSeconds: 900, status: "STOPPED", by: "its user" },
            });
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED"],
            sessions: ["STOPPED by guard", "STOPPED by its user"],
            stopped: 1,
        },
        check: ({ notices }, aws) => [...late(aws, 30), ...missing(notices[0], [": no connection"])],
    },
    {
        name: "first-row-wins",
        title: "limits: a dbt run of 80 DPU fits the row of pipelines first, so its size does not matter",
        settings,
        setUp: (aws) =>
            aws.create(0, { ...dbt, dpu: 80, ends: { afterSeconds: 2 * hour, status: "STOPPED", by: "dbt" } }),
        expects: { executions: ["SUCCEEDED"], sessions: ["STOPPED by dbt"] },
    },
    {
        name: "may-be-exempt",
        title: "limits: CloudTrail has dropped the request, so nobody knows whether a tag exempts it: reported, not stopped",
        settings,
        denied: ["glue:GetTags"],
        setUp: (aws) =>
            aws.create(0, notebook, {
                change: ({ requestParameters, ...record }) => ({ ...record, requestParametersOmitted: true }),
            }),
        expects: reported,
        check: ({ notices }, aws) => [
            ...missing(notices[0], ["it may be exempt by limit 'kept on purpose', and its record does not tell"]),
            // It may be a pipeline, too.
            ...((notices[0]?.at ?? 0) - aws.startsAt >= 12 * hour * 1000 ? [] : ["it was reported too early"]),
        ],
    },
    {
        name: "tags-decide",
        title: "limits: CloudTrail has dropped the request, and the tags that it has now do not exempt it: stopped",
        settings: {
            ...settings,
            limits: JSON.stringify([{ name: "kept on purpose", tags: { keep: "true" }, exempt: true }]),
        },
        setUp: (aws) =>
            aws.create(0, notebook, {
                change: ({ requestParameters, ...record }) => ({ ...record, requestParametersOmitted: true }),
            }),
        expects: stoppedByGuard,
        check: (_, aws) => late(aws, 0),
    },
    {
        name: "denied-at-random",
        title: "limits: Glue denies look-ups, tags and a stop of a session with tags at random: asked again",
        settings,
        faults: [
            { call: "glue:GetSession", error: "Glue.AccessDeniedException", times: 3 },
            { call: "glue:GetTags", error: "Glue.AccessDeniedException", times: 2 },
            { call: "glue:StopSession", error: "Glue.AccessDeniedException", times: 1 },
        ],
        setUp: (aws) => aws.create(0, { ...notebook, tags: { owner: "alice" } }),
        expects: stoppedByGuard,
    },
    {
        name: "tell",
        title: "mode tell: at its limit a session is reported with what it costs, and lives on",
        settings: tell,
        setUp: (aws) => aws.create(0, preview),
        expects: reported,
        check: ({ notices, executions }) => [
            ...missing(notices[0], [
                `Subject: Glue session past its limit: ${preview.id}`,
                "reports such sessions and stops none (mode: tell).",
                "Why:      waitSeconds of ",
                "Stop it:",
                "{ name: data-preview, kinds: [data-preview], waitSeconds: 43200 }",
            ]),
            ...((executions[0]?.transitions ?? 0) <= 6 ? [] : ["it took more than 6 transitions"]),
        ],
    },
    {
        name: "tell-user-stops",
        title: "mode tell: one session ends before its limit and is not reported; one ends after it was",
        settings: tell,
        setUp: (aws) => {
            aws.create(0, { ...preview, ends: { afterSeconds: 900, status: "STOPPED", by: "its user" } });
            aws.create(0, { ...notebook, ends: { afterSeconds: 2 * hour, status: "STOPPED", by: "its user" } });
            aws.at(2 * hour, () => undefined);
        },
        expects: {
            executions: ["SUCCEEDED", "SUCCEEDED"],
            sessions: ["STOPPED by its user", "STOPPED by its user"],
            found: 1,
        },
    },
    {
        name: "tell-topic-fails",
        title: "mode tell: SNS takes no report, so the failure topic and the alarm say so",
        settings: tell,
        faults: [{ call: "sns:Publish", error: "SNS.InternalErrorException", times: 6 }],
        setUp: (aws) => aws.create(0, preview),
        expects: {
            executions: ["FAILED NoticeNotSent"],
            sessions: ["READY"],
            failed: 1,
            alarms: ["executions-failed"],
        },
    },
];
