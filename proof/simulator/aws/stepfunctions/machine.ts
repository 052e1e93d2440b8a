/** A deployed state machine. */
export interface Machine {
    readonly arn: string;
    readonly roleArn: string;
    readonly definition: unknown;
    readonly logLevel: string;
    readonly logsData: boolean;
}
