import {
    DescribeTrailsCommand,
    GetEventSelectorsCommand,
    GetTrailStatusCommand,
    type AdvancedEventSelector,
    type AdvancedFieldSelector,
    type EventSelector,
    type Trail,
} from "@aws-sdk/client-cloudtrail";
import { named } from "../../aws/accountProblem";
import type { Clients } from "../account/clients";
import type { Subject } from "../account/subject";
import { awsCommand, few, mayLook, note, ok, unseen, wrong, type Check } from "../account/finding";

/** Whether a trail logs what the rule waits for; perhaps: it depends on who calls. */
export type Logged = "yes" | "perhaps" | "no";

/** The record of `CreateSession`, by the fields that advanced selectors know. */
const record: Readonly<Record<string, string>> = {
    eventCategory: "Management",
    eventSource: "glue.amazonaws.com",
    eventName: "CreateSession",
    eventType: "AwsApiCall",
    readOnly: "false",
};

/**
 * Whether these selectors take the record of `CreateSession`.
 *
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
export function logsSessions(
    basic: readonly EventSelector[] | undefined,
    advanced: readonly AdvancedEventSelector[] | undefined,
): Logged {
    const answers = [
        ...(basic ?? []).map(({ IncludeManagementEvents, ReadWriteType, ExcludeManagementEventSources }): Logged =>
            IncludeManagementEvents !== false &&
            ReadWriteType !== "ReadOnly" &&
            !ExcludeManagementEventSources?.includes("glue.amazonaws.com")
                ? "yes"
                : "no",
        ),
        ...(advanced ?? []).map(({ FieldSelectors = [] }): Logged => {
            const fields = FieldSelectors.map(fits);
            return fields.includes("no") ? "no" : fields.includes("perhaps") ? "perhaps" : "yes";
        }),
    ];
    return answers.find((answer) => answer === "yes") ?? answers.find((answer) => answer === "perhaps") ?? "no";
}

function fits({ Field = "", ...tests }: AdvancedFieldSelector): Logged {
    const value = record[Field];
    if (value === undefined) {
        return "perhaps";
    }
    const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = tests;
    const any = (texts: string[] | undefined, test: (text: string) => boolean) => texts?.some(test);
    const wanted = [
        any(Equals, (text) => text === value),
        any(StartsWith, (text) => value.startsWith(text)),
        any(EndsWith, (text) => value.endsWith(text)),
    ].filter((answer) => answer !== undefined);
    const refused =
        any(NotEquals, (text) => text === value) ||
        any(NotStartsWith, (text) => value.startsWith(text)) ||
        any(NotEndsWith, (text) => value.endsWith(text));
    return refused || (wanted.length > 0 && !wanted.includes(true)) ? "no" : "yes";
}

interface Examined {
    readonly name: string;
    readonly isLogging: boolean;
    readonly logged: Logged;
    readonly deliveryError: string;
}

/** Does a trail log the management events of this region? Without one EventBridge never hears of a session. */
export const trail: Check = {
    title: "Trail",
    needs: () => [
        mayLook("LookAtTrails", [
            "cloudtrail:DescribeTrails",
            "cloudtrail:GetTrailStatus",
            "cloudtrail:GetEventSelectors",
        ]),
    ],
    look: async (subject, { cloudTrail }) => {
        const {
            stack,
            program: { place },
        } = subject;
        const trails = await named("cloudtrail:DescribeTrails", async () => {
            const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
            return trailList;
        });
        if (trails.length === 0) {
            return {
                findings: [
                    wrong(
                        `no trail logs ${place.region}: EventBridge never hears of a session`,
                        `npx pulumi config set createTrail true --stack ${stack.name} && npx pulumi up --stack ${stack.name}`,
                    ),
                ],
            };
        }
        const examined: Examined[] = [];
        const hidden: string[] = [];
        for (const trail of trails) {
            try {
                examined.push(await examine(trail, cloudTrail));
            } catch (error) {
                hidden.push(`${trail.Name ?? ""}: ${(error as Error).message}`);
            }
        }
        const good = examined.filter(({ isLogging, logged }) => isLogging && logged === "yes");
        const perhaps = examined.filter(({ isLogging, logged }) => isLogging && logged === "perhaps");
        if (good.length === 0 && hidden.length > 0) {
            return { findings: hidden.map((text) => unseen(text)) };
        }
        if (good.length === 0) {
            const which = few(examined.map(describeTrail));
            return {
                findings: [
                    perhaps.length > 0
                        ? note(`no trail logs every session: ${which}`, fixOf(subject, examined))
                        : wrong(`no trail logs CreateSession: ${which}`, fixOf(subject, examined)),
                ],
            };
        }
        return {
            findings: [
                ok(`${few(good.map(({ name }) => name))} logs management events of ${place.region}`),
                ...good
                    .filter(({ deliveryError }) => deliveryError !== "")
                    .map(({ name, deliveryError }) =>
                        note(
                            `${name} cannot write its log files (${deliveryError})`,
                            "look at the policy of its bucket and of its key",
                        ),
                    ),
            ],
        };
    },
};

const describeTrail = ({ name, isLogging, logged }: Examined) =>
    `${name} (${!isLogging ? "switched off" : logged === "no" ? "without management write events of Glue" : "with a filter on who calls"})`;

function fixOf(subject: Subject, examined: readonly Examined[]): string {
    const off = examined.find(({ isLogging, logged }) => !isLogging && logged === "yes");
    const one = off ?? examined[0];
    return off
        ? awsCommand(subject, `cloudtrail start-logging --name ${off.name}`)
        : awsCommand(
              subject,
              `cloudtrail put-event-selectors --trail-name ${one?.name ?? ""} ` +
                  `--event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'`,
          ) + ", by whoever owns the trail: it replaces the selectors that are there";
}

/** A member of an organization must name the organization's trail by its ARN. */
async function examine({ Name = "", TrailARN = Name }: Trail, client: Clients["cloudTrail"]): Promise<Examined> {
    const { IsLogging = false, LatestDeliveryError = "" } = await named("cloudtrail:GetTrailStatus", () =>
        client.send(new GetTrailStatusCommand({ Name: TrailARN })),
    );
    const { EventSelectors, AdvancedEventSelectors } = await named("cloudtrail:GetEventSelectors", () =>
        client.send(new GetEventSelectorsCommand({ TrailName: TrailARN })),
    );
    return {
        name: Name,
        isLogging: IsLogging,
        logged: logsSessions(EventSelectors, AdvancedEventSelectors),
        deliveryError: LatestDeliveryError,
    };
}
