/**
 * May this role do this, to that? Evaluates IAM policies within one account.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html. Not here: service and
 * resource control policies, session policies, access across accounts (refused).
 */
import type { ConditionKeys } from "./policyCondition";
import { type PolicyDocument, type PolicyKind, type Statement, statementsOf } from "./policyDocument";

export type { PolicyDocument, PolicyStatement } from "./policyDocument";

export interface Request {
    readonly principal: {
        /** Service principal, such as events.amazonaws.com, when a service calls without a role. */
        readonly service?: string;
        /** ARN of the role, or of whoever calls. */
        readonly arn?: string;
        /** Account of the caller, twelve digits; without it, the one in `arn`. */
        readonly account?: string;
    };
    /** `service:Name`. */
    readonly action: string;
    /** ARN, or `*` for actions without resource types. */
    readonly resource: string;
    /** Condition keys: aws:SourceArn, aws:SourceAccount, aws:SecureTransport, cloudwatch:namespace and the like. */
    readonly context?: ConditionKeys;
}

/** `reason` is a sentence that names action, resource and the policy that decided, or that none did. */
export type Decision = { readonly allowed: boolean; readonly reason: string };

interface Policy {
    readonly name: string;
    readonly kind: PolicyKind;
    readonly statements: readonly Statement[];
}

/** How a principal is meant: itself, or only through its account, which then leaves it to identity policies. */
type Naming = "itself" | "account" | "not";

/**
 * An explicit deny in any policy wins; else an identity policy or the resource policy must allow, and the boundary,
 * where there is one, too. A resource policy that allows the account (its id or root) allows nobody by itself.
 *
 * @throws Error for a document or request that is malformed, not supported, or across accounts.
 */
export function decide(
    request: Request,
    policies: {
        readonly identity?: readonly PolicyDocument[];
        readonly boundary?: PolicyDocument;
        readonly resource?: PolicyDocument;
    },
): Decision {
    checkRequest(request);
    const subject = `${request.action} on ${request.resource}`;
    const identity = (policies.identity ?? []).flatMap((document, index) =>
        optional(`identity policy ${index + 1}`, "identity", document),
    );
    const boundary = optional("the permissions boundary", "identity", policies.boundary);
    const resource = optional("the resource policy", "resource", policies.resource);

    const denied = find([...identity, ...boundary, ...resource], "Deny", request, ["itself", "account"]);
    if (denied !== undefined) {
        return { allowed: false, reason: `${subject} is denied by ${denied}.` };
    }
    const granted = find([...identity, ...resource], "Allow", request, ["itself"]);
    if (granted === undefined) {
        const left = find(resource, "Allow", request, ["account"]);
        const reason =
            left === undefined
                ? `${subject} is denied: no policy allows it.`
                : `${subject} is denied: ${left} leaves it to the account's identity policies, and none allows it.`;
        return { allowed: false, reason };
    }
    if (boundary.length > 0 && find(boundary, "Allow", request, ["itself"]) === undefined) {
        return { allowed: false, reason: `${subject} is denied: the permissions boundary does not allow it.` };
    }
    return { allowed: true, reason: `${subject} is allowed by ${granted}.` };
}

/**
 * May this service assume a role with this trust policy?
 *
 * @throws Error for a trust policy that is malformed or not supported.
 */
export function mayAssume(trust: PolicyDocument, service: string, context: Readonly<Record<string, string>>): Decision {
    const request = { principal: { service }, action: "sts:AssumeRole", resource: "*", context };
    const policies = optional("the trust policy", "trust", trust);
    const subject = `sts:AssumeRole on this role for ${service}`;
    const denied = find(policies, "Deny", request, ["itself"]);
    if (denied !== undefined) {
        return { allowed: false, reason: `${subject} is denied by ${denied}.` };
    }
    const granted = find(policies, "Allow", request, ["itself"]);
    if (granted !== undefined) {
        return { allowed: true, reason: `${subject} is allowed by ${granted}.` };
    }
    return { allowed: false, reason: `${subject} is denied: the trust policy does not allow it.` };
}

function optional(name: string, kind: PolicyKind, document: PolicyDocument | undefined): Policy[] {
    return document === undefined ? [] : [{ name, kind, statements: statementsOf(document, kind, name) }];
}

/** The first statement with this effect on the request, as messages call it. */
function find(policies: Policy[], effect: "Allow" | "Deny", request: Request, namings: Naming[]): string | undefined {
    for (const { name, kind, statements } of policies) {
        const found = statements.find((each) => each.effect === effect && applies(each, request, kind, namings));
        if (found !== undefined) {
            return `${found.name} of ${name}`;
        }
    }
    return undefined;
}

function applies(statement: Statement, request: Request, kind: PolicyKind, namings: Naming[]): boolean {
    const naming = kind === "identity" ? "itself" : namingOf(statement.principal, request.principal);
    return (
        namings.includes(naming) &&
        statement.actions.some((action) => action.test(request.action)) &&
        statement.resources.some((arn) => arn.test(request.resource)) &&
        statement.holds(request.context ?? {})
    );
}

function namingOf(wanted: Statement["principal"], caller: Request["principal"]): Naming {
    if (wanted === undefined) {
        return "not";
    }
    if (wanted === "*") {
        return "itself";
    }
    const principals = [wanted.AWS ?? []].flat();
    const services = [wanted.Service ?? []].flat();
    if (principals.includes("*") || services.some((service) => service === caller.service)) {
        return "itself";
    }
    if (principals.some((arn) => arn === caller.arn)) {
        return "itself";
    }
    // A service acts from no account, so no account's id or root stands for it.
    const account = caller.service === undefined ? accountOf(caller) : undefined;
    const isAccount = (arn: string) => arn === account || /^arn:[^:]+:iam::(\d{12}):root$/.exec(arn)?.[1] === account;
    return account !== undefined && principals.some(isAccount) ? "account" : "not";
}

function accountOf(caller: Request["principal"]): string | undefined {
    return caller.account ?? caller.arn?.split(":")[4];
}

function checkRequest({ principal, action, resource }: Request): void {
    if (!/^[a-z0-9-]+:[a-z0-9]+$/i.test(action)) {
        throw new Error(`The request's action "${action}" is not service:Name.`);
    }
    const parts = resource.split(":");
    if (resource !== "*" && (parts[0] !== "arn" || parts.length < 6)) {
        throw new Error(`The request's resource "${resource}" is neither * nor an ARN of six parts.`);
    }
    const from = accountOf(principal);
    const to = parts[4];
    if (from !== undefined && to !== undefined && /^\d{12}$/.test(to) && from !== to) {
        throw new Error(`${action} on ${resource} goes from account ${from} to ${to}; only one account is supported.`);
    }
}
