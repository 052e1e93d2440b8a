/**
 * Cells of a month's file as AWS, spreadsheets and programs write them, made plain where they can mean only one thing.
 * What could mean two things stays as it is, and is refused by its column's form.
 */

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthNumber = (name: string) => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1).padStart(2, "0");
const century = (year: string) => (year.length === 2 ? `20${year}` : year);

/** `Jun-24`, `June 2024`, `2024/06`, `06/2024` and `2024-06-01` as `2024-06`. */
export function plainMonth(text: string): string {
    const named = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[- ](\d{2}|\d{4})$/i.exec(text);
    if (named) {
        return `${century(named[2] ?? "")}-${monthNumber(named[1] ?? "")}`;
    }
    const [, year, month] = /^(\d{4})[-/](\d{2})(?:-01)?$/.exec(text) ?? [];
    const [, lateMonth, lateYear] = /^(\d{2})\/(\d{4})$/.exec(text) ?? [];
    return year && month ? `${year}-${month}` : lateYear && lateMonth ? `${lateYear}-${lateMonth}` : text;
}

/**
 * `$1,234.50`, `1.234,50`, `2,52`, `5.7310000000`, `1.2E-7` as decimal numbers with a point. `1,234` may be a thousand
 * or a bit more than one: it stays as it is.
 *
 * @param decimalComma Whether a comma can only be a decimal sign.
 */
export function plainNumber(text: string, decimalComma = false): string {
    const bare = text.replace(/^(?:USD|\$)\s*|\s*(?:USD|\$)$/gi, "").replace(/(?<=\d)[ \u00a0\u202f'](?=\d{3})/g, "");
    if (/^\d+(?:\.\d+)?E[+-]?\d{1,2}$/i.test(bare)) {
        return Number(bare)
            .toFixed(12)
            .replace(/\.?0+$/, "");
    }
    if (/^\d{1,3}(?:,\d{3})+\.\d+$/.test(bare) || /^\d{1,3}(?:,\d{3}){2,}$/.test(bare)) {
        return bare.replaceAll(",", "");
    }
    if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(bare)) {
        return bare.replaceAll(".", "").replace(",", ".");
    }
    return /^\d+,\d+$/.test(bare) && (decimalComma || !/^[1-9]\d{0,2},\d{3}$/.test(bare))
        ? bare.replace(",", ".")
        : bare;
}

/** `1,234`, `1.234`, `1 234` as 1234, where only a whole number can stand. */
export function plainCount(text: string): string {
    return /^\d{1,3}([.,' \u00a0\u202f]\d{3})+$/.test(text) ? text.replace(/\D/g, "") : text;
}

/** What stands between cells, and the text without a spreadsheet's line that names it. */
export function splitting(text: string): {
    readonly delimiter: string;
    readonly rest: string;
    readonly skipped: number;
} {
    const named = /^sep=(.)\n/i.exec(text);
    const rest = named ? text.slice(named[0].length) : text;
    const head = /^.*$/m.exec(rest)?.[0] ?? "";
    const delimiter = named?.[1] ?? [";", "\t"].find((sign) => head.includes(sign)) ?? ",";
    return { delimiter, rest, skipped: named ? 1 : 0 };
}
