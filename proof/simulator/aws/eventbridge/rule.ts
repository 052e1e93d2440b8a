import type { InputTransformer } from "./inputTransformer";

/** A deployed rule on the default bus, and its targets. */
export interface Rule {
    readonly name: string;
    readonly arn: string;
    readonly region: string;
    readonly enabled: boolean;
    readonly pattern: unknown;
    readonly targets: readonly Target[];
}

export interface Target {
    readonly arn: string;
    readonly roleArn: string;
    readonly transformer: InputTransformer;
    readonly maximumAgeSeconds: number;
    readonly maximumRetries: number;
    readonly deadLetterArn?: string;
}
