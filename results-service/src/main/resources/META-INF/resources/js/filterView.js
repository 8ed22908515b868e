// One filter of a mixture's part: what it kept and removed, the distribution of the rows, and some of them on both sides.

import { h } from "./dom.js";
import { disclosure } from "./disclosures.js";
import { number } from "./format.js";
import { histogramView, measured } from "./histogram.js";
import { filterInWords } from "./recipe.js";
import { keptBar } from "./shares.js";

/** The filter's position in its chain, from 1, is in its heading. */
export function filterView(report, place, key) {
  const examples = report.kept_examples.length + report.removed_examples.length;
  return h(
    "li",
    { class: "filter" },
    h("h5", {}, h("span", { class: "place" }, `${place}`), h("code", {}, report.filter), " ", filterInWords(report.filter, report.settings)),
    keptBar(report),
    report.histogram ? histogramView(report.histogram, `${key}-histogram`) : undefined,
    examples > 0
      ? disclosure(`${key}-examples`, `Look at rows: ${report.kept_examples.length} kept, ${report.removed_examples.length} removed`, {}, sides(report))
      : undefined,
  );
}

function sides(report) {
  return h("div", { class: "sides" }, side("Kept", "kept", report.kept_examples), side("Removed", "removed", report.removed_examples));
}

function side(title, kind, rows) {
  return h(
    "div",
    { class: "side" },
    h("h6", {}, h("i", { class: kind, "aria-hidden": "true" }), title),
    rows.length === 0 ? h("p", { class: "note" }, `No row was ${kind}.`) : rows.map(exampleRow),
  );
}

function exampleRow(row) {
  const value = row.measured === undefined || row.measured === null ? "" : ` · measured ${measured(row.measured)}`;
  return h(
    "article",
    { class: "row" },
    h("p", { class: "why" }, row.reason),
    h("p", { class: "label" }, `row ${number(row.number)}${value}`),
    h("dl", { class: "turns" }, text("question", row.question), text("context", row.context), text("answer", row.answer)),
  );
}

const text = (name, value) => (value ? [h("dt", {}, name), h("dd", {}, value)] : []);
