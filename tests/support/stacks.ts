import { expect } from "chai";
import { runStack, type Program } from "../../proof/simulator/program/program";
import type { StackConfig } from "../../deployments/stack/stackConfig";
import type { Registered } from "../../proof/simulator/program/registration";

/** One limit for all sessions, as without `limits`. */
export const oneLimit = { "glue-cost-control:limits": "[]" };

/** Settings by their plain names, as a stack holds them. */
export const config = (settings: Readonly<Record<string, string>> = {}): StackConfig =>
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [`glue-cost-control:${key}`, value]));

const stacks = new Map<string, Promise<Program>>();
/** What a stack deploys with these settings of its own. */
export const program = (stack: string, config: StackConfig = {}): Promise<Program> => {
    const key = `${stack} ${JSON.stringify(config)}`;
    const running = stacks.get(key) ?? runStack(stack, config);
    stacks.set(key, running);
    return running;
};

/** A stack with some of its resources changed, as text. */
export async function broken(
    type: string,
    change: (json: string) => string,
    stack = "dev",
    config: StackConfig = oneLimit,
): Promise<Program> {
    const whole = await program(stack, config);
    let changed = 0;
    const resources = whole.resources.map((resource) => {
        const before = JSON.stringify(resource);
        const after = resource.type.endsWith(`:${type}`) ? change(before) : before;
        changed += before === after ? 0 : 1;
        return JSON.parse(after) as Registered;
    });
    expect(changed, "resources broken").to.be.greaterThan(0);
    return { ...whole, resources };
}
