import { expect } from "chai";
import { runStack, type Program } from "../../proof/simulator/program/program";
import type { Registered } from "../../proof/simulator/program/registration";

const stacks = new Map<string, Promise<Program>>();
/** What a stack deploys. */
export const program = (stack: string): Promise<Program> => {
    const running = stacks.get(stack) ?? runStack(stack);
    stacks.set(stack, running);
    return running;
};

/** A stack with some of its resources changed, as text. */
export async function broken(type: string, change: (json: string) => string, stack = "dev"): Promise<Program> {
    const whole = await program(stack);
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
