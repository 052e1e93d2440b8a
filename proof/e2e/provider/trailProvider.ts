import { credentials } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { CheckResponse, ConfigureResponse, ConstructResponse, DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { answer, Empty, ProviderServer, Struct } from "../../simulator/program/grpc";

/**
 * Stands in for awsx, which makes the trail of `createTrail`: it registers the trail as a component and, as awsx does, a
 * policy of the bucket below it; not the trail itself. The engine lets the program change that policy.
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
            const endpoint = request.getMonitorendpoint();
            const urn = await register(endpoint, trail);
            const { s3Bucket } = request.getInputs()?.toJavaScript() as { s3Bucket?: { existing?: { arn?: string } } };
            const arn = String(s3Bucket?.existing?.arn);
            const policy = new RegisterResourceRequest()
                .setType("aws:s3/bucketPolicy:BucketPolicy")
                .setName(request.getName())
                .setParent(urn)
                .setCustom(true)
                .setDependenciesList(request.getInputdependenciesMap().get("s3Bucket")?.getUrnsList() ?? [])
                .setProvider(request.getProvidersMap().get("aws") ?? "")
                .setObject(Struct.fromJavaScript({ bucket: arn.replace(/^.*:/, ""), policy: "awsx's own" }));
            await register(endpoint, policy);
            return new ConstructResponse().setUrn(urn);
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
