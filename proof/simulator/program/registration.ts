import { createHash } from "node:crypto";
import { composeArn, localArn, type Place } from "../../../model/aws/arn";

/** A resource as the program registered it. */
export interface Registered {
    readonly type: string;
    readonly name: string;
    /** The parent's name; empty for the stack itself. */
    readonly parent: string;
    readonly custom: boolean;
    readonly inputs: Readonly<Record<string, unknown>>;
    /** The inputs, and what AWS adds; for a component, what it registered as its outputs. */
    readonly outputs: Readonly<Record<string, unknown>>;
    /** Names of the parents that it had in earlier versions, if any: the engine finds it in a state of that time. */
    readonly oldParents?: readonly string[];
    /** Names of the resources that must stand before it. */
    readonly dependsOn: readonly string[];
    /** How long its deletion may take, if not Pulumi's default. */
    readonly deleteTimeout?: string;
}

type Added = { readonly id: string } & Readonly<Record<string, unknown>>;
type Inputs = Readonly<Record<string, unknown>>;

/** Pulumi's auto-naming, but always the same seven digits for the same name. */
function autoName(name: string, inputs: Inputs): string {
    const suffix = createHash("sha256").update(name).digest("hex").slice(0, 7);
    return typeof inputs.name === "string" ? inputs.name : `${name}-${suffix}`;
}

function named(service: string, resource: (name: string) => string) {
    return (name: string, inputs: Inputs, place: Place): Added => {
        const physical = autoName(name, inputs);
        return { id: physical, name: physical, arn: localArn(place, service, resource(physical)) };
    };
}

const anonymous = (name: string): Added => ({ id: `${name}-id` });

const channel =
    (kind: string) =>
    (_: string, { configurationName }: Inputs, { partition, account }: Place): Added => {
        const resource = `chat-configuration/${kind}/${String(configurationName)}`;
        const arn = composeArn({ partition, service: "chatbot", region: "", account, resource });
        return { id: arn, chatConfigurationArn: arn };
    };

type Add = (name: string, inputs: Inputs, place: Place) => Added;

/** What AWS adds to a new resource, by type: the one list of the types that the programs use. */
const added = {
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": channel("slack-channel"),
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": channel("microsoft-teams-channel"),
    "aws:cloudwatch/eventRule:EventRule": named("events", (name) => `rule/${name}`),
    "aws:cloudwatch/eventTarget:EventTarget": anonymous,
    "aws:cloudwatch/dashboard:Dashboard": (_, { dashboardName }) => ({ id: String(dashboardName) }),
    "aws:cloudwatch/logGroup:LogGroup": named("logs", (name) => `log-group:${name}`),
    "aws:cloudwatch/metricAlarm:MetricAlarm": named("cloudwatch", (name) => `alarm:${name}`),
    "aws:iam/role:Role": (name, inputs, place) => {
        const physical = autoName(name, inputs);
        const path = typeof inputs.path === "string" ? inputs.path : "/";
        const arn = composeArn({ ...place, service: "iam", region: "", resource: `role${path}${physical}` });
        return { id: physical, name: physical, arn };
    },
    "aws:iam/rolePolicy:RolePolicy": anonymous,
    "aws:scheduler/schedule:Schedule": (name, inputs, place) => {
        const physical = autoName(name, inputs);
        const group = String(inputs.groupName);
        return {
            id: `${group}/${physical}`,
            name: physical,
            arn: localArn(place, "scheduler", `schedule/${group}/${physical}`),
        };
    },
    "aws:scheduler/scheduleGroup:ScheduleGroup": named("scheduler", (name) => `schedule-group/${name}`),
    "aws:sfn/stateMachine:StateMachine": named("states", (name) => `stateMachine:${name}`),
    "aws:sns/topic:Topic": named("sns", (name) => name),
    "aws:sns/topicPolicy:TopicPolicy": anonymous,
    "aws:sns/topicSubscription:TopicSubscription": anonymous,
    "aws:sqs/queue:Queue": (name, inputs, place) => {
        const physical = autoName(name, inputs);
        const url = `https://sqs.${place.region}.amazonaws.com/${place.account}/${physical}`;
        return { id: url, url, name: physical, arn: localArn(place, "sqs", physical) };
    },
    "aws:sqs/queuePolicy:QueuePolicy": anonymous,
    // Of `createTrail`. The stand-in for awsx makes the policy below the trail, as its plugin does.
    "aws:s3/bucket:Bucket": (name, inputs, { partition }) => {
        const physical = autoName(name, inputs);
        return { id: physical, bucket: physical, arn: `arn:${partition}:s3:::${physical}` };
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": anonymous,
    "aws:s3/bucketPolicy:BucketPolicy": anonymous,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": anonymous,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": anonymous,
    "awsx:cloudtrail:Trail": anonymous,
    "pulumi:providers:aws": anonymous,
    // Of the program in deployments/.
    "pulumiservice:index:DeploymentSettings": anonymous,
    "pulumiservice:index:DriftSchedule": anonymous,
    "pulumiservice:index:Stack": anonymous,
    "pulumiservice:index:TtlSchedule": anonymous,
} satisfies Readonly<Record<string, Add>>;

/** A type of AWS that the guard uses. */
export type AwsType = Extract<keyof typeof added, `aws:${string}`>;

/** What AWS adds when it creates this. @throws Error for a type that the simulator does not know. */
export function create(type: string, name: string, inputs: Inputs, place: Place): Added {
    const add = (added as Readonly<Record<string, Add>>)[type];
    if (!add) {
        throw new Error(`The simulator does not know the resource type ${type} of "${name}".`);
    }
    return add(name, inputs, typeof inputs.region === "string" ? { ...place, region: inputs.region } : place);
}

/** The answer to one of the look-ups that a guard makes; undefined for any other. */
export function lookUp(token: string, { partition, region, account }: Place): Record<string, string> | undefined {
    switch (token) {
        case "aws:index/getPartition:getPartition":
            return { id: partition, partition };
        case "aws:index/getRegion:getRegion":
            return { id: region, region };
        case "aws:index/getCallerIdentity:getCallerIdentity":
            return { id: account, accountId: account };
        default:
            return undefined;
    }
}
