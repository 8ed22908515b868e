// Small charts, one for each condition, all on the same axes: both accuracies over the steps, and counterfactual accuracy
// over the standard mean beside the reference's.

import { h, s } from "../dom.js";
import { number, percent } from "../format.js";

const WIDTH = 300;
const HEIGHT = 205;
const LEFT = 46;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 44;
const SHARES = [0, 0.5, 1];

const y = (share) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
const pointsOf = (study, condition, curves) => study.cells.filter((cell) => cell.condition === condition.name && curves.has(cell.run_id)).map((cell) => curves.get(cell.run_id).points);
const pathed = (points) => points.filter((point) => point.standard_mean !== undefined && point.counterfactual_accuracy !== undefined);

/** Both accuracies over the steps; `curves` holds a curve for each run that has one. */
export function smallMultiples(study, curves) {
  const last = Math.max(1, ...[...curves.values()].flatMap((curve) => curve.points.map((point) => point.step)));
  const x = horizontal("optimizer steps (square-root scale)", Math.sqrt, 0, last, [0, Math.round(last / 4), last], number);
  return [
    h("p", { class: "note" }, "One line for each seed: ", h("span", { class: "context" }, "counterfactual accuracy, solid"), ", and ", h("span", { class: "memory" }, "parametric accuracy, dashed"), ", over the steps."),
    h("div", { class: "multiples" }, study.conditions.map((condition) => {
      const own = pointsOf(study, condition, curves);
      return chart(condition, "accuracy", x, own.length === 0 ? "No curve yet." : undefined, `counterfactual accuracy of ${number(own.length)} seeds, at the end ${ends(own)}`, own.map((points) => [
        line(points, x, (point) => point.step, "parametric_accuracy", "memory-line"),
        line(points, x, (point) => point.step, "counterfactual_accuracy", "context-line"),
      ]));
    })),
  ];
}

/** Counterfactual accuracy over the standard mean; nothing if no run has one. */
export function standardMeans(study, curves) {
  const means = [...curves.values()].flatMap((curve) => pathed(curve.points)).map((point) => point.standard_mean);
  if (means.length === 0) return undefined;
  const high = Math.ceil(10 * Math.max(...means)) / 10;
  const low = Math.max(0, Math.min(Math.floor(10 * Math.min(...means)) / 10, high - 0.1));
  const x = horizontal("standard mean", (value) => value, low, Math.max(high, low + 0.1), [low, (low + high) / 2, high], (share) => `${Math.round(100 * share)} %`);
  const reference = pointsOf(study, study.conditions[0], curves).map(pathed);
  return [
    h("p", { class: "note" }, "Each run’s path through both accuracies in the order of its steps, with a dot at its last checkpoint: ", h("span", { class: "context" }, "the condition"), ` and, in grey, ${study.reference}. Rings mark where the two runs of a seed are compared.`),
    h("div", { class: "multiples" }, study.conditions.map((condition, place) => {
      const own = pointsOf(study, condition, curves).map(pathed).filter((points) => points.length > 0);
      return chart(condition, "counterfactual accuracy", x, own.length === 0 ? "No standard mean yet." : undefined, `counterfactual accuracy over the standard mean of ${number(own.length)} seeds, at the end ${ends(own)}`, [
        place === 0 ? undefined : reference.map((points) => path(points, x, "reference")),
        own.map((points) => path(points, x, "context")),
        (condition.at_equal_standard_mean?.seeds ?? []).filter((seed) => seed.missing === "").map((seed) => [ring(x, seed, seed.reference, "reference"), ring(x, seed, seed.condition, "context")]),
      ]);
    })),
  ];
}

const ends = (runs) => runs.map((points) => percent(points.at(-1)?.counterfactual_accuracy)).join(", ");

function horizontal(title, scale, low, high, ticks, words) {
  const from = scale(low);
  return { title, ticks, words, of: (value) => LEFT + ((WIDTH - LEFT - RIGHT) * (scale(value) - from)) / (scale(high) - from) };
}

function chart(condition, title, x, nothing, description, content) {
  return h("figure", {}, h("figcaption", {}, condition.name), nothing === undefined ? drawing(`${condition.name}: ${description}`, title, x, content) : h("p", { class: "note" }, nothing));
}

function drawing(description, title, x, content) {
  const middle = (TOP + HEIGHT - BOTTOM) / 2;
  return s(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": description },
    SHARES.map((share) => [s("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(share), y2: y(share) }), s("text", { x: LEFT - 5, y: y(share) + 4, "text-anchor": "end" }, String(100 * share))]),
    x.ticks.map((tick, place) => s("text", { x: x.of(tick), y: HEIGHT - 27, "text-anchor": place === x.ticks.length - 1 ? "end" : "middle" }, x.words(tick))),
    s("text", { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 9, "text-anchor": "middle" }, x.title),
    s("text", { x: 10, y: middle, "text-anchor": "middle", transform: `rotate(-90 10 ${middle})` }, `${title}, %`),
    content,
  );
}

function line(points, x, value, name, kind) {
  const known = points.filter((point) => point[name] !== undefined);
  const corners = known.map((point, place) => `${place === 0 ? "M" : "L"}${x.of(value(point)).toFixed(1)} ${y(point[name]).toFixed(1)}`).join("");
  return s("path", { class: kind, d: corners });
}

function path(points, x, kind) {
  const last = points.at(-1);
  return [line(points, x, (point) => point.standard_mean, "counterfactual_accuracy", `${kind}-line`), last === undefined ? undefined : s("circle", { class: `${kind}-end`, cx: x.of(last.standard_mean), cy: y(last.counterfactual_accuracy), r: 2.5 })];
}

const ring = (x, seed, run, kind) => s("circle", { class: `${kind}-ring`, cx: x.of(seed.standard_mean), cy: y(run.counterfactual_accuracy), r: 5 });
