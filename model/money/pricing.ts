/**
 * What a DPU-hour of an interactive session costs, in USD, where that is known for certain. Elsewhere the guard speaks
 * of DPU-hours only, until the setting `dpuHourUsd` names the price: no figure is better than a wrong one.
 *
 * M-DPU (workers R.*, Z.*) are billed at another price and have none here.
 */
interface Price {
    readonly usd: string;
    readonly source: string;
}

const prices: Readonly<Record<string, Price>> = {
    "us-east-1": { usd: "0.44", source: "https://aws.amazon.com/glue/pricing/, pricing examples" },
    "eu-west-1": {
        usd: "0.44",
        source: "the article's bills of 2024: 5.731 DPU-hours for 2.52 USD, 2.615 for 1.15, 2.567 for 1.13",
    },
};

/** Minutes without work after which Glue ends a session whose creator asked for nothing else. https://docs.aws.amazon.com/glue/latest/dg/interactive-sessions-magics.html */
export const defaultIdleMinutes = 2880;

/** The price of a DPU-hour in USD as decimal text: what the setting says, else the region's, else undefined. */
export function dpuHourPrice(region: string, setting = ""): string | undefined {
    return setting === "" ? prices[region]?.usd : setting;
}
