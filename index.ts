import { readFileSync } from "node:fs";
import { GlueSessionGuard } from "./components";
import { loadConfig } from "./config";

const guard = new GlueSessionGuard("sessions", loadConfig());

export const {
    stateMachineArn,
    stateMachineUrl,
    logGroupName,
    ruleName,
    ruleArn,
    deadLetterQueueUrl,
    successTopicArn,
    failureTopicArn,
} = guard;

/** Shown by Pulumi Cloud on the stack's page. */
export const readme = readFileSync(`${__dirname}/Pulumi.README.md`, "utf8");
