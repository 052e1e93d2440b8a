import { runBlock, type Block } from "./block";
import { openStack } from "../simulator/scenarios/openGuard";

/** A process of its own that runs blocks: it is sent one after the other, and sends back what came of each. */
const stack = process.argv[2] ?? "";
const own = openStack(stack);

process.on("message", (block: Block) => {
    const guard = block.settings ? openStack(stack, { settings: block.settings }) : own;
    void guard.then((guard) => runBlock(guard, block)).then((result) => process.send?.(result));
});
