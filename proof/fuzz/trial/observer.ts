import type { CreateSessionRecord } from "../../../model/event/createSession";
import type { OwnerMail } from "../../../model/channels/ownerMail";
import type { SessionFacts, Tags } from "../../../model/limits/limits";
import { sessionFacts, sessionTags, type WorkflowInput } from "../../../model/limits/sessionFacts";
import { alarmKey } from "../../simulator/account/outcome";
import type { CallMade } from "../../simulator/aws/core/calls";
import { isRemoved } from "../../simulator/aws/core/faults";
import type { DeployedGuard } from "../../simulator/program/deployedGuard";
import { recipientsOf, type SendEmailArguments } from "../../simulator/aws/ses/ses";
import type { Aftermath, SeenCall, SeenWatch } from "../promises/aftermath";
import type { World } from "../world/world";
import { sessionIdOf, type Users } from "./users";

interface QueuedMessage {
    readonly Body: string;
    readonly MessageAttributes: Readonly<Record<string, { readonly StringValue: string }>>;
}

/** Sees every call of the guard, and says in the end what became of everything. */
export class Observer {
    readonly #calls: (Omit<SeenCall, "watch"> & { readonly executionArn?: string })[] = [];
    /** Watches that sweeps began, by name. */
    readonly #swept = new Map<string, { readonly session?: number; readonly swept: SessionFacts }>();
    readonly #users: Users;
    readonly #removals: World["removals"];

    constructor(users: Users, { removals }: World) {
        this.#users = users;
        this.#removals = removals;
    }

    see({ call, executionArn, arguments: given, at, allowed, reply, performed }: CallMade): void {
        const session = this.#subjectOf(given);
        const removed = isRemoved(this.#removals, call, (at - this.#users.aws.startsAt) / 1000);
        const done = performed !== undefined && "result" in performed;
        this.#calls.push({
            call,
            at,
            allowed,
            done,
            troubled: allowed ? reply !== performed : removed,
            ...(executionArn !== undefined && { executionArn }),
            ...(session !== undefined && { session }),
            ...("error" in reply && { error: reply.error }),
            ...(call === "glue:GetSession" && "result" in reply && { status: statusOf(reply.result) }),
            ...(call === "glue:GetTags" && "result" in reply && { tags: (reply.result as { Tags: Tags }).Tags }),
            ...messageOf(call, given),
            ...(call === "glue:StopSession" &&
                session !== undefined && { tags: this.#users.opened[session]?.session.tags }),
        });
    }

    /** The session that a call is about: by its id, or by the name of the watch that is started for it. */
    #subjectOf(given: CallMade["arguments"]): number | undefined {
        const id = sessionIdOf(given);
        if (id !== undefined) {
            return this.#users.presentBy(id);
        }
        if (typeof given.Name === "string") {
            return this.#sweepStarts(given.Name, given.Input).session;
        }
        return typeof given.name === "string" ? this.#users.recordedBy(given.name.replace(/_\d+$/, "")) : undefined;
    }

