import type { Statement } from "../access/permissions";
import { kinds } from "./kinds";
import type { SessionLimit, Tags } from "./limits";

/** What IAM can know of a session whose stop is asked for: its id and its tags. */
interface Denial {
    readonly ids: readonly string[];
    readonly tags: Tags;
}

/** Who keeps the sessions of an exempt row alive: IAM too, IAM for a part of them, or the workflow alone. */
export type HeldBy = "IAM" | "IAM in part" | "the workflow alone";

const iamKeys: readonly (keyof SessionLimit)[] = ["name", "exempt", "kinds", "ids", "tags"];

function denialsOf(row: SessionLimit): Denial[] {
    const others = Object.keys(row).some((key) => !iamKeys.includes(key as keyof SessionLimit));
    // Two lists of ids that must both fit are no list of resources.
    if (!row.exempt || others || (row.kinds && row.ids)) {
        return [];
    }
    const own = row.tags ?? {};
    const known = kinds.filter(({ name }) => row.kinds?.includes(name));
    return row.kinds
        ? known.flatMap(({ ids, tags }): Denial[] => [
              ...(ids ? [{ ids, tags: own }] : []),
              ...(tags ? [{ ids: ["*"], tags: { ...own, ...tags } }] : []),
          ])
        : [{ ids: row.ids ?? ["*"], tags: own }];
}

/** Who holds this exemption. */
export function heldBy(row: SessionLimit): HeldBy {
    const byOrigin = kinds.some(({ name, origins }) => origins && row.kinds?.includes(name));
    return denialsOf(row).length === 0 ? "the workflow alone" : byOrigin ? "IAM in part" : "IAM";
}

/**
 * Denials of `glue:StopSession` for sessions that a row exempts by id or by tag: no fault of the workflow can break them.
 * They hold for these sessions whatever row stands above.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html
 *
 * @param sessionArn The ARN of the session with this id, or of those that this pattern names.
 */
export function exemptions(rows: readonly SessionLimit[], sessionArn: (id: string) => string): Statement[] {
    return rows.flatMap((row, place) =>
        denialsOf(row).map(({ ids, tags }, part): Statement => {
            const conditions = Object.entries(tags).map(([key, pattern]) => [`aws:ResourceTag/${key}`, pattern]);
            return {
                Sid: `Exempt${place + 1}${part === 0 ? "" : `Part${part + 1}`}`,
                Effect: "Deny",
                Action: "glue:StopSession",
                Resource: ids.map(sessionArn),
                ...(conditions.length > 0 && { Condition: { StringLike: Object.fromEntries(conditions) as Tags } }),
            };
        }),
    );
}
