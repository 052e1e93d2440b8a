import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import type { CreateSessionRecord } from "../../../model/event/createSession";
import { sessionFacts } from "../../../model/limits/sessionFacts";
import { named } from "../../aws/accountProblem";
import type { Clients } from "../account/clients";
import { parsed } from "../account/differences";
import { count, few, mayLook, note, ok, wrong, type Check, type Finding } from "../account/finding";
import { resourcesOf } from "../account/subject";
import { findWatches } from "../account/watches";

const day = 24 * 60 * 60 * 1000;
/** An event that is on its way is no event that was lost. */
const onItsWay = 15 * 60 * 1000;
/** AWS gives 50 a page and two pages a second. */
const mostPages = 40;

/** Does it work: does each session that CloudTrail has recorded in the last day have its watch? */
export const records: Check = {
    title: "Yesterday",
    needs: () => [mayLook("LookUpRecords", ["cloudtrail:LookupEvents"])],
    look: async (subject, { cloudTrail, states }) => {
        const { guard, now, machineArn } = subject;
        const { made, complete } = await recordsSince(cloudTrail, now - day);
        const due = made.filter(({ at }) => at < now - onItsWay);
        const { of, complete: all } = await findWatches(
            states,
            machineArn,
            due.map(({ id }) => id),
            now - day,
        );
        const lost = due.filter(({ id }) => !of.has(id));
        const byEvent = due.filter(({ id }) => of.get(id)?.input.swept !== true && of.has(id));
        const bySweep = due.length - lost.length - byEvent.length;
        const sweeps = resourcesOf(subject, "scheduler/schedule:Schedule").length > 0;
        const findings: Finding[] = [
            ...(complete
                ? []
                : [note(`more than ${mostPages * 50} sessions were opened: only the newest were looked at`)]),
            ...(all
                ? []
                : [note("there are more watches than are looked at: sessions may be named below that have one")]),
            ...(bySweep > 0
                ? [note(`${count(bySweep, "session")} got a watch from a sweep alone: the event was lost`)]
                : []),
            ...(lost.length > 0
                ? [
                      (all ? wrong : note)(
                          `${lost.length} of ${count(due.length, "session")} got no watch: ` +
                              few(lost.map(({ id, at }) => `${id} (${new Date(at).toISOString().slice(0, 16)})`)),
                          `look at Trail and Rule above; ${
                              sweeps
                                  ? `${guard}'s next sweep takes up what still runs`
                                  : "npm run doctor -- --sessions shows which still run"
                          }`,
                      ),
                  ]
                : []),
        ];
        if (findings.length > 0) {
            return { findings };
        }
        return {
            findings: [
                due.length === 0
                    ? ok("nobody has opened a session in the last day")
                    : ok(`${count(due.length, "session")} of the last day, each with its watch`),
            ],
        };
    },
};

/** The sessions that were opened, by their records. */
async function recordsSince(client: Clients["cloudTrail"], since: number) {
    const made: { id: string; at: number }[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < mostPages; page++) {
        const { Events = [], ...answer } = await named("cloudtrail:LookupEvents", () =>
            client.send(
                new LookupEventsCommand({
                    LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "CreateSession" }],
                    StartTime: new Date(since),
                    MaxResults: 50,
                    NextToken,
                }),
            ),
        );
        for (const { CloudTrailEvent } of Events) {
            const record = parsed(CloudTrailEvent) as CreateSessionRecord | undefined;
            // S3 Express has a CreateSession, too, and a call that was refused opened nothing.
            if (record?.eventSource === "glue.amazonaws.com" && record.errorCode === undefined) {
                const { id } = sessionFacts({ request: record.requestParameters, response: record.responseElements });
                made.push({ id, at: Date.parse(record.eventTime) });
            }
        }
        NextToken = answer.NextToken;
        if (!NextToken) {
            return { made, complete: true };
        }
    }
    return { made, complete: false };
}
