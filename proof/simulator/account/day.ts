/** One working day of a team of eight, made up, and the same each time: what `examples/Pulumi.full.yaml` does for them. */
import type { DeployedGuard } from "../program/deployedGuard";
import type { SessionPlan } from "../aws/glue/glue";
import { SimulatedAccount } from "./simulatedAccount";

/** Sunday, 5 in the evening, UTC: a session of then shows in the morning. */
const startsAt = Date.UTC(2024, 5, 2, 17);
const minute = 60;

/** Seconds from the start, of a time of Monday, UTC. */
const monday = (time: string) => {
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    return (7 + hours) * 60 * minute + minutes * minute;
};

/** When the schedules come round: the sweep by its hours, curfew and digest at 19:00 and 8:00 in Berlin. */
export const schedules = {
    sweeps: [monday("04:00"), monday("10:00"), monday("16:00"), monday("22:00")],
    curfew: monday("17:00"),
    digest: monday("30:00"),
} as const;

export interface Day {
    readonly aws: SimulatedAccount;
    /** Whose sessions they are, in the order of their opening. */
    readonly people: readonly string[];
}

/** They come through IAM Identity Center. */
const creatorRole = "AWSReservedSSO_DataEngineer_0123456789abcdef";
const preview = { readyAfterSeconds: 40, dpu: 2, idleMinutes: 30 };
const notebook = { readyAfterSeconds: 60, dpu: 5, idleMinutes: 240 };
const ends = (minutes: number, by: string) =>
    ({ ends: { afterSeconds: minutes * minute, status: "STOPPED", by } }) as const;
/** Works from that minute to that one, from the session's opening. */
const works = (from: number, to: number) => ({ statements: [[from * minute, to * minute]] as const });

/** Plays the day to its end, and the next morning's digest. */
export async function playDay(guard: DeployedGuard): Promise<Day> {
    const aws = new SimulatedAccount(guard, { startsAt });
    const people: string[] = [];
    const open = (at: number, who: string, plan: SessionPlan, lost = false) => {
        people.push(who);
        aws.create(at, { ...plan, creator: `${who}@example.com`, creatorRole }, lost ? { times: 0 } : {});
    };
    const keep = (at: string, who: string, id: string, until: string) => {
        const time = new Date(startsAt + monday(until) * 1000).toISOString();
        aws.tag(monday(at), who, id, { "keep-until": `${time.slice(0, 16)}Z` });
    };

    open(0, "grace", { id: "notebook-sunday", ...notebook, idleMinutes: 2880 }, true);
    open(monday("07:10"), "alice", { id: "glue-studio-datapreview-1", ...preview });
    open(monday("07:30"), "bob", { id: "notebook-bob", ...notebook, ...works(5, 50) });
    keep("08:24", "bob", "notebook-bob", "10:30");
    open(monday("08:00"), "carol", { id: "notebook-carol", ...notebook, ...works(5, 220) });
    open(monday("09:00"), "dan", { id: "glue-studio-datapreview-2", ...preview, ...ends(6, "dan") });
    open(monday("09:15"), "erin", { id: "dbt-glue-nightly", ...notebook, origin: "dbt-glue", ...ends(180, "dbt") });
    open(monday("12:00"), "frank", {
        id: "notebook-frank",
        ...notebook,
        tags: { keep: "true" },
        ...ends(330, "frank"),
    });
    open(monday("13:20"), "alice", { id: "glue-studio-datapreview-3", ...preview });
    open(monday("16:20"), "heidi", { id: "notebook-heidi", ...notebook });
    open(monday("16:30"), "bob", { id: "notebook-evening", ...notebook });
    keep("16:40", "bob", "notebook-evening", "18:30");

    for (const sweep of schedules.sweeps) {
        aws.sweep(sweep);
    }
    aws.curfew(schedules.curfew);
    aws.digest(schedules.digest);
    await aws.run();
    return { aws, people };
}
