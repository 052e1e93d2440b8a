import { GetTagsCommand, ListSessionsCommand, type Session } from "@aws-sdk/client-glue";
import Big from "big.js";
import { localArn } from "../../../model/aws/arn";
import { dpuOfWorker, isOver } from "../../../model/aws/glueSession";
import { keepTag, keptUntil } from "../../../model/limits/keeping";
import { decide } from "../../../model/limits/decide";
import { sessionFacts, sessionTags } from "../../../model/limits/sessionFacts";
import { dpuHourPrice } from "../../../model/money/pricing";
import { duration } from "../../../model/notices/notices";
import { named } from "../../aws/accountProblem";
import type { Clients } from "../account/clients";
import { ownerOf, stopCommandOf } from "../account/expressions";
import { count, mayLook, note, ok, wrong, type Check, type Finding } from "../account/finding";
import type { Subject } from "../account/subject";
import { findWatches, type Watch } from "../account/watches";

/** By now the event of a session has its watch. */
const onItsWay = 5 * 60 * 1000;
/** AWS gives up to 1,000 a page; most of them are over. */
const mostPages = 20;

/** A session that runs, and what will become of it. */
interface Live {
    readonly id: string;
    readonly owner: string;
    readonly ageSeconds: number;
    readonly dpu: number | undefined;
    readonly usd: string;
    /** In words: `30 minutes`, `none (exempt: nightly)`. */
    readonly limit: string;
    readonly end: string;
    readonly finding?: Finding;
}

/** What runs now, whose it is, what it has cost, and when it is stopped. */
export const sessions: Check = {
    title: "Sessions",
    needs: () => [mayLook("ListSessions", ["glue:ListSessions"])],
    look: async (subject, { glue, states }) => {
        const { found, complete } = await liveSessions(glue);
        const oldest = Math.min(subject.now, ...found.map(createdAt));
        const ids = found.map(({ Id = "" }) => Id);
        const { of, complete: all } = await findWatches(states, subject.machineArn, ids, oldest - 1000);
        const live = await Promise.all(
            found.map(async (session) => {
                const watch = of.get(session.Id ?? "");
                const kept = watch?.status === "RUNNING" ? await keptUntilOf(subject, session, glue) : undefined;
                return describe(subject, session, watch, all, kept);
            }),
        );
        live.sort((one, other) => other.ageSeconds - one.ageSeconds);
        const dpu = live.reduce((sum, one) => sum + (one.dpu ?? 0), 0);
        const more = complete ? [] : [note("there are more sessions than are looked at")];
        return {
            findings: [
                live.length === 0 ? ok("none runs") : ok(`${count(live.length, "session")} running, ${dpu} DPU`),
                ...live.flatMap(({ finding }) => finding ?? []),
                ...more,
            ],
            ...(live.length > 0 && {
                table: {
                    head: ["session", "owner", "age", "DPU", "USD so far", "limit", "what happens"],
                    rows: live.map(({ id, owner, ageSeconds, dpu, usd, limit, end }) => [
                        id,
                        owner,
                        duration(ageSeconds),
                        dpu === undefined ? "?" : String(dpu),
                        usd,
                        limit,
                        end,
                    ]),
                },
            }),
        };
    },
};

const createdAt = ({ CreatedOn }: Session) => CreatedOn?.getTime() ?? 0;

async function liveSessions(client: Clients["glue"]) {
    const found: Session[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < mostPages; page++) {
        const { Sessions = [], ...answer } = await named("glue:ListSessions", () =>
            client.send(new ListSessionsCommand({ NextToken, MaxResults: 1000 })),
        );
        found.push(...Sessions.filter(({ Status }) => !isOver(Status)));
        NextToken = answer.NextToken;
        if (!NextToken) {
            return { found, complete: true };
        }
    }
    return { found, complete: false };
}

