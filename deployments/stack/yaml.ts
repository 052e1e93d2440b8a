/**
 * YAML as the Pulumi CLI reads it. The CLI's library (gopkg.in/yaml.v3) is neither YAML 1.1 nor 1.2: `0144` is the
 * octal number 100, `1_800` is 1800, `yes` and `22:30` are text, and a date becomes a text in Go's format.
 *
 * Source: https://github.com/go-yaml/yaml/blob/v3/resolve.go
 */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Scalar, type Document } from "yaml";
import { InputError } from "../input/inputError";

/** A whole number is a bigint: an account id or a large number keeps its digits. */
export type Yaml = string | number | bigint | boolean | null | readonly Yaml[] | YamlMap;

export interface YamlMap {
    readonly [key: string]: Yaml;
}

export function isYamlMap(value: Yaml | undefined): value is YamlMap {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The first document of a text; null if it is empty.
 *
 * @param source How messages name the text, such as `Pulumi.dev.yaml`.
 * @throws InputError with the line of the problem.
 */
export function parseYaml(text: string, source: string): Yaml {
    const [document] = parseAllDocuments(text, { schema: "failsafe", prettyErrors: true });
    if (document === undefined || !("contents" in document)) {
        return null;
    }
    const [error] = document.errors;
    if (error) {
        throw new InputError(`${source} is no YAML: ${error.message.split("\n")[0] ?? ""}`);
    }
    return valueOf(document.contents, document, source);
}

function valueOf(node: unknown, document: Document, source: string): Yaml {
    if (isAlias(node)) {
        return valueOf(node.resolve(document), document, source);
    }
    if (isScalar(node)) {
        return scalarOf(node as Scalar<string>);
    }
    if (isSeq(node)) {
        return node.items.map((item) => valueOf(item, document, source));
    }
    if (!isMap(node)) {
        return null;
    }
    const merged: YamlMap[] = [];
    const own: Record<string, Yaml> = {};
    for (const { key, value } of node.items) {
        if (isScalar(key) && key.type === Scalar.PLAIN && key.value === "<<") {
            const content = valueOf(value, document, source);
            merged.push(...[content].flat().filter(isYamlMap));
            continue;
        }
        const name = valueOf(key, document, source);
        if (typeof name !== "string") {
            const shown = typeof name === "object" ? "a list or an object" : String(name);
            throw new InputError(`${source} has ${shown} as a key, but keys must be text. Fix: quote it.`);
        }
        own[name] = valueOf(value, document, source);
    }
    // Own members win over merged ones, and of these the first.
    return Object.assign({}, ...merged.reverse(), own) as YamlMap;
}

function scalarOf({ value, type, tag }: Scalar<string>): Yaml {
    const plain = type === Scalar.PLAIN && tag === undefined;
    return plain || (tag !== undefined && tag !== "tag:yaml.org,2002:str") ? resolve(value) : value;
}

const words: Readonly<Record<string, Yaml>> = {
    "": null,
    "~": null,
    null: null,
    Null: null,
    NULL: null,
    true: true,
    True: true,
    TRUE: true,
    false: false,
    False: false,
    FALSE: false,
};

/** An unquoted text as the CLI takes it. */
function resolve(text: string): Yaml {
    if (Object.hasOwn(words, text)) {
        return words[text] as Yaml;
    }
    const plain = text.replaceAll("_", "");
    return date(text) ?? integer(plain) ?? float(plain) ?? text;
}

/** Decimal, 0x, 0o, 0b, and 0 for octal, up to 64 bits. */
function integer(text: string): bigint | undefined {
    const [, sign, digits] = /^([+-]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/.exec(text) ?? [];
    if (digits === undefined) {
        return undefined;
    }
    const size = BigInt(digits.replace(/^0[oO]?(?=[0-7])/, "0o"));
    const value = sign === "-" ? -size : size;
    return value >= -(2n ** 63n) && value < 2n ** 64n ? value : undefined;
}

function float(text: string): number | undefined {
    return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text) ? Number(text) : undefined;
}

/** The forms of a date, which the CLI hands to the program as Go prints them: `2026-01-02 00:00:00 +0000 UTC`. */
const dateForm = /^(\d{4})-(\d\d?)-(\d\d?)(?:([Tt ])(\d\d?):(\d\d?):(\d\d?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?)?$/;

function date(text: string): string | undefined {
    const [, year, month, day, separator, hour = "0", minute = "0", second = "0", fraction, zone] =
        dateForm.exec(text) ?? [];
    // With a T there is a zone, and with a space none.
    if (year === undefined || (separator !== undefined && (separator === " ") !== (zone === undefined))) {
        return undefined;
    }
    const parts = [month, day, hour, minute, second].map(Number) as [number, number, number, number, number];
    const at = new Date(Date.UTC(Number(year), parts[0] - 1, ...(parts.slice(1) as [number, number, number, number])));
    const same = [at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
    if (Number.isNaN(at.getTime()) || same.join() !== parts.join()) {
        return undefined;
    }
    const digits = fraction?.replace(/0+$/, "") ?? "";
    const clock = `${at.toISOString().slice(0, 19).replace("T", " ")}${digits && `.${digits}`}`;
    const offset =
        zone === undefined || zone === "Z" ? "+0000 UTC" : `${zone.replace(":", "")} ${zone.replace(":", "")}`;
    return `${clock} ${offset}`;
}
