import { runBlock, type Block } from "./block";
import { openStack } from "../simulator/scenarios/openGuard";

/** A process of its own that runs blocks: it is sent one after the other, and sends back what came of each. */
const guard = openStack(process.argv[2] ?? "");

process.on("message", (block: Block) => {
    void guard.then((guard) => runBlock(guard, block)).then((result) => process.send?.(result));
});
