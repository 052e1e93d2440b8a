/**
 * Takes a guard out of a stack's state, as `pulumi stack export` prints it, instead of running the program: what is
 * played is what the last update deployed, or what the last refresh found. Properties that the program did not write
 * are not looked at.
 */
import { parseArn } from "../../../model/aws/arn";
import { useTopicKey } from "../../../model/access/permissions";
import { document } from "./deployed";
import type { Program } from "./program";
import type { Registered } from "./registration";
import { InputError, nearest } from "../../../deployments/input/inputError";

interface Export {
    readonly version?: unknown;
    readonly deployment?: {
        readonly resources?: readonly Stored[];
        readonly pending_operations?: readonly { readonly type: string; readonly resource: Stored }[];
    };
}

/** https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go */
interface Stored {
    readonly urn: string;
    readonly type: string;
    readonly custom: boolean;
    /** It was replaced, and waits for its deletion. */
    readonly delete?: boolean;
    readonly id?: string;
    readonly parent?: string;
    readonly inputs?: Properties;
    readonly outputs?: Properties;
    readonly dependencies?: readonly string[];
}

type Properties = Readonly<Record<string, unknown>>;

const guardType = "glue-cost-control:index:GlueSessionGuard";
/** Version 4 has the same resources, with features that no guard uses. */
const versions: readonly unknown[] = [3, 4];
/** Marks a secret: https://www.pulumi.com/docs/iac/concepts/secrets/ */
export const secretMark = "4dabf18193072939515e22adb298388d";

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** The guard of this name, or the only one. @throws InputError with the one thing that is in the way, and its fix. */
export function readState(text: string, guardName?: string): Program {
    const stored = storedIn(text);
    const guard = choose(
        stored.filter(({ type }) => type === guardType),
        guardName,
    );
    const parents = new Map(stored.map(({ urn, parent }) => [urn, parent]));
    const belongs = (urn: string | undefined): boolean =>
        urn !== undefined && (urn === guard.urn || belongs(parents.get(urn)));
    const resources = stored.filter(({ urn }) => belongs(urn)).map(registered);
    const outputs = plain(guard.outputs ?? {}, guard.urn) as Properties;
    const stack = guard.urn.split(":")[2] ?? "";
    const arn = parseArn(String(outputs.stateMachineArn));
    // A target and a topic's policy have the ARN of what they are for.
    const all = (type: string) => resources.filter((resource) => resource.type === type);
    const machine = all("aws:sfn/stateMachine:StateMachine").find(
        ({ outputs: { arn } }) => arn === outputs.stateMachineArn,
    );
    const waitSeconds = waitSecondsOf(machine?.outputs.definition);
    if (!arn || waitSeconds === undefined) {
        throw notUnderstood(stack, "no state machine of it tells the limit.");
    }
    const created = all("aws:sns/topic:Topic").map(({ outputs }) => outputs.arn);
    const adopted = (topic: "successTopicArn" | "failureTopicArn") =>
        created.includes(outputs[topic]) ? "" : String(outputs[topic]);
    return {
        stack,
        place: { partition: arn.partition, region: arn.region, account: arn.account },
        settings: {
            waitSeconds: String(waitSeconds),
            // The component's own inputs: only a guard that has them writes them.
            limits: JSON.stringify(guard.inputs?.limits ?? []),
            mode: typeof guard.inputs?.mode === "string" ? guard.inputs.mode : "stop",
            successTopicArn: adopted("successTopicArn"),
            failureTopicArn: adopted("failureTopicArn"),
            topicKeyArn: topicKeyOf(all("aws:iam/rolePolicy:RolePolicy")),
        },
        resources,
        outputs,
        warnings: [],
    };
}

/** What to say of a guard that the simulator cannot read: it was deployed by another version of the project. */
export function notUnderstood(stack: string, problem: string): InputError {
    return new InputError(
        `The guard of stack ${stack} was deployed by another version of this project, which this one cannot play: ${problem} ` +
            "Fix: check out the version that deployed it, or `pulumi up` with this one.",
    );
}

