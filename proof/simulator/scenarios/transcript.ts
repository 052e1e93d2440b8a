import Table from "cli-table3";
import type { Performance } from "./runScenario";
import type { Stage } from "./simulatedAccount";
import type { Notice } from "../aws/sns/topics";
import { clockTime, timeline } from "./timeline";

/** What happened on a stage, as text: the timeline with clock times, then the mails as they arrive. */
export function scene(stage: Stage): string {
    const rows = timeline(stage).map(
        ({ at, who, what }) => `  ${clockTime(at, stage.startsAt)}  ${who.padEnd(14)}  ${what}`,
    );
    const mails = stage.cloud.notices.map(
        (notice) =>
            `  To the subscribers of ${notice.topicArn.split(":").at(-1) ?? ""}, ` +
            `${clockTime(notice.at, stage.startsAt)}\n${mail(notice)}\n`,
    );
    return [...rows, "", ...mails].join("\n");
}

/** A mail as it arrives. */
export function mail({ subject, message }: Notice): string {
    return [`Subject: ${subject}`, "", ...message.split("\n")].map((line) => `  | ${line}`.trimEnd()).join("\n");
}

/** A story as text, with what did not end as told. */
export function told({ story, stage, faults }: Performance): string {
    const verdict =
        faults.length === 0 ? "It ended as told." : `NOT AS TOLD:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`;
    return `${story.name}: ${story.title}\n\n${scene(stage)}\n${verdict}`;
}

/** Stories as a table, and their count. */
export function table(performances: readonly Performance[]): string {
    const rows = new Table({
        head: ["story", "what it shows", "ended"],
        style: { head: [], border: [] },
        chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
        colWidths: [21, 84, 13],
        wordWrap: true,
    });
    for (const { story, faults } of performances) {
        rows.push([
            story.name,
            story.title + faults.map((fault) => `\n- ${fault}`).join(""),
            faults.length === 0 ? "as told" : "NOT AS TOLD",
        ]);
    }
    const wrong = performances.filter(({ faults }) => faults.length > 0).length;
    return `${rows.toString()}\n${performances.length} stories, ${performances.length - wrong} as told, ${wrong} not.`;
}
