// The numbers of a theory: its summary, and every point in a table.

import { h } from "../dom.js";
import { CLASSES } from "./chart.js";

const fixed = (value, digits = 3) => (value === undefined ? "–" : value.toFixed(digits));

function figures({ summary, assumption }) {
  const pairs = [
    ["M_C at step 0", fixed(summary.start_share), `formula ${fixed(summary.start_by_formula)}`],
    ["peak", fixed(summary.peak_share), `step ${summary.peak_step}`],
    ["end", fixed(summary.end_share), `drop ${fixed(summary.drop)}`],
    ["hand-over", ...(summary.hand_over_step === undefined ? ["none"] : [`step ${summary.hand_over_step}`, "C+S pull harder than C"])],
    ["held-out C loss", fixed(summary.end_held_out_loss), summary.lowest_held_out_loss === undefined ? undefined : `lowest ${fixed(summary.lowest_held_out_loss)}`],
    ["|m_C| > |m_{C+S}|", assumption.holds === undefined ? "–" : assumption.holds ? "holds" : "broken", `${fixed(assumption.m_c)} and ${fixed(assumption.m_cs)}`],
  ];
  return h("dl", { class: "figures" }, pairs.map(([name, value, under]) => h("div", {}, h("dt", {}, name), h("dd", {}, value, under ? h("span", { class: "under" }, under) : undefined))));
}

/** Figures, and a table of all points that can be unfolded. */
export function numbersView(result) {
  const classes = CLASSES.filter((each) => result.points[0].classes.some(({ example_class: name }) => name === each.key));
  const headings = ["step", "M_C", "attention", "held-out loss", "‖W_V − W_V0‖", ...classes.flatMap((each) => [`loss, ${each.name}`, `pull, ${each.name}`])];
  const row = (point) => {
    const ofClass = (key) => point.classes.find((each) => each.example_class === key);
    return [String(point.step), fixed(point.context_share, 4), fixed(point.attention, 4), fixed(point.held_out_loss), fixed(point.value_change), ...classes.flatMap(({ key }) => [fixed(ofClass(key).loss), fixed(ofClass(key).context_contribution, 4)])];
  };
  return [
    figures(result),
    h(
      "details",
      { class: "disclosure", "data-disclosure": "points" },
      h("summary", { "data-key": "points" }, `The ${result.points.length} points`),
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of points" },
        h("table", {}, h("thead", {}, h("tr", {}, headings.map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, result.points.map((point) => h("tr", {}, row(point).map((cell) => h("td", {}, cell)))))),
      ),
    ),
  ];
}
