import { sweptAfterSeconds } from "../../../model/workflow/states/sweeping";
import { SimulatedAccount } from "../../simulator/account/simulatedAccount";
import { timesOf } from "../../simulator/aws/scheduler/calendar";
import type { DeployedGuard } from "../../simulator/program/deployedGuard";
import type { Aftermath } from "../promises/aftermath";
import type { World } from "../world/world";
import { numberOf, Observer } from "./observer";
import { Users } from "./users";

/** A world that was run. */
export interface Trial {
    readonly aws: SimulatedAccount;
    readonly aftermath: Aftermath;
}

/** Runs a world on the stack's guard, until nothing happens any more. */
export async function tryWorld(guard: DeployedGuard, world: World): Promise<Trial> {
    const { seed, faults, removals, sessions, chatGoneSeconds, pageSize = Infinity } = world;
    const aws = new SimulatedAccount(guard, {
        seed,
        faults,
        removals,
        onCall: (made) => {
            observer.see(made);
            users.react(made);
        },
    });
    const users = new Users(aws);
    const observer = new Observer(users, world);
    aws.cloud.glue.pageSize = pageSize;
    const sweeps = sweepsOf(guard, world);
    for (const seconds of sweeps) {
        aws.sweep(seconds);
    }
    for (const seconds of digestsOf(guard, aws.startsAt)) {
        aws.digest(seconds);
    }
    if (chatGoneSeconds !== undefined) {
        aws.at(chatGoneSeconds, () => {
            aws.cloud.deleteTopic(/-chat$/);
        });
    }
    for (const life of sessions) {
        aws.at(life.atSeconds, () => {
            users.open(life);
        });
    }
    await aws.run();
    return { aws, aftermath: observer.aftermath(sweeps.map((seconds) => aws.startsAt + Math.round(seconds * 1000))) };
}

const scheduleOf = ({ deployed }: DeployedGuard, what: "sweep" | "digest") =>
    deployed.schedules.find(({ name }) => name.endsWith(`-${what}`));

/** The digests of the first two days. */
function digestsOf(guard: DeployedGuard, startsAt: number): number[] {
    const schedule = scheduleOf(guard, "digest");
    const times = schedule
        ? timesOf(schedule.expression, schedule.timeZone, startsAt, startsAt + 48 * 3600 * 1000)
        : [];
    return times.map((at) => (at - startsAt) / 1000);
}

/** A sweep each time that the schedule comes round, until the last session of a day has had its chance. */
function sweepsOf(guard: DeployedGuard, { firstSweepSeconds }: World): number[] {
    const { limits, limitSeconds } = guard;
    const schedule = scheduleOf(guard, "sweep");
    const hours = Number(/^rate\((\d+) hours?\)$/.exec(schedule?.expression ?? "")?.[1]);
    if (firstSweepSeconds === undefined || !(hours > 0)) {
        return [];
    }
    const last =
        24 * 3600 +
        sweptAfterSeconds({ waitSeconds: limitSeconds, limits, maxWaitSeconds: numberOf(guard, "maxWaitSeconds") }) +
        hours * 3600;
    const count = Math.ceil((last - firstSweepSeconds) / (hours * 3600));
    return Array.from({ length: count }, (_, index) => firstSweepSeconds + index * hours * 3600);
}
