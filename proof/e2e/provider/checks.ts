/** Checks of single properties: each returns the ends of sentences that begin with the property's name. */
import type { PolicyDocument } from "../../simulator/aws/iam/iam";
import { statementsOf, type PolicyKind } from "../../simulator/aws/iam/policyDocument";

export const any = () => [];
export const matching = (form: RegExp) => (value: string) =>
    form.test(value) ? [] : [`is "${value}", which does not match ${String(form)}`];
export const oneOf =
    (...values: readonly unknown[]) =>
    (value: unknown) =>
        values.includes(value) ? [] : [`is ${JSON.stringify(value)}, but must be one of ${values.join(", ")}`];
export const between = (least: number, most: number) => (value: number) =>
    Number.isInteger(value) && value >= least && value <= most ? [] : [`is ${value}, but must be ${least} to ${most}`];
export const json = (check: (value: unknown) => readonly string[]) => (text: string) => {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return ["is not valid JSON"];
    }
    return check(value);
};
export const policy = (kind: PolicyKind) =>
    json((document) => {
        try {
            statementsOf(document as PolicyDocument, kind, "the policy");
            return [];
        } catch (error) {
            return [(error as Error).message];
        }
    });
