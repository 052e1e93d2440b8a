import { fold } from "../aws/jsonata";

/**
 * Whether `$at` is an ISO 8601 instant of this century that exists: `$toMillis` throws, or worse, on others. The
 * match is compared with the whole, since `$` would let a line break follow in some engines.
 */
export const isInstant = fold`function($at) { $type($at) = 'string' ? $match($at,
    /^20(?:[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[02468][048]|[13579][26])-02-29)T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:[.][0-9]{1,9})?Z/
).match = $at : false }`;
