import { pollSeconds } from "../../../model/workflow/step/step";
import type { SessionPlan } from "../aws/glue/glue";
import type { SentNotice } from "../aws/sns/topics";
import type { Expectation, Outcome } from "../account/outcome";
import type { AccountOptions, SimulatedAccount } from "../account/simulatedAccount";

/** A named scenario: what happens, and how it has to end. Times are seconds from its start. */
export interface Scenario extends AccountOptions {
    /** Settings of the stack that differ for it. Default: none. */
    readonly settings?: Readonly<Record<string, string>>;
    readonly name: string;
    /** What it shows, in a sentence. */
    readonly title: string;
    /** Sets the events up; `due` is when a data preview of second 0 has reached its limit. */
    readonly setUp: (aws: SimulatedAccount, due: number) => void;
    /** How it ends; what is not named here is none, and the rule has matched. */
    readonly expects: Partial<Expectation> & { readonly ruleMatched?: boolean };
    /** What else must hold: a sentence for each thing that does not. */
    readonly check?: (outcome: Outcome, aws: SimulatedAccount) => string[];
}

/** A guard with one limit of half an hour and a price, and no option. */
export const plainGuard = {
    waitSeconds: "1800",
    limits: "[]",
    mode: "stop",
    enabled: "true",
    sweepHours: "0",
    dpuHourUsd: "0.44",
} as const;

/** As Glue Studio opens them: 2 DPU, half an hour. */
export const preview: SessionPlan = {
    idleMinutes: 30,
    id: "glue-studio-datapreview-3f905608-50f1-4b9e-80e2-f4071feb2282",
    readyAfterSeconds: 0,
};
/** What a mail does not say, of what it should. */
export function missing(mail: SentNotice | undefined, texts: readonly string[]): string[] {
    const whole = mail ? `Subject: ${mail.subject}\n${mail.message}\nowner=${String(mail.attributes.owner)}` : "";
    return texts.filter((text) => !whole.includes(text)).map((text) => `the mail does not say "${text}"`);
}

/** What is wrong if the first session was not stopped within one poll after it could be: its limit and what held it up. */
export function late({ sessions, cloud, startsAt, guard }: SimulatedAccount, heldUpSeconds: number): string[] {
    const [session] = sessions;
    const ended = session?.endedAt(cloud.clock.now) ?? Infinity;
    const limitSeconds = session ? guard.limitSecondsOf(session.plan) : 0;
    const delay = (ended - startsAt) / 1000 - limitSeconds - heldUpSeconds;
    return delay > pollSeconds + 2 ? [`it was stopped ${delay} s after it could be`] : [];
}
