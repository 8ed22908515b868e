// The section of what was measured inside the models of a run, under the inversion curve and over the same axis.

import { probesLink } from "../api.js";
import { axesOf } from "../chart/axes.js";
import { h, render } from "../dom.js";
import { words } from "../format.js";
import { panels, startProbeChart } from "./probeChart.js";

/** The chart's height with one, two and three panels. */
const HEIGHTS_REM = [15, 26, 37];

/** The section; it is hidden for a run without measurements. */
export function startProbes(section) {
  const links = h("div", { class: "links" });
  const element = h("div", { class: "chart probes", role: "img" });
  const note = h("p", { class: "note" });
  render(section, h("div", { class: "section-head" }, h("h2", { id: "probes-title" }, "Inside the model"), links), element, note);
  const chart = startProbeChart(element);
  return {
    redraw: chart.redraw,
    show(curve, measurements, query) {
      const values = valuesOf(curve, measurements);
      const shown = panels(curve.points, values);
      section.hidden = shown.length === 0;
      if (section.hidden) return;
      element.style.height = `${HEIGHTS_REM[shown.length - 1]}rem`;
      render(links, h("span", { class: "label" }, "Download"), h("a", { href: probesLink(curve.run_id, "csv"), download: `${curve.run_id}-probes.csv` }, "CSV"), h("a", { href: probesLink(curve.run_id, "json") }, "JSON"));
      const axis = axesOf(curve.points).includes(query.x) && query.x !== "standard" ? query.x : "step";
      chart.draw({ curve, panels: shown, axis, wide: query.scale !== "linear" });
      note.textContent = noteOn(curve, measurements);
    },
  };
}

/** The values of a probe at a step, by name: of the shown conflict suite, or of all standard suites, by their items. */
function valuesOf(curve, measurements) {
  const found = new Map();
  for (const each of measurements) {
    if (each.probe !== "class_losses" && !isShown(curve, each)) continue;
    const key = `${each.probe} ${each.step}`;
    found.set(key, [...(found.get(key) ?? []), each]);
  }
  return (probe, step) => {
    const sums = {};
    for (const { values, items } of found.get(`${probe} ${step}`) ?? []) {
      for (const [name, value] of Object.entries(values)) {
        const sum = (sums[name] ??= { value: 0, items: 0 });
        sum.value += items * value;
        sum.items += items;
      }
    }
    return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum.value / sum.items]));
  };
}

function noteOn(curve, measurements) {
  const attention = measurements.filter((each) => each.probe === "attention" && isShown(curve, each));
  const slopes = measurements.some((each) => each.probe === "class_gradients" && isShown(curve, each));
  const left = Math.max(0, ...attention.map((each) => each.items_left_out));
  const tasks = [...new Set(measurements.filter((each) => each.probe === "class_losses").map((each) => words(each.task)))];
  return (
    (attention.length > 0 ? `Attention: of the position that predicts the answer, on all tokens of the context together, mean over heads and the items of ${words(curve.suite)}, arm ${words(attention[0].arm)}. ` : "") +
    (left > 0 ? `${left} items are left out: their context cannot be found in the prompt, or the prompt is too long. ` : "") +
    (tasks.length > 0 ? `Losses: of the answers in the suites ${tasks.join(", ")}, which no finetuning has; context-critical items (solid) have their answer in the context alone, non-context-critical ones (dashed) in memory too, subject-critical ones (dash-dotted) have no context. ` : "") +
    (slopes ? "Cosine: of the direction in which a small step on a class lowers its loss, with the direction in which the answer of the context gains over that of memory; on the query and key weights." : "")
  );
}

const isShown = (curve, each) => each.task === curve.suite || each.suite_id === curve.suite;
