// What is pointed out on a curve: the base model, the peak, the trough, and where it is broken.

import { percent, stepsOf } from "../format.js";
import { colour } from "../theme.js";
import { segments } from "./lines.js";

/** So close to the axis that a label below would cover its numbers. */
const LOW = 0.12;

/** The marked points of the counterfactual line, each with its name, and the windows that the verdict takes the means of. */
export function marks(view, axis, points, narrow) {
  const { found } = view;
  if (!view.visible.has("counterfactual")) return [];
  const at = (step) => points.find((point) => point.step === step && point.counterfactual_accuracy !== undefined);
  const base = points.find((point) => point.base_model && point.counterfactual_accuracy !== undefined);
  const [peak, trough] = [at(found.peak_step), at(found.trough_step)];
  const share = (point) => (axis.of(point) - axis.min) / (axis.max - axis.min || 1);
  const label = (name) => (narrow ? name : `${name} ${percent(found[`${name}_accuracy`])}, ${stepsOf(found[`${name}_steps`])}`);
  const above = (point) => (share(point) < 0.2 ? { position: [18, -16] } : { position: [-4, -10], align: "right" });
  const below = (point) => (share(point) < 0.2 ? { position: [0, 22] } : { position: [14, 22], align: "right" });
  const result = [windows(view, axis, at)];
  if (base && base !== peak) result.push(mark(axis, "base", base, "base model", base.counterfactual_accuracy < LOW ? { position: [14, -16] } : { position: [10, 22] }, false));
  if (peak) result.push(mark(axis, "peak", peak, peak === base ? "base model, the peak" : label("peak"), above(peak), true));
  if (trough && trough !== base) result.push(mark(axis, "trough", trough, label("trough"), trough.counterfactual_accuracy < LOW ? above(trough) : below(trough), true));
  return result;
}

function mark(axis, id, point, text, place, filled) {
  return {
    id,
    type: "scatter",
    silent: true,
    tooltip: { show: false },
    z: 5,
    clip: false,
    data: [[axis.of(point), point.counterfactual_accuracy]],
    symbol: "circle",
    symbolSize: 13,
    itemStyle: { color: filled ? colour("context") : colour("paper"), borderColor: colour("context"), borderWidth: 2.5, opacity: 1 },
    label: { show: true, formatter: text, ...place, color: colour("ink"), fontSize: 12, fontWeight: 600, backgroundColor: colour("paper"), padding: [1, 4], borderRadius: 2 },
  };
}

/** A broad stroke from the first to the last checkpoint of each window, as high as their mean. */
function windows({ found, axis: key }, axis, at) {
  const known = ["peak", "trough", "end"].map((name) => ({ ends: [at(found[`${name}_steps`]?.[0]), at(found[`${name}_steps`]?.at(-1))], mean: found[`${name}_accuracy`] })).filter(({ ends: [first, last] }) => first && last && first !== last);
  return {
    id: "windows",
    type: "custom",
    silent: true,
    tooltip: { show: false },
    z: 2,
    data: key === "standard" ? [] : known.map((_, index) => index),
    renderItem: ({ dataIndex }, api) => {
      const { ends, mean } = known[dataIndex];
      const [[x1, y], [x2]] = ends.map((point) => api.coord([axis.of(point), mean]));
      return { type: "line", shape: { x1, x2, y1: y, y2: y }, style: { stroke: colour("context"), opacity: 0.35, lineWidth: 7, lineCap: "round" } };
    },
  };
}

/** An upright line between two points that were not measured alike. */
export function breaks(axis, points) {
  const parts = segments(points);
  const places = parts.slice(1).map((part, index) => (axis.of(parts[index].at(-1)) + axis.of(part[0])) / 2);
  return {
    id: "breaks",
    type: "line",
    silent: true,
    tooltip: { show: false },
    data: [],
    markLine: {
      silent: true,
      symbol: "none",
      lineStyle: { color: colour("soft"), type: [3, 4], width: 1 },
      label: { formatter: "not comparable across", position: "insideEndTop", color: colour("soft"), fontSize: 11 },
      data: places.map((at) => ({ xAxis: at })),
    },
  };
}
