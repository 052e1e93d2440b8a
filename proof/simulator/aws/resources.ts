import type { AlarmSettings } from "./cloudwatch/alarms";
import type { InputTransformer } from "./eventbridge/inputTransformer";
import type { PolicyDocument } from "./iam/iam";

/** The registered resources, wired exactly as their properties say. */
export interface Deployed {
    readonly machines: readonly Machine[];
    readonly rules: readonly Rule[];
    readonly queues: ReadonlyMap<string, Queue>;
    readonly roles: ReadonlyMap<string, Role>;
    readonly topics: ReadonlyMap<string, Topic>;
    readonly alarms: readonly AlarmSettings[];
}

export interface Machine {
    readonly arn: string;
    readonly roleArn: string;
    readonly definition: unknown;
    readonly logLevel: string;
    readonly logsData: boolean;
}

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

export interface Role {
    readonly trust: PolicyDocument;
    readonly policies: readonly PolicyDocument[];
}

export interface Queue {
    readonly name: string;
    readonly policy?: PolicyDocument;
}

/** An adopted topic has no policy here: it is its owner's. */
export interface Topic {
    readonly policy?: PolicyDocument;
    /** The customer's key with which it is encrypted. */
    readonly keyArn?: string;
}
