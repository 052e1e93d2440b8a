import type { Datapoint } from "./alarms";

/** A value that the guard has put into CloudWatch. `at` is in epoch milliseconds. */
export interface Measurement extends Datapoint {
    readonly at: number;
}

interface Datum {
    readonly MetricName?: unknown;
    readonly Value?: unknown;
    readonly Unit?: unknown;
    readonly Dimensions?: readonly { readonly Name?: unknown; readonly Value?: unknown }[];
}

const members = ["MetricName", "Value", "Unit", "Dimensions"];
const units = ["Count", "Seconds", "None"];

/**
 * The values of a PutMetricData call, or what CloudWatch refuses in it.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export function readMetricData(args: unknown): Datapoint[] | string {
    const { Namespace, MetricData } = args as { Namespace?: unknown; MetricData?: unknown };
    if (
        typeof Namespace !== "string" ||
        !/^[A-Za-z0-9._/#:-]{1,255}$/.test(Namespace) ||
        Namespace.startsWith("AWS/")
    ) {
        return "The parameter Namespace must be 1 to 255 letters, digits or ._/#:- and not begin with AWS/.";
    }
    if (!Array.isArray(MetricData) || MetricData.length === 0 || MetricData.length > 1000) {
        return "The parameter MetricData must be a list of 1 to 1000 members.";
    }
    const data = MetricData as Datum[];
    const wrong = data.find(
        (datum) =>
            Object.keys(datum).some((member) => !members.includes(member)) ||
            typeof datum.MetricName !== "string" ||
            datum.MetricName === "" ||
            !Number.isFinite(datum.Value) ||
            !units.includes(String(datum.Unit)) ||
            (datum.Dimensions ?? []).some(({ Name, Value }) => typeof Name !== "string" || typeof Value !== "string"),
    );
    return wrong
        ? `The parameter MetricData has a member that is not valid: ${JSON.stringify(wrong)}`
        : data.map(({ MetricName, Value, Dimensions = [] }) => ({
              namespace: Namespace,
              metricName: String(MetricName),
              dimensions: Object.fromEntries(Dimensions.map((one) => [String(one.Name), String(one.Value)])),
              value: Number(Value),
          }));
}
