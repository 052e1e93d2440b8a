import { expect } from "chai";
import { nothingElseIsTouched } from "../../../../proof/fuzz/promises/touched";
import { aftermath, at, call, calls, running, session, watch } from "../../../support/aftermath";

const work = { asksForWork: true, maxWaitSeconds: 7200 };
const stop = calls[2] as (typeof calls)[number];

describe("nothingElseIsTouched", () => {
    for (const [what, world, ...printed] of [
        [
            "a stop before the session was due",
            aftermath({ calls: [{ ...stop, at: at(1799.9) }] }),
            "session 1 was stopped 0.1 s before it was due",
        ],
        [
            "a stop by the watch of another session, before it was due",
            aftermath({ sessions: [running(), session({}, 100)], calls: [{ ...stop, session: 1 }] }),
            "session 2 was stopped by a watch that is not its own",
            "session 2 was stopped 100 s before it was due",
        ],
        [
            "a stop by nobody's watch",
            aftermath({ watches: [watch({ session: undefined })], calls: [stop] }),
            "session 1 was stopped by a watch that is not its own",
        ],
        [
            "a stop of a session at work",
            aftermath({ ...work, sessions: [session({ statements: [[at(100), at(1700)]] })] }),
            "session 1 was stopped at work",
        ],
        ["a second stop", aftermath({ calls: [stop, call("glue:StopSession", 1810)] }), "session 1 was stopped twice"],
    ] as const) {
        it(`finds ${what}`, () => {
            expect(nothingElseIsTouched(world).map(({ what }) => what)).to.deep.equal(printed);
        });
    }
    it("names session, watch and time", () => {
        expect(nothingElseIsTouched(aftermath({ calls: [{ ...stop, at: at(1700) }] }))).to.deep.equal([
            {
                promise: "touched",
                what: "session 1 was stopped 100 s before it was due",
                session: 0,
                watch: 0,
                at: at(1700),
            },
        ]);
    });
    for (const [what, world] of [
        ["a stop when due", aftermath()],
        [
            "a stop ten minutes after the last work",
            aftermath({ ...work, sessions: [session({ statements: [[at(100), at(1190)]] })] }),
        ],
        [
            "a stop at work, at the ceiling",
            aftermath({ ...work, maxWaitSeconds: 1800, sessions: [session({ statements: [[at(100), at(9000)]] })] }),
        ],
        [
            "a stop at work where the reader was hit",
            aftermath({
                ...work,
                sessions: [session({ statements: [[at(100), at(9000)]] })],
                calls: [...calls, call("glue:ListStatements", 1800, { troubled: true })],
            }),
        ],
        ["a stop that was refused", aftermath({ calls: [call("glue:StopSession", 1700, { done: false })] })],
        [
            "a stop of an id that nobody has",
            aftermath({ calls: [call("glue:StopSession", 1700, { session: undefined })] }),
        ],
        ["an early look", aftermath({ calls: [call("glue:GetSession", 1700)] })],
    ] as const) {
        it(`is content with ${what}`, () => {
            expect(nothingElseIsTouched(world)).to.deep.equal([]);
        });
    }
});
