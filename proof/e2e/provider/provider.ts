import { createHash } from "node:crypto";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
    CheckResponse,
    ConfigureResponse,
    CreateResponse,
    DiffResponse,
    InvokeResponse,
    ReadResponse,
    UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { lookUp } from "../../simulator/program/registration";
import { changedProperties, unknownValue, type Account } from "./account";
import { answer, Empty, ProviderServer, Struct } from "../../simulator/program/grpc";
import { resourceTypes } from "./resourceTypes";
import type { Inputs, StoredResource } from "./resource";

const read = (struct: InstanceType<typeof Struct> | undefined): Inputs => struct?.toJavaScript() ?? {};
const write = (values: Inputs) => Struct.fromJavaScript(values as Parameters<typeof Struct.fromJavaScript>[0]);

/**
 * Stands in for Pulumi's AWS provider: answers the engine's calls for the resource types of `resourceTypes.ts`, and
 * keeps what is created in an account of this process. The engine finds it by `PULUMI_DEBUG_PROVIDERS=aws:<port>`.
 */
export function awsProvider(account: Account): ProviderServer {
    let tags: unknown;
    const methods: Pick<
        IResourceProviderServer,
        | "attach"
        | "cancel"
        | "getPluginInfo"
        | "checkConfig"
        | "diffConfig"
        | "configure"
        | "invoke"
        | "check"
        | "diff"
        | "create"
        | "update"
        | "read"
        | "delete"
    > = {
        attach: answer(() => new Empty()),
        cancel: answer(() => new Empty()),
        getPluginInfo: answer(() => new PluginInfo().setVersion("7.48.0")),
        checkConfig: answer((request) => new CheckResponse().setInputs(request.getNews())),
        diffConfig: answer((request) =>
            compared(changedProperties(read(request.getOldInputs()), read(request.getNews()))),
        ),
        configure: answer((request) => {
            const settings = read(request.getArgs());
            const allowed = parsed(settings.allowedAccountIds) as string[] | undefined;
            if (allowed && !allowed.includes(account.place.account)) {
                throw new Error(`AWS account ID not allowed: ${account.place.account}`);
            }
            tags = (parsed(settings.defaultTags) as Inputs | undefined)?.tags;
            return new ConfigureResponse().setSupportspreview(true);
        }),
        invoke: answer((request) => {
            const answered = lookUp(request.getTok(), account.place);
            if (!answered) {
                throw new Error(`The e2e does not know the call ${request.getTok()}.`);
            }
            return new InvokeResponse().setReturn(write(answered));
        }),
        check: answer((request) => {
            const inputs = read(request.getNews());
            const old = read(request.getOlds());
            const added = completion(account, request.getType(), request.getName(), inputs, old, tags);
            return new CheckResponse().setInputs(write({ ...inputs, ...added }));
        }),
        diff: answer((request) => {
            const old = read(request.getOldInputs());
            return diff(request.getType(), old, read(request.getOlds()), read(request.getNews()));
        }),
        create: answer((request) => {
            const preview = request.getPreview();
            const inputs = withoutDefaults(read(request.getProperties()));
            const resource = account.create(request.getType(), request.getName(), inputs, preview);
            return preview
                ? new CreateResponse().setProperties(write({ ...unknowns(resource), ...resource.inputs }))
                : new CreateResponse().setId(resource.id).setProperties(write(stateOf(resource)));
        }),
        update: answer((request) => {
            const inputs = withoutDefaults(read(request.getNews()));
            const resource = account.update(request.getType(), request.getId(), inputs, request.getPreview());
            return new UpdateResponse().setProperties(write(stateOf(resource)));
        }),
        read: answer((request) => {
            const resource = account.read(request.getType(), request.getId());
            return resource
                ? new ReadResponse()
                      .setId(resource.id)
                      .setProperties(write(stateOf(resource)))
                      .setInputs(write({ ...read(request.getInputs()), ...resource.inputs }))
                : new ReadResponse();
        }),
        delete: answer((request) => {
            account.delete(request.getType(), request.getId());
            return new Empty();
        }),
    };
    return new ProviderServer(methods);
}

const parsed = (value: unknown): unknown => (typeof value === "string" ? (JSON.parse(value) as unknown) : value);
const withoutDefaults = ({ __defaults: _, ...inputs }: Inputs): Inputs => inputs;
const stateOf = ({ id, added, inputs }: StoredResource): Inputs => ({ id, ...added, ...inputs });
const unknowns = ({ id, added }: StoredResource): Inputs =>
    Object.fromEntries(Object.keys({ id, ...added }).map((property) => [property, unknownValue]));

/** What the provider adds by itself before anything is compared: a name, tags, policies as text. */
function completion(account: Account, type: string, name: string, inputs: Inputs, old: Inputs, tags: unknown): Inputs {
    const { properties = {}, required = [], policies = [] } = resourceTypes[type] ?? {};
    const autonamed = required.includes("name") && inputs.name === undefined;
    return {
        __defaults: autonamed ? ["name"] : [],
        ...(autonamed && { name: old.name ?? freeName(account, type, name) }),
        ...("tagsAll" in properties && tags !== undefined && { tagsAll: tags }),
        ...Object.fromEntries(
            policies
                .filter((property) => typeof inputs[property] === "object")
                .map((property) => [property, JSON.stringify(inputs[property])]),
        ),
    };
}

/** Pulumi's auto-naming, but with the same seven digits each time, unless that name is taken. */
function freeName(account: Account, type: string, name: string): string {
    for (let attempt = 0; ; attempt++) {
        const digest = createHash("sha256").update(name + "'".repeat(attempt));
        const free = `${name}-${digest.digest("hex").slice(0, 7)}`;
        if (!account.find(type, free)) {
            return free;
        }
    }
}

/** Compares what the program wants with what the state tells of AWS. */
function diff(type: string, oldInputs: Inputs, state: Inputs, inputs: Inputs): DiffResponse {
    const written = Object.keys(withoutDefaults(oldInputs));
    const old = Object.fromEntries(written.map((property) => [property, state[property]]));
    const changed = changedProperties(old, withoutDefaults(inputs));
    const { replacing = [] } = resourceTypes[type] ?? {};
    return compared(changed).setReplacesList(changed.filter((property) => replacing.includes(property)));
}

function compared(changed: string[]): DiffResponse {
    const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
    return new DiffResponse().setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(changed);
}
