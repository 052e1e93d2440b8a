import { parseArn, type Place } from "../../../../model/aws/arn";
import type { Alarm, Datapoint } from "../cloudwatch/alarms";
import type { CallMade, CallRequest, Reply, Use } from "../core/calls";
import { Clock } from "../core/clock";
import { Faults, isRemoved, type Fault, type Intercept, type Removal } from "../core/faults";
import { seededRandom } from "../core/random";
import { decide, mayAssume, type Decision, type PolicyDocument } from "../iam/iam";
import type { ConditionKeys } from "../iam/policyCondition";
import type { Role } from "../iam/role";
import type { Queue } from "../sqs/queue";
import type { Topic } from "../sns/topic";

/** What decides whether a call is allowed: an update of the stack may change it while watches wait. */
export interface Permissions {
    readonly roles: ReadonlyMap<string, Role>;
    readonly topics: ReadonlyMap<string, Topic>;
    readonly queues: ReadonlyMap<string, Queue>;
}

export interface GroundOptions {
    readonly place: Place;
    readonly permissions: Permissions;
    readonly alarms: readonly Alarm[];
    /** Epoch milliseconds. */
    readonly startsAt: number;
    readonly faults?: readonly Fault[];
    /** Comes before `faults`. Default: none. */
    readonly intercept?: Intercept;
    /** Actions that somebody denies to every role, as the article did by hand to try its alarm. */
    readonly denied?: readonly string[];
    /** Actions that a permissions boundary leaves out for a while. */
    readonly removals?: readonly Removal[];
    /** Gets each call that the guard makes, when it is made. */
    readonly onCall?: (made: CallMade) => void;
    /** Default: 1. */
    readonly seed?: number;
}

const leavesOut = (Action: string): PolicyDocument => ({
    Version: "2012-10-17",
    Statement: [
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Effect: "Deny", Action, Resource: "*" },
    ],
});

/** As AWS tells of a denial by the caller's own policies: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const explained = (reason: string) =>
    / is denied by .* of identity policy \d+\.$/.test(reason)
        ? `${reason} (with an explicit deny in an identity-based policy)`
        : reason;

/** What every simulated service stands on: time, randomness, permissions, faults on the way of a call, and metrics. */
export class Ground {
    readonly clock: Clock;
    readonly random: () => number;
    permissions: Permissions;
    readonly #faults: Faults;
    readonly #removals: readonly Removal[];

    constructor(readonly options: GroundOptions) {
        const { startsAt, faults = [], intercept, denied = [], removals = [], seed = 1 } = options;
        this.clock = new Clock(startsAt);
        this.random = seededRandom(seed);
        this.permissions = options.permissions;
        this.#faults = new Faults(faults, startsAt, intercept);
        this.#removals = [...removals, ...denied.map((action) => ({ action: action as Removal["action"] }))];
    }

    get place(): Place {
        return this.options.place;
    }

    /** May this role, used so, do that? */
    allows(
        { roleArn, service, sourceArn }: Use,
        action: string,
        resource: string,
        context: ConditionKeys = {},
    ): Decision {
        const role = this.permissions.roles.get(roleArn);
        if (!role) {
            return { allowed: false, reason: `There is no role ${roleArn}.` };
        }
        const assumed = mayAssume(role.trust, service, {
            "aws:SourceArn": sourceArn,
            "aws:SourceAccount": this.place.account,
        });
        if (!assumed.allowed) {
            return assumed;
        }
        const topic = this.permissions.topics.get(resource);
        const owned = topic?.policy ?? this.permissions.queues.get(resource)?.policy;
        // An adopted topic may be in another account; its policy is its owner's, and taken to let the role in.
        const adoptedFrom = topic && !topic.policy ? parseArn(resource)?.account : undefined;
        const ask = (action: string, resource: string, account: string) =>
            decide(
                {
                    principal: { arn: roleArn, account },
                    action,
                    resource,
                    context: { "aws:SecureTransport": "true", "aws:PrincipalArn": roleArn, ...context },
                },
                {
                    identity: role.policies,
                    ...(owned && { resource: owned }),
                    ...this.#boundary(action),
                },
            );
        const decision = ask(action, resource, adoptedFrom ?? this.place.account);
        const key = topic?.keyArn;
        // SNS uses the key in the name of whoever publishes.
        const refused =
            decision.allowed && key !== undefined
                ? ["kms:GenerateDataKey", "kms:Decrypt"]
                      .map((use) => ask(use, key, parseArn(key)?.account ?? this.place.account))
                      .find(({ allowed }) => !allowed)
                : undefined;
        return refused ?? decision;
    }

    /**
     * A call of the guard, with the faults that lie in its way.
     * @param deniedAs The error's name when the role may not make it.
     */
    call(use: Use, request: CallRequest, deniedAs: string, perform: () => Reply): Reply {
        const { call, resource, context, ...made } = request;
        const at = this.clock.now;
        const { allowed, reason } = this.allows(use, call, resource, context);
        let performed: Reply | undefined;
        const reply = allowed
            ? this.#faults.answer(call, at, () => (performed = perform()))
            : { error: deniedAs, cause: explained(reason) };
        this.options.onCall?.({ ...made, call, at, allowed, reply, ...(performed && { performed }) });
        return reply;
    }

    /** CloudWatch: takes a value, and evaluates the alarms that watch it. */
    measure(datapoint: Datapoint): void {
        for (const alarm of this.options.alarms) {
            alarm.take(datapoint, this.clock);
        }
    }

    /** The boundary that stands now, if it leaves this action out. */
    #boundary(action: string): { readonly boundary?: PolicyDocument } {
        return isRemoved(this.#removals, action, (this.clock.now - this.options.startsAt) / 1000)
            ? { boundary: leavesOut(action) }
            : {};
    }
}
