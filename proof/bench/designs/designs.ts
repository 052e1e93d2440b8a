import { article } from "./article";
import type { DeployedGuard } from "../../simulator/program/deployedGuard";
import type { Deployed } from "../../simulator/aws/deployed";

/** Something that ends sessions, or leaves them to Glue. */
export interface Design {
    readonly name: string;
    readonly deployed: Deployed;
    /** The idle time-out that every session has in it, in minutes. Default: its client's own. */
    readonly idleMinutes?: number;
}

const nothing: Deployed = {
    machines: [],
    rules: [],
    schedules: [],
    queues: new Map(),
    roles: new Map(),
    topics: new Map(),
    subscriptions: [],
    channels: [],
    alarms: [],
};

/** What users have today, and the guard of this stack, all with the stack's limit. */
export function designs({ deployed, limitSeconds }: DeployedGuard): readonly Design[] {
    return [
        { name: "guard", deployed },
        { name: "article", deployed: article(limitSeconds) },
        { name: "Glue, 30 min idle", deployed: nothing, idleMinutes: 30 },
        { name: "Glue, 48 h idle", deployed: nothing, idleMinutes: 2880 },
    ];
}
