import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { checkStack, readStackConfig } from "../../../deployments/stack/stackFile";
import { SimulatedAccount } from "./simulatedAccount";
import { readGuard, type DeployedGuard } from "../program/deployedGuard";
import { runStack, type Program } from "../program/program";
import { notUnderstood, readState } from "../program/stackState";
import { InputError } from "../../../deployments/input/inputError";

/** Deploys the stack, in this region if its file names none; what is wrong with its settings is for the user to mend. */
export async function openStack(stack: string, region?: string): Promise<DeployedGuard> {
    checkStack(stack);
    const program = await deploy(stack, region).catch((error: unknown) => {
        throw new InputError(`Pulumi.${stack}.yaml: ${(error as Error).message}`);
    });
    return checked(readGuard(program), region);
}

/** Takes what is deployed out of a state; a guard that another version deployed may not be understood. */
export async function openState(
    file: string,
    guardName: string | undefined,
    region: string | undefined,
): Promise<DeployedGuard> {
    // A pipe cannot be read at once: what writes it may be slow.
    const state = await (file === "-" ? text(process.stdin) : readFile(file, "utf8")).catch((error: unknown) => {
        throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
    });
    const program = readState(state, guardName);
    let guard: DeployedGuard;
    try {
        guard = readGuard(program);
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
        throw new InputError(`The event is of ${region}, but stack ${stack} watches ${place.region}.`);
    }
    if (guard.deployed.rules.every(({ enabled }) => !enabled)) {
        throw new InputError(`The guard of stack ${stack} is switched off (enabled: false): it would watch nothing.`);
    }
    return guard;
}

async function deploy(stack: string, region: string | undefined): Promise<Program> {
    const free = region !== undefined && !("aws:region" in readStackConfig(stack));
    return runStack(stack, free ? { "aws:region": region } : {});
}
