// What each slice of the suite contributes to the drop.

import { h } from "../dom.js";
import { number, points } from "../format.js";
import { sliceName } from "../seriesChoice.js";

/** A table, the slices of one dimension together. */
export function sliceTable(slices) {
  const most = Math.max(...slices.map((each) => Math.abs(each.share_of_drop ?? 0)), 0.01);
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of slices" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ["slice", "items", "drop", "share of the drop", "to memory", "to context"].map((name) => h("th", { scope: "col", class: name === "slice" ? "left" : undefined, colspan: name === "share of the drop" ? 2 : undefined }, name)))),
      h("tbody", {}, slices.map((each) => row(each, most))),
    ),
  );
}

const whole = (share) => `${share < 0 ? "−" : ""}${Math.round(Math.abs(100 * share))} %`;

function row(slice, most) {
  const share = slice.share_of_drop;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, sliceName(slice.slice)),
    h("td", {}, number(slice.items)),
    h("td", {}, points(slice.drop)),
    h("td", {}, share === undefined ? "–" : whole(share)),
    h("td", { class: "share" }, share === undefined ? undefined : h("span", { "aria-hidden": "true", class: share < 0 ? "rise" : "fall", style: `width:${((100 * Math.abs(share)) / most).toFixed(1)}%` })),
    h("td", {}, number(slice.context_to_memory)),
    h("td", {}, number(slice.memory_to_context)),
  );
}
