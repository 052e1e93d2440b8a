import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../../../model/aws/arn";
import { partitionOf, regions } from "../../../model/aws/regions";
import { nearest } from "../../../deployments/input/inputError";
import { create, lookUp, type Registered } from "./registration";
import { projectName, readStack, type Stack } from "../../../deployments/stack/stack";
import type { StackConfig } from "../../../deployments/stack/stackConfig";
import { accountsIn } from "../../../model/settings/accounts";

/**
 * Runs a Pulumi program without Pulumi's engine and without AWS, under the SDK's mocks, and returns what it
 * registered. The mocks alone pass too easily: they swallow rejections and errors inside `apply`, and they keep one of
 * two resources of the same URN. Here each of these fails the run.
 */
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

/** The SDK types inputs as `any`. */
interface MockResource {
    readonly type: string;
    readonly name: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly custom?: boolean;
}
/** The parts of the SDK's messages that are read here. */
interface RegisterRequest {
    getType(): string;
    getName(): string;
    getParent(): string;
    getDependenciesList(): string[];
    getAliasesList(): { getSpec(): { getParenturn(): string } | undefined }[];
    getCustomtimeouts(): { getDelete(): string } | undefined;
}
interface OutputsRequest {
    getUrn(): string;
    getOutputs(): { toJavaScript(): Record<string, unknown> };
}
type Callback = (error: Error | null, response?: unknown) => void;
interface Monitor {
    registerResource(request: RegisterRequest, callback: Callback): void;
    registerResourceOutputs(request: OutputsRequest, callback: Callback): void;
}

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
const keyOf = (type: string, name: string): string => `${type}::${name}`;
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").pop() ?? "";

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
    // A region that is set to nothing is one that the program must complain of.
    const region = options.config["aws:region"] || "eu-west-1";
    const project = options.project ?? projectName();
    const place = placeIn(region, options.account);
    const resources = new Map<string, { -readonly [Key in keyof Registered]: Registered[Key] }>();
    const errors: unknown[] = [];
    const warnings: string[] = [];
    let outputs: Record<string, unknown> = {};

    let giveUp: () => void = () => undefined;
    // A resource that is never registered keeps the SDK waiting for ever.
    const failed = new Promise<void>((resolve) => (giveUp = resolve));
    const unhandled = (error: unknown) => {
        errors.push(error);
        giveUp();
    };
    const warn = console.warn;
    const { stackTraceLimit } = Error;
    process.on("unhandledRejection", unhandled);
    // The SDK keeps a stack for each promise, and ts-node maps every line of each: most of a run's time.
    Error.stackTraceLimit = 1;
    console.warn = (text: string) => warnings.push(text.replace(/^warning: \[runtime\] /, ""));
    try {
        await pulumi.runtime.setMocks(
            {
                call: ({ token }) => answer(token, place),
                newResource: ({ type, name, inputs, custom }: MockResource) => {
                    const made = custom || type.startsWith("awsx:") ? create(type, name, inputs, place) : { id: "" };
                    const entry = resources.get(keyOf(type, name));
                    const state = { ...made, ...inputs };
                    if (entry) {
                        Object.assign(entry, { inputs, custom: custom ?? false, outputs: state });
                    }
                    return options.preview ? { id: undefined, state: inputs } : { id: made.id, state };
                },
            },
            project,
            options.stack,
            options.preview ?? false,
            options.organization,
        );
        const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
        const register = monitor.registerResource.bind(monitor);
        monitor.registerResource = (request, callback) => {
            const [type, name] = [request.getType(), request.getName()];
            if (resources.has(keyOf(type, name))) {
                callback(new Error(`Two resources are called ${type} "${name}".`));
                return;
            }
            const oldParents = request.getAliasesList().map((alias) => nameOf(alias.getSpec()?.getParenturn() ?? ""));
            const deleteTimeout = request.getCustomtimeouts()?.getDelete();
            resources.set(keyOf(type, name), {
                type,
                name,
                parent: nameOf(request.getParent()),
                custom: false,
                inputs: {},
                outputs: {},
                dependsOn: request.getDependenciesList().map(nameOf).sort(),
                ...(oldParents.length > 0 && { oldParents }),
                ...(deleteTimeout && { deleteTimeout }),
            });
            register(request, callback);
        };
        const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
        monitor.registerResourceOutputs = (request, callback) => {
            const entry = resources.get(keyOf(typeOf(request.getUrn()), nameOf(request.getUrn())));
            if (entry?.type === "pulumi:pulumi:Stack") {
                outputs = request.getOutputs().toJavaScript();
            } else if (entry) {
                entry.outputs = request.getOutputs().toJavaScript();
            }
            registerOutputs(request, callback);
        };
        pulumi.runtime.setAllConfig({ "aws:region": region, ...options.config }, [...(options.encrypted ?? [])]);
        const finished = pulumi.runtime
            .runInPulumiStack(() => Promise.resolve(program()))
            .catch((error: unknown) => errors.unshift(error))
            .then(() => pulumi.runtime.disconnect());
        await Promise.race([finished, failed]);
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
    const registered = [...resources.values()].filter(({ type }) => type !== "pulumi:pulumi:Stack");
    const namespace = `${project}:`;
    const settings = Object.fromEntries(
        Object.entries(options.config)
            .filter(([key]) => key.startsWith(namespace))
            .map(([key, value]) => [key.slice(namespace.length), value]),
    );
    return { stack: options.stack, place, settings, resources: registered, outputs, warnings };
}

/** Unhandled rejections are reported a turn later. */
const tick = () => new Promise((resolve) => setImmediate(resolve));

function answer(token: string, place: Place): Record<string, string> {
    const answered = lookUp(token, place);
    if (!answered) {
        // The SDK shows the member `details` of an invoke's error, and nothing else.
        throw Object.assign(new Error(), { details: `The simulator does not know the call ${token}.` });
    }
    return answered;
}

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
