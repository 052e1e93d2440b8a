import { assumptions } from "./assumptions";
import type { Call, Reply } from "../../simulator/aws/core/calls";
import type { Intercept } from "../../simulator/aws/core/faults";
import { seededRandom } from "../../simulator/aws/core/random";

/** What AWS answers now and then instead of doing its work, by service. */
const errors: Readonly<Record<string, readonly string[]>> = {
    glue: ["Glue.ThrottlingException", "Glue.InternalServiceException", "Glue.OperationTimeoutException"],
    sns: ["SNS.ThrottledException", "SNS.InternalErrorException"],
    cloudwatch: ["CloudWatch.InternalServiceException"],
    states: ["StepFunctions.ThrottlingException"],
};
const outageSeconds = 180;

/**
 * The faults of a day: calls fail at random, and during an outage all of Glue's do. A time-out hides that the call was
 * carried out.
 */
export function weather(seed: number, outageAt?: number): Intercept {
    const random = seededRandom(seed);
    return (call, now, perform) => {
        const service = call.split(":")[0] ?? "";
        const out =
            service === "glue" && outageAt !== undefined && now >= outageAt && now < outageAt + outageSeconds * 1000;
        return out || random() < assumptions.callFaultShare.value
            ? failure(call, pick(errors[service] ?? [], random()), perform)
            : undefined;
    };
}

const pick = (names: readonly string[], chance: number): string => names[Math.floor(chance * names.length)] ?? "";

function failure(call: Call, error: string, perform: () => Reply): Reply {
    if (error === "Glue.OperationTimeoutException") {
        perform();
    }
    return { error, cause: `Simulated fault of ${call}` };
}
