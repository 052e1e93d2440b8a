import { expect } from "chai";
import jsonata from "jsonata";
import { isInstant } from "../../../model/event/instant";

/** Those of the values that are instants. */
const instants = (values: readonly unknown[]) =>
    jsonata(`($isInstant := ${isInstant}; [values[$isInstant($)]])`).evaluate({ values }) as Promise<unknown[]>;
const upTo = (last: number) => Array.from({ length: last + 1 }, (_, value) => String(value).padStart(2, "0"));

describe("isInstant", () => {
    it("knows every day of the century, and no other", async () => {
        const days = upTo(99).flatMap((year) =>
            upTo(13).flatMap((month) => upTo(32).map((day) => `20${year}-${month}-${day}T23:59:59Z`)),
        );
        const exists = (day: string) =>
            !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day.slice(0, 10));
        expect(await instants(days))
            .to.deep.equal(days.filter(exists))
            .and.have.length(36_525);
    });
    it("knows every time of the day, and no other", async () => {
        const times = upTo(60).flatMap((first) =>
            upTo(60).flatMap((second) => [`${first}:${second}:00`, `00:${first}:${second}`]),
        );
        const ofDay = times.filter((time) => /^([01].|2[0-3]):[0-5].:[0-5].$/.test(time));
        const found = await instants(times.map((time) => `2026-12-01T${time}Z`));
        expect(found).to.deep.equal(ofDay.map((time) => `2026-12-01T${time}Z`));
    });
    it("takes up to nine decimals, and nothing around an instant", async () => {
        const good = ["2026-12-01T14:00:00Z", "2026-12-01T14:00:00.1Z", "2026-12-01T14:00:00.123456789Z"];
        const bad = [
            ...["2026-12-01T14:00:00.Z", "2026-12-01T14:00:00.1234567890Z", "2026-12-01T14:00Z", "2026-12-01"],
            ...["1999-12-01T14:00:00Z", "2026-12-01T14:00:00+00:00", "2026-12-01t14:00:00z", "2026-12-01T14:00:00"],
            ...[" 2026-12-01T14:00:00Z", "2026-12-01T14:00:00Z\n", "2026-12-01T14:00:00Z2026-12-01T14:00:00Z"],
            ...["", null, 1_795_000_000, true, {}],
        ];
        expect(await instants([...bad, ...good])).to.deep.equal(good);
    });
});
