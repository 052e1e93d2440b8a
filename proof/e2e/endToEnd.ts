import { isDeepStrictEqual } from "node:util";
import type { Program } from "../simulator/program/program";
import { readState } from "../simulator/program/stackState";
import type { Account } from "./provider/account";
import { simulateEdit } from "./simulatedEdit";
import type { Changes, Project, Step } from "./project";

/** What came of one step. */
export interface Result {
    readonly stack: string;
    readonly step: string;
    readonly changes: Changes;
    /** How a watch ended that waited meanwhile; empty where none did. */
    readonly watch: string;
    /** What is wrong, a sentence each. */
    readonly problems: readonly string[];
}

/** Changes that a step may make, and must; or what else must hold of them. */
export type Expected = Changes | ((changes: Changes) => readonly string[]);

/** What waiting executions live on, whatever the components above it are called. */
const lifeline = /^(StateMachine|Role|RolePolicy) sessions-w/;

/** One stack on the real engine, and the account that it stands in: makes steps, and checks what each may do. */
export class EndToEnd {
    readonly results: Result[] = [];
    #deployed: Program | undefined;

    constructor(
        readonly project: Pick<Project, "stack" | "step" | "pulumi" | "must">,
        readonly account: Account,
        readonly tell: (result: Result) => void,
    ) {}

    /** An update, or anything else that changes the stack while watches wait. */
    async change(name: string, expected: Expected, command: "up" | "refresh" = "up", fails?: RegExp): Promise<Step> {
        const step = await this.project.step(command);
        const before = this.#deployed;
        const state = await this.project.must("stack", "export", "--show-secrets");
        this.#deployed = readState(state, "sessions");
        // Where the rule is off, or there was no guard, no watch was waiting.
        const watched = before?.resources.some(
            ({ type, outputs }) => type.endsWith(":EventRule") && outputs.state === "ENABLED",
        );
        const { ended, problems } =
            before && watched ? await simulateEdit(before, this.#deployed) : { ended: "", problems: [] };
        this.#note(name, step.changes, ended, [
            ...outcomeProblems(step, fails),
            ...(before ? cutLifelines(step.changes) : []),
            ...compare(step.changes, expected),
            ...problems.map((problem) => `a watch that was waiting: ${problem}`),
            ...this.#leftBehind(state),
        ]);
        return step;
    }

    /** What changes nothing in the account, whatever it tells. */
    async look(name: string, expected: Expected, ...args: readonly string[]): Promise<Step> {
        const before = this.account.resources;
        const step = await this.project.step("preview", ...args);
        this.#note(name, step.changes, "", [
            ...outcomeProblems(step),
            ...compare(step.changes, expected),
            ...(isDeepStrictEqual(before, this.account.resources) ? [] : ["the preview changed the account"]),
        ]);
        return step;
    }

    /** What the stack encrypts stands nowhere in its state. */
    async hide(name: string, text: string): Promise<void> {
        const state = await this.project.must("stack", "export");
        this.#note(name, {}, "", state.includes(text) ? [`the state holds "${text}"`] : []);
    }

    /** A stack file that cannot be used: the preview has to say all this, and do nothing. */
    async refuse(name: string, texts: readonly string[]): Promise<void> {
        const { status, output } = await this.project.pulumi("preview");
        this.#note(name, {}, "", [
            ...(status === 0 ? ["the preview took it"] : []),
            ...texts.filter((text) => !output.includes(text)).map((text) => `the CLI does not say "${text}"`),
        ]);
    }

    async destroy(name: string): Promise<void> {
        const step = await this.project.step("destroy");
        this.#note(name, step.changes, "", [
            ...outcomeProblems(step),
            ...compare(step.changes, onlyBy("delete")),
            ...this.#leftBehind(await this.project.must("stack", "export")),
            ...this.account.resources.map(({ type, id }) => `${type} "${id}" is left behind`),
        ]);
    }

    #note(step: string, changes: Changes, watch: string, problems: readonly string[]): void {
        const result = { stack: this.project.stack, step, changes, watch, problems };
        this.results.push(result);
        this.tell(result);
    }

    /** What stands in the account and not in the state, or the other way round. */
    #leftBehind(state: string): string[] {
        const { deployment } = JSON.parse(state) as {
            deployment: { resources?: { custom: boolean; type: string; id: string }[] };
        };
        const known = (deployment.resources ?? [])
            .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
            .map(({ type, id }) => `${type} "${id}"`);
        const standing = this.account.resources.map(({ type, id }) => `${type} "${id}"`);
        return [
            ...standing
                .filter((resource) => !known.includes(resource))
                .map((resource) => `the state does not know ${resource}`),
            ...known
                .filter((resource) => !standing.includes(resource))
                .map((resource) => `the account has no ${resource}`),
            ...known
                .filter((resource, index) => known.indexOf(resource) < index)
                .map((resource) => `${resource} is there twice`),
        ];
    }
}

/** Every change is of this kind. */
export const onlyBy =
    (kind: string, resource = /^/) =>
    (changes: Changes): readonly string[] =>
        Object.entries(changes)
            .filter(([name, change]) => change !== kind || !resource.test(name))
            .map(([name, change]) => `it may not ${change} ${name}`);

/** Every change is one of these; not all of them need be made. */
export const within =
    (expected: Changes) =>
    (changes: Changes): readonly string[] =>
        Object.keys(changes)
            .filter((name) => !(name in expected))
            .map((name) => `it may not ${String(changes[name])} ${name}`);

function compare(changes: Changes, expected: Expected): readonly string[] {
    if (typeof expected === "function") {
        return expected(changes);
    }
    const names = [...new Set([...Object.keys(expected), ...Object.keys(changes)])];
    return names
        .filter((name) => changes[name] !== expected[name])
        .map((name) => `${name}: should be "${expected[name] ?? "same"}", was "${changes[name] ?? "same"}"`);
}

function outcomeProblems({ succeeded, messages }: Step, fails?: RegExp): string[] {
    if (fails) {
        return !succeeded && messages.some((message) => fails.test(message)) ? [] : [`it did not fail as it should`];
    }
    return succeeded ? [] : [`it failed: ${messages.join("\n")}`];
}

function cutLifelines(changes: Changes): string[] {
    return Object.entries(changes)
        .filter(([resource, change]) => lifeline.test(resource) && !change.startsWith("update"))
        .map(([resource, change]) => `it may never ${change} ${resource}`);
}
