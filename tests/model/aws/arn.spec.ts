import { expect } from "chai";
import { composeArn, localArn, parseArn, statesConsoleUrl } from "../../../model/aws/arn";

describe("parseArn", () => {
    for (const text of [
        "",
        "arn",
        "arn:aws:sns:eu-west-1:123456789012",
        "arn:aws:sns:eu-west-1:123456789012:",
        "arn:aws:sns:eu-west-1:12345:topic",
        "arn:AWS:sns:eu-west-1:123456789012:topic",
        "arn:gcp:sns:eu-west-1:123456789012:topic",
        "xarn:aws:sns:eu-west-1:123456789012:topic",
        "arn:aws::eu-west-1:123456789012:topic",
    ]) {
        it(`knows that "${text}" is none`, () => {
            expect(parseArn(text)).to.equal(undefined);
        });
    }
    for (const text of [
        "arn:aws:sns:eu-west-1:123456789012:topic",
        "arn:aws-cn:glue:cn-north-1:123456789012:session/a:b/c",
        "arn:aws-us-gov:iam::123456789012:role/path/name",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:s3:::bucket",
    ]) {
        it(`takes ${text} apart, and composeArn puts it together`, () => {
            const arn = parseArn(text);
            expect(arn && composeArn(arn)).to.equal(text);
        });
    }
    it("names the parts", () => {
        expect(parseArn("arn:aws-cn:glue:cn-north-1:123456789012:session/a:b/c")).to.deep.equal({
            partition: "aws-cn",
            service: "glue",
            region: "cn-north-1",
            account: "123456789012",
            resource: "session/a:b/c",
        });
    });
});

describe("localArn", () => {
    it("stands in the place's own partition, region and account", () => {
        const place = { partition: "aws-us-gov", region: "us-gov-west-1", account: "123456789012" };
        expect(localArn(place, "states", "stateMachine:x")).to.equal(
            "arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:x",
        );
    });
});

describe("statesConsoleUrl", () => {
    for (const [partition, host] of [
        ["aws", "console.aws.amazon.com"],
        ["aws-cn", "console.amazonaws.cn"],
        ["aws-us-gov", "console.amazonaws-us-gov.com"],
        ["aws-eusc", "console.amazonaws-eusc.eu"],
    ] as const) {
        it(`is on ${host} in ${partition}`, () => {
            expect(statesConsoleUrl({ partition, region: "r-1" }, "/x")).to.equal(
                `https://${host}/states/home?region=r-1#/x`,
            );
        });
    }
    it("is unknown in other partitions", () => {
        expect(statesConsoleUrl({ partition: "aws-iso", region: "r-1" }, "/x")).to.equal(undefined);
    });
});
