// A notice over the chart: what was not measured alike at all of its points.

import { h, render } from "./dom.js";
import { words } from "./format.js";

const NAMES = {
  engine: "computed by",
  batching: "batches",
  scorer_version: "version of the scorer",
  suite_version: "version of the suite",
  arm_settings: "settings of the arm",
  item_count: "items scored",
};
const MAX_STEPS = 6;
const MAX_LENGTH = 60;

function value(what, text) {
  if (what === "suite_version" && /^[0-9a-f]{64}$/.test(text)) return text.slice(0, 12);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)} …` : text;
}

function at(steps) {
  const shown = steps.slice(0, MAX_STEPS).join(", ");
  const more = steps.length > MAX_STEPS ? ` and ${steps.length - MAX_STEPS} more, to ${steps.at(-1)}` : "";
  return `${steps.length === 1 ? "step" : "steps"} ${shown}${more}`;
}

/** Fills the notice, or hides it. */
export function showMixed(container, mixed) {
  container.hidden = mixed.length === 0;
  render(
    container,
    h("p", {}, h("strong", {}, "This curve is mixed. "), "A change from one point to the next may come from what differs here, not from the model:"),
    h(
      "ul",
      {},
      mixed.map((each) =>
        h(
          "li",
          {},
          `${NAMES[each.what] ?? words(each.what)} (${each.suites.map(words).join(", ")}): `,
          each.variants.map((variant, index) => [index > 0 ? "; " : "", h("span", { class: "value", title: variant.value }, value(each.what, variant.value)), ` at ${at(variant.steps)}`]),
        ),
      ),
    ),
  );
}
