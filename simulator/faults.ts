import type { Reply } from "./stateMachine";

/** The calls that the guard makes, by their IAM names. */
export type Call =
    "glue:GetSession" | "glue:StopSession" | "sns:Publish" | "cloudwatch:PutMetricData" | "states:StartExecution";

/** Something that goes wrong in AWS for a while. */
export interface Fault {
    readonly call: Call;
    /** The error's name as Step Functions shows it, e.g. `Glue.InternalServiceException`. */
    readonly error: string;
    /** Until this many seconds after the start of the story. Default: to its end. */
    readonly toSeconds?: number;
    /** How many calls it hits. Default: all. */
    readonly times?: number;
    /** How long the caller waits for the error, in seconds. Default: 0. */
    readonly seconds?: number;
    /** Whether the call is carried out all the same, and only its answer is lost. */
    readonly carriedOut?: boolean;
}

/** Stands before AWS: answers a call in its place, perhaps after carrying it out; undefined lets the call through. */
export type Intercept = (call: Call, now: number, perform: () => Reply) => Reply | undefined;

/** The faults of a story, each with the calls that it has hit. */
export class Faults {
    readonly #hits = new Map<Fault, number>();

    constructor(
        readonly faults: readonly Fault[],
        readonly startedAt: number,
        readonly intercept: Intercept = () => undefined,
    ) {}

    /** The answer to this call: the fault's, if one is due, else that of `perform`. */
    answer(call: Call, now: number, perform: () => Reply): Reply {
        const intercepted = this.intercept(call, now, perform);
        if (intercepted) {
            return intercepted;
        }
        const fault = this.#due(call, now);
        if (!fault) {
            return perform();
        }
        this.#hits.set(fault, (this.#hits.get(fault) ?? 0) + 1);
        if (fault.carriedOut) {
            perform();
        }
        return {
            error: fault.error,
            cause: `Simulated fault of ${call}`,
            ...(fault.seconds !== undefined && { seconds: fault.seconds }),
        };
    }

    #due(call: Call, now: number): Fault | undefined {
        const elapsed = (now - this.startedAt) / 1000;
        return this.faults.find(
            (fault) =>
                fault.call === call &&
                elapsed < (fault.toSeconds ?? Infinity) &&
                (this.#hits.get(fault) ?? 0) < (fault.times ?? Infinity),
        );
    }
}
