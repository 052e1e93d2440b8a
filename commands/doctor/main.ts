import { InputError } from "../../deployments/input/inputError";
import { policyDocument } from "../../model/access/permissions";
import { AccountProblem } from "../aws/accountProblem";
import { answer, readOptions, runProgram, type Printed } from "../commandLine";
import { configHelp, readConfigOption } from "../configOption";
import { connectToAws, type Clients, type Connect } from "./account/clients";
import { unseen, type Check } from "./account/finding";
import { readSubject, type Subject } from "./account/subject";
import { chat } from "./checks/channels/chat";
import { listeners } from "./checks/channels/listeners";
import { mail } from "./checks/channels/mail";
import { credentials } from "./checks/credentials";
import { deployed } from "./checks/deployed";
import { records } from "./checks/records";
import { rights } from "./checks/rights";
import { rule } from "./checks/rule";
import { scale } from "./checks/scale";
import { schedules } from "./checks/schedules";
import { sessions } from "./checks/sessions";
import { tags } from "./checks/tags";
import { trail } from "./checks/trail";
import { trouble } from "./checks/trouble";
import { json, statusOf, tables, text, type Line } from "./render";

const usage = `Says why nothing is stopped: looks at a stack's account, in the order in which the record of a session travels.
It changes nothing there.

  npm run doctor -- --stack NAME               every check, a line each: ✓ well, ! worth knowing, ✗ to be fixed
  npm run doctor -- --stack NAME --sessions    what runs now, whose it is, what it has cost, and when it is stopped
  npm run doctor -- --stack NAME --policy      the policy that it needs, as JSON

${configHelp}
  --state FILE    what \`pulumi stack export\` printed, or - for standard input (default: the Pulumi CLI is asked)
  --guard NAME    which guard of that state, if it has several
  --json          print JSON for programs instead of text
  --help          this text

It takes the AWS credentials of your shell, or of the stack's aws:profile.

Exit status: 0 if all is well, 1 if something is to be fixed, 2 for wrong usage and for what it could not look at.`;

/** In the order in which a session's record travels. */
export const checks: readonly Check[] = [
    credentials,
    trail,
    rule,
    schedules,
    deployed,
    rights,
    listeners,
    chat,
    mail,
    trouble,
    records,
    tags,
    sessions,
    scale,
];

const options = {
    stack: { type: "string" },
    config: { type: "string" },
    state: { type: "string" },
    guard: { type: "string" },
    sessions: { type: "boolean", default: false },
    policy: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
} as const;

/** Does what a command line asks for. */
export function main(args: readonly string[], connect: Connect = connectToAws, now = Date.now()): Promise<Printed> {
    return answer(() => perform(readOptions(args, options, usage), connect, now));
}

async function perform(
    asked: ReturnType<typeof readOptions<typeof options>>,
    connect: Connect,
    now: number,
): Promise<string | Printed> {
    if (asked.stack === undefined) {
        throw new InputError(`Name a stack with --stack.\n\n${usage}`);
    }
    if (asked.sessions && asked.policy) {
        throw new InputError("--sessions and --policy exclude one another: take one.");
    }
    if (asked.config === "-" && asked.state === "-") {
        throw new InputError("Standard input can be read once: take - for one option.");
    }
    const { state, guard } = asked;
    const config = await readConfigOption(asked.config);
    const subject = await readSubject(asked.stack, { config, state, guard, now });
    if (asked.policy) {
        return JSON.stringify(policyDocument(...checks.flatMap(({ needs }) => needs(subject))), undefined, 4);
    }
    const aws = connect(subject.program.place.region, subject.stack.config["aws:profile"]);
    const lines = await examine(asked.sessions ? [credentials, sessions, scale] : checks, subject, aws);
    // Who asks is no news where somebody wants a table.
    const shown = asked.sessions && lines.length > 1 ? lines.slice(1) : lines;
    const printed = asked.json ? json(subject, shown) : asked.sessions ? tables(shown) : text(subject, shown);
    return { text: printed, status: statusOf(lines) };
}

/** One check after the other. In another account than the stack's there is nothing to see. */
async function examine(asked: readonly Check[], subject: Subject, aws: Clients): Promise<Line[]> {
    const lines: Line[] = [];
    for (const { title, look } of asked) {
        try {
            lines.push({ title, ...(await look(subject, aws)) });
        } catch (error) {
            if (!(error instanceof AccountProblem)) {
                throw error;
            }
            const [text = "", fix] = error.message.split(/\.? Fix: /);
            lines.push({ title, findings: [unseen(text, fix)] });
        }
        const [who] = lines;
        if (lines.length === 1 && who?.findings.some(({ sign }) => sign === "wrong" || sign === "unseen")) {
            break;
        }
    }
    return lines;
}

if (require.main === module) {
    void runProgram(main(process.argv.slice(2)));
}
