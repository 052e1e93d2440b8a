import { expect } from "chai";
import { GlueSessionGuard } from "../components";
import { loadConfig } from "../config";
import { readStack } from "../deployments/stack/stack";
import { isLateSetting, settingKeys } from "../model/settings/settings";
import { runPulumi, runStack } from "../proof/simulator/program/program";
import { secretMark } from "../proof/simulator/program/stackState";

const project = "glue-cost-control:";
const topic = "arn:aws:sns:eu-west-1:123456789012:topic";
const retention =
    "CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, " +
    "2557, 2922, 3288, 3653 days and nothing between. Fix: set one of these.";
const seconds =
    "it must be a whole number of seconds from 0 to 31449600 (364 days). Fix: set a number in that range, such as 1800.";
const topicForm =
    "it must be the ARN of an SNS topic: arn:<partition>:sns:<region>:<account>:<name>. " +
    "Fix: copy it from `aws sns list-topics`, or leave it empty to let the stack create a topic.";
const keyForm =
    "it must be the ARN of a KMS key of the stack's own region: arn:<partition>:kms:<region>:<account>:key/<id>. " +
    "Fix: copy it from `aws kms describe-key` (an alias will not do), or leave it empty.";
const address =
    "it must be one mail address, without a name, brackets or a comma. " +
    "Fix: set an address such as team@example.com, or leave it empty.";
const price =
    "it must be a price above 0 and below 100, with a point and at most six decimals. " +
    "Fix: set a number such as 0.44, or leave it empty for the region's price where it is known.";
const policyForm =
    "it must be the ARN of an IAM policy: arn:<partition>:iam::<account>:policy/<name>. " +
    "Fix: copy it from `aws iam list-policies`, or leave it empty.";

/** What the user reads about these changes to the dev stack, line by line. */
async function printed(changes: Record<string, string>): Promise<string[]> {
    try {
        await runStack(
            "dev",
            Object.fromEntries(
                Object.entries(changes).map(([key, value]) => [key.includes(":") ? key : project + key, value]),
            ),
        );
    } catch (error) {
        return (error as Error).message.split("\n");
    }
    return [];
}

