// A small chart for each condition: both accuracies of every seed over the steps, on the same axes.

import { h, s } from "../dom.js";
import { number, percent } from "../format.js";

const WIDTH = 300;
const HEIGHT = 190;
const LEFT = 34;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 34;
const SHARES = [0, 0.5, 1];

/** Charts of a study; `curves` holds a curve for each run that has one. */
export function smallMultiples(study, curves) {
  const last = Math.max(1, ...[...curves.values()].flatMap((curve) => curve.points.map((point) => point.step)));
  return [
    h("p", { class: "note" }, "One line for each seed: ", h("span", { class: "context" }, "counterfactual accuracy, solid"), ", and ", h("span", { class: "memory" }, "parametric accuracy, dashed"), `, over the steps up to ${number(last)} on a square-root axis.`),
    h("div", { class: "multiples" }, study.conditions.map((condition) => chart(study, condition, curves, last))),
  ];
}

function chart(study, condition, curves, last) {
  const own = study.cells.filter((cell) => cell.condition === condition.name && curves.has(cell.run_id)).map((cell) => curves.get(cell.run_id).points);
  return h("figure", {}, h("figcaption", {}, condition.name), own.length === 0 ? h("p", { class: "note" }, "No curve yet.") : drawing(condition, own, last));
}

function drawing(condition, curves, last) {
  const x = (step) => LEFT + ((WIDTH - LEFT - RIGHT) * Math.sqrt(step)) / Math.sqrt(last);
  const y = (share) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
  const ends = curves.map((points) => percent(points.at(-1)?.counterfactual_accuracy)).join(", ");
  return s(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${condition.name}: counterfactual accuracy of ${number(curves.length)} seeds, at the end ${ends}` },
    SHARES.map((share) => [s("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(share), y2: y(share) }), s("text", { x: LEFT - 5, y: y(share) + 4, "text-anchor": "end" }, String(100 * share))]),
    [0, last / 4, last].map((step) => s("text", { x: x(step), y: HEIGHT - 19, "text-anchor": step === last ? "end" : "middle" }, number(Math.round(step)))),
    s("text", { x: WIDTH - RIGHT, y: HEIGHT - 5, "text-anchor": "end" }, "steps"),
    curves.map((points) => [line(points, "parametric_accuracy", "memory-line", x, y), line(points, "counterfactual_accuracy", "context-line", x, y)]),
  );
}

function line(points, name, kind, x, y) {
  const known = points.filter((point) => point[name] !== undefined);
  const path = known.map((point, place) => `${place === 0 ? "M" : "L"}${x(point.step).toFixed(1)} ${y(point[name]).toFixed(1)}`).join("");
  return s("path", { class: kind, d: path });
}
