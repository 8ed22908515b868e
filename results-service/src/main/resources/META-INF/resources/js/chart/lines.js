// What can be drawn of a curve.

import { words } from "../format.js";

const standardSegment = (point) => point.standard_segment;

/** Every line of a curve: the accuracies, what is derived from them, the standard mean, each standard suite, and the training loss. */
export function lines(curve) {
  const standard = [...new Set(curve.points.flatMap((point) => Object.keys(point.standard)))].sort();
  const conflict = [
    { key: "counterfactual", name: "counterfactual", about: "follows the context", colour: "context", dash: "solid", symbol: "circle", width: 2.5, shown: true, value: (p) => p.counterfactual_accuracy, low: (p) => p.counterfactual_low, high: (p) => p.counterfactual_high },
    { key: "parametric", name: "parametric", about: "follows memory", colour: "memory", dash: "dashed", symbol: "diamond", width: 2, shown: true, value: (p) => p.parametric_accuracy, low: (p) => p.parametric_low, high: (p) => p.parametric_high },
  ];
  const shares = [
    { key: "memorization_ratio", name: "memorization ratio", about: "parametric, as a share of parametric and counterfactual together", colour: "memory", dash: [9, 3, 2, 3], symbol: "emptyDiamond", field: "memorization_ratio" },
    { key: "both", name: "both answers", about: "the answer of the context and that of memory", colour: "heat-both", dash: [2, 3], symbol: "triangle", field: "both_share" },
    { key: "neither", name: "neither answer", about: "neither the answer of the context nor that of memory", colour: "ink", dash: [5, 2], symbol: "emptyCircle", field: "neither_share" },
  ]
    .filter(({ field }) => curve.points.some((point) => point[field] > 0))
    .map(({ field, ...line }) => ({ width: 1.5, shown: false, value: (p) => p[field], low: (p) => p[`${field}_low`], high: (p) => p[`${field}_high`], ...line }));
  const loss = { key: "loss", name: "training loss", about: "nats a token, below the curve", colour: "ink", dash: "solid", symbol: "none", width: 1.5, shown: false, loss: true, value: (p) => p.training_loss_nats, segment: () => 0 };
  return [
    ...(curve.conflict_suites.length > 0 ? [...conflict, ...shares] : []),
    ...(standard.length > 0 ? [{ key: "standard_mean", name: "standard mean", about: "mean of the standard suites", colour: "standard", dash: "dotted", symbol: "rect", width: 2, shown: true, value: (p) => p.standard_mean, segment: standardSegment }] : []),
    ...standard.map((task, index) => ({ key: `standard:${task}`, name: words(task), about: "standard suite", colour: "standard", dash: [8, 3, 2 + 2 * index, 3], symbol: ["triangle", "emptyCircle", "pin", "arrow"][index % 4], width: 1, shown: false, value: (p) => p.standard[task], segment: standardSegment })),
    ...(curve.points.some((point) => point.training_loss_nats !== undefined) ? [loss] : []),
  ];
}

/** Points that were measured alike: a line is drawn through each part alone. `of` distinguishes the parts. */
export function segments(points, of = (point) => point.segment) {
  const parts = [];
  for (const point of points) {
    if (parts.length === 0 || of(parts.at(-1).at(-1)) !== of(point)) parts.push([]);
    parts.at(-1).push(point);
  }
  return parts;
}
