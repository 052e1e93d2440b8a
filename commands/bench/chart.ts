/** How long sessions ran on past their limit, by design: as bars for a terminal, and as lines in an SVG. */
export interface Distribution {
    readonly name: string;
    /** Seconds. */
    readonly values: readonly number[];
}

/** Upper ends of the bars, in seconds; the last takes the rest. */
const ends = [1, 10, 60, 5 * 60, 15 * 60, 3600, 24 * 3600, Infinity];
const labels = ["1 s", "10 s", "1 min", "5 min", "15 min", "1 h", "1 day", "more"];
const barWidth = 40;

/** The share of the values in each bar; all are 0 of none. */
export function shares(values: readonly number[]): number[] {
    return ends.map((end, index) => {
        const from = ends[index - 1] ?? -Infinity;
        const count = values.filter((value) => value > from && value <= end).length;
        return values.length === 0 ? 0 : count / values.length;
    });
}

/** A block for each distribution, a bar for each span of time. */
export function chartText(distributions: readonly Distribution[]): string {
    return distributions
        .map(({ name, values }) => {
            const bars = shares(values).map((share, index) => {
                const label = (index === ends.length - 1 ? "more" : `to ${labels[index] ?? ""}`).padStart(9);
                const bar = "█".repeat(Math.round(share * barWidth)).padEnd(barWidth);
                return `${label} ${bar} ${(100 * share).toFixed(1).padStart(5)} %`;
            });
            return [`${name} (${values.length.toLocaleString("en-US")} sessions past their limit)`, ...bars].join("\n");
        })
        .join("\n\n");
}

const size = { width: 760, height: 400, left: 60, right: 20, top: 60, bottom: 60 };
/** From a tenth of a second to a little above two days, each step ten times the last. */
const range = { least: 0.1, most: 200_000 };
const colours = ["#0b6e4f", "#c8553d", "#3d5a98", "#8a6d3b", "#6b4c9a"];
/** Distinct without colours as well. */
const dashes = ["", "8 4", "2 3", "8 3 2 3", "12 6"];

function x(seconds: number): number {
    const share = Math.log(Math.max(seconds, range.least) / range.least) / Math.log(range.most / range.least);
    return size.left + Math.min(1, share) * (size.width - size.left - size.right);
}

const y = (share: number): number => size.height - size.bottom - share * (size.height - size.top - size.bottom);
const round = (value: number): string => String(Math.round(value * 10) / 10);

/** Each distribution as a line: the share of its sessions that were over within a time, on a logarithmic scale. */
export function chartSvg(title: string, distributions: readonly Distribution[]): string {
    const ticks = ends.slice(0, -1).map((end, index) => ({ at: x(end), label: labels[index] ?? "" }));
    const lines = distributions.map(({ name, values }, index) => {
        const stroke = `stroke="${colours[index % colours.length] ?? ""}" stroke-dasharray="${dashes[index % dashes.length] ?? ""}"`;
        const legend = size.top - 20;
        const left = size.left + 170 * index;
        return [
            `<path d="${path(values)}" fill="none" stroke-width="2" ${stroke}/>`,
            `<line x1="${left}" x2="${left + 28}" y1="${legend}" y2="${legend}" stroke-width="2" ${stroke}/>`,
            `<text x="${left + 36}" y="${legend + 4}">${escape(name)}</text>`,
        ].join("\n");
    });
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" font-family="sans-serif" font-size="12">`,
        `<title>${escape(title)}</title>`,
        `<rect width="${size.width}" height="${size.height}" fill="white"/>`,
        `<text x="${size.left}" y="20" font-size="14">${escape(title)}</text>`,
        ...[0, 0.25, 0.5, 0.75, 1].map(
            (share) =>
                `<line x1="${size.left}" x2="${size.width - size.right}" y1="${round(y(share))}" y2="${round(y(share))}" stroke="#ddd"/>` +
                `<text x="${size.left - 8}" y="${round(y(share) + 4)}" text-anchor="end">${100 * share} %</text>`,
        ),
        ...ticks.map(
            ({ at, label }) =>
                `<line x1="${round(at)}" x2="${round(at)}" y1="${size.top}" y2="${size.height - size.bottom}" stroke="#eee"/>` +
                `<text x="${round(at)}" y="${size.height - size.bottom + 18}" text-anchor="middle">${label}</text>`,
        ),
        `<text x="${(size.left + size.width - size.right) / 2}" y="${size.height - 16}" text-anchor="middle">time from the limit to the session's end</text>`,
        ...lines,
        "</svg>",
        "",
    ].join("\n");
}

/** A step for each hundredth of the values: a hundred thousand steps would draw the same. */
function path(values: readonly number[]): string {
    const sorted = Float64Array.from(values).sort();
    const steps = Math.min(200, sorted.length);
    const points = Array.from({ length: steps }, (_, step) => {
        const share = (step + 1) / steps;
        const value = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        return `H${round(x(value))}V${round(y(share))}`;
    });
    return `M${size.left} ${round(y(0))}${points.join("")}${steps > 0 ? `H${size.width - size.right}` : ""}`;
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
