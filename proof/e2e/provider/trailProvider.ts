import { credentials } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { CheckResponse, ConfigureResponse, ConstructResponse, DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { answer, Empty, ProviderServer } from "../../simulator/program/grpc";

/**
 * Stands in for awsx, which makes the trail of `createTrail`: it registers the trail itself, and none of the bucket
 * and policies that awsx makes below it.
 */
export function trailProvider(): ProviderServer {
    const methods: Pick<
        IResourceProviderServer,
        "attach" | "cancel" | "getPluginInfo" | "checkConfig" | "diffConfig" | "configure" | "construct"
    > = {
        attach: answer(() => new Empty()),
        cancel: answer(() => new Empty()),
        getPluginInfo: answer(() => new PluginInfo().setVersion("3.9.0")),
        checkConfig: answer((request) => new CheckResponse().setInputs(request.getNews())),
        diffConfig: answer(() => new DiffResponse().setChanges(DiffResponse.DiffChanges.DIFF_NONE)),
        configure: answer(() => new ConfigureResponse().setSupportspreview(true).setAcceptsecrets(true)),
        construct: answer(async (request) => {
            if (request.getType() !== "awsx:cloudtrail:Trail") {
                throw new Error(`The e2e does not know the component ${request.getType()}.`);
            }
            const trail = new RegisterResourceRequest()
                .setType(request.getType())
                .setName(request.getName())
                .setParent(request.getParent());
            return new ConstructResponse().setUrn(await register(request.getMonitorendpoint(), trail));
        }),
    };
    return new ProviderServer(methods);
}

/** Registers a resource with the engine that listens there, and returns its URN. */
function register(endpoint: string, request: RegisterResourceRequest): Promise<string> {
    const client = new ResourceMonitorClient(endpoint, credentials.createInsecure());
    return new Promise<string>((resolve, reject) => {
        client.registerResource(request, (error, response) => (error ? reject(error) : resolve(response.getUrn())));
    }).finally(() => client.close());
}
