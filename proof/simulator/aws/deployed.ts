import type { Channel } from "./chatbot/chatService";
import type { AlarmSettings } from "./cloudwatch/alarms";
import type { Schedule } from "./scheduler/schedule";
import type { Rule } from "./eventbridge/rule";
import type { Role } from "./iam/role";
import type { QueueSubscription } from "./sns/subscription";
import type { Topic } from "./sns/topic";
import type { Queue } from "./sqs/queue";
import type { Machine } from "./stepfunctions/machine";

/** The registered resources, wired exactly as their properties say. */
export interface Deployed {
    readonly machines: readonly Machine[];
    readonly rules: readonly Rule[];
    readonly schedules: readonly Schedule[];
    readonly queues: ReadonlyMap<string, Queue>;
    readonly roles: ReadonlyMap<string, Role>;
    readonly topics: ReadonlyMap<string, Topic>;
    readonly subscriptions: readonly QueueSubscription[];
    /** Chat channels. */
    readonly channels: readonly Channel[];
    readonly alarms: readonly AlarmSettings[];
}
