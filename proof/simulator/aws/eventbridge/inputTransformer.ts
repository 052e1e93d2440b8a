/**
 * What EventBridge makes of an event before it reaches a target: paths, and a template with placeholders.
 *
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html,
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html and, for what arrives, what
 * LocalStack recorded of the service. Not established on AWS: a null (here `null`), `*` that finds nothing (here `[]`), and
 * a text with quotes behind a bare placeholder (here it goes between the two quotes as it is).
 */

import { isContainer, select, stepsOf, type Step } from "../core/eventPath";

export interface InputTransformer {
    /** Name to JSONPath into the event: at most 100. */
    readonly inputPaths?: Readonly<Record<string, string>>;
    /** 1 to 8192 characters; `<name>` stands for the value at that name's path, and nothing escapes `<` or `>`. */
    readonly inputTemplate: string;
}

/** What a rule knows of itself and of the event's arrival, for the predefined variables. */
export interface RuleContext {
    readonly ruleArn: string;
    readonly ruleName: string;
    /** When the event reached EventBridge: ISO 8601, UTC. */
    readonly ingestionTime: string;
}

const MAX_PATHS = 100;
const MAX_NAME_CHARACTERS = 256;
const MAX_PATH_CHARACTERS = 256;
const MAX_TEMPLATE_CHARACTERS = 8192;

const PREDEFINED: Readonly<Record<string, (event: unknown, context: RuleContext) => unknown>> = {
    "aws.events.rule-arn": (_event, context) => context.ruleArn,
    "aws.events.rule-name": (_event, context) => context.ruleName,
    "aws.events.event.ingestion-time": (_event, context) => context.ingestionTime,
    // Recorded on AWS by localstack/localstack with `detailType` for `detail-type`; the documents do not say so.
    "aws.events.event": (event) =>
        isContainer(event)
            ? Object.fromEntries(
                  Object.entries(event).flatMap(([name, value]) =>
                      name === "detail" ? [] : [[name === "detail-type" ? "detailType" : name, value]],
                  ),
              )
            : event,
    "aws.events.event.json": (event) => event,
};

interface Placeholder {
    readonly name: string;
    /** Inside a string of the template. */
    readonly quoted: boolean;
    /** All or part of an object's key. */
    readonly key: boolean;
}

interface Compiled {
    readonly parts: readonly (string | Placeholder)[];
    readonly paths: ReadonlyMap<string, readonly Step[]>;
}

/** Transformers used so far: one transformer is used on many events, and not read again if it is changed. */
const compiled = new WeakMap<InputTransformer, Compiled>();

/** All faults for which PutTargets refuses a transformer: each a sentence with place, value and what is allowed; empty = valid. */
export function checkTransformer(transformer: InputTransformer): string[] {
    return [...pathFaults(transformer.inputPaths ?? {}), ...templateFaults(transformer)];
}

/**
 * The text that reaches the target. It may fail to be JSON: the caller decides (EventBridge answers INVALID_JSON).
 *
 * A text is inserted as it is, never escaped: what it holds may end the string around it and go on as JSON. An object or
 * array behind a bare placeholder is inserted as JSON, and so is safe whatever it holds. In quotes of a JSON template it
 * makes EventBridge deliver nothing, without a word (recorded on AWS by localstack/localstack,
 * test_input_transformer_nested_keys_replacement_not_valid); in quotes of a text it loses its own.
 *
 * @returns undefined where nothing is delivered.
 * @throws Error with every fault if checkTransformer finds any.
 */
export function transform(transformer: InputTransformer, event: unknown, context: RuleContext): string | undefined {
    const { parts, paths } = compile(transformer);
    const texts: string[] = [];
    for (const part of parts) {
        if (typeof part === "string") {
            texts.push(part);
            continue;
        }
        const steps = paths.get(part.name);
        const value = steps === undefined ? PREDEFINED[part.name]?.(event, context) : select(event, steps);
        if (part.quoted && typeof value === "object" && value !== null && isJson(transformer)) {
            return undefined;
        }
        texts.push(insertion(value, part.quoted));
    }
    return texts.join("");
}

