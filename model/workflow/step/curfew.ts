import { fold, literal } from "../../aws/jsonata";
import { asked, type StopWorkflowArgs } from "./step";

/** A decision, in JSONata, under which nothing lives on at the time of the curfew but what is exempt. */
export function underCurfew(args: Pick<StopWorkflowArgs, "curfew" | "timeZone">, decision: string): string {
    const { curfew = "", timeZone } = args;
    return asked(args).curfew
        ? fold`$merge([${decision}, $states.input.curfew = true
            ? { 'name': 'curfew', 'seconds': 0, 'detail': ${literal(`${curfew} ${timeZone || "UTC"}`)} }])`
        : decision;
}
