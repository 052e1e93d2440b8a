import { expect } from "chai";
import { shorten } from "../../../../proof/fuzz/world/shorten";
import type { World } from "../../../../proof/fuzz/world/world";

const world = {
    seed: 1,
    sessions: ["a", "b", "c", "d"].map((id) => ({ id })),
    faults: [{ call: "glue:GetSession" }, { call: "sns:Publish" }],
    removals: [{ action: "sns:Publish" }],
} as unknown as World;

describe("shorten", () => {
    it("leaves out what is not needed, wherever it stands", async () => {
        const breaks = ({ sessions, faults }: World) =>
            Promise.resolve(
                sessions.some(({ id }) => id === "b") && sessions.some(({ id }) => id === "d") && faults.length > 0,
            );
        expect(await shorten(world, breaks)).to.deep.equal({
            seed: 1,
            sessions: [{ id: "b" }, { id: "d" }],
            faults: [{ call: "sns:Publish" }],
            removals: [],
        });
    });
    it("leaves a world as it is of which everything is needed", async () => {
        expect(await shorten(world, (smaller) => Promise.resolve(smaller === world))).to.equal(world);
    });
});
