import type { Aftermath } from "./aftermath";
import { everyFormIsKept } from "./forms";
import type { Broken, PromiseName } from "./broken";
import { nothingElseIsTouched } from "./touched";
import { nothingRunsUnseen } from "./unseen";
import { everyNoticeIsTrue } from "./truth";
import { everythingInBounds } from "./bounds";
import { nobodyHearsInVain } from "./heard";

/** What must hold after every world, each with what tells where it does not. */
export const promises: Readonly<
    Record<PromiseName, { readonly title: string; readonly check: (aftermath: Aftermath) => Broken[] }>
> = {
    unseen: {
        title: "every session past its limit is over in time, or somebody is mailed, or an alarm or a dead-letter message stands for it",
        check: nothingRunsUnseen,
    },
    touched: {
        title: "no session is stopped before its own limit, while it is exempt, by a guard that only reports, by another's watch, or twice",
        check: nothingElseIsTouched,
    },
    heard: {
        title: "each stop is mailed once; no failure notice and no alarm unless a person is needed",
        check: nobodyHearsInVain,
    },
    truth: { title: "every notice is true: id, times, DPU-hours, who", check: everyNoticeIsTrue },
    bounds: {
        title: "every call is allowed, every execution ends by itself, and its transitions are few",
        check: everythingInBounds,
    },
    forms: {
        title: "mail goes to owners alone, a chat shows every message and obeys none, each stop is reported once in each form and stands in a digest, and no form delays a stop",
        check: everyFormIsKept,
    },
};
