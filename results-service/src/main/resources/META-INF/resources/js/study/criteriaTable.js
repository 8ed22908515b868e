// What a study must show, written down before it was run, and whether its seeds show it.

import { table } from "../comparison/compareTables.js";
import { h } from "../dom.js";
import { interval, number, points } from "../format.js";

const OUTCOMES = { shown: "shown", not_shown: "not shown", opposite: "opposite" };

/** A row for each criterion; nothing if the study has none. */
export function criteriaTable(study) {
  if (study.criteria.length === 0) return undefined;
  const rows = study.criteria.map((criterion) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, criterion.statement, h("span", { class: "interval" }, inWords(criterion))),
      h("td", {}, criterion.value === undefined ? "–" : [quantity(criterion, criterion.value), criterion.low === undefined ? undefined : h("span", { class: "interval" }, bounds(criterion))]),
      h("td", {}, `${number(criterion.seeds.length)} of ${number(study.seeds.length)}`),
      h("td", { class: `criterion ${criterion.outcome}` }, OUTCOMES[criterion.outcome]),
    ),
  );
  return table("Criteria", ["written down before the runs", "measured", "seeds", "outcome"], rows);
}

const quantity = (criterion, value) => (criterion.unit === "share" ? points(value) : value.toFixed(3));
const bounds = (criterion) => (criterion.unit === "share" ? interval(criterion.low, criterion.high) : `${criterion.low.toFixed(3)} to ${criterion.high.toFixed(3)}`);

function inWords(criterion) {
  const of = criterion.minus === undefined ? criterion.condition : `${criterion.condition} less ${criterion.minus}`;
  const bound = criterion.above === undefined ? `below ${quantity(criterion, criterion.below)}` : `above ${quantity(criterion, criterion.above)}`;
  const series = [criterion.suite, criterion.arm].filter(Boolean).join(", ");
  const probe = criterion.probe === undefined ? "" : ` ${criterion.probe}`;
  return `${criterion.measure.replaceAll("_", " ")}${probe} of ${of}${series === "" ? "" : ` (${series})`} ${bound}`;
}
