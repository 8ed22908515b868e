// The inversion curve.

import * as echarts from "/_static/echarts/dist/echarts.esm.min.js";
import { interval, percent, words } from "./format.js";
import { axes, extent } from "./series.js";
import { colour } from "./theme.js";

const GRID = { top: 34, bottom: 46 };
const LABEL_HEIGHT = 15;

/** A chart in this element; a click anywhere in it picks the nearest checkpoint. */
export function startChart(element, onPick) {
  const chart = echarts.init(element, undefined, { renderer: "svg" });
  let shown = { axis: axes.step, points: [] };
  new ResizeObserver(() => {
    chart.resize();
    if (shown.redraw) shown.redraw();
  }).observe(element);
  chart.getZr().on("click", (event) => {
    if (!chart.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])) return;
    const [x] = chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]);
    const nearest = shown.points.reduce((best, point) =>
      Math.abs(shown.axis.of(point) - x) < Math.abs(shown.axis.of(best) - x) ? point : best,
    );
    if (nearest) onPick(nearest.step);
  });
  return (view) => {
    shown = { axis: axes[view.axis], points: pointsOn(view) };
    shown.redraw = () => chart.setOption(option(view, shown.points, element.clientWidth, element.clientHeight), { notMerge: true });
    shown.redraw();
  };
}

const pointsOn = (view) => view.curve.points.filter((point) => axes[view.axis].of(point) !== undefined);

function option(view, points, width, height) {
  const axis = axes[view.axis];
  const narrow = width < 640;
  const lines = view.lines.filter((line) => view.visible.has(line.key) && !(view.axis === "standard" && line.colour === "standard"));
  const shifts = labelShifts(lines, points, height - GRID.top - GRID.bottom);
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink") },
    aria: { enabled: true, label: { description: description(view, points) } },
    grid: { left: narrow ? 40 : 56, right: narrow ? 14 : lines.some((line) => line.key.startsWith("standard:")) ? 150 : 128, ...GRID },
    tooltip: tooltip(view, axis, points, narrow),
    xAxis: horizontal(view, axis, points),
    yAxis: vertical(narrow),
    series: [
      ...lines.filter((line) => line.low).map((line) => (view.axis === "standard" ? whiskers : band)(line, axis, points)),
      ...lines.map((line) => curveLine(line, axis, points, narrow, shifts.get(line.key))),
      ...marks(view, axis, points, narrow),
    ],
  };
}

function horizontal(view, axis, points) {
  const [min, max] = points.length > 0 ? extent(view.axis, view.curve, points) : [0, 1];
  const early = view.axis === "early";
  const squares = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000].filter((step) => step <= max * max && step * 400 >= max * max || step === 0);
  return {
    type: "value",
    min,
    max,
    name: axis.title,
    nameLocation: "middle",
    nameGap: 30,
    nameTextStyle: { color: colour("soft"), fontSize: 12 },
    axisLine: { lineStyle: { color: colour("strong-rule") } },
    axisTick: { show: true, lineStyle: { color: colour("strong-rule") }, ...(early && { customValues: squares.map(Math.sqrt) }) },
    axisLabel: { color: colour("soft"), formatter: axis.tick, hideOverlap: true, ...(early && { customValues: squares.map(Math.sqrt) }) },
    splitLine: { show: false },
  };
}

function vertical(narrow) {
  return {
    type: "value",
    min: 0,
    max: 1,
    interval: 0.2,
    name: narrow ? "share of items" : "share of a suite’s items",
    nameLocation: "end",
    nameGap: 14,
    nameTextStyle: { color: colour("soft"), fontSize: 12, align: "left", padding: [0, 0, 0, narrow ? -36 : -44] },
    axisLabel: { color: colour("soft"), formatter: (value) => `${Math.round(100 * value)} %`, fontSize: narrow ? 11 : 12 },
    splitLine: { lineStyle: { color: colour("rule") } },
  };
}

/** How far each line's name moves down from its end, in pixels, so that no two lie on one another. */
function labelShifts(lines, points, plotHeight) {
  const ends = lines
    .map((line) => ({ key: line.key, y: points.map(line.value).filter((value) => value !== undefined).at(-1) }))
    .filter((end) => end.y !== undefined)
    .map((end) => ({ key: end.key, y: plotHeight * (1 - end.y) }))
    .sort((a, b) => a.y - b.y);
  const shifts = new Map();
  let lowest = -Infinity;
  for (const end of ends) {
    const place = Math.max(end.y, lowest + LABEL_HEIGHT);
    shifts.set(end.key, place - end.y);
    lowest = place;
  }
  return shifts;
}

function curveLine(line, axis, points, narrow, shift) {
  const data = points.filter((point) => line.value(point) !== undefined).map((point) => [axis.of(point), line.value(point)]);
  return {
    id: line.key,
    name: line.name,
    type: "line",
    data,
    symbol: line.symbol,
    symbolSize: line.width > 1 ? 6 : 4,
    showSymbol: true,
    lineStyle: { color: colour(line.colour), width: line.width, type: line.dash },
    itemStyle: { color: colour(line.colour) },
    endLabel: { show: !narrow && data.length > 0, formatter: line.name, color: colour(line.colour), fontSize: 12, distance: 8, offset: [0, shift ?? 0] },
    emphasis: { disabled: true },
    z: 3,
  };
}

