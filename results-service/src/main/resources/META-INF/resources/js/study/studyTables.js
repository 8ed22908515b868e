// A study in tables: each run by its condition and seed, and each condition beside the reference.

import { link } from "../address.js";
import { table } from "../comparison/compareTables.js";
import { h } from "../dom.js";
import { interval, number, percent, points, pValue, stepsOf } from "../format.js";
import { statusMark } from "../runList.js";
import { verdictWords } from "../verdict.js";

/** What the study shows: of the setting that it is about first, then of each condition, then of settings over several pairs of conditions. */
export function sentences(study) {
  const ofConditions = study.conditions.flatMap((condition) => [condition.difference, condition.at_equal_standard_mean?.difference]);
  const ofSettings = study.effects.filter((effect) => effect.pairs.length > 1).flatMap((effect) => [effect.drop, effect.at_equal_standard_mean]);
  const found = [...new Set([...study.answers, ...[...ofConditions, ...ofSettings].map((difference) => difference?.sentence).filter(Boolean)])];
  return found.length === 0 ? undefined : h("ul", { class: "findings" }, found.map((sentence) => h("li", { class: "sentence" }, sentence)));
}

/** A row for each condition, a column for each seed. */
export function matrixTable(study) {
  const cells = new Map(study.cells.map((cell) => [`${cell.condition} ${cell.seed}`, cell]));
  const rows = study.conditions.map((condition) =>
    h("tr", {}, h("th", { scope: "row" }, condition.name), study.seeds.map((seed) => h("td", { class: "study-cell" }, cellOf(cells.get(`${condition.name} ${seed}`))))),
  );
  return table("Runs by condition and seed", ["condition", ...study.seeds.map((seed) => `seed ${seed}`)], rows);
}

function cellOf(cell) {
  if (cell === undefined) return "–";
  if (cell.verdict === undefined) {
    return [cell.status === undefined ? h("span", { class: "status" }, "missing") : h("a", { href: link({ id: cell.run_id }) }, statusMark(cell.status)), h("span", { class: "interval" }, cell.missing)];
  }
  return [
    h("a", { href: link({ id: cell.run_id }), class: `outcome ${cell.verdict}` }, verdictWords(cell.verdict, cell.strength), cell.provisional ? " so far" : ""),
    h("span", {}, `${percent(cell.peak)} → ${percent(cell.end)}`),
    h("span", { class: "interval" }, `parametric ${percent(cell.parametric_at_end)}, standard ${percent(cell.standard_mean_at_end)}`),
  ];
}

/** Each condition with its mean drop, how that differs from the reference's, and how its accuracies do. */
export function conditionTable(study) {
  const rows = study.conditions.map((condition) => {
    const { difference } = condition;
    const isReference = condition.name === study.reference;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, condition.name, h("span", { class: "interval" }, settings(condition.settings))),
      h("td", {}, `${number(condition.seeds_measured)} of ${number(study.seeds.length)}`),
      h("td", {}, condition.drop === undefined ? "–" : [points(condition.drop), h("span", { class: "interval" }, `${stepsOf(condition.peak_steps)} to ${stepsOf(condition.end_steps)}`)]),
      differenceCell(difference, isReference),
      differenceCell(condition.at_end, isReference),
      differenceCell(condition.at_equal_standard_mean?.difference, isReference),
    );
  });
  return table("Effects of conditions", ["condition", "seeds", "mean drop", "difference of drops", "of accuracies at the end", "of accuracies at equal standard mean"], rows);
}

function differenceCell(difference, isReference) {
  if (difference === undefined) return h("td", {}, isReference ? "reference" : "–");
  return h("td", {}, points(difference.value), difference.low === undefined ? undefined : h("span", { class: "interval" }, interval(difference.low, difference.high)), difference.holm_p === undefined ? undefined : h("span", { class: "interval" }, `p ${pValue(difference.holm_p)}, Holm`));
}

const settings = (values) => Object.entries(values).map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`).join(" · ");
