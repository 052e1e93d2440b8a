import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import { home } from "../../deployments/stack/stack";

/** What the engine did to each resource, by type and name: `create`, `update definition`, `replace endpoint`, `delete`. */
export type Changes = Readonly<Record<string, string>>;

export interface Ended {
    readonly status: number | null;
    readonly output: string;
}

export interface Step {
    readonly succeeded: boolean;
    /** Without what stayed the same, and without the stack itself. */
    readonly changes: Changes;
    /** Errors and warnings, as the CLI shows them. */
    readonly messages: readonly string[];
}

/** The parts of the engine's events that are read here. */
interface EngineEvent {
    readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
    readonly resourcePreEvent?: { readonly metadata: Metadata };
    readonly resOutputsEvent?: { readonly metadata: Metadata };
}
interface Metadata {
    readonly op: string;
    readonly urn: string;
    readonly type: string;
    readonly diffs?: readonly string[] | null;
}

/** What a Pulumi program of ours consists of. */
const sources = [
    "components",
    "model",
    "config.ts",
    "index.ts",
    "package.json",
    "tsconfig.json",
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
    "Pulumi.prod.yaml",
    "Pulumi.README.md",
];

/** A copy of the program in a folder of its own, with a state of its own, run by the real Pulumi CLI. */
export class Project {
    readonly #folder = mkdtempSync(join(tmpdir(), "e2e-"));
    readonly #program = join(this.#folder, "program");

    /** `ports` are where the stand-ins of the providers listen, by name. */
    constructor(
        readonly cli: string,
        readonly stack: string,
        readonly ports: Readonly<Record<string, number>>,
    ) {
        for (const source of sources) {
            cpSync(join(home, source), join(this.#program, source), { recursive: true });
        }
        symlinkSync(join(home, "node_modules"), join(this.#program, "node_modules"));
        mkdirSync(join(this.#folder, "state"));
    }

    remove(): void {
        rmSync(this.#folder, { recursive: true });
    }

    read(file: string): string {
        return readFileSync(join(this.#program, file), "utf8");
    }

    write(file: string, content: string): void {
        writeFileSync(join(this.#program, file), content);
    }

    /** Edits a file of the copy. @throws Error if the text to replace is not there. */
    edit(file: string, replace: string, by: string): void {
        const content = this.read(file);
        if (!content.includes(replace)) {
            throw new Error(`${file} does not hold the text that the e2e edits: ${replace}`);
        }
        this.write(file, content.replaceAll(replace, by));
    }

    /** Runs the CLI, and returns what it printed, both streams in one. */
    async pulumi(...args: readonly string[]): Promise<Ended> {
        const child = spawn(this.cli, ["--non-interactive", "--color", "never", ...args], {
            cwd: this.#program,
            env: this.#environment(),
            stdio: ["ignore", "pipe", "pipe"],
        });
        const [stdout, stderr, [status]] = await Promise.all([
            text(child.stdout),
            text(child.stderr),
            once(child, "close") as Promise<[number | null]>,
        ]);
        return { status, output: stdout + stderr };
    }

    /** @throws Error with what the CLI printed if it failed. */
    async must(...args: readonly string[]): Promise<string> {
        const { status, output } = await this.pulumi(...args);
        if (status !== 0) {
            throw new Error(`pulumi ${args.join(" ")} ended with status ${status}:\n${output}`);
        }
        return output;
    }

    /** preview, up, refresh or destroy, with what it did to each resource. */
    async step(command: "preview" | "up" | "refresh" | "destroy", ...args: readonly string[]): Promise<Step> {
        const approved = command === "preview" ? [] : ["--yes", "--skip-preview"];
        const { status, output } = await this.pulumi(command, "--json", ...approved, ...args);
        const events = output
            .split("\n")
            .flatMap((line) => (line.startsWith("{") ? (JSON.parse(line) as EngineEvent) : []));
        return {
            succeeded: status === 0,
            changes: changesIn(events),
            messages: events.flatMap(({ diagnosticEvent }) =>
                diagnosticEvent && ["error", "warning"].includes(diagnosticEvent.severity)
                    ? [diagnosticEvent.message.trim()]
                    : [],
            ),
        };
    }

    /** Without what the developer's shell, or a test runner, sets for Pulumi, ts-node and AWS. */
    #environment(): NodeJS.ProcessEnv {
        const own = Object.entries(process.env).filter(([key]) => !/^(PULUMI|TS_NODE|AWS)_/.test(key));
        return {
            ...Object.fromEntries(own),
            PATH: [dirname(this.cli), process.env.PATH].join(delimiter),
            PULUMI_HOME: join(this.#folder, "home"),
            PULUMI_BACKEND_URL: `file://${join(this.#folder, "state")}`,
            PULUMI_CONFIG_PASSPHRASE: "e2e",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
            // tsc has checked the types already, and every run would do it again.
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
            PULUMI_DEBUG_PROVIDERS: Object.entries(this.ports)
                .map(([name, port]) => `${name}:${port}`)
                .join(","),
        };
    }
}

/** A replacement is three operations of the engine, and one change. A refresh tells what it found at its end. */
function changesIn(events: readonly EngineEvent[]): Changes {
    const changes: Record<string, string> = {};
    for (const { resourcePreEvent, resOutputsEvent } of events) {
        const { op, urn, type, diffs } = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata ?? unchanged;
        if (type !== "pulumi:pulumi:Stack" && !/^(same|read|refresh)$/.test(op)) {
            const resource = `${type.split(":").at(-1) ?? ""} ${urn.split("::").at(-1) ?? ""}`;
            const change = [/replace/.test(op) ? "replace" : op, ...(diffs ?? [])].join(" ");
            changes[resource] = changes[resource]?.startsWith(change) ? changes[resource] : change;
        }
    }
    return changes;
}

const unchanged: Metadata = { op: "same", urn: "", type: "" };
