import { deflateRawSync, inflateRawSync } from "node:zlib";
import { recordKinds, type World } from "./world";
import { InputError } from "../../../deployments/input/inputError";

/** A world as one word that a shell takes as it is, whatever ids are in it. */
export function pack(world: World): string {
    return deflateRawSync(JSON.stringify(world)).toString("base64url");
}

/** The world of `pack`, or of its JSON. @throws InputError with everything that is wrong with it. */
export function unpack(text: string): World {
    let world: unknown;
    try {
        world = JSON.parse(
            text.trimStart().startsWith("{") ? text : inflateRawSync(Buffer.from(text, "base64url")).toString(),
        );
    } catch {
        throw new InputError("--replay must be the word that a failing fuzz has printed, or the JSON of its world.");
    }
    const faults = faultsOf(world);
    if (faults.length > 0) {
        throw new InputError(`--replay is no world: ${faults.join("; ")}.`);
    }
    return world as World;
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isSeconds = (value: unknown) => typeof value === "number" && value >= 0;
const isText = (value: unknown) => typeof value === "string" && value !== "";

function faultsOf(world: unknown): string[] {
    const { seed, sessions, faults, removals } = (world ?? {}) as Partial<Record<keyof World, unknown>>;
    return [
        ...(Number.isInteger(seed) ? [] : ["seed must be a whole number"]),
        ...(isList(sessions) ? sessions.flatMap(sessionFaults) : ["sessions must be a list"]),
        ...(isList(faults) ? faults.flatMap(callFaults("faults", "call")) : ["faults must be a list"]),
        ...(isList(removals) ? removals.flatMap(callFaults("removals", "action")) : ["removals must be a list"]),
    ];
}

function sessionFaults(session: unknown, index: number): string[] {
    const life = (session ?? {}) as Readonly<Record<string, unknown>>;
    const must = (member: string, limit: string, holds: (value: unknown) => boolean) =>
        holds(life[member]) ? [] : [`sessions[${index}].${member} must be ${limit}`];
    return [
        ...must("atSeconds", "a number from 0 on", isSeconds),
        ...must("id", "text that is not empty", isText),
        ...must("who", "an object", (who) => typeof who === "object" && who !== null),
        ...must("stoppingSeconds", "a number from 0 on", isSeconds),
        ...must("dpu", "a number from 0 on", isSeconds),
        ...must("record", recordKinds.join(", "), (kind) => recordKinds.some((known) => known === kind)),
        ...must("arrivesAfterSeconds", "a list of numbers", (list) => isList(list) && list.every(isSeconds)),
        ...must("acts", "a list", isList),
    ];
}

function callFaults(list: string, member: string) {
    return (entry: unknown, index: number): string[] =>
        isText((entry as Readonly<Record<string, unknown>> | null)?.[member])
            ? []
            : [`${list}[${index}].${member} must name a call`];
}
