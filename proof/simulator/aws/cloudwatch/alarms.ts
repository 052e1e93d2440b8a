/** Alarms on one metric each, with CloudWatch's evaluation. */
import type { Clock } from "../core/clock";

export interface AlarmSettings {
    readonly name: string;
    readonly arn: string;
    readonly description: string;
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly statistic: string;
    readonly periodSeconds: number;
    readonly evaluationPeriods: number;
    readonly datapointsToAlarm: number;
    readonly comparisonOperator: string;
    readonly threshold: number;
    readonly treatMissingData: string;
    readonly actions: readonly string[];
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface AlarmChange {
    readonly name: string;
    readonly state: AlarmState;
    /** Epoch milliseconds. */
    readonly at: number;
}

export interface Datapoint {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly value: number;
    /** A level that stays as it is until another value comes, such as the length of a queue. */
    readonly lasting?: boolean;
}

const statistics: Readonly<Record<string, (values: readonly number[]) => number>> = {
    Sum: (values) => values.reduce((sum, value) => sum + value, 0),
    Maximum: (values) => Math.max(...values),
    Minimum: (values) => Math.min(...values),
    SampleCount: (values) => values.length,
};
const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
    GreaterThanThreshold: (value, threshold) => value > threshold,
    GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
    LessThanThreshold: (value, threshold) => value < threshold,
    LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

function lookUp<T>(table: Readonly<Record<string, T>>, key: string, what: string): T {
    const found = table[key];
    if (found === undefined) {
        throw new Error(`The simulator does not know the ${what} "${key}" of an alarm.`);
    }
    return found;
}

function sameDimensions(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/**
 * One alarm. It is evaluated at the end of each period in which a value arrived, and of the ones after it until the
 * value has left its window.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export class Alarm {
    state: AlarmState = "INSUFFICIENT_DATA";
    /** Values by number of the period. */
    readonly #values = new Map<number, number[]>();
    #lasting?: readonly number[];
    readonly #due = new Set<number>();
    readonly #statistic: (values: readonly number[]) => number;
    readonly #breaches: (value: number, threshold: number) => boolean;

    constructor(
        readonly settings: AlarmSettings,
        readonly onChange: (alarm: Alarm) => void,
    ) {
        this.#statistic = lookUp(statistics, settings.statistic, "statistic");
        this.#breaches = lookUp(comparisons, settings.comparisonOperator, "comparison");
        if (!["notBreaching", "missing", "breaching", "ignore"].includes(settings.treatMissingData)) {
            throw new Error(`The simulator does not know the missing data treatment "${settings.treatMissingData}".`);
        }
    }

    /** Takes a value, if it is of this alarm's metric. */
    take(datapoint: Datapoint, clock: Clock): void {
        const { namespace, metricName, dimensions, periodSeconds, evaluationPeriods } = this.settings;
        if (
            datapoint.namespace !== namespace ||
            datapoint.metricName !== metricName ||
            !sameDimensions(datapoint.dimensions, dimensions)
        ) {
            return;
        }
        const period = Math.floor(clock.now / (periodSeconds * 1000));
        this.#values.set(period, [...(this.#values.get(period) ?? []), datapoint.value]);
        this.#lasting = datapoint.lasting ? [datapoint.value] : undefined;
        for (let ahead = 0; ahead <= evaluationPeriods; ahead++) {
            this.#evaluateAfter(period + ahead, clock);
        }
    }

    #evaluateAfter(period: number, clock: Clock): void {
        if (!this.#due.has(period)) {
            this.#due.add(period);
            clock.at((period + 1) * this.settings.periodSeconds * 1000, () => {
                this.#evaluate(period);
            });
        }
    }

    #evaluate(period: number): void {
        const { evaluationPeriods, datapointsToAlarm, threshold, treatMissingData } = this.settings;
        const window = Array.from(
            { length: evaluationPeriods },
            (_, back) => this.#values.get(period - back) ?? this.#lasting,
        );
        const missing = window.filter((values) => values === undefined).length;
        const breaching =
            window.filter((values) => values && this.#breaches(this.#statistic(values), threshold)).length +
            (treatMissingData === "breaching" ? missing : 0);
        const unclear = missing === evaluationPeriods && ["missing", "ignore"].includes(treatMissingData);
        const keeps = treatMissingData === "ignore" ? this.state : "INSUFFICIENT_DATA";
        const state = breaching >= datapointsToAlarm ? "ALARM" : unclear ? keeps : "OK";
        if (state !== this.state) {
            this.state = state;
            this.onChange(this);
        }
    }
}
