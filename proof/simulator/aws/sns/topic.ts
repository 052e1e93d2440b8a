import type { PolicyDocument } from "../iam/iam";

/** An adopted topic has no policy here: it is its owner's. */
export interface Topic {
    readonly policy?: PolicyDocument;
    /** The customer's key with which it is encrypted. */
    readonly keyArn?: string;
}
