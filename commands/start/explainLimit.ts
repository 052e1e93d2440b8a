import type { CreateSessionRecord } from "../../model/event/createSession";
import { shown } from "../../model/event/printable";
import { conditionAnswers, type Answer } from "../../model/limits/decide";
import { heldBy } from "../../model/limits/exemptions";
import type { SessionLimit } from "../../model/limits/limits";
import { sessionFacts, sessionTags } from "../../model/limits/sessionFacts";
import { duration } from "../../model/notices/notices";
import type { DeployedGuard } from "../../proof/simulator/program/deployedGuard";

const words: Readonly<Record<Answer, string>> = { 0: "does not fit", 1: "may fit", 2: "fits" };

/** Which row of `limits` decides of a session, and why those before it did not. */
export function explainLimit(guard: DeployedGuard, record: CreateSessionRecord): string {
    const { limits, limitSeconds } = guard;
    const input = {
        request: record.requestParameters,
        response: record.responseElements,
        who: record.userIdentity,
    };
    const facts = sessionFacts(input);
    const decision = guard.decisionOf(record);
    const lines: string[] = [];
    for (const [place, row] of limits.entries()) {
        const answers = Object.entries(conditionAnswers(row, facts, sessionTags(input)));
        const least = Math.min(...answers.map(([, answer]) => answer)) as Answer;
        const because = answers.filter(([, answer]) => answer === least).map(([condition]) => condition);
        const why = `${least === 1 ? "not known: " : ""}${because.join(", ")}`;
        lines.push(`  limits[${place}] "${row.name}" ${words[least]} (${why})${gives(row)}`);
        if (least === 2) {
            break;
        }
    }
    const limit =
        decision.exempt === "yes"
            ? `exempt by "${decision.name}": never stopped`
            : `${decision.name === "" ? "waitSeconds" : `limit "${decision.name}"`}: ${duration(decision.seconds ?? limitSeconds)}` +
              (decision.exempt === "perhaps"
                  ? `; then reported and not stopped, since it may be exempt by "${decision.perhapsExemptBy ?? ""}"`
                  : guard.mode === "tell"
                    ? "; then reported and not stopped (mode: tell)"
                    : "");
    return [`Session ${shown(facts.id, 255)}: ${limit}`, ...lines].join("\n");
}

function gives(row: SessionLimit): string {
    return row.exempt ? `: exempt, held by ${heldBy(row)}` : `: ${duration(row.waitSeconds ?? 0)}`;
}
