import { expect } from "chai";
import { alarms } from "../../../model/monitoring/alarms";
import { dashboardBody } from "../../../model/monitoring/dashboard";

const args = {
    partition: "aws",
    region: "eu-west-1",
    account: "123456789012",
    guard: "test-guard",
    stateMachineArn: "arn:machine",
    alarmArns: ["arn:alarm:1", "arn:alarm:2"],
    publishMetrics: true,
    priced: true,
};
const titles = (change: object) =>
    dashboardBody({ ...args, ...change }).widgets.map(({ properties }) => properties.title);
const always = [undefined, "Alarms", "Sessions watched, a day", "Sessions in use, percent of the quota"];

describe("dashboardBody", () => {
    it("shows one figure a picture, named by its title", () => {
        expect(titles({})).to.deep.equal([
            ...always,
            "Sessions stopped, a day",
            "Sessions already over when due, a day",
            "Watches that failed, a day",
            "Transitions that AWS throttled, a day",
            "DPU-hours used by stopped sessions, a day",
            "USD avoided at most, a day (estimate)",
            "Longest delay from limit to stop, in seconds",
        ]);
    });
    it("opens on four weeks, with periods of a day as the titles say", () => {
        const { start, periodOverride, widgets } = dashboardBody(args);
        expect([start, periodOverride]).to.deep.equal(["-P28D", "inherit"]);
        const pictures = widgets.filter(({ type }) => type === "metric");
        expect(pictures.map(({ properties }) => [properties.period, properties.stat])).to.deep.equal(
            pictures.map(({ properties }) => [
                86_400,
                /^Longest|^Sessions in use/.test(String(properties.title)) ? "Maximum" : "Sum",
            ]),
        );
    });
    it("draws what each title says", () => {
        const drawn = dashboardBody(args).widgets.flatMap(({ properties }) =>
            ((properties.metrics as unknown[][] | undefined) ?? []).map((row) =>
                row.length > 1 ? `${String(row[0])} ${String(row[1])}` : (row[0] as { expression: string }).expression,
            ),
        );
        expect(drawn).to.deep.equal([
            "AWS/States ExecutionsStarted",
            "AWS/Glue ResourceUsage",
            "GlueCostControl SessionsStopped",
            "IF(FILL(ended, 0) > FILL(stopped, 0), FILL(ended, 0) - FILL(stopped, 0), 0)",
            "AWS/States ExecutionsSucceeded",
            "GlueCostControl SessionsStopped",
            "FILL(failed, 0) + FILL(late, 0) + FILL(aborted, 0)",
            "AWS/States ExecutionsFailed",
            "AWS/States ExecutionsTimedOut",
            "AWS/States ExecutionsAborted",
            "AWS/States ExecutionThrottled",
            "GlueCostControl DpuHoursUsed",
            "GlueCostControl IdleUpperBoundUsd",
            "GlueCostControl StopDelaySeconds",
        ]);
    });
    it("leaves out what is not measured", () => {
        expect(titles({ priced: false })).not.to.include("USD avoided at most, a day (estimate)");
        expect(titles({ publishMetrics: false })).to.deep.equal([
            ...always,
            "Watches that ended well, a day",
            "Watches that failed, a day",
            "Transitions that AWS throttled, a day",
        ]);
    });
    it("draws one visible line in each picture, and no legend", () => {
        const pictures = dashboardBody(args).widgets.filter(({ type }) => type === "metric");
        for (const { properties } of pictures) {
            const rows = properties.metrics as unknown[][];
            const visible = rows.filter((row) => (row.at(-1) as { visible?: boolean }).visible !== false);
            expect(visible, String(properties.title)).to.have.length(1);
            expect(properties.legend).to.deep.equal({ position: "hidden" });
        }
    });
    it("stays within a free dashboard: at most 50 metrics", () => {
        const rows = dashboardBody(args).widgets.flatMap(
            ({ properties }) => (properties.metrics as unknown[][] | undefined) ?? [],
        );
        expect(rows.filter((row) => row.length > 1)).to.have.length(12);
    });
    it("lays the pictures out without overlap, in a grid 24 wide", () => {
        const { widgets } = dashboardBody(args);
        const cells = widgets.flatMap(({ x, y, width, height }) =>
            Array.from(
                { length: width * height },
                (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
            ),
        );
        expect(new Set(cells).size).to.equal(cells.length);
        expect(Math.max(...widgets.map(({ x, width }) => x + width))).to.equal(24);
    });
    it("links to the executions, and says what to do first about each alarm", () => {
        const [text = "", ...table] = String(dashboardBody(args).widgets[0]?.properties.markdown).split("\n\n");
        expect(text).to.equal(
            "# test-guard\nStops Glue sessions of account 123456789012 in eu-west-1 at their limit. " +
                "[Sessions being watched now](https://console.aws.amazon.com/states/home?region=eu-west-1#/statemachines/view/arn:machine). " +
                "If an alarm goes off (more in docs/operations.md of the project):",
        );
        expect(table.join().split("\n").slice(2)).to.deep.equal(
            alarms.map(({ key, meaning, firstStep }) => `| ${key} | ${meaning} | ${firstStep} |`),
        );
        expect(table.join().split("\n")).to.have.length(7);
        expect(dashboardBody(args).widgets[1]?.properties.alarms).to.deep.equal(args.alarmArns);
    });
});
