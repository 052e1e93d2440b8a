import { expect } from "chai";
import { cronOf, isTimeOfDay, isTimeZone } from "../../../model/settings/timeOfDay";

describe("isTimeOfDay", () => {
    for (const text of [
        "19",
        "7pm",
        "24:00",
        "19:60",
        "9:00",
        "19:00 Mon-Fri",
        "19:00 MON-",
        "19:00 MON-WED,FRI",
        "19:00  MON",
        "19:00 MON\n",
        "19:00 MON FRI",
        " 19:00",
    ]) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            expect(isTimeOfDay(text)).to.equal(false);
        });
    }
    for (const [text, cron] of [
        ["19:00", "cron(0 19 ? * * *)"],
        ["00:05 MON-FRI", "cron(5 0 ? * MON-FRI *)"],
        ["18:30 MON,WED,SUN", "cron(30 18 ? * MON,WED,SUN *)"],
        ["23:59 SAT", "cron(59 23 ? * SAT *)"],
    ] as const) {
        it(`takes ${text}, which is ${cron}`, () => {
            expect([isTimeOfDay(text), cronOf(text)]).to.deep.equal([true, cron]);
        });
    }
});

describe("isTimeZone", () => {
    for (const [name, is] of [
        ["Europe/Berlin", true],
        ["America/Argentina/Buenos_Aires", true],
        ["UTC", true],
        ["Etc/GMT+3", true],
        ["Berlin", false],
        ["+02:00", false],
        ["CET summer", false],
        ["Europe/Berlin\n", false],
        [`Europe/${"x".repeat(60)}`, false],
    ] as const) {
        it(`says of ${JSON.stringify(name)}: ${is}`, () => {
            expect(isTimeZone(name)).to.equal(is);
        });
    }
});