describe("loadConfig", () => {
    for (const [key, value, rest] of [
        ["waitSeconds", "-1", `but ${seconds}`],
        ["waitSeconds", "31449601", `but ${seconds}`],
        ["waitSeconds", "1.5", `but ${seconds}`],
        ["waitSeconds", "1800abc", `but ${seconds}`],
        ["waitSeconds", "0x10", `but ${seconds}`],
        ["waitSeconds", "", `but ${seconds}`],
        ["logRetentionDays", "8", `but ${retention}`],
        ["logRetentionDays", "0", `but ${retention}`],
        ["logExecutionData", "yes", "but it must be true or false. Fix: set one of these."],
        ["enabled", "False", "but it must be true or false. Fix: set one of these."],
        ["createTrail", "1", "but it must be true or false. Fix: set one of these."],
        ["successTopicArn", "success-stepfunction", `but ${topicForm}`],
        ["successTopicArn", "arn:aws:sqs:eu-west-1:123456789012:queue", `but ${topicForm}`],
        ["failureTopicArn", "arn:aws:sns:eu-west-1:123456789012:topic:subscription", `but ${topicForm}`],
        [
            "failureTopicArn",
            "arn:aws:sns:eu-west-1:123456789012:topic.fifo",
            "but alarms and mails need a standard topic, not a FIFO one. " +
                "Fix: name another, or leave it empty to let the stack create a topic.",
        ],
        [
            "failureTopicArn",
            "arn:aws:sns:us-east-1:123456789012:topic",
            "but the topic must be in the stack's own region, eu-west-1. " +
                "Fix: name one there, or leave it empty to let the stack create a topic.",
        ],
        ["notificationEmail", "nobody", `but ${address}`],
        ["notificationEmail", "a@b.c, d@e.f", `but ${address}`],
        ...["team@example.com,", "<team@example.com>", "mailto:team@example.com", "a..b@example.com", "a@b..com"].map(
            (value) => ["notificationEmail", value, `but ${address}`] as const,
        ),
        ["dpuHourUsd", "00.44", `but ${price}`],
        ["dpuHourUsd", "0,44", `but ${price}`],
        ["dpuHourUsd", "0", `but ${price}`],
        ["permissionsBoundaryArn", "boundary", `but ${policyForm}`],
        ["permissionsBoundaryArn", "arn:aws:iam::123456789012:role/x", `but ${policyForm}`],
    ] as const) {
        it(`refuses ${key} "${value}"`, async () => {
            expect(await printed({ [key]: value })).to.deep.equal([
                "One setting of stack dev cannot be used:",
                `  - ${key} is "${value}", ${rest}`,
            ]);
        });
    }
    it("refuses settings that reach nobody, under a prefix that no package owns", async () => {
        expect(
            await printed({
                "glue-guard:waitSeconds": "60",
                "glue-cost-controll:waitSecond": "60",
                "other:thing": "1",
            }),
        ).to.deep.equal([
            "2 settings of stack dev cannot be used:",
            "  - glue-guard:waitSeconds reaches nobody: settings of this project begin with glue-cost-control:. " +
                "Fix: rename it to glue-cost-control:waitSeconds, or `pulumi config rm glue-guard:waitSeconds`.",
            "  - glue-cost-controll:waitSecond reaches nobody: settings of this project begin with glue-cost-control:. " +
                "Fix: rename it to glue-cost-control:waitSeconds, or `pulumi config rm glue-cost-controll:waitSecond`.",
        ]);
    });
    it("refuses accounts that are numbers", async () => {
        expect(await printed({ "aws:allowedAccountIds": "[210987654321]" })).to.deep.equal([
            "One setting of stack dev cannot be used:",
            "  - aws:allowedAccountIds has 210987654321 without quotes, which is a number: its digits may have changed. " +
                'Fix: put quotes around it, as in "123456789012".',
        ]);
    });
    for (const value of [
        "alias/aws/sns",
        "arn:aws:kms:us-east-1:123456789012:key/k",
        "arn:aws:kms:eu-west-1:123456789012:alias/a",
    ]) {
        it(`refuses topicKeyArn "${value}"`, async () => {
            expect(await printed({ topicKeyArn: value, successTopicArn: topic })).to.deep.equal([
                "One setting of stack dev cannot be used:",
                `  - topicKeyArn is "${value}", but ${keyForm}`,
            ]);
        });
    }
    it("refuses an address that would be ignored", async () => {
        const changes = { notificationEmail: "a@example.com", successTopicArn: topic, failureTopicArn: topic };
        expect(await printed(changes)).to.deep.equal([
            "One setting of stack dev cannot be used:",
            '  - notificationEmail is "a@example.com", but both topics are adopted, and the stack subscribes nobody to ' +
                "topics that it does not own. Fix: remove it, or empty successTopicArn or failureTopicArn.",
        ]);
    });
    it("refuses a key that would be ignored", async () => {
        const key = "arn:aws:kms:eu-west-1:123456789012:key/1-2";
        expect(await printed({ topicKeyArn: key })).to.deep.equal([
            "One setting of stack dev cannot be used:",
            `  - topicKeyArn is "${key}", but topics that the stack creates have no key. ` +
                "Fix: remove it, or set successTopicArn or failureTopicArn to the encrypted topic.",
        ]);
    });
    it("refuses keys that it does not know, and names the nearest", async () => {
        expect(await printed({ waitSecond: "5", topicArn: "x" })).to.deep.equal([
            "2 settings of stack dev cannot be used:",
            "  - waitSecond is no setting; the nearest is waitSeconds. Fix: rename it, or `pulumi config rm waitSecond`.",
            "  - topicArn is no setting; the nearest is topicKeyArn. Fix: rename it, or `pulumi config rm topicArn`.",
        ]);
    });
    it("leaves the keys of other namespaces alone", async () => {
        expect(await printed({ "aws:profile": "x", "pulumi:tags": "{}" })).to.deep.equal([]);
    });
    it("tells every fault at once", async () => {
        const lines = await printed({
            waitSeconds: "x",
            enabled: "x",
            notificationEmail: "x",
            permissionsBoundaryArn: "x",
            wait: "1",
        });
        expect(lines[0]).to.equal("5 settings of stack dev cannot be used:");
        expect(lines.map((line) => line.split(" is ")[0])).to.deep.equal([
            lines[0],
            "  - wait",
            "  - enabled",
            "  - waitSeconds",
            "  - notificationEmail",
            "  - permissionsBoundaryArn",
        ]);
    });
    for (const [key, value] of [
        ["waitSeconds", "0"],
        ["waitSeconds", "31449600"],
        ["logRetentionDays", "3653"],
        ["successTopicArn", topic],
        ["permissionsBoundaryArn", "arn:aws:iam::aws:policy/PowerUserAccess"],
        ["notificationEmail", "team+glue@example.co.uk"],
    ] as const) {
        it(`takes ${key} "${value}"`, async () => {
            expect(await printed({ [key]: value })).to.deep.equal([]);
        });
    }
    it("does not repeat a wrong value that the stack encrypts", async () => {
        const config = { ...readStack("dev").config, [`${project}notificationEmail`]: "hidden" };
        const message = await runPulumi(() => loadConfig(), {
            stack: "dev",
            config,
            encrypted: [`${project}notificationEmail`],
        }).then(
            () => "taken",
            (error: unknown) => (error as Error).message,
        );
        expect(message).to.include("notificationEmail is encrypted, but it must be one mail address");
        expect(message).not.to.include("hidden");
    });
    it("refuses to encrypt what shapes the deployment, each by name, and repeats no value", async () => {
        const { config } = readStack("prod");
        const keys = settingKeys.filter((key) => !isLateSetting(key));
        const message = await runPulumi(() => loadConfig(), {
            stack: "prod",
            config: { ...config, [`${project}limits`]: '[{"name":"hidden"}]', [`${project}curfew`]: "hidden" },
            encrypted: keys.map((key) => project + key),
        }).then(
            () => "taken",
            (error: unknown) => (error as Error).message,
        );
        expect(message.split("\n")).to.deep.equal([
            `${keys.length} settings of stack prod cannot be used:`,
            ...keys.map(
                (key) =>
                    `  - ${key} is encrypted, but it shapes what is deployed, and the state would show it. ` +
                    `Fix: \`pulumi config set --plaintext ${key} ...\`.`,
            ),
        ]);
    });
    for (const [key, value, holders] of [
        ["successTopicArn", topic, ["definition", "policy"]],
        ["failureTopicArn", topic, ["alarmActions", "definition", "policy"]],
        ["notificationEmail", "hidden@example.com", ["endpoint"]],
        ["topicKeyArn", "arn:aws:kms:eu-west-1:123456789012:key/hidden", ["policy"]],
        ["dataKeyArn", "arn:aws:kms:eu-west-1:123456789012:key/hidden", ["encryptionConfiguration", "policy"]],
        ["permissionsBoundaryArn", "arn:aws:iam::123456789012:policy/hidden", ["permissionsBoundary"]],
        ["dpuHourUsd", "0.395017", ["dashboardBody", "definition", "policy"]],
    ] as const) {
        it(`keeps ${key} encrypted that the stack encrypts, and shows it nowhere else`, async () => {
            const plain = {
                ...readStack("dev").config,
                [`${project}createDashboard`]: "true",
                ...(key === "topicKeyArn" && { [`${project}successTopicArn`]: topic }),
            };
            const encrypted = [project + key];
            const { resources } = await runPulumi(() => new GlueSessionGuard("sessions", loadConfig()), {
                stack: "dev",
                config: { ...plain, [project + key]: value },
                encrypted,
            });
            const inputs = resources.flatMap((resource) => Object.entries(resource.inputs));
            const [secret, rest] = [true, false].map((is) =>
                inputs.filter(([, input]) => JSON.stringify(input).includes(secretMark) === is),
            );
            expect([...new Set(secret?.map(([name]) => name))].sort()).to.deep.equal(holders);
            expect(JSON.stringify(rest)).not.to.include(value);
        });
    }
    it("asks for the region", async () => {
        const before = { ...process.env };
        delete process.env.AWS_REGION;
        delete process.env.AWS_DEFAULT_REGION;
        try {
            expect(await printed({ "aws:region": "" })).to.deep.equal([
                "One setting of stack dev cannot be used:",
                "  - aws:region is not set. Fix: `pulumi config set aws:region eu-west-1`, or the region you work in.",
            ]);
        } finally {
            Object.assign(process.env, before);
        }
    });

    describe("warnings", () => {
        const warnings = async (changes: Record<string, string>) =>
            (
                await runStack(
                    "dev",
                    Object.fromEntries(Object.entries(changes).map(([key, value]) => [project + key, value])),
                )
            ).warnings;
        const warning = (topics: string) =>
            `Nobody is subscribed to the ${topics} topic that this stack creates. Fix: \`pulumi config set ` +
            "notificationEmail you@example.com`, `pulumi up`, and confirm the address in the mail that SNS sends: nothing else arrives before.";

        it("tell that nobody would hear", async () => {
            expect(await warnings({})).to.deep.equal([warning("success and the failure")]);
            expect(await warnings({ successTopicArn: topic })).to.deep.equal([warning("failure")]);
        });
        it("are none when somebody would, or when the topics are not ours", async () => {
            expect(await warnings({ notificationEmail: "a@example.com" })).to.deep.equal([]);
            expect(await warnings({ successTopicArn: topic, failureTopicArn: topic })).to.deep.equal([]);
        });
    });
});
