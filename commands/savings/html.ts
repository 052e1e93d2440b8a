import { ownCells, ownHead, partsCells, partsHead } from "./ownCells";
import { isEstimate } from "../../model/money/savings";
import { cellsOf, notesOf, usd, type Report } from "./report";

/** One file that needs nothing else: no script, no font, no picture from elsewhere. */
export function html(report: Report): string {
    const { total } = report;
    const rows = [...report.rows, total].map((row) => {
        const [month = "", ...cells] = cellsOf(row);
        return (
            `<tr${row === total ? ' class="total"' : ""}><th scope="row">${escape(month)}</th>` +
            `${cells.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`
        );
    });
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What stopping Glue sessions saved</title>
<style>
:root { --potential: #9aa5b1; --actual: #c2410c; --saved: #15803d; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; background: #fff; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.key span { display: inline-block; margin-right: 1.25rem; white-space: nowrap; }
.key i { display: inline-block; width: .8em; height: .8em; margin-right: .35em; }
.wide { overflow-x: auto; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: #3e4c59; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid #e4e7eb; text-align: right; white-space: nowrap; }
thead th, .named th { white-space: normal; }
thead th { vertical-align: bottom; }
th:first-child { text-align: left; }
tr.total { font-weight: 600; }
.note { color: #3e4c59; max-width: 46rem; }
@media (max-width: 40rem) { body { padding: .75rem; } th, td { padding: .3rem .15rem; font-size: .75rem; } svg text { font-size: 19px; } }
@media print { body { max-width: none; padding: 0; } h2 { break-after: avoid; } svg, tr { break-inside: avoid; } }
</style>
</head>
<body>
<h1>What stopping Glue sessions saved</h1>
<p>${escape(`${report.rows[0]?.month ?? ""} to ${report.rows.at(-1)?.month ?? ""}: ${total.stops} stops, ${usd(total.potentialUsd)} USD potential, ${usd(total.actualUsd)} USD billed, ${usd(total.savedUsd)} USD saved by estimate.`)}</p>
<p class="key"><span><i style="background:var(--potential)"></i>potential</span><span><i style="background:var(--actual)"></i>actual</span><span><i style="background:var(--saved)"></i>est. saving</span></p>
${chart(report)}
<h2>By month</h2>
<div class="wide"><table>
<thead><tr><th scope="col">Period</th><th scope="col">Stops</th><th scope="col">DPU-hours</th><th scope="col">Potential USD</th><th scope="col">Actual USD</th><th scope="col">Est. saving USD</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></div>
${notesOf(report)
    .map((note) => `<p class="note">${escape(note)}</p>`)
    .join("\n")}
<h2>What guards cost themselves, in USD a month</h2>
${table(ownHead(report), ownCells(report))}
<h2>What one guard with a dashboard uses in a month of ${report.busiestStops} stops</h2>
${table(partsHead, partsCells(report))}
</body>
</html>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const body = rows.map(
        ([first = "", ...cells]) =>
            `<tr><th scope="row">${escape(first)}</th>${cells.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`,
    );
    const names = head.map((name) => `<th scope="col">${escape(name)}</th>`).join("");
    return `<div class="wide"><table class="named">\n<thead><tr>${names}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table></div>`;
}

function escape(text: string): string {
    return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Bars a month: potential, actual, saved. Amounts below zero hang below the line. */
function chart({ rows }: Report): string {
    const bars = rows.map((row) => ({
        month: row.month,
        values: (isEstimate(row) ? [row.potentialUsd, row.actualUsd, row.savedUsd] : [0, row.actualUsd, 0]).map(Number),
    }));
    const colours = ["var(--potential)", "var(--actual)", "var(--saved)"];
    const most = Math.max(0.01, ...bars.flatMap(({ values }) => values));
    const least = Math.min(0, ...bars.flatMap(({ values }) => values));
    const [barWidth, gap, top, plot, bottom] = [28, 22, 22, 200, 28];
    const scale = plot / (most - least);
    const zero = top + most * scale;
    const groupWidth = colours.length * barWidth + gap;
    const groups = bars.map(({ month, values }, index) => {
        const left = index * groupWidth + gap / 2;
        const drawn = values.map((value, bar) => {
            const x = left + bar * barWidth;
            const height = Math.abs(value) * scale;
            const y = value < 0 ? zero : zero - height;
            // Small bars stand too close for labels; the table has their figures.
            const label =
                value < 1
                    ? ""
                    : `<text x="${x + barWidth / 2 - 1}" y="${round(y - 4)}" text-anchor="middle">${value.toFixed(value < 10 ? 1 : 0)}</text>`;
            return `<rect x="${x}" y="${round(y)}" width="${barWidth - 2}" height="${round(height)}" style="fill:${colours[bar] ?? ""}"/>${label}`;
        });
        return `${drawn.join("")}<text x="${left + (colours.length * barWidth) / 2}" y="${top + plot + bottom - 8}" text-anchor="middle">${escape(month)}</text>`;
    });
    // Never fewer than six groups wide: one month would fill a screen.
    const width = Math.max(6, bars.length) * groupWidth;
    return (
        `<svg viewBox="0 0 ${width} ${top + plot + bottom}" role="img" aria-label="Potential, actual and saved USD a month">` +
        `<line x1="0" x2="${width}" y1="${round(zero)}" y2="${round(zero)}" stroke="#9aa5b1"/>${groups.join("")}</svg>`
    );
}

const round = (value: number): number => Math.round(value * 100) / 100;
