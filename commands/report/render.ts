import Table from "cli-table3";
import { stringify } from "csv-stringify/sync";
import { html } from "./html";
import { ownCells, ownHead, partsCells, partsHead } from "./ownCells";
import { cellsOf, notesOf, type Report } from "./report";

export const formats = ["table", "csv", "json", "html"] as const;
export type Format = (typeof formats)[number];

const head = ["period", "stops", "DPU-hours", "potential USD", "actual USD", "est. saving USD"];

function cells(report: Report): string[][] {
    return [...report.rows, report.total].map(cellsOf);
}

const plain = { head: [], border: [] };
const noLines = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };

function table(report: Report): string {
    const right = {
        style: plain,
        chars: noLines,
        colAligns: ["left" as const, ...head.slice(1).map(() => "right" as const)],
    };
    const months = new Table({ head, ...right });
    months.push(...cells(report));
    const own = new Table({ head: ownHead(report), ...right });
    own.push(...ownCells(report));
    const parts = new Table({
        head: [...partsHead],
        ...right,
        colAligns: [...right.colAligns.slice(0, partsHead.length)],
    });
    parts.push(...partsCells(report));
    return [
        months.toString(),
        "",
        ...notesOf(report),
        "",
        "What guards cost themselves, in USD a month:",
        own.toString(),
        "",
        `What one guard with a dashboard uses in a month of ${report.busiestStops} stops:`,
        parts.toString(),
    ].join("\n");
}

function csv(report: Report): string {
    return stringify([
        ["period", "stops", "dpu_hours", "potential_usd", "actual_usd", "estimated_saving_usd"],
        ...cells(report),
    ]).trimEnd();
}

/** Amounts are text: a float would not keep the cents. */
function json(report: Report): string {
    return JSON.stringify({ ...report, notes: notesOf(report) }, undefined, 2);
}

const renderers: Readonly<Record<Format, (report: Report) => string>> = { table, csv, json, html };

export function render(report: Report, format: Format): string {
    return renderers[format](report);
}
