import { runBlock } from "./block";
import type { Task } from "./fuzz";
import { openStack } from "../simulator/account/openGuard";
import type { DeployedGuard } from "../simulator/program/deployedGuard";

/** A process of its own that runs blocks: it is sent one after the other, and sends back what came of each. */
const stack = process.argv[2] ?? "";
let own: Promise<DeployedGuard> | undefined;

process.on("message", ({ block, config }: Task) => {
    // One program at a time: Pulumi's engine is one for the whole process.
    const guard = block.settings
        ? openStack(stack, { config, settings: block.settings })
        : (own ??= openStack(stack, { config }));
    void guard.then((guard) => runBlock(guard, block)).then((result) => process.send?.(result));
});
