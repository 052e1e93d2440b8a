import { InputError } from "../../deployments/input/inputError";
import { regionOf, requirePlain, type Stack } from "../../deployments/stack/stack";
import { accountsIn } from "../../model/settings/accounts";

/** A stack, and what of it decides which account is asked. */
export interface PlacedStack extends Stack {
    readonly allowedAccountIds: readonly string[];
    readonly region: string;
}

/**
 * The stack with its region.
 *
 * @param region Default: the stack's, else the environment's.
 * @throws InputError if nobody names one, or if it is encrypted.
 */
export function placedStack(stack: Stack, region = regionOf(stack)?.region): PlacedStack {
    requirePlain(stack, (key) => key.startsWith("aws:") || key === `${stack.project}:dpuHourUsd`);
    if (region === undefined) {
        throw new InputError(
            `Stack ${stack.name} has no aws:region. Fix: \`pulumi config set aws:region ...\`, or AWS_REGION.`,
        );
    }
    if (!["", "[]", undefined].includes(stack.config["aws:assumeRoles"])) {
        throw new InputError(
            `${stack.source} assumes a role (aws:assumeRoles), which this command does not. Fix: put credentials of that ` +
                "role into the shell, remove the setting from a copy of the stack file, and name the copy with --stack.",
        );
    }
    const { accounts, problem } = accountsIn(stack.config["aws:allowedAccountIds"]);
    if (problem) {
        throw new InputError(`${stack.source}: ${problem}`);
    }
    return { ...stack, region, allowedAccountIds: accounts };
}
