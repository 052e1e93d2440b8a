/**
 * Amazon Resource Names of any partition, and the few things that differ between partitions.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
import { consoleHostOf } from "./regions";

export interface Arn {
    readonly partition: string;
    readonly service: string;
    /** Empty for global services such as IAM. */
    readonly region: string;
    /** Twelve digits, or empty. */
    readonly account: string;
    readonly resource: string;
}

/** Where the guard stands: every ARN that it composes begins with these. */
export interface Place {
    readonly partition: string;
    readonly region: string;
    readonly account: string;
}

const form = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(.+)$/;

/** The parts of an ARN, or undefined if the text is none. */
export function parseArn(text: string): Arn | undefined {
    const [, partition, service, region, account, resource] = form.exec(text) ?? [];
    return partition && service && resource
        ? { partition, service, region: region ?? "", account: account ?? "", resource }
        : undefined;
}

export function composeArn({ partition, service, region, account, resource }: Arn): string {
    return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The ARN of something in the guard's own account and region. */
export function localArn(place: Place, service: string, resource: string): string {
    return composeArn({ ...place, service, resource });
}

/** A page of the Step Functions console, e.g. `/statemachines/view/<arn>`; undefined where no console is known. */
export function statesConsoleUrl({ partition, region }: Omit<Place, "account">, page: string): string | undefined {
    const host = consoleHostOf(partition);
    return host && `https://${host}/states/home?region=${region}#${page}`;
}
