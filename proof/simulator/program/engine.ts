import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { LogSeverity, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { RegisterResourceResponse, SupportsFeatureResponse } from "@pulumi/pulumi/proto/resource_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { ResourceMonitorService, type IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb";
import type { Place } from "../../../model/aws/arn";
import { answer, Empty, Refusal, Struct } from "./grpc";
import { create, lookUp, type Registered } from "./registration";

/** What a program sent to the engine. */
export interface Reported {
    /** In order of registration; the stack itself is the first. */
    readonly resources: readonly Omit<Registered, "outputs">[];
    /** The stack's outputs. */
    readonly outputs: Readonly<Record<string, unknown>>;
    /** What the user gets to read; debug messages are left out. */
    readonly messages: readonly Message[];
}

export interface Message {
    readonly severity: "info" | "warning" | "error";
    readonly text: string;
}

export interface EngineOptions {
    readonly project: string;
    readonly stack: string;
    /** Where AWS is said to be. */
    readonly place: Place;
    /** Whether to answer as for `pulumi preview`: what AWS would add is unknown. */
    readonly preview: boolean;
}

/** Without "outputValues" inputs arrive as plain values; without the others the SDK does not use them. */
const features = new Set(["secrets", "resourceReferences", "aliasSpecs", "deletedWith"]);
const severities: Partial<Record<LogSeverity, Message["severity"]>> = {
    [LogSeverity.INFO]: "info",
    [LogSeverity.WARNING]: "warning",
    [LogSeverity.ERROR]: "error",
};
const stackType = "pulumi:pulumi:Stack";
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/**
 * As much of Pulumi's engine as a program needs to run to its end: it hands out URNs, ids and what AWS would add, and
 * writes down what it is sent. It keeps no state and compares nothing. What it does not know, it refuses.
 */
export class Engine implements Reported {
    readonly resources: Reported["resources"][number][] = [];
    readonly messages: Message[] = [];
    outputs: Reported["outputs"] = {};
    readonly #urns = new Set<string>();
    readonly #server = new Server({ "grpc.max_receive_message_length": -1 });

    constructor(readonly options: EngineOptions) {
        this.#server.addService(ResourceMonitorService, this.#monitor());
        this.#server.addService(EngineService, this.#engine());
    }

    /** Listens on a free port of this machine, and returns the address. */
    listen(): Promise<string> {
        return new Promise((resolve, reject) => {
            this.#server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
                error ? reject(error) : resolve(`127.0.0.1:${port}`),
            );
        });
    }

    close(): void {
        this.#server.forceShutdown();
    }

    /** A method that is not here is refused as not implemented. */
    #monitor(): Pick<
        IResourceMonitorServer,
        "supportsFeature" | "registerResource" | "registerResourceOutputs" | "invoke" | "signalAndWaitForShutdown"
    > {
        return {
            supportsFeature: answer((request) =>
                new SupportsFeatureResponse().setHassupport(features.has(request.getId())),
            ),
            registerResource: answer((request) => this.#register(request)),
            registerResourceOutputs: answer((request) => {
                if (request.getUrn().split("::")[2] === stackType) {
                    this.outputs = request.getOutputs()?.toJavaScript() ?? {};
                }
                return new Empty();
            }),
            invoke: answer((request) => {
                const answered = lookUp(request.getTok(), this.options.place);
                if (!answered) {
                    throw new Refusal(status.NOT_FOUND, `The engine does not know the call ${request.getTok()}.`);
                }
                return new InvokeResponse().setReturn(Struct.fromJavaScript(answered));
            }),
            signalAndWaitForShutdown: answer(() => new Empty()),
        };
    }

    #engine(): Pick<IEngineServer, "log" | "setRootResource"> {
        return {
            log: answer((request) => {
                const severity = severities[request.getSeverity()];
                if (severity) {
                    this.messages.push({ severity, text: request.getMessage() });
                }
                return new Empty();
            }),
            setRootResource: answer(() => new SetRootResourceResponse()),
        };
    }

    #register(request: RegisterResourceRequest): RegisterResourceResponse {
        const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
        const inputs = request.getObject()?.toJavaScript() ?? {};
        const urn = this.#urn(type, name, parent);
        if (this.#urns.has(urn)) {
            throw new Refusal(status.ALREADY_EXISTS, `Two resources have the URN ${urn}.`);
        }
        // The plugin of a remote component would make its children; here it is one resource.
        const made = request.getCustom() || request.getRemote();
        const { id, ...added } = made ? create(type, name, inputs, this.options.place) : { id: "" };
        const deleteTimeout = request.getCustomtimeouts()?.getDelete();
        this.#urns.add(urn);
        this.resources.push({
            type,
            name,
            parent: nameOf(parent),
            custom: request.getCustom(),
            inputs,
            dependsOn: request.getDependenciesList().map(nameOf).sort(),
            ...(deleteTimeout && { deleteTimeout }),
        });
        const answered = new RegisterResourceResponse().setUrn(urn);
        // In a preview the SDK takes what is missing for unknown.
        return this.options.preview
            ? answered.setObject(Struct.fromJavaScript(inputs))
            : answered.setId(id).setObject(Struct.fromJavaScript({ ...(added as typeof inputs), ...inputs }));
    }

    #urn(type: string, name: string, parent: string): string {
        const parentType = parent.split("::")[2] ?? stackType;
        const path = parentType === stackType ? type : `${parentType}$${type}`;
        return `urn:pulumi:${this.options.stack}::${this.options.project}::${path}::${name}`;
    }
}
