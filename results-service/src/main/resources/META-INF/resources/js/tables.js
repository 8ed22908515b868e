// The standard suites one by one, and every checkpoint with its numbers.

import { h, render } from "./dom.js";
import { interval, percent, words } from "./format.js";
import { spark } from "./spark.js";

/** Each component of the standard mean, with its course so far. */
export function showComponents(container, curve, found) {
  const tasks = [...new Set(curve.points.flatMap((point) => Object.keys(point.standard)))].sort();
  container.hidden = tasks.length === 0;
  if (container.hidden) return;
  const at = (step, task) => curve.points.find((point) => point.step === step)?.standard[task];
  const start = found.start_step ?? curve.points[0]?.step;
  const end = found.end_step ?? curve.points.at(-1)?.step;
  const row = (name, value, series) =>
    h(
      "tr",
      {},
      h("td", {}, name),
      h("td", { class: "left" }, spark(series.map(([step, value]) => [Math.sqrt(step), value]))),
      h("td", {}, percent(value(start))),
      h("td", {}, percent(value(found.peak_step))),
      h("td", {}, percent(value(end))),
    );
  const mean = (step) => curve.points.find((point) => point.step === step)?.standard_mean;
  render(
    container,
    h("div", { class: "section-head" }, h("h2", { id: "components-title" }, "Standard suites")),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of standard suites" },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "suite"), h("th", { scope: "col", class: "left" }, "trend"), h("th", { scope: "col" }, "start"), h("th", { scope: "col" }, "at the peak"), h("th", { scope: "col" }, found.provisional ? "newest" : "end"))),
        h(
          "tbody",
          {},
          tasks.map((task) => row(words(task), (step) => at(step, task), curve.points.map((point) => [point.step, point.standard[task]]))),
          row(h("strong", {}, "mean"), mean, curve.points.map((point) => [point.step, point.standard_mean])),
        ),
      ),
    ),
    h("p", { class: "note", style: "margin-top:0.5rem" }, curve.conflict_suites.length > 0 ? "Start, peak and end are those of counterfactual accuracy." : "Start and end are the first and the last checkpoint."),
  );
}

/** Every checkpoint: its numbers, and a link to its items. */
export function showCheckpoints(container, run, curve, found, onPick) {
  const points = new Map(curve.points.map((point) => [point.step, point]));
  const conflict = curve.conflict_suites.length > 0;
  container.hidden = run.checkpoints.length === 0;
  if (container.hidden) return;
  const rows = run.checkpoints.filter((checkpoint) => checkpoint.saved_at !== undefined || points.has(checkpoint.step));
  const planned = run.checkpoints.length - rows.length;
  const title = h("div", { class: "section-head" }, h("h2", { id: "checkpoints-title" }, "Checkpoints"), h("p", { class: "label" }, planned > 0 ? `${planned} more planned` : ""));
  if (rows.length === 0) return render(container, title, h("p", { class: "note" }, "None is saved yet; the first appears here by itself."));
  const headings = ["step", "epoch", "loss", ...(conflict ? ["counterfactual", "parametric", "memorization ratio", "standard mean"] : []), "state"];
  render(
    container,
    title,
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of checkpoints" },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, headings.map((name, index) => h("th", { scope: "col", class: index === headings.length - 1 ? "left" : undefined }, name)))),
        h("tbody", {}, rows.map((checkpoint) => row(checkpoint, points.get(checkpoint.step), conflict, found, onPick))),
      ),
    ),
  );
}

function row(checkpoint, point, conflict, found, onPick) {
  const step = checkpoint.step;
  const tag = point?.base_model ? "base model" : conflict ? { [found.trough_step]: "trough", [found.peak_step]: "peak" }[step] : undefined;
  const withBounds = (value, low, high) =>
    value === undefined ? "–" : [percent(value), low === undefined ? undefined : h("span", { class: "interval" }, interval(low, high))];
  const name = checkpoint.scored.length > 0
    ? h("button", { type: "button", class: "quiet", "data-key": `step-${step}`, "aria-label": `Items at step ${step}`, onclick: () => onPick(step) }, String(step))
    : String(step);
  return h(
    "tr",
    { class: step === found.peak_step && conflict ? "peak" : undefined },
    h("td", {}, name, tag ? h("span", { class: "tag" }, tag) : undefined),
    h("td", {}, point && isKnown(point.epochs, step) ? point.epochs.toFixed(3) : "–"),
    h("td", {}, checkpoint.loss_nats === undefined || !isKnown(checkpoint.loss_nats, step) ? "–" : checkpoint.loss_nats.toFixed(3)),
    conflict
      ? [
          h("td", {}, withBounds(point?.counterfactual_accuracy, point?.counterfactual_low, point?.counterfactual_high)),
          h("td", {}, withBounds(point?.parametric_accuracy, point?.parametric_low, point?.parametric_high)),
          h("td", {}, withBounds(point?.memorization_ratio, point?.memorization_ratio_low, point?.memorization_ratio_high)),
          h("td", {}, percent(point?.standard_mean)),
        ]
      : [],
    h("td", { class: "left" }, state(checkpoint)),
  );
}

/** Epochs and losses that another trainer's files do not state are 0. */
const isKnown = (number, step) => number > 0 || step === 0;

function state(checkpoint) {
  const all = checkpoint.scored.length + checkpoint.waiting.length + checkpoint.failed.length;
  if (checkpoint.failed.length > 0) {
    const reasons = checkpoint.failed.map((each) => `${words(each.suite)}${each.arm === "template" ? "" : ` (${words(each.arm)})`}: ${each.reason} (${each.attempts} attempts)`).join("; ");
    return h("span", { class: "broken" }, `failed: ${reasons}`);
  }
  if (all === 0) return "saved";
  return checkpoint.waiting.length === 0 ? "scored" : `${checkpoint.scored.length} of ${all} suites scored`;
}
