import type { ScenarioResult } from "./runScenario";
import type { SimulatedAccount } from "../account/simulatedAccount";
import type { SentNotice } from "../aws/sns/topics";
import { clockTime, timeline } from "./timeline";

/** What happened in an account, as text: the timeline with clock times, then the mails as they arrive. */
export function transcript(aws: SimulatedAccount): string {
    const rows = timeline(aws).map(
        ({ at, who, what }) => `  ${clockTime(at, aws.startsAt)}  ${who.padEnd(14)}  ${what}`,
    );
    const mails = aws.cloud.notices.map(
        (notice) =>
            `  To the subscribers of ${notice.topicArn.split(":").at(-1) ?? ""}, ` +
            `${clockTime(notice.at, aws.startsAt)}\n${mail(notice)}\n`,
    );
    return [...rows, "", ...mails].join("\n");
}

/** A mail as it arrives. */
export function mail({ subject, message }: SentNotice): string {
    return [`Subject: ${subject}`, "", ...message.split("\n")].map((line) => `  | ${line}`.trimEnd()).join("\n");
}

/** A scenario as text, with what failed. */
export function scenarioText({ scenario, aws, failures }: ScenarioResult): string {
    const verdict =
        failures.length === 0 ? "Passed." : `FAILED:\n${failures.map((failure) => `  - ${failure}`).join("\n")}`;
    return `${scenario.name}: ${scenario.title}\n\n${transcript(aws)}\n${verdict}`;
}
