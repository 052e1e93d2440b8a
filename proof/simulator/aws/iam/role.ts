import type { PolicyDocument } from "./iam";

/** A deployed role. */
export interface Role {
    readonly trust: PolicyDocument;
    readonly policies: readonly PolicyDocument[];
}
