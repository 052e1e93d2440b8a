/**
 * Whose session it is: the short name that mails show beside the full ARN. A name that the caller could choose comes
 * after one that AWS or an administrator gave: any caller may write any tag.
 *
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import { fold } from "../aws/jsonata";

/** Role session names that programs have, and no person: the role's name says more. */
export const machineSessionNames: readonly { readonly name: string; readonly of: string }[] = [
    { name: "SageMaker", of: "SageMaker Studio, every user of a shared execution role" },
    { name: "GlueJobRunnerSession", of: "Glue jobs" },
    { name: "botocore-session-[0-9]+", of: "the Python SDK, where the caller names no session" },
    { name: "aws-sdk-[a-z]+-[0-9a-zA-Z-]+", of: "other SDKs, where the caller names no session" },
    { name: "awslambda.*", of: "Lambda functions" },
    { name: "i-[0-9a-f]+", of: "EC2 instances" },
    { name: "[0-9]{10,}", of: "programs that use the time as a name" },
];

/** Matches a name of the table, whole. */
export const machineSessionName = `/^(?:${machineSessionNames.map(({ name }) => name).join("|")})$/`;

/**
 * JSONata, total, of the workflow's input: the first of source identity, IAM user or root, the session name of a
 * person's role session, owner tags, role, Identity Center user id, service; else `unknown`.
 */
export const ownerOfInput = fold`(
    $text := function($value) { $type($value) = 'string' ? $value : '' };
    $by := $states.input.who;
    $kind := $text($by.type);
    $arn := $text($by.arn);
    $last := $split($arn, '/')[-1];
    $afterColon := function($id) { $contains($id, ':') ? $substringAfter($id, ':') : '' };
    $session := $kind in ['AssumedRole', 'FederatedUser']
        ? ($afterColon($text($by.principalId)) != '' ? $afterColon($text($by.principalId)) : $last)
        : '';
    $tags := $states.input.request.tags;
    $ownerTag := $text($tags.owner);
    $names := $filter([
        $text($by.sessionContext.sourceIdentity),
        $kind = 'Root' ? 'root' : $kind = 'IAMUser' ? ($text($by.userName) != '' ? $text($by.userName) : $last) : '',
        $contains($session, ${machineSessionName}) ? '' : $session,
        $text($tags.AmazonDataZoneSessionOwner),
        $afterColon($ownerTag) != '' ? $afterColon($ownerTag) : $ownerTag,
        $text($by.sessionContext.sessionIssuer.userName),
        $text($by.userName),
        $text($by.onBehalfOf.userId),
        $text($by.invokedBy),
        $last,
        $arn,
        $text($by.principalId)
    ], function($name) { $name != '' });
    $exists($names) ? $names[0] : 'unknown'
)`;
