import { InputError } from "../../deployments/input/inputError";

/** What every client of the SDK is given. */
export interface ClientOptions {
    readonly region: string;
    readonly maxAttempts: number;
    readonly retryMode: string;
    readonly profile?: string;
}

/**
 * The SDK tries again by itself, more slowly when AWS throttles.
 *
 * @throws InputError if the shell names a proxy, which the SDK would not use.
 */
export function clientOptions(region: string, profile?: string): ClientOptions {
    const proxy = ["HTTPS_PROXY", "https_proxy"].find((name) => process.env[name]);
    if (proxy !== undefined) {
        throw new InputError(
            `${proxy} is set, and the AWS SDK would not use it. Fix: unset it for this command if AWS can be reached ` +
                "without, or run it elsewhere.",
        );
    }
    // A warning of what the SDK will ask of Node next year is for us, not for the user.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    return { region, maxAttempts: 10, retryMode: "adaptive", ...(profile && { profile }) };
}
