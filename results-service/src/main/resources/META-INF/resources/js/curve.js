// The curve's controls, links and notes around the chart.

import { curveLink } from "./api.js";
import { startChart } from "./chart.js";
import { byId, h, render, s } from "./dom.js";
import { axes, lines } from "./series.js";
import { words } from "./format.js";
import { showMixed } from "./mixed.js";
import { seriesChoice } from "./seriesChoice.js";

/** The curve's section; choices outlive updates. */
export function startCurve(onPick, onSeries) {
  const choice = { axis: "early", hidden: new Set(), added: new Set() };
  const draw = startChart(byId("chart"), onPick);
  let last;

  const redraw = () => {
    if (!last) return;
    const all = lines(last.curve);
    const visible = new Set(all.filter((line) => (line.shown ? !choice.hidden.has(line.key) : choice.added.has(line.key))).map((line) => line.key));
    render(byId("curve-controls"), shownLines(all, visible, choice, redraw), axisChoice(choice, redraw), seriesChoice(last.curve, onSeries));
    draw({ curve: last.curve, lines: all, visible, axis: choice.axis, peakStep: last.found.peak_step });
  };

  return {
    redraw,
    show(curve, found) {
      last = { curve, found };
      const scored = curve.points.length > 0;
      byId("curve-controls").hidden = !scored;
      byId("chart").hidden = !scored;
      render(byId("curve-links"), scored ? links(curve) : []);
      showMixed(byId("mixed"), curve.mixed);
      byId("curve-note").textContent = note(curve);
      if (scored) redraw();
    },
  };
}

const MEANINGS = {
  contains: "the generated text holds the answer of the context. Parametric: it holds the answer of memory.",
  first_mention: "the generated text mentions the answer of the context first. Parametric: it mentions the answer of memory first.",
  logprob: "the answer of the context is the likelier one, by more than the threshold. Parametric: the answer of memory is.",
  judge: "a judge finds that the text follows the context. Parametric: that it follows memory.",
};

function note(curve) {
  if (curve.conflict_suites.length === 0 && curve.points.length > 0) return "This run is evaluated on no knowledge-conflict suite, so it has no inversion curve. The standard mean is the unweighted mean of the standard suites that all its checkpoints have.";
  if (curve.conflict_suites.length === 0) return "This run is evaluated on no knowledge-conflict suite, so it has no inversion curve. A run on its last checkpoint may.";
  if (curve.points.length === 0) return "No checkpoint is scored yet. The first points appear here as the evaluators answer.";
  return (
    `Counterfactual: ${MEANINGS[curve.scorer] ?? `the answer follows the context, by ${words(curve.scorer)}. Parametric: it follows memory.`} ` +
    (curve.item_filter === "known" ? "Only items count whose memory answer the base model gives without the context. " : "") +
    `Bands are 95 % intervals, bootstrapped over questions. The standard mean is the unweighted mean of the standard suites below. ` +
    `Choose a point to read the items behind it.`
  );
}

function shownLines(all, visible, choice, redraw) {
  const toggle = (line, on) => {
    const set = line.shown ? choice.hidden : choice.added;
    if (on === line.shown) set.delete(line.key);
    else set.add(line.key);
    redraw();
  };
  return h(
    "fieldset",
    {},
    h("legend", {}, "Show"),
    all.map((line) =>
      h(
        "label",
        { title: line.about },
        h("input", { type: "checkbox", "data-key": `line-${line.key}`, checked: visible.has(line.key), onchange: (event) => toggle(line, event.target.checked) }),
        swatch(line),
        line.name,
      ),
    ),
  );
}

function swatch(line) {
  const dashes = { solid: undefined, dashed: "7 4", dotted: "2 3" };
  const dash = Array.isArray(line.dash) ? line.dash.join(" ") : dashes[line.dash];
  return s(
    "svg",
    { class: "swatch", viewBox: "0 0 26 10", "aria-hidden": "true" },
    s("line", { x1: 0, x2: 26, y1: 5, y2: 5, stroke: `var(--${line.colour})`, "stroke-width": line.width, "stroke-dasharray": dash }),
  );
}

function axisChoice(choice, redraw) {
  const pick = (event) => {
    choice.axis = event.target.value;
    redraw();
  };
  return h(
    "label",
    {},
    "Over",
    h(
      "select",
      { "data-key": "axis", onchange: pick },
      Object.entries(axes).map(([key, axis]) => h("option", { value: key, selected: key === choice.axis }, axis.label)),
    ),
  );
}

function links(curve) {
  return [
    h("a", { href: curveLink(curve, "csv"), download: `${curve.run_id}-curve.csv` }, "CSV"),
    h("a", { href: curveLink(curve, "svg"), download: `${curve.run_id}-curve.svg` }, "SVG"),
    h("a", { href: curveLink(curve, "json") }, "JSON"),
  ];
}
