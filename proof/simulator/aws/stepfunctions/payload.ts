import { StateError } from "./execution";

/**
 * The largest input, output, task result, or set of variables that a state may have, in bytes of UTF-8: 256 KiB.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const MAX_PAYLOAD_BYTES = 262_144;

/** @throws TypeError when the value is not JSON. */
export function payloadBytes(value: unknown): number {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) {
        throw new TypeError(`A payload must be JSON, but this one is ${typeof value}.`);
    }
    return Buffer.byteLength(text);
}

/** Error and cause of a payload above the limit. `of` is what it came from: the state, or the service called. */
export function tooLarge(of: string): { readonly error: string; readonly cause: string } {
    return {
        error: "States.DataLimitExceeded",
        cause: `The state/task '${of}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    };
}

export function checkSize(value: unknown, of: string): void {
    if (payloadBytes(value) <= MAX_PAYLOAD_BYTES) {
        return;
    }
    const { error, cause } = tooLarge(of);
    throw new StateError(error, cause);
}
