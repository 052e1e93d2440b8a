/**
 * Runs a Pulumi program without Pulumi's engine and without AWS, under the SDK's mocks, and returns what it
 * registered. The mocks alone pass too easily: they swallow rejections and errors inside `apply`, and they keep one of
 * two resources of the same URN. Here each of these fails the run.
 */
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../../../model/aws/arn";
import { partitionOf, regions } from "../../../model/aws/regions";
import { nearest } from "../../../deployments/input/inputError";
import { Recorder, type Monitor } from "./recorder";
import type { Registered } from "./registration";
import { projectName, readStack, type Stack } from "../../../deployments/stack/stack";
import type { StackConfig } from "../../../deployments/stack/stackConfig";
import { accountsIn } from "../../../model/settings/accounts";

export interface RunOptions {
    readonly stack: string;
    readonly config: StackConfig;
    /** Default: the account of the AWS documentation, 123456789012. */
    readonly account?: string;
    /** Whether to run as `pulumi preview` does: what AWS would add is unknown. Default: false. */
    readonly preview?: boolean;
    /** Default: the guard's, of `Pulumi.yaml`. */
    readonly project?: string;
    /** Keys whose values the stack encrypts. Default: none. */
    readonly encrypted?: readonly string[];
    /** Default: none, as with state on one's own disk. */
    readonly organization?: string;
}

export interface Program {
    readonly stack: string;
    readonly place: Place;
    /** What the stack sets in the project's own namespace, defaults included. */
    readonly settings: Readonly<Record<string, string>>;
    readonly resources: readonly Registered[];
    /** The stack's outputs. */
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly warnings: readonly string[];
}

/** @throws InputError for a region that AWS does not have. */
export function placeIn(region: string, account = "123456789012"): Place {
    const partition = partitionOf(region);
    if (partition === undefined) {
        throw nearest("region", region, regions, " A new one belongs into model/aws/regions.ts.");
    }
    return { partition, region, account };
}

/**
 * Runs a program to its end: every resource registered, every output settled.
 * @throws the first error of the program, of a resource, or of an `apply`, attended or not.
 */
export async function runPulumi(program: () => unknown, options: RunOptions): Promise<Program> {
    const { stack, config, encrypted = [], preview = false, project = projectName(), organization } = options;
    // A region that is set to nothing is one that the program must complain of.
    const region = config["aws:region"] || "eu-west-1";
    const place = placeIn(region, options.account);
    const recorder = new Recorder(place, preview);
    const warnings = await attended(async () => {
        await pulumi.runtime.setMocks(recorder.mocks, project, stack, preview, organization);
        recorder.listen(pulumi.runtime.getMonitor() as unknown as Monitor);
        pulumi.runtime.setAllConfig({ "aws:region": region, ...config }, [...encrypted]);
        try {
            await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
        } finally {
            await pulumi.runtime.disconnect();
        }
    });
    const namespace = `${project}:`;
    const settings = Object.fromEntries(
        Object.entries(config)
            .filter(([key]) => key.startsWith(namespace))
            .map(([key, value]) => [key.slice(namespace.length), value]),
    );
    return { stack, place, settings, resources: recorder.resources, outputs: recorder.outputs, warnings };
}

/** Does something, and returns the warnings of it. @throws its error, or that of a promise which nobody attends to. */
async function attended(action: () => Promise<void>): Promise<string[]> {
    const errors: unknown[] = [];
    const warnings: string[] = [];
    let giveUp: () => void = () => undefined;
    // A resource that is never registered keeps the SDK waiting for ever.
    const failed = new Promise<void>((resolve) => (giveUp = resolve));
    const unhandled = (error: unknown) => {
        errors.push(error);
        giveUp();
    };
    const { warn } = console;
    const { stackTraceLimit } = Error;
    process.on("unhandledRejection", unhandled);
    // The SDK keeps a stack for each promise, and ts-node maps every line of each: most of a run's time.
    Error.stackTraceLimit = 1;
    console.warn = (text: string) => warnings.push(text.replace(/^warning: \[runtime\] /, ""));
    try {
        await Promise.race([action().catch((error: unknown) => errors.unshift(error)), failed]);
        await tick();
    } finally {
        await tick();
        process.off("unhandledRejection", unhandled);
        Error.stackTraceLimit = stackTraceLimit;
        console.warn = warn;
    }
    if (errors.length > 0) {
        throw errors[0] as Error;
    }
    return warnings;
}

/** Unhandled rejections are reported a turn later. */
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Runs `index.ts` for this stack, as `pulumi up` would. `changes` stand over what the stack sets. */
export async function runStack(stack: string | Stack, changes: StackConfig = {}, preview = false): Promise<Program> {
    const { name, config: set } = typeof stack === "string" ? readStack(stack) : stack;
    const config = { ...set, ...changes };
    const [account] = accountsIn(config["aws:allowedAccountIds"]).accounts;
    return runPulumi(() => loadIndex(), { stack: name, config, account, preview });
}

/** A module runs once; the program has to run anew each time. */
function loadIndex(): unknown {
    const path = require.resolve("../../../index");
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the cache has no other way to forget
    delete require.cache[path];
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import` would run it only once
    return require(path) as unknown;
}
