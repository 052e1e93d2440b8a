/**
 * IAM policy documents: their form, and whether it is one that AWS would store and this simulator can answer for.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. What AWS knows and this does
 * not (NotAction, NotResource, NotPrincipal, policy variables, rare operators) is refused, never passed over: a part
 * of a policy that is not read would make an answer wrong in silence.
 */
import {
    arnFault,
    checkCondition,
    type ConditionBlock,
    type ConditionKeys,
    glob,
    members,
    readCondition,
} from "./policyCondition";

type OneOrMany = string | readonly string[];

export interface PolicyStatement {
    readonly Sid?: string;
    readonly Effect: "Allow" | "Deny";
    /** In resource and trust policies only. An account is its id or its root's ARN. */
    readonly Principal?: "*" | { readonly AWS?: OneOrMany; readonly Service?: OneOrMany };
    /** `service:Name` with wildcards, or `*`; case does not count. */
    readonly Action: OneOrMany;
    /** ARNs with wildcards, or `*`; not in trust policies, which are about their own role. */
    readonly Resource?: OneOrMany;
    readonly Condition?: ConditionBlock;
}

export interface PolicyDocument {
    readonly Version?: string;
    readonly Id?: string;
    readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** What a document hangs on: it decides whether Principal and Resource must be there or must not. */
export type PolicyKind = "identity" | "resource" | "trust";

const DOCUMENT_ELEMENTS = ["Version", "Id", "Statement"];
const STATEMENT_ELEMENTS = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
const VERSIONS = ["2012-10-17", "2008-10-17"];
const UNSUPPORTED = ["NotAction", "NotResource", "NotPrincipal"];

/** A statement, ready for any number of requests. */
export interface Statement {
    /** As messages call it. */
    readonly name: string;
    readonly effect: PolicyStatement["Effect"];
    readonly principal: PolicyStatement["Principal"];
    readonly actions: readonly RegExp[];
    readonly resources: readonly RegExp[];
    readonly holds: (context: ConditionKeys) => boolean;
}

/** Statements of the documents read so far, by kind: the same few are asked about again and again. */
const known: Readonly<Record<PolicyKind, WeakMap<PolicyDocument, readonly Statement[]>>> = {
    identity: new WeakMap(),
    resource: new WeakMap(),
    trust: new WeakMap(),
};

/**
 * The statements of a document, once it is known to be well-formed. A document that is changed is not read again.
 *
 * @throws Error beginning with `name` and naming the element at fault.
 */
export function statementsOf(document: PolicyDocument, kind: PolicyKind, name: string): readonly Statement[] {
    const read = known[kind].get(document);
    if (read !== undefined) {
        return read;
    }
    checkDocument(document, kind, name);
    const statements = [document.Statement].flat().map(readStatement);
    known[kind].set(document, statements);
    return statements;
}

function readStatement(statement: PolicyStatement, index: number): Statement {
    const { Sid, Effect, Principal, Action, Resource = "*", Condition } = statement;
    return {
        name: nameOf(Sid, index),
        effect: Effect,
        principal: Principal,
        actions: [Action].flat().map((action) => glob(action, "i")),
        // On AWS a * that ends a part of the ARN reaches over colons; here every * does, as with session ids that have some.
        resources: [Resource].flat().map((arn) => glob(arn)),
        holds: Condition === undefined ? () => true : readCondition(Condition),
    };
}

/** How messages call a statement: by its Sid, or else by its place, counted from 1. */
function nameOf(sid: unknown, index: number): string {
    return typeof sid === "string" ? `statement "${sid}"` : `statement ${index + 1}`;
}

function checkDocument(document: unknown, kind: PolicyKind, name: string): void {
    const elements = new Map(members(document, name));
    const variables = JSON.stringify(document).match(/\$\{[^}"]*\}?/g);
    if (variables !== null) {
        throw new Error(`${name}: policy variables are not simulated: ${variables.join(", ")}.`);
    }
    checkNames(elements, DOCUMENT_ELEMENTS, name);
    const version = elements.get("Version");
    if (version !== undefined && !VERSIONS.includes(version as string)) {
        throw new Error(`${name}: Version must be ${VERSIONS.join(" or ")}.`);
    }
    const statements: unknown[] = [elements.get("Statement") ?? []].flat();
    if (statements.length === 0) {
        throw new Error(`${name}: Statement is missing or empty.`);
    }
    const sids = statements.map((statement, index) => checkStatement(statement, kind, name, index));
    const twice = sids.find((sid, index) => sid !== undefined && sids.indexOf(sid) !== index);
    if (twice !== undefined) {
        throw new Error(`${name}: Sid "${twice}" is used twice.`);
    }
}

/** Returns the Sid. */
function checkStatement(statement: unknown, kind: PolicyKind, name: string, index: number): string | undefined {
    const elements = new Map(members(statement, `${name}, statement ${index + 1}`));
    const sid = elements.get("Sid");
    const place = `${name}, ${nameOf(sid, index)}`;
    checkNames(elements, STATEMENT_ELEMENTS, place);
    if (sid !== undefined && typeof sid !== "string") {
        throw new Error(`${place}: Sid must be a string.`);
    }
    if (kind !== "resource" && sid !== undefined && !/^[A-Za-z0-9]*$/.test(sid)) {
        throw new Error(`${place}: Sid may only have letters and digits.`);
    }
    const effect = elements.get("Effect");
    if (effect !== "Allow" && effect !== "Deny") {
        throw new Error(`${place}: Effect must be Allow or Deny.`);
    }

    for (const action of texts(elements.get("Action"), "Action", place)) {
        if (!/^(\*|[a-z0-9-]+:[a-z0-9*?]+)$/i.test(action)) {
            throw new Error(`${place}: Action "${action}" is neither * nor service:Name.`);
        }
    }
    if (kind === "trust") {
        if (elements.has("Resource")) {
            throw new Error(`${place}: Resource has no place in a trust policy.`);
        }
    } else {
        for (const resource of texts(elements.get("Resource"), "Resource", place)) {
            const fault = arnFault(resource);
            if (fault !== undefined) {
                throw new Error(`${place}: Resource ${fault}.`);
            }
            if (/^arn:([^:]*[*?]|[^:]*:[^:]*[*?])/.test(resource)) {
                throw new Error(`${place}: Resource "${resource}" has a wildcard in its partition or service.`);
            }
        }
    }
    if (kind === "identity") {
        if (elements.has("Principal")) {
            throw new Error(`${place}: Principal has no place in an identity policy.`);
        }
    } else {
        checkPrincipal(elements.get("Principal"), place);
    }
    if (elements.has("Condition")) {
        checkCondition(elements.get("Condition"), place);
    }
    return sid;
}

function checkPrincipal(principal: unknown, place: string): void {
    if (principal === undefined) {
        throw new Error(`${place}: Principal is missing.`);
    }
    if (principal === "*") {
        return;
    }
    const elements = new Map(members(principal, `${place}: Principal`));
    checkNames(elements, ["AWS", "Service"], `${place}: Principal`);
    for (const [type, values] of elements) {
        for (const value of texts(values, `Principal ${type}`, place)) {
            const form =
                type === "AWS" ? /^(\*|\d{12}|arn:[^:*?]+:(iam|sts)::\d{12}:[^*?]+)$/ : /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
            if (!form.test(value)) {
                const allowed =
                    type === "AWS"
                        ? "*, an account id or the ARN of one principal"
                        : "a service such as states.amazonaws.com";
                throw new Error(`${place}: Principal ${type} "${value}" is not ${allowed}.`);
            }
        }
    }
}

function checkNames(elements: ReadonlyMap<string, unknown>, known: readonly string[], place: string): void {
    for (const element of elements.keys()) {
        if (UNSUPPORTED.includes(element)) {
            throw new Error(`${place}: ${element} is not simulated.`);
        }
        if (!known.includes(element)) {
            throw new Error(`${place}: ${element} is not an element; known are ${known.join(", ")}.`);
        }
    }
}

/** @throws Error naming the element unless it is a string or a list of strings that is not empty. */
function texts(value: unknown, element: string, place: string): string[] {
    if (value === undefined) {
        throw new Error(`${place}: ${element} is missing.`);
    }
    const list: unknown[] = [value].flat();
    if (list.length === 0 || !list.every((text) => typeof text === "string")) {
        throw new Error(`${place}: ${element} must be a string or a list of strings.`);
    }
    return list;
}
