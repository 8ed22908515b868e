// The curves of a theory over its steps: reliance and attention, each class's gradient, losses.

import * as echarts from "/_static/echarts/dist/echarts.esm.min.js";
import { layout } from "../chart/axes.js";
import { horizontal, labelShifts, vertical } from "../chart/option.js";
import { curveLine } from "../chart/series.js";
import { box } from "../chart/tooltip.js";
import { colour, fontFamily } from "../theme.js";

const TOP = 34;
const BOTTOM = 46;
const GAP = 52;
const RIGHT = 172;

const ofClass = (name, field) => (point) => point.classes.find((each) => each.example_class === name)?.[field];

/** The classes of examples: name, colour, dash and sign of each. */
export const CLASSES = [
  { key: "context_critical", name: "context-critical", colour: "context", dash: "solid", symbol: "circle" },
  { key: "non_context_critical", name: "non-context-critical", colour: "memory", dash: "dashed", symbol: "diamond" },
  { key: "subject_critical", name: "subject-critical", colour: "run-4", dash: [8, 3, 2, 3], symbol: "triangle" },
  { key: "counterfactual", name: "counterfactual", colour: "run-3", dash: [5, 2], symbol: "rect" },
];

const SHARES = [
  { key: "share", name: "context’s share, M_C", colour: "context", dash: "solid", symbol: "circle", width: 2.5, value: (point) => point.context_share },
  { key: "attention", name: "attention to context", colour: "standard", dash: "dashed", symbol: "diamond", width: 2, value: (point) => point.attention },
];

const SUM = { key: "sum", name: "all examples", colour: "ink", dash: "dotted", symbol: "none", width: 2, value: (point) => point.classes.reduce((sum, each) => sum + each.context_contribution, 0) };
const HELD_OUT = { key: "held-out", name: "held-out C", colour: "ink", dash: "dotted", symbol: "none", width: 2, value: (point) => point.held_out_loss };

const perClass = (field, prefix) => CLASSES.map((each) => ({ ...each, key: `${prefix}-${each.key}`, width: 2, value: ofClass(each.key, field) }));

/** The three panels, from top to bottom; a line without values is left out. */
function panels(points) {
  const there = (lines) => lines.filter((line) => points.some((point) => line.value(point) !== undefined));
  return [
    { part: 0.46, title: "share, mean over tests", lines: SHARES },
    { part: 0.27, title: "pull of the attention to contexts (contribution to the gradient along theta_C)", lines: there([...perClass("context_contribution", "pull"), SUM]) },
    { part: 0.27, title: "loss, nats", lines: there([...perClass("loss", "loss"), HELD_OUT]), zero: true },
  ];
}

/** Every line of a result once, for a legend where the chart has no room for names. */
export function linesOf(result) {
  const lines = panels(result.points).flatMap((panel) => panel.lines);
  return lines.filter((line, index) => lines.findIndex((other) => other.name === line.name) === index);
}

/** A chart in this element, which can be drawn again in other colours or sizes. */
export function startTheoryChart(element) {
  const chart = echarts.init(element, undefined, { renderer: "svg" });
  let result;
  const redraw = () => {
    if (result === undefined || element.clientWidth === 0) return;
    chart.resize();
    chart.setOption(option(result, element.clientWidth, element.clientHeight), { notMerge: true });
    element.setAttribute("aria-label", `${result.sentence} The table below holds the numbers.`);
  };
  new ResizeObserver(redraw).observe(element);
  return {
    draw(next) {
      result = next;
      redraw();
    },
    redraw,
  };
}

function option(result, width, height) {
  const narrow = width < 640;
  const axis = layout("step", true, [{ points: result.points, total_steps: result.settings.steps }]);
  const inner = height - TOP - BOTTOM - 2 * GAP;
  const shown = panels(result.points);
  let top = TOP;
  const grids = shown.map(({ part }) => {
    const grid = { left: narrow ? 40 : 56, right: narrow ? 14 : RIGHT, top, height: part * inner };
    top += part * inner + GAP;
    return grid;
  });
  return {
    animation: false,
    textStyle: { fontFamily: fontFamily(), color: colour("ink") },
    grid: grids,
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    tooltip: stepBox(shown, axis, result.points),
    xAxis: shown.map((_, index) => horizontal(axis, index === shown.length - 1, index)),
    yAxis: shown.map((panel, index) => (index === 0 ? vertical(panel.title, narrow) : free(panel, index, narrow))),
    series: shown.flatMap((panel, index) => panelSeries(panel, index, axis, result, grids[index].height, narrow)),
  };
}

function free({ title, zero }, index, narrow) {
  return {
    type: "value",
    gridIndex: index,
    min: zero ? 0 : undefined,
    splitNumber: 3,
    name: narrow ? title.split(" (")[0] : title,
    nameLocation: "end",
    nameGap: 10,
    nameTextStyle: { color: colour("soft"), fontSize: 12, align: "left", padding: [0, 0, 0, narrow ? -36 : -44] },
    axisLabel: { color: colour("soft"), fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: colour("rule") } },
  };
}

function panelSeries(panel, index, axis, result, height, narrow) {
  const values = result.points.flatMap((point) => panel.lines.map((line) => line.value(point))).filter((value) => value !== undefined);
  const [low, high] = index === 0 ? [0, 1] : [panel.zero ? 0 : Math.min(0, ...values), Math.max(...values)];
  const ends = panel.lines.map((line) => ({ key: line.key, value: (point) => (point === result.points.at(-1) && line.value(point) !== undefined ? (line.value(point) - low) / (high - low || 1) : undefined) }));
  const shifts = labelShifts(ends, result.points.slice(-1), height);
  const lines = panel.lines.map((line) => ({ ...curveLine(line, axis, result.points, { grid: index, label: narrow ? undefined : line.name, shift: shifts.get(line.key) }), showSymbol: false }));
  return index === 0 ? [...lines, handOver(result, axis)] : lines;
}

/** The step at which the gradient of all examples begins to lower the attention to contexts. */
function handOver(result, axis) {
  const step = result.summary.hand_over_step;
  return {
    id: "hand-over",
    type: "line",
    silent: true,
    tooltip: { show: false },
    data: [],
    markLine: {
      silent: true,
      symbol: "none",
      lineStyle: { color: colour("soft"), type: [3, 4], width: 1 },
      label: { formatter: `hand-over, step ${step}`, position: "insideStartTop", rotate: 0, distance: [6, 8], align: "left", color: colour("soft"), fontSize: 11 },
      data: step > 0 ? [{ xAxis: axis.of({ step }) }] : [],
    },
  };
}

function stepBox(shown, axis, points) {
  return box((hits) => {
    const point = points.find((each) => axis.of(each) === hits[0]?.axisValue);
    if (point === undefined) return "";
    const rows = shown.map(({ lines, title }, index) => {
      const cells = lines.filter((line) => line.value(point) !== undefined).map((line) => `<tr><td style="padding:0 1em 0 0;border:0;text-align:left"><span style="color:${colour(line.colour)}">■</span> ${line.name}</td><td style="padding:0;border:0">${line.value(point).toFixed(3)}</td></tr>`);
      return `<tr><td colspan="2" style="padding:.3em 0 0;border:0;text-align:left;opacity:.75">${index === 0 ? "share" : title.split(" (")[0]}</td></tr>${cells.join("")}`;
    });
    return `<strong>step ${point.step.toLocaleString("en")}</strong><table style="font-size:inherit">${rows.join("")}</table>`;
  });
}
