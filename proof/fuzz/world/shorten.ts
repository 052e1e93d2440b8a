import type { World } from "./world";

/** Leaves out of a world what it does not take to break a promise: fast-check makes values small, but keeps some idle ones. */
export async function shorten(world: World, breaks: (world: World) => Promise<boolean>): Promise<World> {
    for (const smaller of smallerWorlds(world)) {
        if (await breaks(smaller)) {
            return shorten(smaller, breaks);
        }
    }
    return world;
}

/** The world without one of its parts, for each of them. */
function smallerWorlds(world: World): World[] {
    return (["sessions", "faults", "removals"] as const).flatMap((list) =>
        world[list].map((_, index) => ({ ...world, [list]: world[list].filter((_, at) => at !== index) })),
    );
}
