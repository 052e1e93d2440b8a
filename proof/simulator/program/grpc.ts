import { createRequire } from "node:module";
import {
    Server,
    ServerCredentials,
    status,
    type handleUnaryCall,
    type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Empty as EmptyMessage } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct as StructMessage } from "google-protobuf/google/protobuf/struct_pb";

/** The SDK takes only messages of the very classes that it has loaded itself. */
const ofSdk = createRequire(require.resolve("@pulumi/pulumi"));
export const { Empty } = ofSdk("google-protobuf/google/protobuf/empty_pb") as { Empty: typeof EmptyMessage };
export const { Struct } = ofSdk("google-protobuf/google/protobuf/struct_pb") as { Struct: typeof StructMessage };

/** An error with a status of its own. */
export class Refusal extends Error {
    constructor(
        readonly code: status,
        message: string,
    ) {
        super(message);
    }
}

/** A gRPC method from a function; what the function throws, the caller gets as an error. */
export function answer<Request, Response>(
    respond: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
    return ({ request }, callback) => {
        void (async () => respond(request))().then(
            (response) => callback(null, response),
            (error: unknown) =>
                callback({
                    code: error instanceof Refusal ? error.code : status.UNKNOWN,
                    details: error instanceof Error ? error.message : String(error),
                }),
        );
    };
}

/** A provider on a port of this machine. A method that it does not have is refused as not implemented. */
export class ProviderServer {
    readonly #server = new Server({ "grpc.max_receive_message_length": -1 });

    constructor(methods: UntypedServiceImplementation) {
        this.#server.addService(ResourceProviderService, methods);
    }

    /** Listens on a free port, and returns it. */
    listen(): Promise<number> {
        return new Promise((resolve, reject) => {
            this.#server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
                error ? reject(error) : resolve(port),
            );
        });
    }

    close(): void {
        this.#server.forceShutdown();
    }
}
