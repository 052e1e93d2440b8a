import type { Assign, ChoiceState, Retrier, State, TaskState, Template, WaitState } from "../../../../model/aws/asl";
import { isObject } from "./definition/fieldChecks";
import type { Names } from "./jsonata/expressionFaults";
import { compile, compileTyped, type Field } from "./jsonata/expressions";

/** Where a state, a choice rule or a catcher leads, and what it leaves behind. */
export interface Exit {
    readonly assign?: Field;
    readonly output?: Field;
    /** Absent where the execution ends. */
    readonly next?: string;
}

export interface CompiledPass {
    readonly type: "Pass" | "Succeed";
    readonly exit: Exit;
}

export interface CompiledWait {
    readonly type: "Wait";
    readonly until: { readonly seconds: Field } | { readonly timestamp: Field };
    readonly exit: Exit;
}

export interface CompiledChoice {
    readonly type: "Choice";
    readonly rules: readonly { readonly condition: Field; readonly exit: Exit }[];
    /** The Default's, when there is one. */
    readonly otherwise?: Exit;
}

export interface CompiledTask {
    readonly type: "Task";
    readonly resource: string;
    readonly parameters: Field;
    readonly timeoutSeconds?: number;
    readonly retriers: readonly Retrier[];
    readonly catchers: readonly { readonly errorEquals: readonly string[]; readonly exit: Exit }[];
    readonly exit: Exit;
}

export interface CompiledFail {
    readonly type: "Fail";
    readonly error?: Field;
    readonly cause?: Field;
}

export type CompiledState = CompiledPass | CompiledWait | CompiledChoice | CompiledTask | CompiledFail;

/** Every variable that some state of a definition assigns. */
export function assignedVariables(definition: unknown): ReadonlySet<string> {
    return new Set(assignedIn(definition));
}

function assignedIn(part: unknown): string[] {
    if (typeof part !== "object" || part === null) {
        return [];
    }
    return Object.entries(part as Record<string, unknown>).flatMap(([name, value]) =>
        name === "Assign" && isObject(value) ? Object.keys(value) : assignedIn(value),
    );
}

/** Compiles the expressions of one state; what is wrong with them is added to `faults`. */
export function compileState(state: State, variables: ReadonlySet<string>, faults: string[]): CompiledState {
    const compiler = new Compiler(variables, faults);
    switch (state.Type) {
        case "Choice":
            return compiler.choice(state);
        case "Fail":
            return {
                type: "Fail",
                error: state.Error === undefined ? undefined : compiler.typed("string", "Error", state.Error),
                cause: state.Cause === undefined ? undefined : compiler.typed("string", "Cause", state.Cause),
            };
        case "Pass":
        case "Succeed":
            return { type: state.Type, exit: compiler.exit(state) };
        case "Task":
            return compiler.task(state);
        case "Wait":
            return { type: "Wait", until: compiler.until(state), exit: compiler.exit(state) };
    }
}

class Compiler {
    readonly #names: Names;
    readonly #faults: string[];

    constructor(variables: ReadonlySet<string>, faults: string[]) {
        this.#faults = faults;
        this.#names = { states: ["input", "context"], variables };
    }

    typed(type: "boolean" | "number" | "string", location: string, template: string | number): Field {
        return compileTyped(type, template, location, this.#names, this.#faults);
    }

    /** `place` ends in a slash when it is inside the state; `extra` is the member of $states that exists only there. */
    exit(from: { Assign?: Assign; Output?: Template; Next?: string }, place = "", extra?: string): Exit {
        const states = extra === undefined ? this.#names.states : [...this.#names.states, extra];
        const field = (name: "Assign" | "Output"): Field | undefined => {
            const template = from[name];
            if (template === undefined) {
                return undefined;
            }
            return compile(template, place + name, { ...this.#names, states }, this.#faults);
        };
        return { assign: field("Assign"), output: field("Output"), next: from.Next };
    }

    choice(state: ChoiceState): CompiledChoice {
        const otherwise = this.exit({ ...state, Next: state.Default });
        return {
            type: "Choice",
            rules: state.Choices.map((rule, index) => ({
                condition: this.typed("boolean", `Choices[${index}]/Condition`, rule.Condition),
                exit: this.exit(rule, `Choices[${index}]/`),
            })),
            otherwise: state.Default === undefined ? undefined : otherwise,
        };
    }

    until({ Seconds, Timestamp = "" }: WaitState): CompiledWait["until"] {
        return Seconds === undefined
            ? { timestamp: this.typed("string", "Timestamp", Timestamp) }
            : { seconds: this.typed("number", "Seconds", Seconds) };
    }

    task(state: TaskState): CompiledTask {
        return {
            type: "Task",
            resource: state.Resource,
            parameters: compile(state.Arguments ?? {}, "Arguments", this.#names, this.#faults),
            timeoutSeconds: state.TimeoutSeconds,
            retriers: state.Retry ?? [],
            catchers: (state.Catch ?? []).map((catcher, index) => ({
                errorEquals: catcher.ErrorEquals,
                exit: this.exit(catcher, `Catch[${index}]/`, "errorOutput"),
            })),
            exit: this.exit(state, "", "result"),
        };
    }
}
