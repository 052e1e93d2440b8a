import { expect } from "chai";
import fc from "fast-check";
import { pack, unpack } from "../../../../proof/fuzz/world/replay";
import { worlds } from "../../../../proof/fuzz/world/worlds";
import { InputError } from "../../../../deployments/input/inputError";

describe("unpack", () => {
    for (const [what, text, shown] of [
        [
            "a word of something else",
            "abc",
            "--replay must be the word that a failing fuzz has printed, or the JSON of its world.",
        ],
        [
            "half a JSON text",
            '{"seed"',
            "--replay must be the word that a failing fuzz has printed, or the JSON of its world.",
        ],
        [
            "an empty object",
            "{}",
            "--replay is no world: seed must be a whole number; sessions must be a list; faults must be a list; removals must be a list.",
        ],
        [
            "a world with odd members",
            '{"seed":1.5,"sessions":[{"id":"","atSeconds":-1,"who":"me","dpu":2,"stoppingSeconds":1,"record":"half","arrivesAfterSeconds":["1"]}],"faults":[{}],"removals":[null]}',
            "--replay is no world: seed must be a whole number; sessions[0].atSeconds must be a number from 0 on; " +
                "sessions[0].id must be text that is not empty; sessions[0].who must be an object; " +
                "sessions[0].record must be whole, no request, no response, no id; " +
                "sessions[0].arrivesAfterSeconds must be a list of numbers; sessions[0].acts must be a list; " +
                "faults[0].call must name a call; removals[0].action must name a call.",
        ],
    ] as const) {
        it(`refuses ${what}`, () => {
            expect(() => unpack(text))
                .to.throw(InputError)
                .with.property("message", shown);
        });
    }
    it("gives back every world that was packed, and that was printed", () => {
        fc.assert(
            fc.property(worlds(30), (world) => {
                expect(unpack(pack(world))).to.deep.equal(world);
                expect(unpack(JSON.stringify(world, undefined, 2))).to.deep.equal(world);
                expect(pack(world)).to.match(/^[A-Za-z0-9_-]+$/);
            }),
            { numRuns: 50, seed: 1 },
        );
    });
});
