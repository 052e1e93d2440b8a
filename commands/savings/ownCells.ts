/** What guards cost themselves, as the cells of two tables. */
import { usd, type Report } from "./report";

export function ownHead({ busiestStops }: Report): string[] {
    return [
        "guards in one account",
        "idle",
        "idle, with dashboards",
        "idle, free tier used up",
        `a month of ${busiestStops} stops`,
    ];
}

export function ownCells({ ownCosts }: Report): string[][] {
    return ownCosts.map(({ guards, idleUsd, idleDashboardsUsd, idlePaidUsd, busyUsd }) => [
        String(guards),
        ...[idleUsd, idleDashboardsUsd, idlePaidUsd, busyUsd].map(usd),
    ]);
}

export const partsHead = ["what", "quantity", "free", "USD each", "USD"] as const;

export function partsCells({ ownParts }: Report): string[][] {
    return ownParts.map((part) => [
        part.what,
        String(part.quantity),
        String(part.free),
        part.usdEach.toFixed(),
        usd(part.usd),
    ]);
}