/** How old a session may get whose user keeps it, or that is at work; 0 for no older than its limit. */
const ceilingOf = ({ stack }: Subject) => Number(stack.config[`${stack.project}:maxWaitSeconds`] ?? 0);

/** The time to which its user keeps a session, in epoch milliseconds. A tag that cannot be asked for is none. */
async function keptUntilOf(subject: Subject, session: Session, client: Clients["glue"]): Promise<number | undefined> {
    const most = ceilingOf(subject);
    if (most === 0) {
        return undefined;
    }
    const ResourceArn = localArn(subject.program.place, "glue", `session/${session.Id ?? ""}`);
    const answer = await client.send(new GetTagsCommand({ ResourceArn })).catch(() => undefined);
    const until = keptUntil(answer?.Tags?.[keepTag] ?? "");
    return until === undefined ? undefined : Math.min(until, createdAt(session) + most * 1000);
}

async function describe(
    subject: Subject,
    session: Session,
    watch: Watch | undefined,
    all: boolean,
    kept = 0,
): Promise<Live> {
    const { Id = "", MaxCapacity, WorkerType = "", NumberOfWorkers } = session;
    const { now, mode, program, stack } = subject;
    const ageSeconds = Math.max(0, Math.floor((now - createdAt(session)) / 1000));
    const each = dpuOfWorker[WorkerType];
    const dpu =
        MaxCapacity ?? (each === undefined || NumberOfWorkers === undefined ? undefined : each * NumberOfWorkers);
    const price = dpuHourPrice(program.place.region, stack.config[`${stack.project}:dpuHourUsd`]);
    const priced = price !== undefined && dpu !== undefined && !/^[RZ]\./.test(WorkerType);
    const common = {
        id: Id,
        owner: watch ? await ownerOf(watch.input) : "unknown",
        ageSeconds,
        dpu,
        usd: priced ? new Big(price).times(dpu).times(ageSeconds).div(3600).toFixed(2) : "?",
    };
    if (watch?.status === "RUNNING") {
        const { seconds, exempt, name } = watch.input.curfew === true ? curfew : limitOf(subject, watch.input);
        const limit = createdAt(session) + (seconds ?? 0) * 1000;
        const due = Math.max(limit, kept);
        const doing = mode === "tell" || exempt === "perhaps" ? "reported" : "stopped";
        return {
            ...common,
            limit: `${duration(seconds ?? 0)}${name === "" ? "" : ` (${name})`}${kept > limit ? ", kept" : ""}`,
            end: due > now ? `${doing} at ${new Date(due).toISOString().slice(11, 16)} UTC` : `being ${doing}`,
        };
    }
    if (watch?.outcome === "exempt") {
        return { ...common, limit: `none (exempt: ${limitOf(subject, watch.input).name})`, end: "never stopped" };
    }
    if (watch?.outcome === "found") {
        return { ...common, limit: "passed", end: "was reported, and is not stopped" };
    }
    const fix = await stopCommandOf(Id, program.place.region);
    if (watch) {
        const text = `${Id} runs, but its watch ended ${watch.status}${watch.outcome && ` (${watch.outcome})`}`;
        return { ...common, limit: "?", end: `nothing: its watch ended ${watch.status}`, finding: wrong(text, fix) };
    }
    const isNew = now - createdAt(session) < onItsWay;
    const text = `${Id} runs without a watch, for ${duration(ageSeconds)}`;
    return {
        ...common,
        limit: "?",
        end: isNew ? "its event is on its way" : "nothing: it has no watch",
        ...(!isNew && { finding: all ? wrong(text, fix) : note(`${text}, or with one that was not looked at`) }),
    };
}

/** What a curfew's watch gives a session. */
const curfew = { seconds: 0, exempt: "no", name: "curfew" } as const;

/** What the guard decides of the session, by what its watch was given. */
const limitOf = ({ limits, limitSeconds }: Subject, input: Watch["input"]) =>
    decide(limits, limitSeconds, sessionFacts(input), sessionTags(input));
