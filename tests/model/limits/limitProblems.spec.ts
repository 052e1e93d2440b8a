import { expect } from "chai";
import { limitProblems, readLimits } from "../../../model/limits/limitProblems";

const printed = (value: unknown) => limitProblems(value, 31_449_600).map(({ row, limit }) => `${row} ${limit}`);

describe("limitProblems", () => {
    it("has nothing to say of an empty table and of a good one", () => {
        expect(printed([])).to.deep.equal([]);
        expect(
            printed([
                { name: "pipelines", kinds: ["dbt"], creators: ["arn:aws:iam::*:role/dbt-?"], waitSeconds: 43_200 },
                { name: "kept", tags: { keep: "true", empty: "" }, exempt: true },
                { name: "too large", moreThanDpu: 4.5, moreThanWorkers: 0, idleMinutesAbove: 60, waitSeconds: 0 },
                { name: "no VPC", withoutConnection: true, waitSeconds: 0 },
            ]),
        ).to.deep.equal([]);
    });
    for (const [what, value, problems] of [
        ["no list", { name: "a" }, ["limits must be a list of rows"]],
        ["a row that is none", ["a"], ["limits[0] must be a row with a name"]],
        [
            "a row with nothing in it: all at once",
            [{}],
            [
                "limits[0] has no name, and notices name the row",
                "limits[0] has no condition, so that it would fit every session",
                "limits[0] has neither waitSeconds nor exempt",
            ],
        ],
        [
            "an unknown member, and both outcomes",
            [{ name: "a", kind: ["dbt"], ids: ["x"], exempt: true, waitSeconds: 5 }],
            ['limits[0] "a" has the member kind, which is none', 'limits[0] "a" has waitSeconds and exempt'],
        ],
        [
            "an unknown kind",
            [{ name: "a", kinds: ["data-previews"], waitSeconds: 5 }],
            [
                'limits[0] "a" has kinds ["data-previews"], which must name known kinds: "data-previews" is none, the nearest is data-preview',
            ],
        ],
        [
            "a limit above the longest",
            [{ name: "a", ids: ["*"], waitSeconds: 31_449_601 }],
            [
                'limits[0] "a" has waitSeconds 31449601, which must be a whole number of seconds from 0 to 31449600 (364 days)',
            ],
        ],
        [
            "the same name twice",
            [
                { name: "a", ids: ["x"], waitSeconds: 5 },
                { name: "a", ids: ["y"], waitSeconds: 5 },
            ],
            ['limits[1] "a" has the name of limits[0], and notices name the row'],
        ],
        [
            "an exemption that is none",
            [{ name: "a", ids: ["x"], exempt: false }],
            ['limits[0] "a" has exempt false, which must be true; leave it out otherwise'],
        ],
    ] as const) {
        it(what, () => {
            expect(printed(value)).to.deep.equal(problems);
        });
    }
    it("refuses patterns that IAM would read otherwise, or does not take", () => {
        for (const id of ["${aws:username}", "\u0007", "𝒳", "", "x".repeat(513), 5]) {
            expect(printed([{ name: "a", ids: [id], exempt: true }]), String(id)).to.have.length(1);
        }
    });
    it("refuses more than 50 rows, and more exemptions than a role's policy takes", () => {
        const row = (place: number) => ({ name: `row ${place}`, ids: ["x"], waitSeconds: 1 });
        expect(printed(Array.from({ length: 50 }, (_, place) => row(place)))).to.deep.equal([]);
        expect(printed(Array.from({ length: 51 }, (_, place) => row(place)))).to.deep.equal([
            "limits has 51 rows, and takes at most 50",
        ]);
        const long = Array.from({ length: 40 }, (_, place) => ({
            ...row(place),
            ids: ["x".repeat(500), "y".repeat(500)],
        }));
        expect(printed(long)).to.deep.equal([
            "limits is longer than 30000 characters as JSON, more than a state machine's definition takes",
        ]);
        const ids = Array.from({ length: 50 }, (_, place) => `${place}-${"x".repeat(100)}`);
        expect(printed([{ name: "a", ids, exempt: true }])).to.deep.equal([
            "limits exempts by ids and tags of more than 6000 characters together, more than the role's policy takes",
        ]);
    });
});

describe("readLimits", () => {
    it("takes what `pulumi config set --path` makes of text, and quoted numbers", () => {
        expect(
            readLimits([
                { name: 5, tags: { keep: true, year: 2026 }, exempt: "true", ids: [123] },
                { name: "a", kinds: null, waitSeconds: "900" },
            ]),
        ).to.deep.equal([
            { name: "5", tags: { keep: "true", year: "2026" }, exempt: true, ids: ["123"] },
            { name: "a", waitSeconds: 900 },
        ]);
    });
});
