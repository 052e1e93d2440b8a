/**
 * What Step Functions adds to JSONata 2.0.6, and the functions of JSONata that would otherwise read the real clock.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
import { createHash } from "node:crypto";
import jsonata from "jsonata";

/** The virtual world of one evaluation. An expression cannot write a variable's name with a space in it. */
export const ENVIRONMENT = "the environment";
export interface Environment {
    /** Epoch milliseconds. */
    readonly at: number;
    /** 0 <= x < 1. */
    random(): number;
}

interface OwnFunction {
    implementation(this: { environment: { timestamp: Date } }, ...args: readonly unknown[]): unknown;
}

/** JSONata keeps its own implementations to itself, but an expression that names one gives it back. */
function own(name: string): Promise<OwnFunction> {
    return jsonata(`$${name}`).evaluate(undefined) as Promise<OwnFunction>;
}

const toMillis = own("toMillis");
const fromMillis = own("fromMillis");

const HASHES: Readonly<Record<string, string>> = {
    MD5: "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
};

/** AWS makes no longer range. */
const MAX_RANGE = 360_145;

function environmentOf(focus: jsonata.Focus): Environment {
    return focus.environment.lookup(ENVIRONMENT) as Environment;
}

async function callOwn(focus: jsonata.Focus, own: Promise<OwnFunction>, ...args: readonly unknown[]): Promise<unknown> {
    const environment = { timestamp: new Date(environmentOf(focus).at) };
    return (await own).implementation.call({ environment }, ...args);
}

/** Chunks of `size`; undefined for a size below 1. */
function partition(array: readonly unknown[] | undefined, size: number): unknown[][] | undefined {
    const chunk = Math.trunc(size);
    if (array === undefined || array.length === 0 || !(chunk >= 1)) {
        return undefined;
    }
    return Array.from({ length: Math.ceil(array.length / chunk) }, (_, index) =>
        array.slice(index * chunk, (index + 1) * chunk),
    );
}

/** From first to last, both included; a single number comes bare, and an impossible range is undefined. */
function range(first: number, last: number, step: number | undefined): number[] | number | undefined {
    const [start, end, delta] = [Math.trunc(first), Math.trunc(last), Math.trunc(step ?? 0)];
    const length = delta === 0 ? 0 : Math.floor((end - start) / delta) + 1;
    if (!(length >= 1)) {
        return undefined;
    }
    if (length > MAX_RANGE) {
        throw new Error("Expression evaluation memory limit exceeded");
    }
    return length === 1 ? start : Array.from({ length }, (_, index) => start + index * delta);
}

function hash(text: string | undefined, algorithm: string | undefined): string | undefined {
    if (text === undefined || algorithm === undefined) {
        return undefined;
    }
    const name = HASHES[algorithm];
    if (name === undefined) {
        throw new Error(`$hash knows ${Object.keys(HASHES).join(", ")}, but not ${algorithm}`);
    }
    return createHash(name).update(text).digest("hex");
}

/** The same seed gives the same number, but not the number that AWS gives. */
function seeded(seed: number): number {
    return (
        createHash("sha256")
            .update(String(Math.trunc(seed)))
            .digest()
            .readUInt32BE() /
        2 ** 32
    );
}

/** Version 4, from the environment's chance, so that a run can be repeated. */
function uuid(random: () => number): string {
    const bytes = Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256)));
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Once for each expression, when it is compiled. */
export function registerFunctions(expression: jsonata.Expression): void {
    expression.registerFunction("partition", partition, "<an:a>");
    expression.registerFunction("range", range, "<nnn?:x>");
    expression.registerFunction("hash", hash, "<ss?:s>");
    expression.registerFunction("parse", parse, "<s:x>");
    expression.registerFunction(
        "random",
        function (seed?: number) {
            return seed === undefined ? environmentOf(this).random() : seeded(seed);
        },
        "<n?:n>",
    );
    expression.registerFunction(
        "uuid",
        function () {
            const environment = environmentOf(this);
            return uuid(() => environment.random());
        },
        "<:s>",
    );
    expression.registerFunction(
        "millis",
        function () {
            return environmentOf(this).at;
        },
        "<:n>",
    );
    expression.registerFunction(
        "now",
        function (picture?: string, timezone?: string) {
            return callOwn(this, fromMillis, environmentOf(this).at, picture, timezone);
        },
        "<s?s?:s>",
    );
    expression.registerFunction(
        "toMillis",
        function (text?: string, picture?: string) {
            return callOwn(this, toMillis, text, picture);
        },
        "<s-s?:n>",
    );
}

function parse(text: string | undefined): unknown {
    return text === undefined ? undefined : JSON.parse(text);
}