    /** A sweep starts a watch: what it says of the session, and which that is. */
    #sweepStarts(name: string, text: unknown) {
        const input = JSON.parse(String(text)) as WorkflowInput;
        // Whatever the definition says of it: nobody sees in a list who opened a session.
        const swept = sessionFacts({ ...input, swept: true });
        const session = this.#users.presentBy(swept.id);
        const begun = this.#swept.get(name) ?? { swept, ...(session !== undefined && { session }) };
        this.#swept.set(name, begun);
        return begun;
    }

    /** What waits in the queue of a guard that has a digest. */
    #digested(): Pick<Aftermath, "queued"> {
        const { cloud, guard } = this.#users.aws;
        const { successTopicArn } = guard.program.outputs;
        const queue = [...guard.deployed.queues.values()].find(({ name }) => name.endsWith("-digest"));
        const reply = queue && cloud.queues.receive(queue.url, Infinity, 0, Infinity);
        const { Messages = [] } = (reply && "result" in reply ? reply.result : {}) as { Messages?: QueuedMessage[] };
        return queue
            ? {
                  queued: Messages.map(({ Body, MessageAttributes }) => ({
                      topicArn: String(successTopicArn),
                      subject: "",
                      message: Body,
                      at: cloud.clock.now,
                      attributes: { kind: MessageAttributes.kind?.StringValue ?? "" },
                  })),
              }
            : {};
    }

    /** What became of everything; `sweeps` are the times at which sweeps began. */
    aftermath(sweeps: readonly number[]): Aftermath {
        const { cloud, guard, limitSeconds } = this.#users.aws;
        const { successTopicArn, failureTopicArn } = guard.program.outputs;
        const channel = guard.deployed.channels
            .flatMap(({ topicArns }) => topicArns)
            .find((arn) => arn.endsWith("-chat"));
        const watches = new Map(cloud.executions.map(({ arn }, index) => [arn, index]));
        const begunBy = (name: string) => this.#users.recordedBy(name.replace(/_\d+$/, ""));
        return {
            limitSeconds,
            successTopicArn: String(successTopicArn),
            failureTopicArn: String(failureTopicArn),
            limits: guard.limits,
            tells: guard.mode === "tell",
            maxWaitSeconds: numberOf(guard, "maxWaitSeconds"),
            warnSeconds: guard.mode === "tell" ? 0 : numberOf(guard, "warnSeconds"),
            ...(channel !== undefined && { chatTopicArn: channel }),
            dropped: cloud.chat.dropped.filter(({ topicArn }) => topicArn === channel).map(({ message }) => message),
            ownerMail: JSON.parse(guard.program.settings.ownerMail ?? "{}") as OwnerMail,
            ...this.#digested(),
            asksForWork: guard.program.settings.extendWhileBusy === "true",
            sweeps,
            sessions: this.#users.opened.map(({ life, session, record, arrivals, deletedAt }) => ({
                id: life.id,
                who: life.who,
                dpu: life.dpu,
                createdAt: session.createdAt,
                dueAt: Date.parse(record.eventTime) + (guard.decisionOf(record).seconds ?? Infinity) * 1000,
                facts: sessionFacts(inputOf(record)),
                recordTags: sessionTags(inputOf(record)),
                eventId: record.eventID,
                eventTime: record.eventTime,
                named: life.record !== "no id",
                arrivals,
                changes: session.changes(Infinity),
                ...(life.statements && {
                    statements: life.statements.map(
                        ([from, to]) => [session.createdAt + from * 1000, session.createdAt + to * 1000] as const,
                    ),
                }),
                ...(deletedAt !== undefined && { deletedAt }),
            })),
            watches: cloud.executions.map(({ arn, name, startedAt, stoppedAt, status, error, transitions }) => ({
                arn,
                ...(this.#swept.get(name) ?? { session: begunBy(name) }),
                ...(scheduled.test(name) && { scheduled: scheduled.exec(name)?.[1] as SeenWatch["scheduled"] }),
                startedAt,
                stoppedAt,
                status,
                error,
                transitions,
            })),
            calls: this.#calls.map(({ executionArn, ...call }) => ({
                ...call,
                watch: executionArn === undefined ? undefined : watches.get(executionArn),
            })),
            notices: cloud.notices,
            alarms: cloud.alarmChanges.map(({ name, state, at }) => ({ key: alarmKey(name), state, at })),
            deadLetters: cloud.deadLetters.map(({ body, at }) => ({ session: this.#users.recordedBy(body.id), at })),
        };
    }
}

export const numberOf = ({ program }: DeployedGuard, setting: string) => Number(program.settings[setting] ?? 0);

/** The names that the simulated schedule gives. */
const scheduled = /-(sweep|digest)-\d+$/;

/** To whom a message goes, and what it says. */
function messageOf(call: CallMade["call"], given: CallMade["arguments"]): Pick<SeenCall, "message"> {
    switch (call) {
        case "sns:Publish":
            return { message: { to: [String(given.TopicArn)], text: String(given.Message) } };
        case "ses:SendEmail": {
            const mail = given as SendEmailArguments;
            return { message: { to: recipientsOf(mail), text: String(mail.Content?.Simple?.Body?.Text?.Data) } };
        }
        default:
            return {};
    }
}

const inputOf = ({ requestParameters, responseElements, userIdentity }: CreateSessionRecord) => ({
    request: requestParameters,
    response: responseElements,
    who: userIdentity,
});

function statusOf(result: unknown): string {
    return String((result as { Session?: { Status?: unknown } }).Session?.Status);
}
