/** The accounts that `aws:allowedAccountIds` names, as the Pulumi CLI passes it to a program: a list as JSON. */
export interface Accounts {
    readonly accounts: readonly string[];
    /** What is wrong with the setting, and its fix; undefined if nothing is. */
    readonly problem?: string;
}

/**
 * Reads `aws:allowedAccountIds`. An account id is text of 12 digits: without quotes YAML takes it for a number, and some
 * lose their leading zero.
 */
export function accountsIn(text: string | undefined): Accounts {
    if (text === undefined || text === "") {
        return { accounts: [] };
    }
    let ids: unknown;
    try {
        ids = JSON.parse(text);
    } catch {
        ids = undefined;
    }
    if (!Array.isArray(ids)) {
        return { accounts: [], problem: `${named(text)}, but must be a list. Fix: - "123456789012", a line each.` };
    }
    const wrong = (ids as unknown[]).find((id) => typeof id !== "string" || !/^\d{12}$/.test(id));
    if (wrong !== undefined) {
        return {
            accounts: [],
            problem:
                typeof wrong === "number"
                    ? `${named(wrong)} without quotes, which is a number: its digits may have changed. ` +
                      'Fix: put quotes around it, as in "123456789012".'
                    : `${named(wrong)}, but an account id has 12 digits. Fix: \`aws sts get-caller-identity\` shows yours.`,
        };
    }
    return { accounts: ids as string[] };
}

const named = (value: unknown) => `aws:allowedAccountIds has ${JSON.stringify(value)}`;
