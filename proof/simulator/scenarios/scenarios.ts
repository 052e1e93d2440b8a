import { chatScenarios } from "./chatScenarios";
import { digestScenarios } from "./digestScenarios";
import { limitScenarios } from "./limitScenarios";
import { mailScenarios } from "./mailScenarios";
import { peopleScenarios } from "./peopleScenarios";
import type { Scenario } from "./scenario";
import { sweepScenarios } from "./sweepScenarios";
import { watchScenarios } from "./watchScenarios";

/** Every scenario, in the order in which people read of them. */
export const scenarios: readonly Scenario[] = [
    ...watchScenarios,
    ...limitScenarios,
    ...sweepScenarios,
    ...peopleScenarios,
    ...digestScenarios,
    ...chatScenarios,
    ...mailScenarios,
];
