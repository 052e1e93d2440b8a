import type { Place } from "../../../model/aws/arn";

export type Inputs = Readonly<Record<string, unknown>>;

/** Something of this type is named: by its id, name, URL or ARN. */
export interface Reference {
    readonly property: string;
    readonly type: string;
    readonly value: string;
}

export interface ResourceType {
    /** Every property that may be written, with what AWS refuses of its value: a sentence's end for each fault. */
    readonly properties: Readonly<Record<string, (value: never) => readonly string[]>>;
    readonly required: readonly string[];
    /** Properties that cannot be changed: a new value means a new resource. */
    readonly replacing: readonly string[];
    readonly references?: (inputs: Inputs) => readonly Reference[];
    /** What is refused besides, once every property is known. */
    readonly refuses?: (resource: StoredResource, account: LookUp) => readonly string[];
    /** Properties that make its id, for what AWS gives no name. */
    readonly identity?: readonly string[];
    /** Properties that hold policies: the provider makes text of them. */
    readonly policies?: readonly string[];
}

/** A resource of the account. */
export interface StoredResource {
    readonly type: string;
    readonly id: string;
    /** As it was written last: by a program, or by hand. */
    readonly inputs: Inputs;
    /** What AWS has added, such as its ARN. */
    readonly added: Inputs;
}

/** What a resource type may ask of the account. */
export interface LookUp {
    readonly place: Place;
    readonly resources: readonly StoredResource[];
    /** The resource of this type that the text names: by its id, name, URL or ARN. */
    find(type: string, text: string): StoredResource | undefined;
}
