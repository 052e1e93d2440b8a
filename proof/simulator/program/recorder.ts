import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../../../model/aws/arn";
import { create, lookUp, type Registered } from "./registration";

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
export interface Monitor {
    registerResource(request: RegisterRequest, callback: Callback): void;
    registerResourceOutputs(request: OutputsRequest, callback: Callback): void;
}

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
const keyOf = (type: string, name: string): string => `${type}::${name}`;
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").pop() ?? "";

/** Stands in for Pulumi's engine: records what a program registers, and answers its look-ups. */
export class Recorder {
    readonly #resources = new Map<string, { -readonly [Key in keyof Registered]: Registered[Key] }>();
    /** The stack's outputs. */
    outputs: Readonly<Record<string, unknown>> = {};
    readonly mocks: pulumi.runtime.Mocks;

    constructor(place: Place, preview: boolean) {
        this.mocks = {
            call: ({ token }) => answer(token, place),
            newResource: ({ type, name, inputs, custom = false }: MockResource) => {
                const made = custom || type.startsWith("awsx:") ? create(type, name, inputs, place) : { id: "" };
                const outputs = { ...made, ...inputs };
                const entry = this.#resources.get(keyOf(type, name));
                if (entry) {
                    Object.assign(entry, { inputs, custom, outputs });
                }
                return preview ? { id: undefined, state: inputs } : { id: made.id, state: outputs };
            },
        };
    }

    /** Without the stack itself. */
    get resources(): Registered[] {
        return [...this.#resources.values()].filter(({ type }) => type !== "pulumi:pulumi:Stack");
    }

    /** Hears what the mocks do not: parents, dependencies, outputs of components, and two resources of one URN. */
    listen(monitor: Monitor): void {
        const register = monitor.registerResource.bind(monitor);
        monitor.registerResource = (request, callback) => {
            const [type, name] = [request.getType(), request.getName()];
            if (this.#resources.has(keyOf(type, name))) {
                callback(new Error(`Two resources are called ${type} "${name}".`));
                return;
            }
            const oldParents = request.getAliasesList().map((alias) => nameOf(alias.getSpec()?.getParenturn() ?? ""));
            const deleteTimeout = request.getCustomtimeouts()?.getDelete();
            this.#resources.set(keyOf(type, name), {
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
            const outputs = request.getOutputs().toJavaScript();
            const entry = this.#resources.get(keyOf(typeOf(request.getUrn()), nameOf(request.getUrn())));
            if (entry?.type === "pulumi:pulumi:Stack") {
                this.outputs = outputs;
            } else if (entry) {
                entry.outputs = outputs;
            }
            registerOutputs(request, callback);
        };
    }
}

function answer(token: string, place: Place): Record<string, string> {
    const answered = lookUp(token, place);
    if (!answered) {
        // The SDK shows the member `details` of an invoke's error, and nothing else.
        throw Object.assign(new Error(), { details: `The simulator does not know the call ${token}.` });
    }
    return answered;
}
