// What each slice of the suite contributes to the drop.

import { h } from "../dom.js";
import { number, points, words } from "../format.js";
import { byDimension } from "../seriesChoice.js";

const HEADINGS = ["slice", "items", "drop", "share of the drop", "to memory", "to context"];

/** A table, the slices of one dimension together; nothing if no dimension has two values. Without a drop there are no shares of it. */
export function sliceTable(slices, drop) {
  const dimensions = byDimension(drop > 0 ? slices : slices.map((each) => ({ ...each, share_of_drop: undefined })));
  if (dimensions.length === 0) return undefined;
  const most = Math.max(...dimensions.flatMap(([, values]) => values.map((each) => Math.abs(each.share_of_drop ?? 0))), 0.01);
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of slices" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, HEADINGS.map((name) => h("th", { scope: "col", class: name === "slice" ? "left" : undefined, colspan: name === "share of the drop" ? 2 : undefined }, name)))),
      dimensions.map(([name, values]) => h("tbody", {}, h("tr", { class: "dimension" }, h("th", { scope: "rowgroup", colspan: HEADINGS.length + 1 }, words(name))), values.map((each) => row(each, most)))),
    ),
  );
}

const whole = (share) => `${share < 0 ? "−" : ""}${Math.round(Math.abs(100 * share))} %`;

function row(each, most) {
  const share = each.share_of_drop;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, words(each.slice.slice(each.slice.indexOf(":") + 1))),
    h("td", {}, number(each.items)),
    h("td", {}, points(each.drop)),
    h("td", {}, share === undefined ? "–" : whole(share)),
    h("td", { class: "share" }, share === undefined ? undefined : h("span", { "aria-hidden": "true", class: share < 0 ? "rise" : "fall", style: `width:${((100 * Math.abs(share)) / most).toFixed(1)}%` })),
    h("td", {}, number(each.context_to_memory)),
    h("td", {}, number(each.memory_to_context)),
  );
}
