// The verdict of each conflict suite, where a run has several.

import { linkWith } from "./address.js";
import { h } from "./dom.js";
import { interval, percent, points, pValue, words } from "./format.js";

/** A table of suites; nothing for a single one. */
export function suiteVerdicts(found, shown) {
  if (found.suites.length < 2) return undefined;
  return h(
    "div",
    { class: "scroll by-suite", tabindex: 0, role: "region", "aria-label": "Verdict of each suite" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ["suite", "verdict", "peak", "trough", "end", "drop", "p"].map((name) => h("th", { scope: "col", class: name === "verdict" ? "left" : undefined }, name)))),
      h("tbody", {}, found.suites.map((each) => row(each, shown))),
    ),
  );
}

function row(each, shown) {
  const at = (moment) => (each[`${moment}_step`] === undefined ? "–" : [percent(each[`${moment}_accuracy`]), h("span", { class: "interval" }, `step ${each[`${moment}_step`]}`)]);
  const way = linkWith({ suite: each.suite, scorer: undefined, arm: undefined, items: undefined, slice: undefined });
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("a", { href: way, "data-key": `verdict-${each.suite}`, "aria-current": each.suite === shown ? "true" : undefined }, words(each.suite))),
    h("td", { class: "left", title: each.reason }, each.strength === "likely" ? `likely ${words(each.verdict)}` : words(each.verdict)),
    ["peak", "trough", "end"].map((moment) => h("td", {}, at(moment))),
    h("td", {}, each.drop === undefined ? "–" : [points(each.drop), h("span", { class: "interval" }, interval(each.drop_low, each.drop_high))]),
    h("td", {}, each.curve_p === undefined ? "–" : pValue(each.curve_p)),
  );
}
