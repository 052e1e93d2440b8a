/**
 * What `pulumi up` passes to the program for a stack, worked out from the two files as the Pulumi CLI does it.
 *
 * Sources: https://www.pulumi.com/docs/iac/concepts/projects/project-file/,
 * https://github.com/pulumi/pulumi/blob/master/pkg/workspace/config.go.
 */
import { isYamlMap, parseYaml, type Yaml, type YamlMap } from "./yaml";
import { InputError } from "../input/inputError";
import { parseJson } from "../input/parseJson";

/** Keys with their namespace; every value is text, and JSON where it is a list or an object. */
export type StackConfig = Readonly<Record<string, string>>;

export interface StackValues {
    readonly config: StackConfig;
    /** Keys whose values are encrypted: nobody here can read them. */
    readonly encrypted: readonly string[];
}

interface Files {
    /** The project's name, of `Pulumi.yaml`. */
    readonly project: string;
    readonly projectText: string;
    readonly stackText: string;
    /** How messages name the stack's file. */
    readonly stackFile: string;
}

/** How to get what only the CLI knows. */
export const askTheCli = "`pulumi config --json --stack NAME > config.json`, then add `--config config.json`";

/** @throws InputError with the one thing that cannot be known from the files, and its fix. */
export function readFiles({ project, projectText, stackText, stackFile }: Files): StackValues {
    const stack = mapOf(parseYaml(stackText, stackFile), stackFile);
    if (!isEmpty(stack["environment"])) {
        throw new InputError(
            `${stackFile} takes settings from a Pulumi ESC environment, which only the Pulumi CLI can read. ` +
                `Fix: ${askTheCli.replace("NAME", /^Pulumi\.(.+)\.yaml$/.exec(stackFile)?.[1] ?? "NAME")}.`,
        );
    }
    const values = new Map<string, Yaml>();
    for (const [written, value] of Object.entries(mapOf(stack["config"] ?? null, `config of ${stackFile}`))) {
        const key = keyOf(written, project, stackFile);
        if (values.has(key)) {
            throw new InputError(`${stackFile} sets ${key} twice, in two forms. Fix: remove one.`);
        }
        values.set(key, value);
    }
    const declared = declaredConfig(projectText);
    for (const [name, declaration] of Object.entries(declared)) {
        const key = keyOf(name, project, "Pulumi.yaml");
        const value = isYamlMap(declaration) ? (declaration["default"] ?? declaration["value"]) : declaration;
        if (!values.has(key) && value !== undefined && value !== null) {
            values.set(key, value);
        }
    }
    const all = [...values];
    return {
        config: Object.fromEntries(
            all.flatMap(([key, value]) => (isEncrypted(value) ? [] : [[key, textOf(value)] as const])),
        ),
        encrypted: all.flatMap(([key, value]) => (isEncrypted(value) ? [key] : [])),
    };
}

/** @throws InputError unless the text is what `pulumi config --json` prints. */
export function readConfigOutput(text: string, source: string): StackValues {
    const wrong = (what: string) =>
        new InputError(`${source} is not what \`pulumi config --json\` prints: ${what}. Fix: ${askTheCli}.`);
    const printed = parseJson(text, source);
    if (typeof printed !== "object" || printed === null || Array.isArray(printed)) {
        throw wrong("an object is expected, with a member for each key");
    }
    const config: Record<string, string> = {};
    const encrypted: string[] = [];
    for (const [key, entry] of Object.entries(printed as Record<string, unknown>)) {
        const { value, secret } = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
        if (!key.includes(":") || (typeof value !== "string" && secret !== true)) {
            throw wrong(`"${key.slice(0, 80)}" has no text as its value`);
        }
        if (typeof value === "string") {
            config[key] = value;
        } else {
            encrypted.push(key);
        }
    }
    return { config, encrypted };
}

/** The folder of the stack files, relative to `Pulumi.yaml`. Default: beside it. */
export function stackFolderOf(projectText: string): string {
    const { stackConfigDir, config } = mapOf(parseYaml(projectText, "Pulumi.yaml"), "Pulumi.yaml");
    // An old form: a text under `config` is the folder.
    return [stackConfigDir, config].find((value) => typeof value === "string") ?? ".";
}

/** @throws InputError if the project file names none. */
export function projectNameOf(projectText: string): string {
    const { name } = mapOf(parseYaml(projectText, "Pulumi.yaml"), "Pulumi.yaml");
    if (typeof name !== "string" || name === "") {
        throw new InputError("Pulumi.yaml has no name. Fix: `name: glue-cost-control`.");
    }
    return name;
}

function declaredConfig(projectText: string): YamlMap {
    const { config } = mapOf(parseYaml(projectText, "Pulumi.yaml"), "Pulumi.yaml");
    return isYamlMap(config) ? config : {};
}

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]) => (one < other ? -1 : 1);

const isEmpty = (value: Yaml | undefined): boolean =>
    value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);

function mapOf(value: Yaml, source: string): YamlMap {
    if (value !== null && !isYamlMap(value)) {
        throw new InputError(`${source} must hold keys with values, such as \`aws:region: eu-west-1\`.`);
    }
    return value ?? {};
}

/** `key`, `namespace:key`, and the old `namespace:config:key`. */
function keyOf(key: string, project: string, file: string): string {
    const parts = key.split(":");
    const [namespace = "", middle = "", name = ""] = parts;
    if (parts.length === 1) {
        return `${project}:${key}`;
    }
    if (parts.length === 2) {
        return key;
    }
    if (parts.length === 3 && middle === "config") {
        return `${namespace}:${name}`;
    }
    throw new InputError(`${file} has the key "${key}", but a key is <namespace>:<name>. Fix: rename or remove it.`);
}

/** `{secure: ...}`, at any depth: a value is encrypted as a whole if a part of it is. */
function isEncrypted(value: Yaml): boolean {
    if (typeof value !== "object" || value === null) {
        return false;
    }
    const members: readonly Yaml[] = Array.isArray(value) ? value : Object.values(value);
    return (
        (isYamlMap(value) && typeof value["secure"] === "string" && members.length === 1) || members.some(isEncrypted)
    );
}

function textOf(value: Yaml): string {
    return value === null ? "" : typeof value === "string" ? value : jsonOf(value);
}

/** JSON as Go writes it: members sorted, `<`, `>` and `&` escaped. */
function jsonOf(value: Yaml): string {
    if (Array.isArray(value)) {
        return `[${(value as readonly Yaml[]).map(jsonOf).join(",")}]`;
    }
    if (isYamlMap(value)) {
        const members = Object.entries(value).sort(byKey);
        return `{${members.map(([key, member]) => `${jsonOf(key)}:${jsonOf(member)}`).join(",")}}`;
    }
    return typeof value === "bigint"
        ? value.toString()
        : JSON.stringify(value).replace(
              /[<>&\u2028\u2029]/g,
              (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
          );
}
