// Before any spec: TypeScript without type-checking (npm test runs tsc first), and an Output that lands in a
// template string throws instead of printing "Calling [toString] on an [Output<T>]...".
process.env.PULUMI_ERROR_OUTPUT_STRING = "true";
// What the AWS SDK will ask of Node next year is no news here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
require("ts-node/register/transpile-only");
// A developer's own shell decides nothing here.
for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "HTTPS_PROXY", "https_proxy"]) {
    delete process.env[name];
}
