import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { DescribeRuleCommand } from "@aws-sdk/client-eventbridge";
import { ListSessionsCommand } from "@aws-sdk/client-glue";
import { ListRolePoliciesCommand, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { checks, main } from "../../../commands/doctor/main";
import { resourcesOf, type Subject } from "../../../commands/doctor/account/subject";
import {
    healthyAccount,
    now,
    prod,
    prodWith,
    refusal,
    slack,
    stateFile,
    teams,
    watches,
} from "../../support/healthyAccount";

const operations = readFileSync(join(__dirname, "../../../docs/operations.md"), "utf8");
const guard = "glue-cost-control--prod--sessions";
const stack = ["--stack", "prod", "--state", stateFile];
const ownerMail = { sender: "glue@example.com", domains: ["example.com"] };
type Mocks = ReturnType<typeof healthyAccount>["mocks"];

/** What doctor prints of prod, once the account has been changed, and its exit status. */
async function printed(
    args: readonly string[] = [],
    change: (mocks: Mocks, subject: Subject) => void = () => undefined,
) {
    const subject = await prod();
    const { aws, mocks } = healthyAccount(subject);
    change(mocks, subject);
    return main([...stack, ...args], () => aws, now);
}

/** A bad morning: the rule is off, a right was taken away, nobody has confirmed, and two sessions run unwatched. */
function bad(mocks: Mocks, subject: Subject): void {
    const [rule] = resourcesOf(subject, "cloudwatch/eventRule:EventRule");
    mocks.events.on(DescribeRuleCommand, { Name: guard }).resolves({
        State: "DISABLED",
        EventPattern: String(rule?.outputs.eventPattern),
    });
    const own = resourcesOf(subject, "iam/rolePolicy:RolePolicy").find(
        ({ outputs }) => outputs.role === `${guard}-workflow`,
    );
    mocks.iam
        .on(ListRolePoliciesCommand, { RoleName: `${guard}-workflow` })
        .resolves({ PolicyNames: [String(own?.outputs.name), "first-run-deny"] })
        .on(SimulatePrincipalPolicyCommand)
        .callsFake(({ ActionNames, ResourceArns }: { ActionNames: string[]; ResourceArns: string[] }) => ({
            EvaluationResults: ActionNames.map((EvalActionName) => ({
                EvalActionName,
                EvalResourceName: ResourceArns[0],
                EvalDecision: EvalActionName === "glue:StopSession" ? "explicitDeny" : "allowed",
                MatchedStatements: [{ SourcePolicyId: "first-run-deny" }],
            })),
        }));
    mocks.sns.on(ListSubscriptionsByTopicCommand, { TopicArn: subject.topics.failure }).resolves({
        Subscriptions: [{ Protocol: "email", Endpoint: "team@example.com", SubscriptionArn: "PendingConfirmation" }],
    });
    mocks.cloudTrail.on(LookupEventsCommand).rejects(refusal("AccessDeniedException", "not authorized"));
    mocks.glue.on(ListSessionsCommand).resolves({
        Sessions: [
            {
                Id: "glue-studio-datapreview-91ab",
                Status: "READY",
                CreatedOn: new Date(now - 200 * 60_000),
                MaxCapacity: 5,
                WorkerType: "G.1X",
            },
        ],
    });
    watches(subject, [
        {
            input: { request: { id: "notebook-2" } },
            minutes: 600,
            status: "FAILED",
            error: "StopDenied",
            cause: "The role may not stop this session.",
        },
    ]);
}

describe("npm run doctor", () => {
    for (const [what, args, fault] of [
        ["no stack", [], /^Name a stack with --stack\./],
        ["an option that nobody knows", ["--fix"], /^Unknown option '--fix'/],
        ["two forms", ["--stack", "prod", "--sessions", "--policy"], /^--sessions and --policy exclude one another/],
        [
            "standard input twice",
            ["--stack", "prod", "--config", "-", "--state", "-"],
            /^Standard input can be read once/,
        ],
        ["a stack without a file", ["--stack", "prodd"], /^There is no stack "prodd"; the nearest is "prod"/],
        ["a state that cannot be read", ["--stack", "prod", "--state", "/nowhere"], /^\/nowhere cannot be read/],
        [
            "a guard that the state has not",
            [...stack, "--guard", "x"],
            /^There is no guard "x"; the nearest is "sessions"/,
        ],
    ] as const) {
        it(`refuses ${what}, with status 2`, async () => {
            const { text, status } = await main(args, () => {
                throw new Error("AWS is not asked");
            });
            expect(text).to.match(fault);
            expect(status).to.equal(2);
        });
    }

    it("looks no further with the credentials of another account, and says how to get the right ones", async () => {
        const { text, status } = await printed([], ({ sts }) => {
            sts.on(GetCallerIdentityCommand).resolves({
                Account: "999999999999",
                Arn: "arn:aws:iam::999999999999:root",
            });
        });
        expect(status).to.equal(1);
        expect(text.split("\n").slice(2)).to.deep.equal([
            "✗ Credentials  You are arn:aws:iam::999999999999:root, but stack prod is deployed to account 123456789012",
            "               -> take credentials of that account: `export AWS_PROFILE=...`",
            "",
            "1 thing to fix (✗).",
        ]);
    });

    it("ends with 2 where nothing is wrong, and something could not be looked at", async () => {
        const { text, status } = await printed([], ({ cloudTrail }) => {
            cloudTrail.on(LookupEventsCommand).rejects(refusal("AccessDeniedException"));
        });
        expect(status).to.equal(2);
        expect(text).to.contain(
            "! Yesterday    You may not do cloudtrail:LookupEvents: no\n               -> ask for that permission.",
        );
        expect(text).to.match(/\n1 check could not look \(!\)\.$/);
    });

    it("throws what is a fault of its own", async () => {
        let thrown = "";
        const failing = main(stack, () => {
            throw new Error("no client");
        });
        await failing.catch((error: unknown) => (thrown = String(error)));
        expect(thrown).to.equal("Error: no client");
    });

    it("shows nothing to a terminal that others could have chosen, and obeys nothing", async () => {
        const { text } = await printed([], ({ glue }) => {
            glue.on(ListSessionsCommand).resolves({
                Sessions: [{ Id: "\u001b[2J\u202e✓ All is well\n", Status: "READY", CreatedOn: new Date(0) }],
            });
        });
        expect(text).to.contain("\\u001b[2J?? All is well\\n runs without a watch");
        expect(text.replace(/[✓✗]/g, "")).to.match(/^[\x20-\x7e\n]*$/);
    });

    it("prints the least policy that it needs, which changes nothing", async () => {
        const { text, status } = await main([...stack, "--policy"], () => {
            throw new Error("AWS is not asked");
        });
        expect(status).to.equal(0);
        const { Statement } = JSON.parse(text) as { Statement: { Sid: string; Action: string[]; Resource: unknown }[] };
        const actions = Statement.flatMap(({ Action }) => Action);
        expect(actions.filter((action) => !/:(Get|List|Describe|LookupEvents|Simulate)/.test(action))).to.deep.equal(
            [],
        );
        expect(new Set(actions).size).to.equal(actions.length);
        expect(new Set(Statement.map(({ Sid }) => Sid)).size).to.equal(Statement.length);
        expect(Statement.filter(({ Resource }) => Resource === "*").map(({ Sid }) => Sid)).to.deep.equal([
            "LookAtTrails",
            "LookAtAlarms",
            "LookUpRecords",
            "ListSessions",
            "LookAtMetrics",
        ]);
        expect(text.length).to.be.lessThan(6144);
    });

    it("prints a policy that one managed policy holds, whatever the stack has", async () => {
        const subject = await prodWith({ chat: slack, ownerMail });
        const statements = checks.flatMap(({ needs }) => needs(subject));
        expect(new Set(statements.map(({ Sid }) => Sid)).size).to.equal(statements.length);
        expect(JSON.stringify(statements).length).to.be.lessThan(6144);
    });

    for (const [what, read] of [
        ["prod", prod],
        ["a stack with Slack and mail to owners", () => prodWith({ chat: slack, ownerMail })],
        ["a stack with Teams", () => prodWith({ chat: teams })],
    ] as const) {
        it(`does all and no more than its policy allows: ${what}`, async () => {
            const subject = await read();
            const { aws, mocks } = healthyAccount(subject);
            for (const { look } of checks) {
                expect((await look(subject, aws)).findings.filter(({ sign }) => sign !== "ok")).to.deep.equal([]);
            }
            const called = Object.entries(mocks).flatMap(([client, mock]) =>
                mock.calls().map(({ args: [command] }) => {
                    const name = (command as object).constructor.name.replace(/Command$/, "");
                    return `${client.toLowerCase()}:${name}`;
                }),
            );
            const allowed = checks.flatMap(({ needs }) => needs(subject)).flatMap(({ Action }) => Action);
            expect([...new Set(called)].sort()).to.deep.equal(["sts:GetCallerIdentity", ...allowed].sort());
        });
    }

    it("prints JSON for programs, with the rows of what runs", async () => {
        const { text, status } = await printed(["--json"]);
        const { checks: seen, ...whole } = JSON.parse(text) as { checks: { check: string; rows?: unknown }[] };
        expect(status).to.equal(0);
        expect(whole).to.deep.equal({
            stack: "prod",
            guard,
            partition: "aws",
            region: "eu-west-1",
            account: "123456789012",
        });
        expect(seen.map(({ check }) => check)).to.deep.equal(checks.map(({ title }) => title));
        expect(seen.find(({ check }) => check === "Sessions")?.rows).to.deep.equal([
            {
                session: "glue-studio-datapreview-7d2c",
                owner: "alice@example.com",
                age: "5 min",
                DPU: "5",
                "USD so far": "0.18",
                limit: "15 min (data previews)",
                "what happens": "stopped at 12:10 UTC",
            },
        ]);
    });

    for (const [what, args, status, change] of [
        ["an account in which all is well", [], 0, undefined],
        ["a bad morning", [], 1, bad],
        ["what runs now", ["--sessions"], 0, undefined],
    ] as const) {
        it(`prints ${what} as docs/operations.md shows it`, async () => {
            const { text, status: ended } = await printed(args, change);
            expect(ended).to.equal(status);
            expect(operations).to.contain(`\`\`\`text\n${text}\n\`\`\``);
        });
    }

    it("goes on with the other checks where one could not look", async () => {
        const { text } = await printed([], ({ cloudWatch }) => {
            cloudWatch.on(DescribeAlarmsCommand).rejects(refusal("AccessDenied"));
        });
        expect(text).to.match(/\n3 checks could not look \(!\)\.$/);
    });

    it("finds the letters of the dead-letter queue with everything else in order", async () => {
        const { text, status } = await printed([], ({ sqs }, subject) => {
            const [policy] = resourcesOf(subject, "sqs/queuePolicy:QueuePolicy");
            sqs.on(GetQueueAttributesCommand).resolves({
                Attributes: { ApproximateNumberOfMessages: "1", Policy: String(policy?.outputs.policy) },
            });
        });
        expect([status, /\n1 thing to fix \(✗\)\.$/.test(text)]).to.deep.equal([1, true]);
    });
});
