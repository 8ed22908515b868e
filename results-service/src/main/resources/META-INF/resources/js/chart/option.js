// The inversion curve as ECharts' option: shares above, and the training loss below if it is selected.

import { percent, words } from "../format.js";
import { colour, fontFamily } from "../theme.js";
import { layout } from "./axes.js";
import { breaks, marks } from "./marks.js";
import { band, curveLine, whiskers } from "./series.js";
import { checkpointBox } from "./tooltip.js";

const TOP = 34;
const BOTTOM = 46;
const LOSS_HEIGHT = 86;
const LABEL_HEIGHT = 15;

/** What may be clicked and drawn: the points that have a value on the axis. */
export function placed(view) {
  const axis = layout(view.axis, view.wide, [view.curve]);
  return { axis, points: view.curve.points.filter((point) => axis.of(point) !== undefined) };
}

export function option(view, width, height) {
  const { axis, points } = placed(view);
  const narrow = width < 640;
  const shown = view.lines.filter((line) => view.visible.has(line.key) && !(view.axis === "standard" && line.key === "standard_mean"));
  const shares = shown.filter((line) => !line.loss);
  const loss = shown.find((line) => line.loss);
  const below = loss ? LOSS_HEIGHT : 0;
  const sides = { left: narrow ? 40 : 56, right: narrow ? 14 : shares.some((line) => line.key.startsWith("standard:")) ? 150 : 128 };
  const shifts = labelShifts(shares, points, height - TOP - BOTTOM - below);
  return {
    animation: false,
    textStyle: { fontFamily: fontFamily(), color: colour("ink") },
    aria: { enabled: true, label: { description: description(view, points) } },
    grid: [
      { ...sides, top: TOP, bottom: BOTTOM + below },
      ...(loss ? [{ ...sides, height: LOSS_HEIGHT - 34, bottom: BOTTOM }] : []),
    ],
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    tooltip: checkpointBox(view, axis, points, narrow),
    xAxis: [horizontal(axis, loss === undefined, 0), ...(loss ? [horizontal(axis, true, 1)] : [])],
    yAxis: [vertical(narrow ? "share of items" : "share of a suite’s items", narrow), ...(loss ? [lossAxis(narrow)] : [])],
    series: [
      ...shares.filter((line) => line.low).map((line) => (view.axis === "standard" ? whiskers : band)(line, axis, points)),
      ...shares.map((line) => curveLine(line, axis, points, { label: narrow ? undefined : line.name, shift: shifts.get(line.key) })),
      ...(loss ? [curveLine(loss, axis, points, { grid: 1, label: narrow ? undefined : loss.name })] : []),
      breaks(axis, points),
      ...marks(view, axis, points, narrow),
    ],
  };
}

/** The axis from left to right; its name and numbers are under the lowest panel. */
export function horizontal(axis, named, grid) {
  return {
    type: "value",
    gridIndex: grid,
    min: axis.min,
    max: axis.max,
    name: named ? axis.title : "",
    nameLocation: "middle",
    nameGap: 30,
    nameTextStyle: { color: colour("soft"), fontSize: 12 },
    axisLine: { onZero: false, lineStyle: { color: colour("strong-rule") } },
    axisTick: { show: named, lineStyle: { color: colour("strong-rule") }, ...(axis.ticks && { customValues: axis.ticks }) },
    axisLabel: { show: named, color: colour("soft"), formatter: axis.tick, hideOverlap: true, ...(axis.ticks && { customValues: axis.ticks }) },
    splitLine: { show: false },
  };
}

/** The axis of shares, from none to all. */
export function vertical(name, narrow) {
  return {
    type: "value",
    min: 0,
    max: 1,
    interval: 0.2,
    name,
    nameLocation: "end",
    nameGap: 14,
    nameTextStyle: { color: colour("soft"), fontSize: 12, align: "left", padding: [0, 0, 0, narrow ? -36 : -44] },
    axisLabel: { color: colour("soft"), formatter: (value) => `${Math.round(100 * value)} %`, fontSize: narrow ? 11 : 12 },
    splitLine: { lineStyle: { color: colour("rule") } },
  };
}

function lossAxis(narrow) {
  return {
    type: "value",
    gridIndex: 1,
    min: 0,
    splitNumber: 2,
    name: "training loss, nats a token",
    nameLocation: "end",
    nameGap: 6,
    nameTextStyle: { color: colour("soft"), fontSize: 11, align: "left", padding: [0, 0, 0, narrow ? -36 : -44] },
    axisLabel: { color: colour("soft"), fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: colour("rule") } },
  };
}

/** How far each line's name moves down from its end, in pixels, so that no two lie on one another. */
export function labelShifts(lines, points, plotHeight) {
  const ends = lines
    .map((line) => ({ key: line.key, y: points.map(line.value).filter((value) => value !== undefined).at(-1) }))
    .filter((end) => end.y !== undefined)
    .map((end) => ({ key: end.key, y: plotHeight * (1 - end.y) }))
    .sort((a, b) => a.y - b.y);
  const shifts = new Map();
  let lowest = -Infinity;
  for (const end of ends) {
    const at = Math.max(end.y, lowest + LABEL_HEIGHT);
    shifts.set(end.key, at - end.y);
    lowest = at;
  }
  return shifts;
}

/** The curve in a sentence. */
export function description(view, points) {
  const scored = points.filter((point) => point.counterfactual_accuracy !== undefined);
  if (scored.length === 0) return "No checkpoint is scored yet.";
  const at = (name, point) => (point ? `, ${name}${percent(point.counterfactual_accuracy)} at step ${point.step}` : "");
  return (
    `Counterfactual accuracy on ${words(view.curve.suite ?? "")} over ${scored.length} checkpoints: ${at("", scored[0]).slice(2)}` +
    at("peak ", scored.find((point) => point.step === view.found.peak_step)) +
    at("trough ", scored.find((point) => point.step === view.found.trough_step)) +
    `${at("", scored.at(-1))}. The table of checkpoints below holds every number.`
  );
}
