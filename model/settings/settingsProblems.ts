import {
    isLateSetting,
    settingKeys,
    settingsTable,
    type Setting,
    type SettingProblem,
    type Settings,
} from "./settings";

/** Every problem of these settings, for a guard in this region, if it is known. Settings that are not given, or empty, have none. */
export function settingsProblems(settings: Partial<Settings>, region?: string): SettingProblem[] {
    const problems = settingKeys.flatMap((key): SettingProblem[] => {
        const value = settings[key];
        const { check } = settingsTable[key] as Setting<unknown>;
        const found = value === undefined || value === "" ? undefined : check?.(value, region);
        return [found ?? []].flat().map((problem) => ({ key, value, ...problem }));
    });
    return [...problems, ...ceilingProblems(settings)];
}

/** A ceiling that is lower than a limit would let nobody keep a session that the limit already lets live. */
function ceilingProblems({ waitSeconds = 0, limits = [], maxWaitSeconds = 0 }: Partial<Settings>): SettingProblem[] {
    const rows = Array.isArray(limits) ? limits : [];
    const [longest] = [{ name: "waitSeconds", waitSeconds }, ...rows]
        .filter((row) => (row.waitSeconds ?? 0) > maxWaitSeconds)
        .sort((one, other) => (other.waitSeconds ?? 0) - (one.waitSeconds ?? 0));
    return maxWaitSeconds > 0 && longest
        ? [
              {
                  key: "maxWaitSeconds",
                  value: maxWaitSeconds,
                  limit: `${longest.name} lets sessions live for ${longest.waitSeconds ?? 0} seconds`,
                  fix: `set ${longest.waitSeconds ?? 0} or more, or 0 to let nobody keep a session`,
              },
          ]
        : [];
}

/** Settings that would silently do nothing: a mistake of whoever wrote them. */
export function ignoredSettings(given: { readonly [Key in keyof Settings]?: unknown }): SettingProblem[] {
    const { successTopicArn, failureTopicArn, notificationEmail, topicKeyArn, timeZone, curfew, digestAt } = given;
    const { extendWhileBusy, maxWaitSeconds } = given;
    const problems: SettingProblem[] = [];
    if (timeZone && !curfew && !digestAt) {
        problems.push({
            key: "timeZone",
            value: timeZone,
            limit: "nothing happens at a time of day while curfew and digestAt are empty",
            fix: "remove it, or set one of these to a time such as 19:00",
        });
    }
    if (extendWhileBusy && !maxWaitSeconds) {
        problems.push({
            key: "extendWhileBusy",
            value: extendWhileBusy,
            limit: "no session lives on past its limit while maxWaitSeconds is 0",
            fix: "set maxWaitSeconds to how old a session at work may get, such as 43200",
        });
    }
    if (notificationEmail && successTopicArn && failureTopicArn) {
        problems.push({
            key: "notificationEmail",
            value: notificationEmail,
            limit: "both topics are adopted, and the stack subscribes nobody to topics that it does not own",
            fix: "remove it, or empty successTopicArn or failureTopicArn",
        });
    }
    if (topicKeyArn && !successTopicArn && !failureTopicArn) {
        problems.push({
            key: "topicKeyArn",
            value: topicKeyArn,
            limit: "topics that the stack creates have no key",
            fix: "remove it, or set successTopicArn or failureTopicArn to the encrypted topic",
        });
    }
    return problems;
}

/** What is allowed but probably not meant. */
export function settingsWarnings(settings: Settings): string[] {
    const { successTopicArn, failureTopicArn, notificationEmail, warnSeconds, waitSeconds, limits } = settings;
    const created = [...(successTopicArn ? [] : ["success"]), ...(failureTopicArn ? [] : ["failure"])];
    const [shortest = { name: "", waitSeconds: 0 }] = [{ name: "waitSeconds", waitSeconds }, ...limits]
        .filter((row) => (row.waitSeconds ?? 0) > 0)
        .sort((one, other) => (one.waitSeconds ?? 0) - (other.waitSeconds ?? 0));
    return [
        ...(created.length > 0 && !notificationEmail
            ? [
                  `Nobody is subscribed to the ${created.join(" and the ")} topic that this stack creates. ` +
                      "Fix: `pulumi config set notificationEmail you@example.com`, `pulumi up`, and confirm the address " +
                      "in the mail that SNS sends: nothing else arrives before.",
              ]
            : []),
        ...(warnSeconds > (shortest.waitSeconds ?? 0) / 2
            ? [
                  `warnSeconds is ${warnSeconds}, more than half of the limit of ${shortest.waitSeconds ?? 0} seconds ` +
                      `(${shortest.name}): such sessions are warned of at half their limit.`,
              ]
            : []),
    ];
}

/** What is wrong with settings that a stack encrypts, a sentence each. */
export const encryptionProblems = (encrypted: readonly string[]): string[] =>
    encrypted
        .filter((key) => Object.hasOwn(settingsTable, key) && !isLateSetting(key))
        .map(
            (key) =>
                `${key} is encrypted, but it shapes what is deployed, and the state would show it. ` +
                `Fix: \`pulumi config set --plaintext ${key} ...\`.`,
        );
