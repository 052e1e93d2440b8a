import { fold, jsonata, literal } from "../aws/jsonata";
import type { Expression } from "../aws/asl";
import { isSlack, type Chat } from "../channels/chat";
import { printable } from "../event/printable";
import type { Line, NextStep, Notice } from "./notice";

/** Characters that a chat may obey instead of showing them: all but these. An escape stands for each parenthesis. */
const obeyed = String.raw`/[^ -%'\u0028\u0029+-;=?-Z_a-z]+/`;
const obeyedOrEndOfLine = String.raw`/[^\n -%'\u0028\u0029+-;=?-Z_a-z]+/`;
/** No mention begins: an address keeps its sign. */
const mention = "/(?:^|[^A-Za-z0-9._-])@+/";
/** An id beyond these is in no command: a chat could change it. */
const unusual = String.raw`/[^A-Za-z0-9 ._:\/=+,-]/`;

const tick = "'`'";
const fence = "'```'";
const pasted = `${tick} & $paste & ${tick}`;
const elsewhere = "'the mail has the command (a chat could change this id)'";
/** A value longer than this is cut; the description of a notice then stays below what a chat takes, 3,000 characters. */
const valueLength = 250;
const tableLength = 2500;

const functions = fold`
    $plain := function($text) { $replace(${printable("$text", valueLength, obeyed)}, ${mention}, '?') };
    $code := function($text) { ${tick} & $plain($text) & ${tick} }`;

/**
 * A notice in the form of custom notifications, for the topic of Amazon Q Developer in chat applications, which drops
 * everything else. What comes from a session stands between backticks, without the characters that a chat obeys: no
 * mention, no link and no formatting comes through. What tells of one session stands in one thread.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chatMessage(chat: Chat, kind: string, notice: Notice): Expression {
    const { before, title, opening, lines, table, steps } = notice;
    // Slack has a markdown of its own.
    const bold = isSlack(chat) ? "*" : "**";
    const row = ([label, value, when]: Line) =>
        `${when === undefined ? "" : `${when} ? `}${literal(`- ${bold}${label}:${bold} `)} & ${label === "Look" ? `$plain(${value})` : `$code(${value})`}`;
    const note = (text: string) => `($note := ${text}; $exists($note) ? '- ' & $plain($trim($note)))`;
    const block = (rows: readonly string[]) => fold`
        ${fence} & '\n' & $replace($replace($cut($replace($join([${rows.join(", ")}], '\n'), ${obeyedOrEndOfLine}, '?'), ${tableLength}), '\n@', '\n?'), ${mention}, '?') & '\n' & ${fence}`;
    const step = ({ sentence, paste, when }: NextStep) => fold`
        ${when === undefined ? "" : `${when} ? `}($paste := ${paste};
            (${sentence}) & ($exists($paste) ? ' ' & ${paste.includes("$states.input.id") ? `($contains($states.input.id, ${unusual}) ? ${elsewhere} : ${pasted})` : pasted}))`;
    return jsonata`(
        ${before.join("; ")};
        ${functions};
        $steps := [${steps.map(step).join(", ")}];
        $string({
            'version': '1.0',
            'source': 'custom',
            'content': {
                'textType': 'client-markdown',
                'title': ${title},
                'description': $join([
                    $plain(${opening}),
                    '',
                    ${(table ? [block(table)] : lines.map((line) => (typeof line === "string" ? note(line) : row(line)))).join(", ")}
                ], '\n'),
                'nextSteps': $count($steps) > 0 ? $steps
            },
            'metadata': {
                'threadId': $states.input.id != '' ? ${printable("$states.input.id", 100, obeyed)},
                'summary': ${title},
                'eventType': '${kind}'
            }
        })
    )`;
}