/** The 95 % interval as a band around its line. */
function band(line, axis, points) {
  const known = points.filter((point) => line.low(point) !== undefined);
  return {
    id: `${line.key}-band`,
    type: "custom",
    silent: true,
    tooltip: { show: false },
    z: 1,
    clip: true,
    data: known.length > 1 ? [0] : [],
    renderItem: (_, api) => ({
      type: "polygon",
      shape: {
        points: [
          ...known.map((point) => api.coord([axis.of(point), line.high(point)])),
          ...known.toReversed().map((point) => api.coord([axis.of(point), line.low(point)])),
        ],
      },
      style: { fill: colour(line.colour), opacity: 0.13 },
    }),
  };
}

/** The 95 % intervals as upright bars, where points do not follow one another from left to right. */
function whiskers(line, axis, points) {
  const known = points.filter((point) => line.low(point) !== undefined);
  return {
    id: `${line.key}-whiskers`,
    type: "custom",
    silent: true,
    tooltip: { show: false },
    z: 1,
    data: known.map((_, index) => index),
    renderItem: (parameters, api) => {
      const point = known[parameters.dataIndex];
      const [x, top] = api.coord([axis.of(point), line.high(point)]);
      const [, bottom] = api.coord([axis.of(point), line.low(point)]);
      return { type: "line", shape: { x1: x, x2: x, y1: top, y2: bottom }, style: { stroke: colour(line.colour), opacity: 0.45, lineWidth: 1 } };
    },
  };
}

/** The base model's point and the peak, each with its name. */
function marks(view, axis, points, narrow) {
  if (!view.visible.has("counterfactual")) return [];
  const base = points.find((point) => point.step === 0 && point.counterfactual_accuracy !== undefined);
  const peak = points.find((point) => point.step === view.peakStep && point.counterfactual_accuracy !== undefined);
  const mark = (id, point, text, place, filled) => ({
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
  });
  const [min, max] = points.length > 0 ? extent(view.axis, view.curve, points) : [0, 1];
  const share = peak ? (axis.of(peak) - min) / (max - min) : 0;
  const side = share < 0.2 ? { position: [18, -16] } : { position: [-4, -10], align: "right" };
  const result = [];
  if (base && base !== peak) result.push(mark("base", base, "base model", { position: [10, 22] }, false));
  if (peak) {
    const text = peak === base ? "base model, the peak" : narrow ? `peak, step ${peak.step}` : `peak ${percent(peak.counterfactual_accuracy)} at step ${peak.step}`;
    result.push(mark("peak", peak, text, side, true));
  }
  return result;
}

/** Text as it stands in HTML: names of imported suites are other people's. */
const text = (words) => words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function tooltip(view, axis, points, narrow) {
  const row = (line, point) => {
    const value = line.value(point);
    if (value === undefined) return "";
    const bounds = line.low && line.low(point) !== undefined ? ` <span style="opacity:.7">${interval(line.low(point), line.high(point))}</span>` : "";
    return `<tr><td style="padding:0 1em 0 0;border:0;text-align:left"><span style="color:${colour(line.colour)}">■</span> ${text(line.name)}</td><td style="padding:0;border:0">${percent(value)}${bounds}</td></tr>`;
  };
  return {
    trigger: "axis",
    confine: true,
    backgroundColor: colour("panel"),
    borderColor: colour("strong-rule"),
    textStyle: { color: colour("ink"), fontSize: 13 },
    axisPointer: { type: "line", lineStyle: { color: colour("strong-rule"), type: "solid" } },
    formatter: (hits) => {
      const x = hits[0]?.axisValue ?? hits[0]?.value?.[0];
      const point = points.find((each) => axis.of(each) === x);
      if (!point) return "";
      const loss = point.training_loss_nats === undefined ? "" : `, loss ${point.training_loss_nats.toFixed(3)}`;
      const hint = narrow ? "" : `<div style="opacity:.7;margin-top:.3em">click for the items</div>`;
      return `<strong>${point.step === 0 ? "base model" : `step ${point.step}`}</strong>, epoch ${point.epochs.toFixed(3)}${loss}<table style="font-size:inherit;margin-top:.3em">${view.lines.map((line) => row(line, point)).join("")}</table>${hint}`;
    },
  };
}

function description(view, points) {
  const scored = points.filter((point) => point.counterfactual_accuracy !== undefined);
  if (scored.length === 0) return "No checkpoint is scored yet.";
  const last = scored.at(-1);
  const peak = scored.find((point) => point.step === view.peakStep);
  return (
    `Counterfactual accuracy on ${words(view.curve.suite ?? "")} over ${scored.length} checkpoints: ${percent(scored[0].counterfactual_accuracy)} at step ${scored[0].step}` +
    (peak ? `, peak ${percent(peak.counterfactual_accuracy)} at step ${peak.step}` : "") +
    `, ${percent(last.counterfactual_accuracy)} at step ${last.step}.`
  );
}
