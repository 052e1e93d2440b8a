import { fold } from "../aws/jsonata";

const monthsOf31Days = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])";
const monthsOf30Days = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)";
const february = "02-(?:0[1-9]|1[0-9]|2[0-8])";
/** Of every fourth year; 2000 is one, since 400 divides it. */
const leapDay = "(?:[02468][048]|[13579][26])-02-29";
const date = `20(?:[0-9]{2}-(?:${monthsOf31Days}|${monthsOf30Days}|${february})|${leapDay})`;
const time = "(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:[.][0-9]{1,9})?";

/**
 * Whether `$at` is an ISO 8601 instant of this century that exists: `$toMillis` throws, or worse, on others. The
 * match is compared with the whole, since `$` would let a line break follow in some engines.
 */
export const isInstant = fold`function($at) { $type($at) = 'string' ? $match($at,
    /^${date}T${time}Z/
).match = $at : false }`;
