/** A deployed schedule of EventBridge Scheduler, which starts a state machine. */
export interface Schedule {
    readonly name: string;
    /** Of the schedule group: roles trust it, not the schedule. */
    readonly groupArn: string;
    readonly enabled: boolean;
    readonly expression: string;
    readonly timeZone: string;
    readonly targetArn: string;
    readonly roleArn: string;
    readonly input: unknown;
    readonly deadLetterArn?: string;
}
