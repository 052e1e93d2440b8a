import type { ScenarioResult } from "../../proof/simulator/results/runScenario";
import { table } from "../table";

/** Scenarios as a table, and their count. */
export function scenarioTable(results: readonly ScenarioResult[]): string {
    const rows = results.map(({ scenario, failures }) => [
        scenario.name,
        scenario.title + failures.map((failure) => `\n- ${failure}`).join(""),
        failures.length === 0 ? "passed" : "FAILED",
    ]);
    const failed = results.filter(({ failures }) => failures.length > 0).length;
    const drawn = table(["scenario", "what it shows", "ended"], rows, { widths: [21, 84, 13] });
    return `${drawn}\n${results.length} scenarios, ${results.length - failed} passed, ${failed} failed.`;
}
