/**
 * One plain address: dots stand between other characters, and the domain has labels of letters, digits and `-`. SNS
 * refuses more than a preview can know; this much it refuses for certain.
 */
const local = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*";
const domain = "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+([A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,58}[A-Za-z0-9])";

const address = new RegExp(`^${local}@${domain}$`);
const domainName = new RegExp(`^${domain}$`);

export const isMailAddress = (value: string) => value.length <= 254 && address.test(value);

/** A domain of mail addresses: `example.com`. */
export const isDomain = (value: string) => value.length <= 253 && domainName.test(value);
