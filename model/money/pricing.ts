/**
 * What a DPU-hour of an interactive session costs, in USD, in regions for which a source can be cited. Elsewhere the
 * guard speaks of DPU-hours only, until the setting `dpuHourUsd` names the price: no figure is better than a wrong one.
 *
 * M-DPU (workers R.*, Z.*) are billed at another price and have none here.
 */

export interface Price {
    /** Decimal text. */
    readonly usd: string;
    /** `bills`: bills of interactive sessions confirm it. `jobs`: AWS's price list for jobs; AWS's page has one rate for both. */
    readonly grade: "bills" | "jobs";
    readonly source: string;
}

/** Generated from AWS's price list of Glue jobs. AWS's pricing page gives one rate for "ETL jobs and interactive sessions". */
const jobsSource =
    "https://github.com/GoogleCloudPlatform/PerfKitBenchmarker, perfkitbenchmarker/providers/aws/aws_dpb_glue_prices.py";

/** Prices of jobs, and the regions that have them. */
const jobs: Readonly<Record<string, readonly string[]>> = {
    "0.44": [
        ...["ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1"],
        ...["ap-southeast-2", "ap-southeast-3", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-2", "eu-west-3"],
        ...["us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2"],
    ],
    "0.52": ["eu-south-1"],
    "0.524": ["af-south-1"],
    "0.59": ["me-south-1"],
    "0.69": ["sa-east-1"],
};

/** By region. */
export const prices: ReadonlyMap<string, Price> = new Map<string, Price>([
    ["us-east-1", { usd: "0.44", grade: "bills", source: "https://aws.amazon.com/glue/pricing/, pricing examples" }],
    [
        "eu-west-1",
        {
            usd: "0.44",
            grade: "bills",
            source: "the article's bills of 2024: 5.731 DPU-hours for 2.52 USD, 2.615 for 1.15, 2.567 for 1.13",
        },
    ],
    ...Object.entries(jobs).flatMap(([usd, regions]) =>
        regions.map((region): [string, Price] => [region, { usd, grade: "jobs", source: jobsSource }]),
    ),
]);

/** The price of a DPU-hour in USD as decimal text: what the setting says, else the region's, else undefined. */
export function dpuHourPrice(region: string, setting = ""): string | undefined {
    return setting === "" ? prices.get(region)?.usd : setting;
}
