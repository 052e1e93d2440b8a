import * as pulumi from "@pulumi/pulumi";
import * as awsConfig from "@pulumi/aws/config";
import { closest } from "fastest-levenshtein";
import { partitionOf, regions } from "./model/aws/regions";
import { readMembers } from "./model/channels/members";
import { readLimits } from "./model/limits/limitProblems";
import { accountsIn } from "./model/settings/accounts";
import { strayKeys } from "./model/settings/strayKeys";
import { lateSettings, settingKeys, settingsTable, type LateSetting, type Settings } from "./model/settings/settings";
import {
    encryptionProblems,
    ignoredSettings,
    settingsProblems,
    settingsWarnings,
} from "./model/settings/settingsProblems";

/** How the text of a setting is read, by its type; undefined for what it cannot be. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
    string: (text) => text,
    /** What is no whole number becomes NaN, which no range takes. */
    integer: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : NaN),
    boolean: (text) => ({ true: true, false: false })[text],
    array: (text) => readLimits(parsed(text)),
    object: (text) => readMembers(parsed(text)),
};

function parsed(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}

/**
 * The stack's settings, frozen; what the stack encrypts is a secret. The only use of `pulumi.Config`.
 *
 * @throws pulumi.RunError with every problem of the stack file, before any resource is registered.
 */
export function loadConfig(): Omit<Settings, LateSetting> & LateInputs {
    const problems: string[] = [];
    const { region } = awsConfig;
    if (!region) {
        problems.push(
            "aws:region is not set. Fix: `pulumi config set aws:region eu-west-1`, or the region you work in.",
        );
    } else if (partitionOf(region) === undefined) {
        problems.push(
            `aws:region is "${region}", but AWS has no such region; the nearest is ${closest(region, [...regions])}. Fix: set it with \`pulumi config set aws:region\`.`,
        );
    }
    const all = pulumi.runtime.allConfig();
    const { problem } = accountsIn(all["aws:allowedAccountIds"]);
    problems.push(
        ...(problem ? [problem] : []),
        ...unknownKeys(),
        ...strayKeys(Object.keys(all), pulumi.getProject(), settingKeys),
    );
    const config = new pulumi.Config();
    const settings = readSettings(config, problems);
    for (const { key, limit, fix, row } of [...settingsProblems(settings, region), ...ignoredSettings(settings)]) {
        problems.push(`${row === undefined ? `${key} is ${shown(config, key)}, but` : row} ${limit}. Fix: ${fix}.`);
    }
    if (problems.length > 0) {
        const count = problems.length === 1 ? "One setting" : `${problems.length} settings`;
        throw new pulumi.RunError(
            `${count} of stack ${pulumi.getStack()} cannot be used:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
        );
    }
    const complete = settings as Settings;
    for (const warning of settingsWarnings(complete)) {
        void pulumi.log.warn(warning);
    }
    return Object.freeze({ ...complete, ...encrypted(config, complete) });
}

/** The SDK has it and does not type it; `getSecret` alone would encrypt what the stack does not. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret: (key: string) => boolean };

const isSecret = (key: string) => isConfigSecret(`${pulumi.getProject()}:${key}`);

/** A wrong value as messages show it: not what the stack encrypts. */
const shown = (config: pulumi.Config, key: string) => (isSecret(key) ? "encrypted" : `"${config.require(key)}"`);

type LateInputs = { readonly [Key in LateSetting]: pulumi.Input<string> };

function encrypted(config: pulumi.Config, settings: Settings): LateInputs {
    const input = (key: LateSetting): pulumi.Input<string> =>
        isSecret(key) && settings[key] !== "" ? config.requireSecret(key) : settings[key];
    return Object.fromEntries(lateSettings.map((key) => [key, input(key)])) as LateInputs;
}

/** Reads what can be read; the rest is a problem. */
function readSettings(config: pulumi.Config, problems: string[]): Partial<Settings> {
    const settings: Record<string, unknown> = {};
    for (const key of settingKeys) {
        const found = config.get(key);
        const wrong = found !== undefined && isSecret(key) ? encryptionProblems([key]) : [];
        if (wrong.length > 0) {
            problems.push(...wrong);
            continue;
        }
        const value = found === undefined ? undefined : readers[settingsTable[key].type]?.(found);
        if (value !== undefined) {
            settings[key] = value;
        } else if (found === undefined) {
            problems.push(`${key} is not set, and Pulumi.yaml gives no default. Fix: put the default back there.`);
        } else {
            problems.push(`${key} is ${shown(config, key)}, but it must be true or false. Fix: set one of these.`);
        }
    }
    return settings;
}

/** A mistyped key would otherwise leave its default in force, and nobody would notice. */
function unknownKeys(): string[] {
    const namespace = `${pulumi.getProject()}:`;
    return Object.keys(pulumi.runtime.allConfig())
        .filter((key) => key.startsWith(namespace))
        .map((key) => key.slice(namespace.length))
        .filter((key) => !Object.hasOwn(settingsTable, key))
        .map((key) => {
            const known = closest(key, [...settingKeys]);
            return `${key} is no setting; the nearest is ${known}. Fix: rename it, or \`pulumi config rm ${key}\`.`;
        });
}
