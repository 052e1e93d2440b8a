import { isDeepStrictEqual } from "node:util";
import type { Place } from "../../../model/aws/arn";
import { create } from "../../simulator/program/registration";
import type { Inputs, Reference, ResourceType, StoredResource } from "./resource";
import { resourceTypes } from "./resourceTypes";

/** What stands in an account and is no stack's: ids, by type. */
export type Foreign = Readonly<Record<string, readonly string[]>>;

/** What Pulumi sends for a value that a preview cannot know. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const isUnknown = (value: unknown): boolean => JSON.stringify(value ?? null).includes(unknownValue);

/** Names of the properties that differ. */
export function changedProperties(old: Inputs, inputs: Inputs): string[] {
    return [...new Set([...Object.keys(old), ...Object.keys(inputs)])].filter(
        (property) => !isDeepStrictEqual(old[property], inputs[property]),
    );
}

/**
 * One AWS account, as far as a guard needs it: what is created stands in it until it is deleted, and what AWS would
 * refuse is refused. It is stricter than AWS where a program would be wrong all the same: nothing is written over that
 * has the same name (AWS does that with rules, alarms and dashboards), nothing may name what does not exist, nothing
 * is deleted that something else still names, and a target's role must be able to start what it is for.
 */
export class Account {
    readonly #resources = new Map<string, StoredResource>();
    #calls = 0;
    #failAt: number | undefined;

    constructor(
        readonly place: Place,
        readonly foreign: Foreign = {},
    ) {}

    get resources(): readonly StoredResource[] {
        return [...this.#resources.values()];
    }

    /** The resource of this type that the text names: by its id, name, URL or ARN. */
    find(type: string, text: string): StoredResource | undefined {
        return this.resources.find((resource) => names({ type, value: text }, resource));
    }

    read(type: string, id: string): StoredResource | undefined {
        return this.#resources.get(key(type, id));
    }

    /** Lets the n-th create, update or delete from now on fail, once. */
    failCall(n: number): void {
        this.#failAt = this.#calls + n;
    }

    /**
     * A new resource. In a preview only its properties are checked, as far as they are known.
     * @throws Error with everything for which AWS refuses it.
     */
    create(type: string, name: string, inputs: Inputs, preview = false): StoredResource {
        const { identity } = known(type, name);
        const { id: made, ...added } = create(type, name, inputs, this.place);
        const id = identity ? identity.map((property) => inputs[property]).join(":") : made;
        const resource = { type, id, inputs, added };
        const twice = this.#resources.has(key(type, id)) ? [`${id} exists already`] : [];
        return this.#write(`create ${type} "${name}"`, resource, twice, preview);
    }

    /** @throws Error as `create` does. */
    update(type: string, id: string, inputs: Inputs, preview = false): StoredResource {
        const what = `update ${type} "${id}"`;
        const old = this.#stored(what, type, id);
        const fixed = changedProperties(old.inputs, inputs).filter((property) =>
            known(type, id).replacing.includes(property),
        );
        return this.#write(
            what,
            { ...old, inputs },
            fixed.map((property) => `${property} cannot be changed`),
            preview,
        );
    }

    /** @throws Error if something else still names it. */
    delete(type: string, id: string): void {
        const what = `delete ${type} "${id}"`;
        const resource = this.#stored(what, type, id);
        const users = this.resources.filter((user) => references(user).some((reference) => names(reference, resource)));
        refuse(
            what,
            users.map((user) => `${user.type} "${user.id}" still uses it`),
        );
        this.#count(what);
        this.#resources.delete(key(type, id));
    }

    /** What somebody does by hand, past every check. */
    changeByHand(type: string, id: string, change: Inputs): void {
        const resource = this.#stored("change", type, id);
        this.#resources.set(key(type, id), { ...resource, inputs: { ...resource.inputs, ...change } });
    }

    deleteByHand(type: string, id: string): void {
        this.#resources.delete(key(type, this.#stored("delete", type, id).id));
    }

    #write(what: string, resource: StoredResource, problems: readonly string[], preview: boolean): StoredResource {
        refuse(what, propertyFaults(resource));
        if (!preview) {
            refuse(what, [...problems, ...this.#danglingReferences(resource)]);
            refuse(what, known(resource.type, resource.id).refuses?.(resource, this) ?? []);
            this.#count(what);
            this.#resources.set(key(resource.type, resource.id), resource);
        }
        return resource;
    }

    #count(what: string): void {
        this.#calls++;
        if (this.#calls === this.#failAt) {
            refuse(what, ["ServiceUnavailable, as the e2e asked for"]);
        }
    }

    #stored(what: string, type: string, id: string): StoredResource {
        const resource = this.read(type, id);
        if (!resource) {
            throw new Error(`AWS cannot ${what}: it does not exist.`);
        }
        return resource;
    }

    #danglingReferences(resource: StoredResource): string[] {
        return references(resource)
            .filter(({ type, value }) => !this.find(type, value) && !this.foreign[type]?.includes(value))
            .map(({ property, value }) => `${property} names ${value}, which does not exist`);
    }
}

function propertyFaults({ type, id, inputs }: StoredResource): string[] {
    const { properties, required } = known(type, id);
    const missing = required.filter((property) => inputs[property] === undefined);
    const wrong = Object.entries(inputs).flatMap(([property, value]) => {
        const check = properties[property] as ((value: unknown) => readonly string[]) | undefined;
        const problems = check ? (isUnknown(value) ? [] : check(value)) : ["is no property of it"];
        return problems.map((problem) => `${property} ${problem}`);
    });
    return [...missing.map((property) => `${property} is missing`), ...wrong];
}

const key = (type: string, id: string): string => `${type}::${id}`;

const references = ({ type, id, inputs }: StoredResource): readonly Reference[] =>
    known(type, id).references?.(inputs) ?? [];

const names = ({ type, value }: Pick<Reference, "type" | "value">, { type: own, id, added }: StoredResource): boolean =>
    type === own && [id, ...Object.values(added)].includes(value);

function known(type: string, name: string): ResourceType {
    const found = resourceTypes[type];
    if (!found) {
        throw new Error(`The e2e does not know the resource type ${type} of "${name}".`);
    }
    return found;
}

function refuse(what: string, problems: readonly string[]): void {
    if (problems.length > 0) {
        throw new Error(`AWS refuses to ${what}: ${problems.join("; ")}.`);
    }
}
