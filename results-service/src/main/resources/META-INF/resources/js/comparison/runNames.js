// What distinguishes several runs: their names, and the settings in which they differ.

import { settings } from "../runHead.js";

/** By run id: the settings of these runs that are not the same for all, in words. */
export function differences(runs) {
  const all = new Map(runs.map((run) => [run.run_id, settings(run.effective_config)]));
  const names = new Set([...all.values()].flatMap((each) => [...each.keys()]));
  const differing = [...names].filter((name) => new Set([...all.values()].map((each) => each.get(name))).size > 1);
  return new Map([...all].map(([id, each]) => [id, differing.map((name) => each.get(name)).filter(Boolean).join(" · ")]));
}

const INKS = 7;
const DASHES = ["solid", "dashed", [2, 3], [9, 3, 2, 3], [14, 4], [5, 2], [1, 4]];
const SYMBOLS = ["circle", "diamond", "rect", "triangle", "emptyCircle", "emptyDiamond", "emptyRect"];

/** How a run is drawn, by its index in the list: never by colour alone. */
export const drawnAs = (place) => ({ ink: `run-${(place % INKS) + 1}`, dash: DASHES[place % DASHES.length], symbol: SYMBOLS[place % SYMBOLS.length] });
