import { stringify } from "csv-stringify/sync";
import { table } from "../table";
import { html } from "./html";
import { ownCells, ownHead, partsCells, partsHead } from "./ownCells";
import { cellsOf, notesOf, type Report } from "./report";

export const formats = ["table", "csv", "json", "html"] as const;
export type Format = (typeof formats)[number];

const head = ["period", "stops", "DPU-hours", "potential USD", "actual USD", "est. saving USD"];

function cells(report: Report): string[][] {
    return [...report.rows, report.total].map(cellsOf);
}

function tables(report: Report): string {
    const figures = { figures: true };
    return [
        table(head, cells(report), figures),
        "",
        ...notesOf(report),
        "",
        "What guards cost themselves, in USD a month:",
        table(ownHead(report), ownCells(report), figures),
        "",
        `What one guard with a dashboard uses in a month of ${report.busiestStops} stops:`,
        table(partsHead, partsCells(report), figures),
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

const renderers: Readonly<Record<Format, (report: Report) => string>> = { table: tables, csv, json, html };

export function render(report: Report, format: Format): string {
    return renderers[format](report);
}
