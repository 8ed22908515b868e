// What can be drawn of a curve, and over which axis.

import { words } from "./format.js";

/** Every line of a curve: the accuracies, the standard mean, and each standard suite. */
export function lines(curve) {
  const standard = [...new Set(curve.points.flatMap((point) => Object.keys(point.standard)))].sort();
  const conflict = [
    { key: "counterfactual", name: "counterfactual", about: "follows the context", colour: "context", dash: "solid", symbol: "circle", width: 2.5, shown: true, value: (p) => p.counterfactual_accuracy, low: (p) => p.counterfactual_low, high: (p) => p.counterfactual_high },
    { key: "parametric", name: "parametric", about: "follows memory", colour: "memory", dash: "dashed", symbol: "diamond", width: 2, shown: true, value: (p) => p.parametric_accuracy, low: (p) => p.parametric_low, high: (p) => p.parametric_high },
  ];
  return [
    ...(curve.conflict_suites.length > 0 ? conflict : []),
    { key: "standard_mean", name: "standard mean", about: "mean of the standard suites", colour: "standard", dash: "dotted", symbol: "rect", width: 2, shown: true, value: (p) => p.standard_mean },
    ...standard.map((task, index) => ({ key: `standard:${task}`, name: words(task), about: "standard suite", colour: "standard", dash: [8, 3, 2 + 2 * index, 3], symbol: ["triangle", "emptyCircle", "pin", "arrow"][index % 4], width: 1, shown: false, value: (p) => p.standard[task] })),
  ];
}

/** The ways to lay a curve out from left to right. */
export const axes = {
  early: {
    label: "steps, early ones wider",
    title: "optimizer step (square-root scale)",
    of: (point) => Math.sqrt(point.step),
    tick: (value) => Math.round(value * value),
  },
  step: { label: "steps", title: "optimizer step", of: (point) => point.step, tick: (value) => value },
  epoch: { label: "epochs", title: "epochs of the finetuning mixture", of: (point) => point.epochs, tick: (value) => value },
  standard: {
    label: "standard mean",
    title: "mean accuracy of the standard suites",
    of: (point) => point.standard_mean,
    tick: (value) => `${Math.round(100 * value)} %`,
  },
};

/** From the axis's first value to its last. */
export function extent(axisKey, curve, points) {
  if (axisKey === "early") return [0, Math.sqrt(Math.max(curve.total_steps, points.at(-1)?.step ?? 1))];
  if (axisKey === "step") return [0, Math.max(curve.total_steps, points.at(-1)?.step ?? 1)];
  if (axisKey === "epoch") {
    const last = points.at(-1);
    return [0, last && last.step > 0 ? Math.max(last.epochs, (last.epochs * curve.total_steps) / last.step) : 1];
  }
  const values = points.map(axes.standard.of);
  return [Math.max(0, Math.floor(10 * Math.min(...values) - 0.5) / 10), Math.min(1, Math.ceil(10 * Math.max(...values) + 0.2) / 10)];
}
