// The curve's controls, downloads and notes around the chart.

import { curveLink } from "./api.js";
import { AXES, axesOf } from "./chart/axes.js";
import { startChart } from "./chart/chart.js";
import { lines } from "./chart/lines.js";
import { byId, h, render, s } from "./dom.js";
import { pictures } from "./downloads.js";
import { words } from "./format.js";
import { showMixed } from "./mixed.js";
import { choiceOf, seriesChoice } from "./seriesChoice.js";

/** The curve's section. `onPick` gets the step of a chosen point, `go` what changes in the address. */
export function startCurve(onPick, go) {
  const choice = { hidden: new Set(), added: new Set() };
  const chart = startChart(byId("chart"), onPick);
  let last;

  const redraw = () => {
    if (!last) return;
    const { curve, found, query } = last;
    const all = lines(curve);
    const visible = new Set(all.filter((line) => (line.shown ? !choice.hidden.has(line.key) : choice.added.has(line.key))).map((line) => line.key));
    const there = axesOf(curve.points);
    const axis = there.includes(query.x) ? query.x : "step";
    const wide = query.scale !== "linear";
    render(byId("curve-controls"), shownLines(all, visible, choice, redraw), axisChoice(axis, there, wide, go), seriesChoice(curve, query.slice, go));
    byId("chart").classList.toggle("with-loss", visible.has("loss"));
    chart.draw({ curve, lines: all, visible, axis, wide, found });
  };

  return {
    redraw,
    show(run, curve, found, query) {
      last = { curve, found, query };
      const scored = curve.points.length > 0;
      byId("curve-controls").hidden = !scored;
      byId("chart").hidden = !scored;
      render(byId("curve-links"), scored ? links(chart, curve, query) : []);
      showMixed(byId("mixed"), curve.mixed);
      byId("curve-note").textContent = note(curve, run);
      if (scored) redraw();
    },
  };
}

const MEANINGS = {
  contains: "the generated text holds the answer of the context. Parametric: it holds the answer of memory.",
  first_mention: "the generated text mentions the answer of the context first. Parametric: it mentions the answer of memory first.",
  logprob: "the answer of the context is the likelier one, by more than the threshold. Parametric: the answer of memory is.",
  imported: "as the imported file has it. Parametric: likewise.",
  judge: "a judge finds that the text follows the context. Parametric: that it follows memory.",
};

function note(curve, run) {
  if (curve.conflict_suites.length === 0 && curve.points.length === 0 && run.status !== "completed") return notYet(run);
  if (curve.conflict_suites.length === 0 && curve.points.length > 0) return "This run is evaluated on no knowledge-conflict suite, so it has no inversion curve. The standard mean is the unweighted mean of the standard suites that all its checkpoints have.";
  if (curve.conflict_suites.length === 0) return "This run is evaluated on no knowledge-conflict suite, so it has no inversion curve. A run on its last checkpoint may.";
  if (curve.points.length === 0) return "No checkpoint is scored yet. The first points appear here as the evaluators answer.";
  return (
    `Counterfactual: ${MEANINGS[curve.scorer] ?? `the answer follows the context, by ${words(curve.scorer)}. Parametric: it follows memory.`} ` +
    (curve.item_filter === "known" ? "Only items count whose memory answer the base model gives without the context. " : "") +
    (curve.scorer === "imported" ? "Bands are 95 % intervals. " : "Bands are 95 % intervals, bootstrapped over questions. ") +
    `The standard mean is the unweighted mean of the standard suites below. ` +
    `Choose a point to read the items behind it; the table of checkpoints holds the same numbers.`
  );
}

/** Of a run whose suites nobody has evaluated. */
function notYet({ status, effective_config: settings }) {
  if (settings.suites?.length === 0) return "This run names no suite, so it has no inversion curve.";
  const of = settings.suites === undefined ? "" : ` on ${settings.suites.join(", ")}`;
  return ["failed", "cancelled"].includes(status) ? `This run ended before a checkpoint was evaluated${of}.` : `No checkpoint is evaluated yet${of}. The first points appear here as the evaluators answer.`;
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

/** The choice of the axis, and whether its early part is drawn wider. */
export function axisChoice(axis, there, wide, go) {
  return [
    choiceOf("axis", "Over", there, axis, (x) => go({ x: x === "step" ? undefined : x }), (key) => AXES[key].label),
    axis === "standard"
      ? undefined
      : h("label", { title: "early checkpoints get more room, since most happens there" }, h("input", { type: "checkbox", "data-key": "wide", checked: wide, onchange: (event) => go({ scale: event.target.checked ? undefined : "linear" }) }), "square-root axis"),
  ];
}

function links(chart, curve, query) {
  const name = `${curve.run_id}-curve`;
  const series = [curve.suite && words(curve.suite), curve.scorer !== "contains" && curve.scorer && words(curve.scorer), curve.arms.length > 1 && `arm ${words(curve.arm)}`, curve.item_filter === "known" && "items the base model knows", query.slice];
  return [
    h("span", { class: "label", id: "curve-downloads" }, "Download"),
    pictures(chart, name, curve.run_name, series.filter(Boolean).join(" · ")),
    ["csv", "parquet"].map((format) => h("a", { href: curveLink(curve, query, format), download: `${name}.${format}` }, { csv: "CSV", parquet: "Parquet" }[format])),
    h("a", { href: curveLink(curve, query, "json") }, "JSON"),
  ];
}
