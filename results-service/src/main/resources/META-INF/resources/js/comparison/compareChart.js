// Several runs on one chart.

import { horizontal, labelShifts, vertical } from "../chart/option.js";
import { layout } from "../chart/axes.js";
import { band, curveLine } from "../chart/series.js";
import { box, escaped, row } from "../chart/tooltip.js";
import { percent } from "../format.js";
import { colour, fontFamily } from "../theme.js";
import { drawnAs } from "./runNames.js";

const TOP = 34;
const BOTTOM = 46;

const values = { value: (point) => point.counterfactual_accuracy, low: (point) => point.low, high: (point) => point.high };

/** The chart's option; `view` holds the comparison, the axis (step or standard) and whether its early part is wider. */
export function option(view, width, height) {
  const axis = layout(view.axis, view.wide, view.comparison.runs);
  const narrow = width < 640;
  const lines = view.comparison.runs.map((run, place) => ({ key: run.run_id, name: run.run_name, width: 2, ...drawnAs(place), ...values, points: run.points.filter((point) => axis.of(point) !== undefined) }));
  const ends = labelShifts(lines.map((line) => ({ key: line.key, value: (point) => (point === line.points.at(-1) ? line.value(point) : undefined) })), lines.flatMap((line) => line.points.slice(-1)), height - TOP - BOTTOM);
  const atStandard = view.axis === "standard";
  return {
    animation: false,
    textStyle: { fontFamily: fontFamily(), color: colour("ink") },
    grid: [{ left: narrow ? 40 : 56, right: narrow ? 14 : 140, top: TOP, bottom: BOTTOM }],
    tooltip: atStandard ? pointBox(lines) : stepBox(lines, axis),
    xAxis: [horizontal(axis, true, 0)],
    yAxis: [vertical(narrow ? "counterfactual accuracy" : "counterfactual accuracy, share of the suite’s items", narrow)],
    series: [
      ...(atStandard ? [] : lines.map((line) => band(line, axis, line.points, colour(line.ink)))),
      ...lines.map((line) => curveLine(line, axis, line.points, { ink: colour(line.ink), label: narrow ? undefined : shortened(line.name), shift: ends.get(line.key) })),
      ...(atStandard ? [frontier(lines, axis), ...matched(view.comparison, axis)] : []),
    ],
  };
}

const shortened = (name) => (name.length > 18 ? `${name.slice(0, 17)}…` : name);

/** Rings around the checkpoints that no other beats in both accuracies. */
function frontier(lines, axis) {
  return {
    id: "frontier",
    type: "scatter",
    silent: true,
    tooltip: { show: false },
    z: 4,
    symbol: "circle",
    symbolSize: 13,
    data: lines.flatMap((line) => line.points.filter((point) => point.on_frontier).map((point) => ({ value: [axis.of(point), line.value(point)], itemStyle: { color: "transparent", borderColor: colour(line.ink), borderWidth: 1.5 } }))),
  };
}

/** The standard mean at which runs are compared. */
function matched(comparison, axis) {
  if (comparison.matched_at === undefined) return [];
  return [
    {
      id: "matched",
      type: "line",
      silent: true,
      tooltip: { show: false },
      data: [],
      markLine: {
        silent: true,
        symbol: "none",
        lineStyle: { color: colour("soft"), type: [3, 4], width: 1 },
        label: { formatter: "compared here", position: "insideEndTop", color: colour("soft"), fontSize: 11 },
        data: [{ xAxis: axis.of({ standard_mean: comparison.matched_at }) }],
      },
    },
  ];
}

const heading = (text) => `<strong>${text}</strong>`;
const rows = (content) => `<table style="font-size:inherit;margin-top:.3em">${content}</table>`;

function stepBox(lines, axis) {
  return box((hits) => {
    const x = hits[0]?.axisValue;
    const there = lines.map((line) => [line, line.points.find((point) => axis.of(point) === x)]).filter(([, point]) => point !== undefined);
    if (there.length === 0) return "";
    return heading(`step ${there[0][1].step.toLocaleString("en")}`) + rows(there.map(([line, point]) => row(line.name, colour(line.ink), line.value(point), point.low, point.high)).join(""));
  });
}

function pointBox(lines) {
  return box(
    ({ seriesId, dataIndex }) => {
      const line = lines.find((each) => each.key === seriesId);
      const point = line?.points[dataIndex];
      if (point === undefined) return "";
      return heading(`${escaped(line.name)}, step ${point.step.toLocaleString("en")}`) + rows(row("counterfactual", colour(line.ink), line.value(point), point.low, point.high) + row("standard mean", colour("standard"), point.standard_mean)) + (point.on_frontier ? "<div>on the frontier</div>" : "");
    },
    { trigger: "item" },
  );
}

/** The chart in words. */
export function description({ comparison }) {
  return comparison.runs.map((run) => `${run.run_name}: ${run.points.length} checkpoints, last ${percent(run.points.at(-1)?.counterfactual_accuracy)}`).join("; ") + ". The tables below hold the numbers.";
}
