import { DescribeRuleCommand, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { expect } from "chai";
import { rule } from "../../../../commands/doctor/checks/rule";
import { resourcesOf, type Subject } from "../../../../commands/doctor/account/subject";
import { findings, healthyAccount, problem, prod, refusal } from "../../../support/healthyAccount";

const name = "glue-cost-control--prod--sessions";
const again = "npx pulumi up --refresh --stack prod";
const pattern = (subject: Subject) =>
    String(resourcesOf(subject, "cloudwatch/eventRule:EventRule")[0]?.outputs.eventPattern);

describe("doctor: rule", () => {
    it("says that it may not look, and that AWS throttles", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.events.on(DescribeRuleCommand).rejects(refusal("AccessDeniedException"));
        expect(await problem(rule, subject, aws)).to.equal(
            "You may not do events:DescribeRule: no. Fix: ask for that permission.",
        );
        mocks.events.on(DescribeRuleCommand).rejects(refusal("ThrottlingException"));
        expect(await problem(rule, subject, aws)).to.equal(
            "AWS throttles events:DescribeRule, after ten attempts. Fix: try again in some minutes.",
        );
    });

    it("finds that the rule is gone", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.events.on(DescribeRuleCommand).rejects(refusal("ResourceNotFoundException"));
        expect(await findings(rule, subject, aws)).to.deep.equal([`wrong: ${name} does not exist -> ${again}`]);
    });

    it("finds a rule that somebody has switched off", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.events.on(DescribeRuleCommand).resolves({ State: "DISABLED", EventPattern: pattern(subject) });
        expect(await findings(rule, subject, aws)).to.deep.equal([
            `wrong: ${name} is switched off: new sessions are not watched -> aws events enable-rule --name ${name} --region eu-west-1`,
        ]);
    });

    it("notes a rule that the stack has switched off", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.events.on(DescribeRuleCommand).resolves({ State: "DISABLED", EventPattern: pattern(subject) });
        const off = {
            ...subject,
            program: {
                ...subject.program,
                resources: subject.program.resources.map((resource) =>
                    resource.type === "aws:cloudwatch/eventRule:EventRule"
                        ? { ...resource, outputs: { ...resource.outputs, state: "DISABLED" } }
                        : resource,
                ),
            },
        };
        expect(await findings(rule, off, aws)).to.deep.equal([
            `note: ${name} is switched off by the setting enabled: new sessions are not watched -> ` +
                "npx pulumi config set enabled true --stack prod && npx pulumi up --stack prod",
        ]);
    });

    it("finds another pattern", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.events.on(DescribeRuleCommand).resolves({ State: "ENABLED", EventPattern: '{"source":["aws.s3"]}' });
        expect(await findings(rule, subject, aws)).to.deep.equal([
            `wrong: ${name} matches other events than deployed -> ${again}`,
        ]);
    });

    it("finds that the rule starts nothing, or something else, and names what was added", async () => {
        const subject = await prod();
        const { aws, mocks } = healthyAccount(subject);
        mocks.events.on(ListTargetsByRuleCommand).resolves({});
        expect(await findings(rule, subject, aws)).to.deep.equal([
            `wrong: it does not start ${subject.machineArn} -> ${again}`,
        ]);
        const Targets = [
            { Id: "stop-workflow", Arn: "arn:aws:lambda:eu-west-1:123456789012:function:x" },
            { Id: "debug", Arn: "arn:aws:logs:eu-west-1:123456789012:log-group:debug" },
        ];
        mocks.events.on(ListTargetsByRuleCommand).resolves({ Targets });
        expect(await findings(rule, subject, aws)).to.deep.equal([
            "wrong: its target differs from what was deployed: Arn, RoleArn, DeadLetterConfig.Arn, " +
                `InputTransformer.InputPathsMap, InputTransformer.InputTemplate and 2 more -> ${again}`,
            "note: it has targets that this stack did not make: debug (arn:aws:logs:eu-west-1:123456789012:log-group:debug)",
        ]);
    });

    it("is content with the rule as deployed, and asks for rights on it alone", async () => {
        const subject = await prod();
        const { aws } = healthyAccount(subject);
        expect(await findings(rule, subject, aws)).to.deep.equal([`ok: ${name} is on, and starts the watches`]);
        expect(rule.needs(subject)).to.deep.equal([
            {
                Sid: "LookAtRule",
                Effect: "Allow",
                Action: ["events:DescribeRule", "events:ListTargetsByRule"],
                Resource: `arn:aws:events:eu-west-1:123456789012:rule/${name}`,
            },
        ]);
    });
});
