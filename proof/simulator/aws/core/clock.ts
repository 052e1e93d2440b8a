import TinyQueue from "tinyqueue";

type Action = () => void | Promise<void>;

interface Appointment {
    readonly at: number;
    readonly turn: number;
    readonly action: Action;
}

/** Virtual time, in epoch milliseconds: it jumps from one appointment to the next, and each runs to its end. */
export class Clock {
    #turn = 0;
    readonly #appointments = new TinyQueue<Appointment>([], (a, b) => a.at - b.at || a.turn - b.turn);

    constructor(public now: number) {}

    /** Calls `action` at that time, or now if it has passed; of equal times the first asked comes first. */
    at(time: number, action: Action): void {
        this.#appointments.push({ at: Math.max(time, this.now), turn: this.#turn++, action });
    }

    /** Runs until no appointment is left. */
    async run(): Promise<void> {
        for (let next = this.#appointments.pop(); next; next = this.#appointments.pop()) {
            this.now = next.at;
            await next.action();
        }
    }
}
