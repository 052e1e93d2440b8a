import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { decodeText } from "../input/decodeText";
import { InputError, nearest } from "../input/inputError";
import { askTheCli, projectNameOf, readConfigOutput, readFiles, stackFolderOf, type StackValues } from "./stackConfig";

/** The folder of the Pulumi program: where `Pulumi.yaml` is. */
export const home = join(__dirname, "../..");

/** A stack, and what `pulumi up` would pass to the program for it. */
export interface Stack extends StackValues {
    /** Without organization and project. */
    readonly name: string;
    readonly project: string;
    /** Where the values are from, for messages: `Pulumi.prod.yaml`. */
    readonly source: string;
}

/** What `pulumi config --json` printed, and where it was read from. */
export interface ConfigOutput {
    readonly text: string;
    readonly source: string;
}

/**
 * Reads a stack, from its files or from what the CLI printed.
 *
 * @param name `stack`, `organization/stack` or `organization/project/stack`.
 * @throws InputError for a stack without a file, and for what only the CLI can know.
 */
export function readStack(name: string, output?: ConfigOutput, folder = home): Stack {
    const projectText = read(join(folder, "Pulumi.yaml"), "Pulumi.yaml");
    const project = projectNameOf(projectText);
    const stack = stackNameOf(name, project);
    if (output) {
        return { name: stack, project, source: output.source, ...readConfigOutput(output.text, output.source) };
    }
    const stackFile = `Pulumi.${stack}.yaml`;
    const stackFolder = join(folder, stackFolderOf(projectText));
    if (!existsSync(join(stackFolder, stackFile))) {
        throw nearest("stack", stack, stackNames(stackFolder), ` Stacks are the files Pulumi.<stack>.yaml.`);
    }
    const stackText = read(join(stackFolder, stackFile), stackFile);
    const values = readFiles({ project, projectText, stackText, stackFile });
    return { name: stack, project, source: stackFile, ...values };
}

/** A stack by its file, wherever that is: its name is that of the file, `Pulumi.<stack>.yaml`. @throws InputError as `readStack`. */
export function readStackFile(file: string, folder = home): Stack {
    const projectText = read(join(folder, "Pulumi.yaml"), "Pulumi.yaml");
    const project = projectNameOf(projectText);
    const stackFile = basename(file);
    const values = readFiles({ project, projectText, stackText: read(join(folder, file), stackFile), stackFile });
    return { name: /^Pulumi\.(.+)\.yaml$/.exec(stackFile)?.[1] ?? stackFile, project, source: file, ...values };
}

/** The project's name, of `Pulumi.yaml`. */
export function projectName(folder = home): string {
    return projectNameOf(read(join(folder, "Pulumi.yaml"), "Pulumi.yaml"));
}

/** @throws InputError if one of these keys is encrypted. */
export function requirePlain({ encrypted, source, name }: Stack, needed: (key: string) => boolean): void {
    const hidden = encrypted.filter(needed);
    if (hidden.length > 0) {
        throw new InputError(
            `${source} encrypts ${hidden.join(", ")}, which only the Pulumi CLI can read. ` +
                `Fix: ${askTheCli.replace("--json", "--json --show-secrets").replace("NAME", name)}.`,
        );
    }
}

export interface KnownRegion {
    readonly region: string;
    /** What names it: `aws:region of Pulumi.prod.yaml`, `AWS_REGION`, `AWS_DEFAULT_REGION`. */
    readonly from: string;
}

/**
 * The region that `pulumi up` deploys to: the stack's, else the environment's, as the AWS provider decides it.
 *
 * Source: https://www.pulumi.com/registry/packages/aws/installation-configuration/
 */
export function regionOf(
    { config, source }: Pick<Stack, "config" | "source">,
    environment: NodeJS.ProcessEnv = process.env,
): KnownRegion | undefined {
    const named = [
        { region: config["aws:region"], from: `aws:region of ${source}` },
        ...["AWS_REGION", "AWS_DEFAULT_REGION"].map((from) => ({ region: environment[from], from })),
    ];
    return named.find((one): one is KnownRegion => one.region !== undefined && one.region !== "");
}

function read(file: string, source: string): string {
    return decodeText(readFileSync(file), source);
}

function stackNames(folder: string): string[] {
    return readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
}

function stackNameOf(name: string, project: string): string {
    const parts = name.split("/");
    const stack = parts.at(-1) ?? "";
    if (parts.length > 3 || parts.includes("")) {
        throw new InputError(
            `"${name}" is no name of a stack. Fix: <stack>, <organization>/<stack> or <organization>/<project>/<stack>.`,
        );
    }
    if (parts.length === 3 && parts[1] !== project) {
        throw new InputError(
            `Stack ${name} belongs to the project ${parts[1] ?? ""}, but Pulumi.yaml is of ${project}.`,
        );
    }
    return stack;
}
