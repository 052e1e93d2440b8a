/**
 * AWS's partitions and their regions: the one place that knows them.
 *
 * Source: https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json (November 2026)
 */

interface Partition {
    readonly regions: readonly string[];
    /** How the names of its endpoints end. */
    readonly dnsSuffix: string;
    /** The host of the AWS console. Where none is known there are no links, rather than wrong ones. */
    readonly consoleHost?: string;
}

const partitions: Readonly<Record<string, Partition>> = {
    aws: {
        dnsSuffix: "amazonaws.com",
        consoleHost: "console.aws.amazon.com",
        regions: [
            ...["af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
            ...["ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4"],
            ...["ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1"],
            ...["eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3"],
            ...["il-central-1", "me-central-1", "me-south-1", "me-west-1", "mx-central-1", "sa-east-1", "sa-west-1"],
            ...["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
        ],
    },
    "aws-cn": {
        dnsSuffix: "amazonaws.com.cn",
        consoleHost: "console.amazonaws.cn",
        regions: ["cn-north-1", "cn-northwest-1"],
    },
    "aws-us-gov": {
        dnsSuffix: "amazonaws.com",
        consoleHost: "console.amazonaws-us-gov.com",
        regions: ["us-gov-east-1", "us-gov-west-1"],
    },
    "aws-eusc": { dnsSuffix: "amazonaws.eu", consoleHost: "console.amazonaws-eusc.eu", regions: ["eusc-de-east-1"] },
    "aws-iso": { dnsSuffix: "c2s.ic.gov", regions: ["us-iso-east-1", "us-iso-west-1"] },
    "aws-iso-b": { dnsSuffix: "sc2s.sgov.gov", regions: ["us-isob-east-1", "us-isob-west-1"] },
    "aws-iso-e": { dnsSuffix: "cloud.adc-e.uk", regions: ["eu-isoe-west-1"] },
    "aws-iso-f": { dnsSuffix: "csp.hci.ic.gov", regions: ["us-isof-east-1", "us-isof-south-1"] },
};

/** Every region that this version knows. */
export const regions: readonly string[] = Object.values(partitions).flatMap((partition) => partition.regions);

/** The partition of a region, such as `aws-cn`; undefined for a region that is not known. */
export function partitionOf(region: string): string | undefined {
    return Object.entries(partitions).find(([, partition]) => partition.regions.includes(region))?.[0];
}

/** The host of a partition's console, if it is known. */
export function consoleHostOf(partition: string): string | undefined {
    return partitions[partition]?.consoleHost;
}

/** How the names of a partition's endpoints end: `amazonaws.com`. */
export function dnsSuffixOf(partition: string): string {
    return partitions[partition]?.dnsSuffix ?? "amazonaws.com";
}
