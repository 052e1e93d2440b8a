import { mail } from "../../proof/simulator/results/transcript";
import type { Day } from "../../proof/simulator/account/day";

/** A moment of the day, for people. */
export interface DayMoment {
    readonly at: number;
    readonly who: string;
    readonly what: string;
}

/** What people and the guard did, in order; how it did it is left out. */
export function dayMoments({ aws, people }: Day): DayMoment[] {
    const { cloud, sessions, tagged } = aws;
    const end = cloud.clock.now;
    const opened = sessions.flatMap((session, index) => {
        const who = people[index] ?? "";
        const id = session.plan.id;
        const by = session.endedBy(end);
        return [
            { at: session.createdAt, who, what: `opens ${id}` },
            ...(by !== undefined && by !== "guard"
                ? [{ at: session.endedAt(end) ?? end, who, what: `ends ${id}` }]
                : []),
        ];
    });
    const kept = tagged.map(({ at, who, tags }) => ({
        at,
        who,
        what: `keeps it: ${Object.entries(tags)
            .map((tag) => tag.join("="))
            .join(", ")}`,
    }));
    const mails = aws.mailed.map(({ at, subject, attributes }) => ({
        at,
        who: "guard",
        what: `${attributes.kind ?? "alarm"}: ${subject}`,
    }));
    return [...opened, ...kept, ...mails].sort((one, other) => one.at - other.at);
}

const clock = (at: number) =>
    new Date(at).toUTCString().slice(0, 3) + new Date(at).toISOString().slice(10, 16).replace("T", " ");

/** The day as text: what happened, what it came to, and the digest of the next morning. */
export function dayText(day: Day): string {
    const { cloud, sessions } = day.aws;
    const count = (kind: string) => cloud.notices.filter(({ attributes }) => attributes.kind === kind).length;
    const byGuard = sessions.filter((session) => session.endedBy(cloud.clock.now) === "guard").length;
    const digest = cloud.notices.find(({ attributes }) => attributes.kind === "digest");
    return [
        "A working day of a team of eight (made up, and the same each time; times are UTC, Berlin is two hours ahead):",
        "",
        ...dayMoments(day).map(({ at, who, what }) => `  ${clock(at)}  ${who.padEnd(6)}  ${what}`),
        "",
        `${sessions.length} sessions: ${byGuard} stopped by the guard, ${count("warning")} warnings, ` +
            `${count("digest")} digest, ${count("failed")} failures; ` +
            `${cloud.ses.sent.length} mails to owners, ${cloud.chat.posts.length} messages in the chat.`,
        "",
        ...(digest ? [mail(digest)] : []),
    ].join("\n");
}

const size = { width: 860, row: 26, left: 200, right: 20, top: 70, bottom: 40 };
const colours: Readonly<Record<string, string>> = { guard: "#0b6e4f", other: "#9aa5b1" };

/** The day as a picture: a bar for each session, with warnings and keeping on it, and the schedules as lines. */
export function daySvg({ aws, people }: Day, schedules: { sweeps: readonly number[]; curfew: number }): string {
    const { cloud, sessions, startsAt, tagged } = aws;
    const [from, to] = [startsAt + 10 * 3600_000, startsAt + 27 * 3600_000];
    const x = (at: number) =>
        Math.round(
            size.left +
                ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (size.width - size.left - size.right),
        );
    const height = size.top + sessions.length * size.row + size.bottom;
    const bottom = height - size.bottom;
    const line = (at: number, label: string, dash: string, anchor: string) =>
        `<line x1="${x(at)}" x2="${x(at)}" y1="${size.top - 12}" y2="${bottom}" stroke="#c8553d" stroke-dasharray="${dash}"/>` +
        `<text x="${x(at)}" y="${size.top - 14}" text-anchor="${anchor}">${label}</text>`;
    const hours = Array.from({ length: 18 }, (_, hour) => from + hour * 3600_000);
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" role="img" font-family="sans-serif" font-size="12">`,
        "<title>A working day of a team of eight with everything on</title>",
        `<rect width="${size.width}" height="${height}" fill="white"/>`,
        `<text x="12" y="22" font-size="14">A working day of a team of eight: who opened what, and how it ended</text>`,
        ...hours.map(
            (at) =>
                `<line x1="${x(at)}" x2="${x(at)}" y1="${size.top}" y2="${bottom}" stroke="#eee"/>` +
                `<text x="${x(at)}" y="${bottom + 16}" text-anchor="middle" fill="#555">${new Date(at).getUTCHours()}</text>`,
        ),
        ...schedules.sweeps
            .map((at) => startsAt + at * 1000)
            .filter((at) => at > from && at < to)
            .map((at) => line(at, "sweep", "2 3", "end")),
        line(startsAt + schedules.curfew * 1000, "curfew", "8 4", "start"),
        ...sessions.flatMap((session, index) => {
            const y = size.top + index * size.row;
            const end = session.endedAt(cloud.clock.now) ?? to;
            const colour = colours[session.endedBy(cloud.clock.now) === "guard" ? "guard" : "other"];
            const own = (id: string | undefined) => id === session.plan.id;
            const warned = cloud.notices.filter(
                ({ attributes, subject }) => attributes.kind === "warning" && subject.endsWith(`: ${session.plan.id}`),
            );
            const kept = tagged.filter(({ id }) => own(id));
            return [
                `<text x="12" y="${y + 16}">${people[index] ?? ""}</text><text x="60" y="${y + 16}" fill="#555" font-size="10">${session.plan.id}</text>`,
                `<rect x="${x(session.createdAt)}" y="${y + 5}" width="${Math.max(2, x(end) - x(session.createdAt))}" height="14" rx="3" fill="${colour ?? ""}"/>`,
                ...(session.plan.statements ?? []).map(
                    ([begin, stop = Infinity]) =>
                        `<rect x="${x(session.createdAt + begin * 1000)}" y="${y + 10}" width="${
                            x(Math.min(end, session.createdAt + stop * 1000)) - x(session.createdAt + begin * 1000)
                        }" height="4" fill="white" opacity="0.7"/>`,
                ),
                ...warned.map(({ at }) => `<path d="M${x(at)} ${y + 3}l5 9h-10z" fill="#e0a100" stroke="white"/>`),
                ...kept.map(({ at }) => `<circle cx="${x(at)}" cy="${y + 12}" r="5" fill="#3d5a98" stroke="white"/>`),
            ];
        }),
        `<g font-size="11" fill="#333"><rect x="300" y="34" width="14" height="10" fill="${colours["guard"] ?? ""}"/><text x="318" y="43">stopped by the guard</text>`,
        `<rect x="440" y="34" width="14" height="10" fill="${colours["other"] ?? ""}"/><text x="458" y="43">ended by its user</text>`,
        `<path d="M570 34l5 9h-10z" fill="#e0a100"/><text x="580" y="43">warned</text><circle cx="640" cy="39" r="5" fill="#3d5a98"/><text x="650" y="43">kept with a tag</text>` +
            `<rect x="750" y="34" width="18" height="10" fill="${colours["guard"] ?? ""}"/><rect x="750" y="37" width="18" height="4" fill="white" opacity="0.7"/><text x="773" y="43">at work</text></g>`,
        `<text x="${size.width - size.right}" y="${bottom + 32}" text-anchor="end" fill="#555">hours of Monday, UTC</text>`,
        "</svg>",
        "",
    ].join("\n");
}
