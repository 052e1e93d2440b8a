import type { Definition } from "../../model/aws/asl";

/** A state machine's definition as a mermaid state diagram: states, ways between them, and what leads where. */
export function stateDiagram({ StartAt, States }: Definition): string {
    const lines = [`[*] --> ${StartAt}`];
    for (const [name, state] of Object.entries(States)) {
        switch (state.Type) {
            case "Choice":
                for (const { Next, Comment } of state.Choices) {
                    lines.push(way(name, Next, Comment ?? ""));
                }
                if (state.Default !== undefined) {
                    lines.push(way(name, state.Default, "otherwise"));
                }
                break;
            case "Succeed":
            case "Fail":
                lines.push(`${name} --> [*]`);
                break;
            default:
                lines.push(`${name} --> ${state.Next ?? "[*]"}`);
                for (const { Next, ErrorEquals } of (state.Type === "Task" && state.Catch) || []) {
                    lines.push(
                        way(
                            name,
                            Next,
                            ErrorEquals.map((error) => error.replace(/^Glue\.|Exception$/g, "")).join(", "),
                        ),
                    );
                }
        }
    }
    return ["stateDiagram-v2", ...lines.map((line) => `    ${line}`)].join("\n");
}

function way(from: string, to: string, label: string): string {
    return `${from} --> ${to}${label && `: ${label.replace(/[:;]/g, ",")}`}`;
}
