/** A deployed state machine. */
export interface Machine {
    readonly arn: string;
    readonly roleArn: string;
    /** Express machines are only called by other machines here, and leave no execution behind. */
    readonly express: boolean;
    readonly definition: unknown;
    readonly logLevel: string;
    readonly logsData: boolean;
}
