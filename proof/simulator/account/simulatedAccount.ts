import type { CreateSessionEvent, CreateSessionRecord } from "../../../model/event/createSession";
import { timesOf } from "../aws/scheduler/calendar";
import { Cloud } from "../aws/cloud";
import { createSessionRecord, envelope } from "../aws/cloudtrail/events";
import type { Session, SessionPlan } from "../aws/glue/glue";
import type { DeployedGuard } from "../program/deployedGuard";
import type { CallMade } from "../aws/core/calls";
import type { SentNotice } from "../aws/sns/topics";
import type { Fault, Intercept, Removal } from "../aws/core/faults";

export interface AccountOptions {
    readonly faults?: readonly Fault[];
    readonly intercept?: Intercept;
    readonly denied?: readonly string[];
    readonly removals?: readonly Removal[];
    readonly onCall?: (made: CallMade) => void;
    /** Epoch milliseconds. Default: the morning on which the article's author found nine time-outs. */
    readonly startsAt?: number;
    readonly seed?: number;
}

/** How the record of a session reaches the event bus. */
export interface Delivery {
    /** Seconds from creation. Default: 3. */
    readonly afterSeconds?: number;
    /** How often. Default: once. */
    readonly times?: number;
    /** Changes the record on its way. */
    readonly change?: (record: CreateSessionRecord) => CreateSessionRecord;
}

/** Where a scenario plays: a cloud with the stack's guard, and things that happen to it. Times are seconds from its start. */
export class SimulatedAccount {
    readonly cloud: Cloud;
    readonly startsAt: number;
    readonly limitSeconds: number;
    /** Every event that reached the bus, with its time in epoch milliseconds, and whether a rule matched it. */
    readonly events: { readonly at: number; readonly event: CreateSessionEvent; readonly matched: boolean }[] = [];

    constructor(
        readonly guard: DeployedGuard,
        options: AccountOptions = {},
    ) {
        this.startsAt = options.startsAt ?? Date.UTC(2024, 5, 3, 7);
        this.limitSeconds = guard.limitSeconds;
        this.cloud = new Cloud({
            place: guard.program.place,
            deployed: guard.deployed,
            ...options,
            startsAt: this.startsAt,
        });
    }

    /** Does something at that second. */
    at(seconds: number, action: () => void): void {
        this.cloud.clock.at(this.startsAt + Math.round(seconds * 1000), action);
    }

    /** A session is created at that second, and its record delivered. */
    create(seconds: number, plan: SessionPlan, delivery: Delivery = {}): void {
        const { afterSeconds = 3, times = 1, change = (record: CreateSessionRecord) => record } = delivery;
        this.at(seconds, () => {
            this.cloud.glue.create(plan, this.cloud.clock.now);
            const record = change(createSessionRecord(plan, this.guard.program.place, this.cloud.clock.now));
            for (let time = 0; time < times; time++) {
                this.deliver(seconds + afterSeconds, envelope(record));
            }
        });
    }

    /** An event arrives on the bus at that second. */
    deliver(seconds: number, event: CreateSessionEvent): void {
        this.at(seconds, () => {
            if (this.#trailLogs) {
                this.events.push({ at: this.cloud.clock.now, event, matched: this.cloud.bus.deliver(event) });
            }
        });
    }

    #trailLogs = true;

    /** Somebody switches the trail off or on at that second: without it no record reaches the bus. */
    trail(seconds: number, isOn: boolean): void {
        this.at(seconds, () => {
            this.#trailLogs = isOn;
        });
    }

    /** Somebody switches the rule off or on at that second. */
    rule(seconds: number, isOn: boolean): void {
        this.at(seconds, () => {
            this.cloud.bus.rulesAreOn = isOn;
        });
    }

    /** The curfew comes round by its own clock, for so many seconds. */
    curfewsByTheClock(seconds: number): void {
        for (const { expression, timeZone, name } of this.guard.deployed.schedules) {
            const times = name.endsWith("-curfew")
                ? timesOf(expression, timeZone, this.startsAt, this.startsAt + seconds * 1000)
                : [];
            for (const at of times) {
                this.curfew((at - this.startsAt) / 1000);
            }
        }
    }

    /** Somebody sets a tag of a session at that second. */
    tag(seconds: number, who: string, id: string, tags: Readonly<Record<string, string>>): void {
        this.at(seconds, () => {
            this.cloud.glue.tag(id, tags);
            this.tagged.push({ at: this.cloud.clock.now, who, id, tags });
        });
    }

    /** Who has set which tags of which session. */
    readonly tagged: {
        readonly at: number;
        readonly who: string;
        readonly id: string;
        readonly tags: Readonly<Record<string, string>>;
    }[] = [];

    /** The schedule of the sweep comes round at that second. */
    sweep(seconds: number): void {
        this.at(seconds, () => {
            this.cloud.fireSchedules(/-sweep$/);
        });
    }

    /** The schedule of the curfew comes round at that second. */
    curfew(seconds: number): void {
        this.at(seconds, () => {
            this.curfews.push(this.cloud.clock.now);
            this.cloud.fireSchedules(/-curfew$/);
        });
    }

    /** The schedule of the digest comes round at that second. */
    digest(seconds: number): void {
        this.at(seconds, () => {
            this.cloud.fireSchedules(/-digest$/);
        });
    }

    /** When curfews were, in epoch milliseconds. */
    readonly curfews: number[] = [];

    /** What people get by topics; what a chat shows is nobody's mail. */
    get mailed(): readonly SentNotice[] {
        return this.cloud.notices.filter((notice) => !this.cloud.chat.shown.has(notice));
    }

    get sessions(): readonly Session[] {
        return this.cloud.glue.all;
    }

    run(): Promise<void> {
        return this.cloud.clock.run();
    }
}