function storedIn(text: string): readonly Stored[] {
    let exported: Export | null;
    try {
        exported = JSON.parse(text) as Export | null;
    } catch (error) {
        throw new InputError(`The state cannot be read as JSON: ${(error as Error).message}`);
    }
    if (typeof exported?.deployment !== "object") {
        throw new InputError("This is no state of a stack: `pulumi stack export` prints one.");
    }
    if (!versions.includes(exported.version)) {
        throw new InputError(
            `The state is of version ${String(exported.version)}, but only ${versions.join(" and ")} are known here. ` +
                "Fix: export it with the Pulumi CLI that package.json names.",
        );
    }
    const { resources = [], pending_operations: pending = [] } = exported.deployment;
    const half = pending.map(({ type, resource }) => `${type} ${nameOf(resource.urn)}`);
    const leftOver = resources.filter((resource) => resource.delete).map(({ urn }) => `delete the old ${nameOf(urn)}`);
    if (half.length + leftOver.length > 0) {
        throw new InputError(
            `An update of the stack did not come to its end (${[...half, ...leftOver].join(", ")}). ` +
                "Fix: `pulumi refresh` and `pulumi up`, then export again.",
        );
    }
    return resources;
}

function choose(guards: readonly Stored[], name: string | undefined): Stored {
    const names = guards.map(({ urn }) => nameOf(urn));
    const [guard, ...others] = guards.filter((_, index) => name === undefined || names[index] === name);
    if (guard && others.length === 0) {
        return guard;
    }
    if (guard) {
        throw new InputError(`The stack has ${guards.length} guards, ${names.join(" and ")}: take one, with --guard.`);
    }
    if (name !== undefined && guards.length > 0) {
        throw nearest("guard", name, names);
    }
    throw new InputError("The stack has no guard: nothing in its state was made by GlueSessionGuard.");
}

function registered(stored: Stored): Registered {
    const { urn, type, custom, id, parent = "", dependencies = [] } = stored;
    const outputs = plain(stored.outputs ?? {}, urn) as Properties;
    const { __defaults = [], ...written } = stored.inputs ?? {};
    const own = Object.keys(written).filter((property) => !(__defaults as readonly string[]).includes(property));
    const inputs = own.map((property) => [property, outputs[property] ?? plain(written[property], urn)]);
    return {
        type,
        name: nameOf(urn),
        parent: nameOf(parent),
        custom,
        inputs: Object.fromEntries(inputs) as Properties,
        outputs: id === undefined ? outputs : { id, ...outputs },
        dependsOn: dependencies.map(nameOf).sort(),
    };
}

/** A value without what the provider notes down for itself. @throws InputError if a part of it is encrypted. */
function plain(value: unknown, urn: string): unknown {
    if (Array.isArray(value)) {
        return value.map((item) => plain(item, urn));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (secretMark in value) {
        const { plaintext } = value as { plaintext?: string };
        if (plaintext === undefined) {
            throw new InputError(
                `The state encrypts a property of ${nameOf(urn)}. Fix: \`pulumi stack export --show-secrets\`.`,
            );
        }
        return JSON.parse(plaintext) as unknown;
    }
    return Object.fromEntries(
        Object.entries(value)
            .filter(([property]) => property !== "__defaults")
            .map(([property, member]) => [property, plain(member, urn)]),
    );
}

/** The key that the workflow's role may use: with it the adopted topics are encrypted. */
function topicKeyOf(rolePolicies: readonly Registered[]): string {
    const statements = rolePolicies.flatMap(({ outputs }) => document(outputs.policy).Statement).flat();
    const found = statements.find(({ Sid }) => Sid === useTopicKey("").Sid);
    return typeof found?.Resource === "string" ? found.Resource : "";
}

/**
 * How old a session may get that no row fits, in a definition's text, in seconds; undefined if it is none of ours: of what
 * is deployed, only the definition holds it, in plain or as the last row of the table that decides.
 */
export function waitSecondsOf(definition: unknown): number | undefined {
    const [, plain, row] =
        /"limit":\{"seconds":(\d+)\}|'name': \\"\\", 'seconds': (\d+)/.exec(String(definition)) ?? [];
    const seconds = plain ?? row;
    return seconds === undefined ? undefined : Number(seconds);
}
