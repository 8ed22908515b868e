// The map of items as a table: for screen readers, and to find one item.

import { h } from "../dom.js";
import { ANSWERS, labelInWords } from "./answers.js";

const ROWS = 50;

/** A disclosure with the table, built when it is opened; `onPick` gets the item and the checkpoint of a chosen cell. */
export function heatTable(view, onPick) {
  const body = h("div", {});
  let shown = 0;

  const more = () => {
    const rows = view.items.slice(shown, shown + ROWS);
    shown += rows.length;
    body.querySelector("tbody").append(...rows.map((item) => row(item, view.steps, onPick)));
    foot.hidden = shown >= view.items.length;
    foot.firstChild.textContent = `${shown} of ${view.items.length} items `;
  };
  const foot = h("p", { class: "pages-foot" }, "", h("button", { type: "button", onclick: more }, "Show more"));

  const open = () => {
    if (shown > 0) return;
    body.append(
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of items and checkpoints" },
        h(
          "table",
          { class: "letters" },
          h("caption", { class: "unseen" }, "What each item answered at each checkpoint"),
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "item"), h("th", { scope: "col" }, "flips"), view.steps.map((step) => h("th", { scope: "col" }, String(step))))),
          h("tbody", {}),
        ),
      ),
      foot,
    );
    more();
  };
  return h("details", { class: "disclosure", "data-disclosure": "heat-table", ontoggle: (event) => event.target.open && open() }, h("summary", { "data-key": "heat-table" }, "The map as a table"), body);
}

function row(item, steps, onPick) {
  const cell = (letter, index) => {
    const name = `${item.item_id}, step ${steps[index]}: ${labelInWords(letter)}`;
    return h("td", {}, letter === "-" ? h("span", { class: "unseen" }, ANSWERS[letter].word) : h("button", { type: "button", class: `letter ${ANSWERS[letter].ink}`, "aria-label": name, title: labelInWords(letter), onclick: () => onPick({ item, step: steps[index] }) }, letter));
  };
  return h("tr", {}, h("th", { scope: "row" }, item.item_id), h("td", {}, String(item.flips)), [...item.labels].map(cell));
}
