import Table from "cli-table3";

interface Look {
    /** Whether every column but the first stands to the right, as figures do. Default: none does. */
    readonly figures?: boolean;
    /** The width of each column, in which longer text is wrapped. Default: as wide as the text. */
    readonly widths?: readonly number[];
}

/** A table as every command prints it. */
export function table(
    head: readonly string[],
    rows: readonly (readonly (string | number)[])[],
    { figures = false, widths = [] }: Look = {},
): string {
    const drawn = new Table({
        head: [...head],
        style: { head: [], border: [] },
        chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
        colAligns: head.map((_, index) => (figures && index > 0 ? "right" : "left")),
        colWidths: [...widths],
        wordWrap: widths.length > 0,
    });
    drawn.push(...rows.map((row) => row.map(String)));
    return drawn.toString();
}
