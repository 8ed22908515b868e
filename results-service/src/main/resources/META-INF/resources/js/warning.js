// The early warning in words: how far the smoothed curve is below its best.

import { h, render, s } from "./dom.js";
import { pValue, percent, points, words } from "./format.js";
import { verdictWords } from "./verdict.js";

const WORDS = { none: "No warning", watch: "Watch", inverted: "Inverted", recovered: "Recovered" };
const SHAPES = {
  none: "M3 8 L6.5 11.5 L13 4",
  watch: "M8 3 L8 9 M8 12.2 L8 12.4",
  inverted: "M2.5 5 L8 12 L13.5 5",
  recovered: "M2.5 5 L6.5 11 L13.5 3",
};

/**
 * A line under the progress; hidden for a run without a conflict suite, before the first full window, and when the run is over:
 * then the verdict `found` says it all.
 */
export function showWarning(container, warning, found) {
  const suites = warning.suites.filter((each) => each.newest_mean !== undefined);
  container.hidden = suites.length === 0 || !found.provisional;
  if (container.hidden) return;
  const several = suites.length > 1;
  render(
    container,
    h(
      "div",
      { class: `warning ${warning.state}` },
      h("strong", {}, s("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: SHAPES[warning.state], fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" })), WORDS[warning.state]),
      suites.map((each) => h("p", {}, several ? h("b", {}, `${words(each.suite)}: ${WORDS[each.state].toLowerCase()}. `) : undefined, sentence(each, warning.parameters))),
      h("p", { class: "note" }, `The warning compares the newest checkpoints with the best ones; the verdict so far tests the whole curve: ${verdictWords(found.verdict, found.strength).toLowerCase()}.`),
    ),
  );
}

function sentence(suite, { window, threshold, patience }) {
  const since = suite.since_step === undefined || suite.state === "none" ? "" : `Since step ${suite.since_step}. `;
  const where = `The mean of the last ${window} checkpoints is ${percent(suite.newest_mean)}`;
  const below = suite.drawdown > 0 ? `, ${points(suite.drawdown)} below the best, ${percent(suite.best_mean)} at step ${suite.best_step}` : ", the best so far";
  const row = suite.in_a_row > 0 ? `; ${suite.in_a_row} in a row are at least ${points(threshold)} below, ${patience} make a warning` : "";
  const noise = suite.state === "watch" && suite.p !== undefined ? `; noise may explain it so far (p ${pValue(suite.p)})` : "";
  const waiting = suite.waiting_for_step === undefined ? "" : ` Step ${suite.waiting_for_step} is still to be scored.`;
  return `${since}${where}${below}${row}${noise}.${waiting}`;
}
