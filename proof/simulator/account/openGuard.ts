import { readText } from "../../../deployments/input/readText";
import { InputError } from "../../../deployments/input/inputError";
import { readStack, regionOf, requirePlain, type ConfigOutput, type Stack } from "../../../deployments/stack/stack";
import type { StackConfig } from "../../../deployments/stack/stackConfig";
import { encryptionProblems } from "../../../model/settings/settingsProblems";
import { SimulatedAccount } from "./simulatedAccount";
import { readGuard, type DeployedGuard } from "../program/deployedGuard";
import { runStack } from "../program/program";
import { notUnderstood, readState } from "../program/stackState";

export interface OpenStackOptions {
    /** The region of an event that is to be played: taken where the stack and the environment name none. */
    readonly region?: string;
    /** What `pulumi config --json` printed for the stack, instead of its files. */
    readonly config?: ConfigOutput;
    /** Settings that differ from the stack's. Default: none. */
    readonly settings?: Readonly<Record<string, string>>;
}

/** What the simulator plays where nobody says which region it is. */
const fallbackRegion = "eu-west-1";

/** Deploys the stack where `pulumi up` would; what is wrong with its settings is for the user to fix. */
export async function openStack(name: string | Stack, options: OpenStackOptions = {}): Promise<DeployedGuard> {
    const stack = typeof name === "string" ? readStack(name, options.config) : name;
    const known = regionOf(stack);
    const region = known?.region ?? options.region ?? fallbackRegion;
    const settings = Object.entries(options.settings ?? {}).map(([key, value]) => [`${stack.project}:${key}`, value]);
    const config = { "aws:region": region, ...(Object.fromEntries(settings) as StackConfig) };
    const program = await runStack(withoutSecrets(stack), config).catch((error: unknown) => {
        throw new InputError(`${stack.source}: ${(error as Error).message}`);
    });
    const guard = { ...readGuard(program), regionFrom: known?.from ?? (options.region && "the event") };
    return checked(guard, options.region);
}

/**
 * The stack as far as it can be played: an encrypted address changes nothing that a scenario shows.
 *
 * @throws InputError if another setting is encrypted: one that `pulumi up` would refuse, or one that must be known.
 */
function withoutSecrets(stack: Stack): Stack {
    const address = `${stack.project}:notificationEmail`;
    const [wrong] = encryptionProblems(stack.encrypted.map((key) => key.replace(`${stack.project}:`, "")));
    if (wrong !== undefined) {
        throw new InputError(`${stack.source}: ${wrong}`);
    }
    requirePlain(stack, (key) => key !== address && (key.startsWith(`${stack.project}:`) || key === "aws:region"));
    return stack.encrypted.includes(address)
        ? { ...stack, config: { ...stack.config, [address]: "encrypted@example.com" } }
        : stack;
}

/** Takes what is deployed out of a state; a guard that another version deployed may not be understood. */
export async function openState(
    file: string,
    guardName: string | undefined,
    region: string | undefined,
): Promise<DeployedGuard> {
    const program = readState(await readText(file), guardName);
    let guard: DeployedGuard;
    try {
        guard = { ...readGuard(program), regionFrom: "the state" };
        new SimulatedAccount(guard);
    } catch (error) {
        throw notUnderstood(program.stack, (error as Error).message);
    }
    return checked(guard, region);
}

/** @throws InputError if there would be nothing to see. */
function checked(guard: DeployedGuard, region: string | undefined): DeployedGuard {
    const { stack, place } = guard.program;
    if (region !== undefined && region !== place.region) {
        throw new InputError(
            `The event is of ${region}, but stack ${stack} watches ${place.region} (${guard.regionFrom ?? "no region set"}).`,
        );
    }
    if (guard.deployed.rules.every(({ enabled }) => !enabled)) {
        throw new InputError(`The guard of stack ${stack} is switched off (enabled: false): it would watch nothing.`);
    }
    return guard;
}