const isJson = ({ inputTemplate }: InputTransformer) => /^\s*[{[]/.test(inputTemplate);

function compile(transformer: InputTransformer): Compiled {
    const known = compiled.get(transformer);
    if (known !== undefined) {
        return known;
    }
    const faults = checkTransformer(transformer);
    if (faults.length > 0) {
        throw new Error(`The input transformer is not valid. ${faults.join(" ")}`);
    }
    const paths = Object.entries(transformer.inputPaths ?? {}).map(
        ([name, path]) => [name, stepsOf(path) ?? []] as const,
    );
    const made = { parts: partsOf(transformer.inputTemplate), paths: new Map(paths) };
    compiled.set(transformer, made);
    return made;
}

function pathFaults(inputPaths: Readonly<Record<string, string>>): string[] {
    const entries = Object.entries(inputPaths);
    const faults =
        entries.length > MAX_PATHS ? [`inputPaths: ${entries.length} paths are more than ${MAX_PATHS}.`] : [];
    for (const [name, path] of entries) {
        if (/^aws\./i.test(name)) {
            faults.push(`inputPaths: "${name}" is reserved; a name must not start with AWS. or aws.`);
        } else if (!/^[A-Za-z0-9_-]+$/.test(name) || name.length > MAX_NAME_CHARACTERS) {
            faults.push(`inputPaths: "${name}" is not a name: 1 to ${MAX_NAME_CHARACTERS} letters, digits, _ and -.`);
        }
        if (stepsOf(path) === undefined || path.length > MAX_PATH_CHARACTERS) {
            faults.push(
                `inputPaths.${name}: "${path}" is not a path: $ and then .name, ['name'], [0], .* or [*], ` +
                    `at most ${MAX_PATH_CHARACTERS} characters, no filters.`,
            );
        }
    }
    return faults;
}

function templateFaults(transformer: InputTransformer): string[] {
    const { inputPaths = {}, inputTemplate } = transformer;
    const { length } = inputTemplate;
    if (length < 1 || length > MAX_TEMPLATE_CHARACTERS) {
        return [`inputTemplate: ${length} characters; 1 to ${MAX_TEMPLATE_CHARACTERS} are allowed.`];
    }
    return partsOf(inputTemplate).flatMap((part) => {
        if (typeof part === "string") {
            return [];
        }
        const faults = [];
        if (!Object.hasOwn(inputPaths, part.name) && !Object.hasOwn(PREDEFINED, part.name)) {
            const names = [...Object.keys(inputPaths), ...Object.keys(PREDEFINED)].join(", ");
            faults.push(`inputTemplate: <${part.name}> is not declared; declared and predefined are ${names}.`);
        }
        if (part.key && isJson(transformer)) {
            faults.push(`inputTemplate: <${part.name}> is in an object's key; it may only be in a value.`);
        }
        return faults;
    });
}

/** The template's text and placeholders in turn. Values are put in between, never searched: `<b>` inside a value stays. */
function partsOf(template: string): (string | Placeholder)[] {
    const parts: (string | Placeholder)[] = [];
    let quoted = false;
    // A backslash takes the next character with it: `\"` does not end the string.
    for (const { 0: token, index } of template.matchAll(/<[^<>]*>|\\[^<]|"|[^<\\"]+|[<\\]/g)) {
        if (/^<.*>$/s.test(token)) {
            const rest = template.slice(index + token.length);
            const key = quoted ? /^(?:[^"\\]|\\.)*"\s*:/s : /^\s*:/;
            parts.push({ name: token.slice(1, -1), quoted, key: key.test(rest) });
        } else {
            if (token === '"') {
                quoted = !quoted;
            }
            parts.push(token);
        }
    }
    return parts;
}

function insertion(value: unknown, quoted: boolean): string {
    if (value === undefined) {
        return quoted ? "" : '""';
    }
    if (typeof value === "string") {
        return quoted ? value : `"${value}"`;
    }
    const json = JSON.stringify(value);
    return quoted ? json.replaceAll('"', "") : json;
}
