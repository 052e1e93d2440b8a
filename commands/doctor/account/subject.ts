import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { InputError } from "../../../deployments/input/inputError";
import { readText } from "../../../deployments/input/readText";
import { home, readStack, regionOf, type ConfigOutput } from "../../../deployments/stack/stack";
import type { PolicyDocument, Statement } from "../../../model/access/permissions";
import { parseArn } from "../../../model/aws/arn";
import { readGuard, type DeployedGuard } from "../../../proof/simulator/program/deployedGuard";
import type { Registered } from "../../../proof/simulator/program/registration";
import { notUnderstood, readState } from "../../../proof/simulator/program/stackState";
import { placedStack, type PlacedStack } from "../../aws/placedStack";
import { policyObject } from "./differences";

/** The guard that is examined: what the stack's state says of it, and what the stack's settings say. */
export interface Subject extends DeployedGuard {
    readonly stack: PlacedStack;
    /** What names the region in the settings, if anything does. */
    readonly settingsRegion?: { readonly region: string; readonly from: string };
    /** The machine that watches. */
    readonly machineArn: string;
    /** Its name, with which all names of the guard begin. */
    readonly guard: string;
    readonly topics: { readonly success: string; readonly failure: string };
    /** Epoch milliseconds. */
    readonly now: number;
}

export interface SubjectOptions {
    readonly config?: ConfigOutput;
    /** A file that `pulumi stack export` wrote, or `-`. Default: the Pulumi CLI is asked. */
    readonly state?: string;
    readonly guard?: string;
    readonly now: number;
}

/** @throws InputError if settings or state cannot be read. */
export async function readSubject(name: string, { config, state, guard, now }: SubjectOptions): Promise<Subject> {
    const stack = readStack(name, config);
    const settingsRegion = regionOf(stack);
    const program = readState(state === undefined ? await exportState(name) : await readText(state), guard);
    if (program.stack !== stack.name) {
        throw new InputError(
            `The state is of stack ${program.stack}, not of ${stack.name}. Fix: export that of ${stack.name}.`,
        );
    }
    const { stateMachineArn, successTopicArn, failureTopicArn } = program.outputs;
    let deployed: DeployedGuard;
    try {
        deployed = readGuard(program);
    } catch (error) {
        throw notUnderstood(program.stack, (error as Error).message);
    }
    return {
        ...deployed,
        stack: placedStack(stack, settingsRegion?.region ?? program.place.region),
        settingsRegion,
        machineArn: String(stateMachineArn),
        guard: parseArn(String(stateMachineArn))?.resource.split(":")[1] ?? "",
        topics: { success: String(successTopicArn), failure: String(failureTopicArn) },
        now,
    };
}

/** What the guard has of a type, in the state. */
export const resourcesOf = ({ program }: Subject, type: string): Registered[] =>
    program.resources.filter((resource) => resource.type === `aws:${type}`);

/** What the guard's roles may do, in the state. */
export const statementsOf = (subject: Subject): Statement[] =>
    resourcesOf(subject, "iam/rolePolicy:RolePolicy").flatMap(
        ({ outputs }) => (policyObject(outputs.policy) as PolicyDocument).Statement,
    );

/** The guard's channel of Slack or Microsoft Teams, in the state, if it has one. */
export const channelOf = (subject: Subject): Registered | undefined =>
    [
        ...resourcesOf(subject, "chatbot/slackChannelConfiguration:SlackChannelConfiguration"),
        ...resourcesOf(subject, "chatbot/teamsChannelConfiguration:TeamsChannelConfiguration"),
    ][0];

/** The state, as the Pulumi CLI has it. */
async function exportState(stack: string): Promise<string> {
    const args = ["stack", "export", "--stack", stack];
    try {
        return (await promisify(execFile)("pulumi", args, { cwd: home, maxBuffer: 256 * 1024 * 1024 })).stdout;
    } catch (error) {
        const { code, stderr } = error as Error & { code?: unknown; stderr?: string };
        const why = code === "ENOENT" ? "there is no Pulumi CLI here" : String(stderr).trim();
        throw new InputError(
            `\`pulumi ${args.join(" ")}\` does not answer: ${why}. ` +
                "Fix: run it where you deploy, and hand in what it prints with --state FILE.",
        );
    }
}
