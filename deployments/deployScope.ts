import { composeArn, localArn, type Place } from "../model/aws/arn";
import { rolePath, stackPrefix } from "../model/aws/names";

/** What the policies of a stack's roles are made of. */
export interface DeployScope {
    readonly project: string;
    /** Ends in `-*` for the template of review stacks, whose names are not known before. */
    readonly stack: string;
    readonly place: Place;
    /** Empty: roles are created without a boundary. */
    readonly permissionsBoundaryArn: string;
    readonly createTrail: boolean;
    /** Whether a schedule looks for sessions that no event reported. */
    readonly sweeps: boolean;
    /** Whether the notices of a day are mailed as one. */
    readonly digests: boolean;
    /** Whether sessions are asked whether they are at work. */
    readonly asksForWork: boolean;
    /** Whether notices go to a chat channel. */
    readonly chats: boolean;
    /** The identities of SES from which owners are mailed; none where they are not. */
    readonly mailIdentities: readonly string[];
    /** Topics and keys that the stack adopts. */
    readonly adopted: {
        readonly topicArns: readonly string[];
        readonly topicKeyArn: string;
        readonly dataKeyArn: string;
    };
}

export const named = ({ place }: DeployScope, service: string, resource: string) => localArn(place, service, resource);
/** `pr` of `pr-*`. */
const templateOf = (stack: string) => stack.slice(0, -2);
/** Every physical name of the stack; no other stack's name begins so. */
export const own = ({ project, stack }: DeployScope) =>
    stack.endsWith("-*")
        ? `${stackPrefix(project, templateOf(stack)).slice(0, -2)}-*`
        : `${stackPrefix(project, stack)}*`;
export const rules = (deployed: DeployScope) => named(deployed, "events", `rule/${own(deployed)}`);
export const topics = (deployed: DeployScope) => named(deployed, "sns", own(deployed));
export const queues = (deployed: DeployScope) => named(deployed, "sqs", own(deployed));
export const global = ({ place }: DeployScope, service: string, resource: string) =>
    composeArn({ ...place, service, region: "", resource });
export const roles = (deployed: DeployScope) => {
    const { project, stack } = deployed;
    const path = stack.endsWith("-*")
        ? `${rolePath(project, templateOf(stack)).slice(0, -1)}-*`
        : `${rolePath(project, stack)}*`;
    return global(deployed, "iam", `role${path}`);
};

/** Whether a schedule starts the machine. */
export const schedules = ({ sweeps, digests }: DeployScope) => sweeps || digests;
