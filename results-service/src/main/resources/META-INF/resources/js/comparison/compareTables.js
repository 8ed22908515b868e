// A comparison in numbers.

import { h, s } from "../dom.js";
import { interval, number, percent, points, pValue, stepsOf } from "../format.js";
import { verdictWords } from "../verdict.js";
import { drawnAs } from "./runNames.js";

/** A table that scrolls if it is too wide; a heading is its content, or `{name, left}`. The first column is to the left. */
export function table(label, headings, rows) {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    h("table", {}, h("thead", {}, h("tr", {}, headings.map((each, place) => h("th", { scope: "col", class: place === 0 || each.left ? "left" : undefined }, each.name ?? each)))), h("tbody", {}, rows)),
  );
}

const cell = (...content) => h("td", {}, content);
const bounds = (low, high) => (low === undefined ? undefined : h("span", { class: "interval" }, interval(low, high)));

/** A stroke as a run is drawn in the chart. */
export function swatch(place) {
  const { ink, dash } = drawnAs(place);
  const pattern = Array.isArray(dash) ? dash.join(" ") : { dashed: "7 4" }[dash];
  return s("svg", { class: "swatch", viewBox: "0 0 26 10", "aria-hidden": "true" }, s("line", { x1: 0, x2: 26, y1: 5, y2: 5, stroke: `var(--${ink})`, "stroke-width": 2.5, "stroke-dasharray": pattern }));
}

/** The verdict of each run on the compared suite, with its numbers; `found` are verdicts in the order of the runs. */
export function verdictTable(comparison, found, linkTo) {
  const moment = (each, name) => cell(percent(each[`${name}_accuracy`]), each[`${name}_steps`] === undefined ? undefined : h("span", { class: "interval" }, stepsOf(each[`${name}_steps`])));
  const rows = comparison.runs.map((run, place) => {
    const each = found[place];
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, swatch(place), " ", h("a", { href: linkTo(run.run_id), title: run.run_name }, run.run_name)),
      h("td", { class: "left" }, h("span", { class: `outcome ${each.verdict}` }, verdictWords(each.verdict, each.strength)), each.provisional ? h("span", { class: "interval" }, "so far") : undefined),
      moment(each, "peak"),
      moment(each, "end"),
      cell(each.drop === undefined ? "–" : points(each.drop), bounds(each.drop_low, each.drop_high)),
      cell(percent(each.standard_end)),
    );
  });
  return table("Verdicts", ["run", { name: "verdict", left: true }, "peak", "end", "drop", "standard mean at the end"], rows);
}

/** Each run where all have the same standard mean, and at its best. */
export function matchedTable(comparison, linkTo) {
  const at = comparison.matched_at;
  const rows = comparison.runs.map((run, place) => {
    const matched = comparison.matched.find((each) => each.run_id === run.run_id);
    const frontier = run.points.filter((point) => point.on_frontier);
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, swatch(place), " ", h("a", { href: linkTo(run.run_id), title: run.run_name }, run.run_name)),
      cell(matched?.counterfactual_accuracy === undefined ? h("span", { title: matched?.reason }, "not reached") : [percent(matched.counterfactual_accuracy), bounds(matched.low, matched.high)]),
      cell(matched?.between_steps?.length > 0 ? [...new Set(matched.between_steps)].map(number).join(" – ") : "–"),
      cell(run.best === undefined ? "–" : [`step ${number(run.best_step)}: ${percent(run.best.counterfactual_accuracy)}`, h("span", { class: "interval" }, `standard ${percent(run.best.standard_mean)}`)]),
      cell(`${frontier.length} of ${run.points.length}`),
    );
  });
  return table("Runs at equal standard accuracy", ["run", at === undefined ? "at equal standard mean" : `at a standard mean of ${percent(at)}`, "between steps", "best checkpoint", "on the frontier"], rows);
}

/** Each pair of runs, paired by item. */
export function pairTable(comparison) {
  const name = (id) => comparison.runs.find((run) => run.run_id === id)?.run_name ?? id;
  const rows = comparison.pairs.map((pair) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, `${name(pair.run)} less ${name(pair.with)}`),
      cell(points(pair.difference), bounds(pair.low, pair.high)),
      cell(number(pair.items)),
      cell(pair.smallest_detectable_difference === undefined ? "–" : points(pair.smallest_detectable_difference)),
      cell(pValue(pair.p)),
      cell(pValue(pair.holm_p)),
    ),
  );
  return table("Paired differences", ["runs", "difference", "items", "smallest detectable", "p", "p, Holm"], rows);
}

/** Whether the same items flip in pairs of runs. */
export function overlapTable(overlaps, comparison) {
  const name = (id) => comparison.runs.find((run) => run.run_id === id)?.run_name ?? id;
  const odds = (each) => (each.odds_ratio === undefined ? "–" : [number(each.odds_ratio), each.odds_ratio_high === undefined ? undefined : h("span", { class: "interval" }, `${number(each.odds_ratio_low)}–${number(each.odds_ratio_high)}`)]);
  const rows = overlaps.map((each) =>
    h("tr", {}, h("th", { scope: "row" }, `${name(each.run)} and ${name(each.with)}`), cell(number(each.both)), cell(number(each.only_run)), cell(number(each.only_with)), cell(number(each.neither)), cell(odds(each)), cell(pValue(each.fisher_p))),
  );
  return table("Overlap of flips", ["runs", "both flip", "only the first", "only the second", "neither", "odds ratio", "Fisher’s p"], rows);
}
