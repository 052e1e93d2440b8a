import { Topic } from "@pulumi/aws/sns";
import { GlueSessionGuard } from "../../components";

// A topic of your own takes the failures of the guard; the guard makes the one for stopped sessions.
const failures = new Topic("glue-failures");
const guard = new GlueSessionGuard("guard", {
    waitSeconds: 1800,
    failureTopicArn: failures.arn,
    notificationEmail: "team@example.com",
});

export const { stateMachineUrl } = guard;
