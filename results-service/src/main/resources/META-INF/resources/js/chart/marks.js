// What is pointed out on a curve: the base model, the peak, the trough, and where it is broken.

import { percent } from "../format.js";
import { colour } from "../theme.js";
import { segments } from "./lines.js";

/** The marked points of the counterfactual line, each with its name. */
export function marks(view, axis, points, narrow) {
  if (!view.visible.has("counterfactual")) return [];
  const at = (step) => points.find((point) => point.step === step && point.counterfactual_accuracy !== undefined);
  const base = points.find((point) => point.base_model && point.counterfactual_accuracy !== undefined);
  const peak = at(view.found.peak_step);
  const trough = at(view.found.trough_step);
  const said = (name, point) => (narrow ? `${name}, step ${point.step}` : `${name} ${percent(point.counterfactual_accuracy)} at step ${point.step}`);
  const aside = (point) => (axis.of(point) - axis.min) / (axis.max - axis.min || 1) < 0.2;
  const result = [];
  if (base && base !== peak) result.push(mark(axis, "base", base, "base model", { position: [10, 22] }, false));
  if (peak) result.push(mark(axis, "peak", peak, peak === base ? "base model, the peak" : said("peak", peak), aside(peak) ? { position: [18, -16] } : { position: [-4, -10], align: "right" }, true));
  if (trough && trough !== base) result.push(mark(axis, "trough", trough, said("trough", trough), { position: [aside(trough) ? 0 : 14, 22], align: aside(trough) ? "left" : "right" }, true));
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

/** An upright line between two points that do not mean the same. */
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
