import type { PolicyDocument } from "../iam/iam";

/** A deployed queue. */
export interface Queue {
    readonly name: string;
    readonly url: string;
    readonly policy?: PolicyDocument;
}
