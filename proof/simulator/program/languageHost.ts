import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { placeIn } from "./program";
import { home, projectName } from "../../../deployments/stack/stack";
import type { StackConfig } from "../../../deployments/stack/stackConfig";
import { Engine, type Reported } from "./engine";

export interface ProcessOptions {
    readonly stack: string;
    readonly config: StackConfig & { readonly "aws:region": string };
    /** Whether to run as `pulumi preview` does. Default: false. */
    readonly preview?: boolean;
    /** The folder of another program than the project's own. */
    readonly folder?: string;
    /** More arguments for Node itself. Default: none. */
    readonly nodeArguments?: readonly string[];
}

/** What became of the process, and what it sent to the engine. */
export interface Ended extends Reported {
    /** 0: well; 32: an error that the user was shown; 1: one that nobody was shown; null: it was killed. */
    readonly exitCode: number | null;
    /** What it printed past the engine. */
    readonly stdout: string;
    readonly stderr: string;
}

/** A quiet machine needs a tenth of this. */
const limitMilliseconds = 180_000;

/**
 * Runs `index.ts` in a process of its own, in the project's folder and type-checked, with the arguments and the
 * environment that Pulumi's Node language host gives it.
 */
export async function runProcess({
    stack,
    config,
    preview = false,
    folder = home,
    nodeArguments = [],
}: ProcessOptions): Promise<Ended> {
    const project = projectName();
    const region = config["aws:region"];
    const place = placeIn(region);
    const engine = new Engine({ project, stack, place, preview });
    try {
        const address = await engine.listen();
        const child = spawn(
            process.execPath,
            [
                ...nodeArguments,
                require.resolve("@pulumi/pulumi/cmd/run"),
                ...["--monitor", address],
                ...["--engine", address],
                ...["--organization", "organization"],
                ...["--project", project],
                ...["--root-directory", folder],
                ...["--stack", stack],
                ...["--pwd", folder],
                ...(preview ? ["--dry-run"] : []),
                ...["--parallel", "16"],
                "index.ts",
            ],
            {
                cwd: folder,
                env: { ...ownEnvironment(), ...programEnvironment(config) },
                stdio: ["ignore", "pipe", "pipe"],
                timeout: limitMilliseconds,
                killSignal: "SIGKILL",
            },
        );
        const kill = () => child.kill("SIGKILL");
        process.once("exit", kill);
        try {
            const [stdout, stderr, [exitCode]] = await Promise.all([
                text(child.stdout),
                text(child.stderr),
                once(child, "close") as Promise<[number | null]>,
            ]);
            const { resources, outputs, messages } = engine;
            return { exitCode, stdout, stderr, resources, outputs, messages };
        } finally {
            process.off("exit", kill);
            kill();
        }
    } finally {
        engine.close();
    }
}

/** Without what the developer's shell, or the test runner, sets for Pulumi, ts-node and the AWS provider. */
function ownEnvironment(): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(PULUMI|TS_NODE|AWS)_/.test(key)));
}

/** The language host writes `aws:region` as `aws:config:region`. */
function programEnvironment(config: StackConfig): NodeJS.ProcessEnv {
    const written = Object.entries(config).map(([key, value]) => [key.replace(":", ":config:"), value]);
    return {
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(written)),
        PULUMI_CONFIG_SECRET_KEYS: "[]",
        PULUMI_NODEJS_TYPESCRIPT: "true",
    };
}
