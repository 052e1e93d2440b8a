import { InputError } from "../../deployments/input/inputError";

/** Why an account could not be read: a sentence for the user. */
export class AccountProblem extends InputError {}

/** Turns what AWS answers into a sentence that names the call. */
export async function named<T>(permission: string, read: () => Promise<T>): Promise<T> {
    try {
        return await read();
    } catch (error) {
        const { name, message } = error as Error;
        if (error instanceof AccountProblem) {
            throw error;
        }
        if (/not enabled for cost explorer/i.test(message) || name === "DataUnavailableException") {
            throw new AccountProblem(
                `This account has no data in Cost Explorer (${message}). Fix: enable Cost Explorer in the billing ` +
                    "console, and wait a day; or use --file.",
            );
        }
        if (/SSO|TokenProvider/.test(name) || /session.*(expired|invalid)|token.*expired/i.test(message)) {
            throw new AccountProblem(`Your login has expired (${message}). Fix: \`aws sso login\`, or log in again.`);
        }
        if (/certificate|self.signed/i.test(message)) {
            throw new AccountProblem(
                `The connection to AWS has a certificate that Node does not know (${message}). ` +
                    "Fix: `export NODE_EXTRA_CA_CERTS=<your company's certificates>.pem`.",
            );
        }
        if (/Credentials|ExpiredToken|UnrecognizedClient/.test(name)) {
            throw new AccountProblem(
                `AWS takes no credentials from here (${message}). Fix: \`aws configure\` or \`export AWS_PROFILE=...\`.`,
            );
        }
        if (/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT/.test(message)) {
            throw new AccountProblem(
                `AWS cannot be reached from here (${message}). Fix: check the network, and try again.`,
            );
        }
        if (/AccessDenied|Unauthorized/.test(name)) {
            throw new AccountProblem(`You may not do ${permission}: ${message}. Fix: ask for that permission.`);
        }
        if (/Throttl|TooManyRequests|LimitExceeded/.test(name)) {
            throw new AccountProblem(
                `AWS throttles ${permission}, after ten attempts. Fix: try again in some minutes.`,
            );
        }
        throw new AccountProblem(`${permission} failed: ${name}: ${message}`);
    }
}

/** The same for something that may not exist: undefined then. */
export async function unlessMissing<T>(permission: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
        return await named(permission, read);
    } catch (error) {
        if (
            /failed: (NoSuchEntity|NotFound|ResourceNotFound|StateMachineDoesNotExist|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue)/.test(
                (error as Error).message,
            )
        ) {
            return undefined;
        }
        throw error;
    }
}
