import { expect } from "chai";
import fc from "fast-check";
import jsonata from "jsonata";
import { due, keptByRecord, keptUntil, withKeeping } from "../../../model/limits/keeping";

const createdAt = Date.UTC(2026, 10, 30, 12);
const args = { maxWaitSeconds: 40 * 24 * 60 * 60 };
const expression = jsonata(`(${withKeeping(args)})`);

interface Kept {
    readonly until?: number;
    readonly kept?: number;
    readonly unreadable?: string;
}

/** What becomes of a limit of a second by this tag. */
const kept = (tag: unknown, limit: object = {}, curfew = false): Promise<Kept> =>
    expression.evaluate(
        {},
        {
            createdAt,
            limit: { seconds: 1, ...limit },
            again: { seconds: 1 },
            tags: tag === undefined ? {} : { "keep-until": tag },
            states: { input: { curfew } },
        },
    ) as Promise<Kept>;

describe("keep-until", () => {
    for (const tag of [
        "tomorrow",
        "",
        "2026-12-01",
        "2026-12-01T14:00",
        "2026-12-01 14:00Z",
        "2026-12-01t14:00z",
        "2026-12-01T24:00Z",
        "2026-12-01T14:60Z",
        "2026-02-29T14:00Z",
        "2026-13-01T14:00Z",
        "2026-12-01T14:00+15:00",
        "2026-12-01T14:00+0100",
        "2026-12-01T14:00Z\n",
        "x2026-12-01T14:00Z",
        "2026-12-01T14:00Z 2026-12-01T14:00Z",
        "1999-12-01T14:00Z",
    ]) {
        it(`cannot be read as ${JSON.stringify(tag)}, in JSONata and in TypeScript`, async () => {
            expect(keptUntil(tag)).to.equal(undefined);
            expect((await kept(tag)).until).to.equal(undefined);
            expect((await kept(tag)).unreadable).to.equal(tag.replace("\n", "?"));
        });
    }
    for (const [tag, instant] of [
        ["2026-12-01T14:00Z", "2026-12-01T14:00:00.000Z"],
        ["2026-12-01T14:00:30Z", "2026-12-01T14:00:30.000Z"],
        ["2026-12-01T14:00:30.999Z", "2026-12-01T14:00:30.000Z"],
        ["2026-12-01T14:00+01:00", "2026-12-01T13:00:00.000Z"],
        ["2026-12-01T00:15:00-05:30", "2026-12-01T05:45:00.000Z"],
        ["2026-12-01T14:00:09+00:00", "2026-12-01T14:00:09.000Z"],
    ] as const) {
        it(`is ${instant} as ${tag}, in JSONata and in TypeScript`, async () => {
            expect(keptUntil(tag)).to.equal(Date.parse(instant));
            expect(await kept(tag)).to.deep.equal({
                seconds: 1,
                until: Date.parse(instant),
                keptUntil: Date.parse(instant),
                kept: 1,
            });
        });
    }
    it("is read alike in JSONata and in TypeScript, whatever it is", async () => {
        const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, "0"));
        const tag = fc
            .tuple(two(13), two(32), two(25), two(61), two(61), two(16), fc.constantFrom("Z", "+", "-"), fc.boolean())
            .map(
                ([month, day, hour, minute, second, offset, zone, seconds]) =>
                    `2026-${month}-${day}T${hour}:${minute}${seconds ? `:${second}` : ""}${zone === "Z" ? "Z" : `${zone}${offset}:00`}`,
            );
        await fc.assert(
            fc.asyncProperty(fc.oneof(tag, fc.string()), async (text) => {
                const wanted = keptUntil(text);
                const most = createdAt + args.maxWaitSeconds * 1000;
                const longer = wanted !== undefined && wanted > createdAt + 1000;
                expect((await kept(text)).until).to.equal(longer ? Math.min(wanted, most) : undefined);
            }),
            { numRuns: 300 },
        );
    });
    it("changes nothing where it is not, is no text, or would shorten", async () => {
        for (const tag of [undefined, 5, null, { a: 1 }, ["2026-12-01T14:00Z"]]) {
            expect(await kept(tag), JSON.stringify(tag)).to.deep.equal({ seconds: 1 });
        }
        expect(await kept("2026-11-30T12:00Z")).to.deep.equal({ seconds: 1 });
        const before = { until: createdAt + 7_200_000, keptUntil: createdAt + 7_200_000, kept: 1 };
        expect(await kept("2026-11-30T13:00Z", before)).to.deep.equal({ seconds: 1, ...before });
    });
    it("counts how often a session was kept, and ends at the ceiling", async () => {
        const first = await kept("2026-11-30T13:00Z");
        const second = await kept("2026-11-30T14:00Z", first);
        expect([first.kept, second.kept]).to.deep.equal([1, 2]);
        expect((await kept("2026-11-30T14:00Z", second)).kept).to.equal(2);
        expect((await kept("2099-01-01T00:00Z")).until).to.equal(createdAt + args.maxWaitSeconds * 1000);
    });
    it("lets the session's own watch go first, two minutes before a curfew's", async () => {
        const curfew = jsonata(`(${withKeeping({ ...args, curfew: "19:00" })})`);
        const of = (curfewed: boolean) =>
            curfew.evaluate(
                {},
                {
                    createdAt,
                    limit: { seconds: 0 },
                    again: { seconds: 0 },
                    tags: { "keep-until": "2026-11-30T13:00Z" },
                    states: { input: { curfew: curfewed } },
                },
            ) as Promise<Kept>;
        expect(((await of(true)).until ?? 0) - ((await of(false)).until ?? 0)).to.equal(120_000);
    });
});

describe("keptByRecord", () => {
    const hours = { maxWaitSeconds: 4 * 60 * 60 };
    const begun = (input: unknown) =>
        jsonata(keptByRecord(hours, String(createdAt), "{ 'name': 'row', 'seconds': 1800 }")).evaluate(
            {},
            { states: { input } },
        ) as Promise<Kept>;
    const tagged = (tag: unknown) => begun({ request: { tags: { "keep-until": tag } } });
    it("keeps a session from its beginning, up to the ceiling", async () => {
        const until = Date.parse("2026-11-30T14:00Z");
        const first = { name: "row", seconds: 1800, until, keptUntil: until, kept: 1 };
        expect(await tagged("2026-11-30T14:00Z")).to.deep.equal(first);
        expect((await tagged("2099-01-01T00:00Z")).until).to.equal(createdAt + hours.maxWaitSeconds * 1000);
        // The same tag, read again, keeps it no second time.
        expect((await kept("2026-11-30T14:00Z", first)).kept).to.equal(1);
    });
    it("changes nothing where no tag is known, or where it would shorten, and tells of what it cannot read", async () => {
        const plain = { name: "row", seconds: 1800 };
        for (const input of [{}, { request: null }, { request: { omitted: true } }, { request: { tags: [] } }]) {
            expect(await begun(input), JSON.stringify(input)).to.deep.equal(plain);
        }
        expect(await tagged(5)).to.deep.equal(plain);
        expect(await tagged("2026-11-30T12:10Z")).to.deep.equal(plain);
        expect(await tagged("tomorrow")).to.deep.equal({ ...plain, unreadable: "tomorrow" });
    });
});

describe("due", () => {
    it("is the limit where nobody can keep a session, and what is later where somebody can", async () => {
        expect(due({})).to.equal("$createdAt + $limit.seconds * 1000");
        const at = (limit: object) =>
            jsonata(due(args)).evaluate({}, { createdAt, limit: { seconds: 60, ...limit } }) as Promise<number>;
        expect(await at({})).to.equal(createdAt + 60_000);
        expect(await at({ until: createdAt + 30_000 })).to.equal(createdAt + 60_000);
        expect(await at({ until: createdAt + 90_000 })).to.equal(createdAt + 90_000);
    });
});
